package import Language
package import YAML

/// What there is to say about one place of one file.
struct PlaceArticle {
  let place: DocumentPlace
  let title: String
  let book: ReferenceBook

  var article: Article {
    guard let node = place.node else { return general }
    let form = ExpandedForm(DocumentWalk(book.catalogue), block: place.block, node: node)
    let unset = place.block.fields.filter { $0.standardText == nil && node.mapping?[$0.key] == nil }
    var passages: [Passage] = [.paragraph(introduction)]
    if let key, place.isKey {
      passages += [.keys([KeyRow(key.field)])] + KeyArticle.values(key.field)
      passages.append(.heading("The block around it, defaults included"))
      passages.append(.code(form.text, language: "yaml"))
      if !unset.isEmpty {
        passages.append(.paragraph("Not set: " + .list(unset.map { .code($0.key) }) + "."))
      }
    } else {
      passages.append(.heading("As it stands, defaults included"))
      passages.append(.code(form.text, language: "yaml"))
      if !unset.isEmpty { passages += [.heading("Not set"), .keys(unset.map { KeyRow($0) })] }
    }
    return Article(title, passages)
  }

  private var key: KeyPlace? { place.key }

  private var introduction: Prose {
    let block = Prose.construct(place.block.name)
    let summary = Prose(": \(place.block.about.summary)")
    if place.isKey { return "A key of " + block + summary }
    guard let key else { return "Block " + block + summary }
    return "Block " + block + ", under " + .code(key.field.key) + " of " + .construct(key.block.name)
      + summary
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
    let article = PlaceArticle(
      place: place, title: title.isEmpty ? root.about.name : title, book: self
    ).article
    guard let field = canonicalField(at: path, root: root, document: document) else {
      return Explanation(article: article)
    }
    let passages = [.heading(.code(field.title))] + field.passages + [.heading("The rule")] + article.passages
    return Explanation(article: Article(article.title, passages))
  }

  /// The field of a model that a place in a mapping gives its value: what a reader of the line asks for first.
  private func canonicalField(
    at path: [String], root: any Construct.Type, document: Node?
  ) -> Article? {
    guard root.about.name == MappingFile.about.name, path.count >= 4, path[0] == MappingFile.models.key,
      path[2] == ModelMapping.values.key,
      let number = Int(path[1].dropFirst().dropLast()),
      let items = document?.mapping?[MappingFile.models.key]?.list, items.indices.contains(number),
      let name = items[number].mapping?[ModelMapping.model.key]?.scalar?.text,
      let model = models.first(where: { $0.name == name })
    else { return nil }
    return ModelArticle.field([path[3][...]], of: model)
  }
}
