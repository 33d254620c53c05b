package import Language
package import YAML

/// What there is to say about one place of one file.
struct PlaceArticle {
  let place: DocumentPlace
  let title: String
  let book: ReferenceBook

  var article: Article {
    guard let node = place.node else { return general }
    var passages: [Passage] = [.paragraph(introduction)]
    if let key, place.isKey { passages.append(.keys([KeyRow(key.field)])) }
    let form = ExpandedForm(DocumentWalk(book.catalogue), block: place.block, node: node)
    passages.append(.heading(place.isKey ? "The block around it, defaults included" : "As it stands, defaults included"))
    passages.append(.code(form.text, language: "yaml"))
    let unset = place.block.fields.filter { $0.standardText == nil && node.mapping?[$0.key] == nil }
    if !unset.isEmpty {
      passages.append(.heading("Not set"))
      passages.append(.keys(unset.map { KeyRow($0) }))
    }
    return Article(title, passages)
  }

  private var key: KeyPlace? { place.key }

  private var introduction: Prose {
    let block = Prose.construct(place.block.name)
    if place.isKey { return "A key of " + block + ": " + Prose(place.block.about.summary) }
    let kind = "A " + block + " block"
    guard let key else { return kind + ": " + Prose(place.block.about.summary) }
    return kind + ", under " + .code(key.field.key) + " of " + .construct(key.block.name) + ": "
      + Prose(place.block.about.summary)
  }

  /// Without a file: the key, and the block it is of or leads to.
  private var general: Article {
    let block = ConstructArticle(entry: place.block, catalogue: book.catalogue, isWhole: true).article
    guard let key else { return Article(title, block.passages) }
    let head: [Passage] = [
      .paragraph("A key of " + .construct(key.block.name) + "."), .keys([KeyRow(key.field)]),
    ]
    if place.isKey { return Article(title, head) }
    return Article(title, head + [.heading(.construct(place.block.name))] + block.passages)
  }
}

extension ReferenceBook {
  /// Explains what stands at a path of a document: the construct and the key, and the block with its defaults.
  ///
  /// `document` is the root node, with what it extends laid under it where that matters. Nil when the language has no such place.
  package func explain(
    placeAt path: [String], root: any Construct.Type, document: Node?
  ) -> Explanation? {
    guard let place = DocumentWalk(catalogue).place(at: path, root: root, node: document) else { return nil }
    let title = DocumentPath(path).description
    return Explanation(
      article: PlaceArticle(place: place, title: title.isEmpty ? root.about.name : title, book: self).article)
  }
}
