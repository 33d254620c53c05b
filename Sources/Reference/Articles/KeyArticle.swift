internal import Language

/// What there is to say about a name that stands in several blocks.
enum KeyArticle {
  static func key(_ key: String, _ places: [KeyPlace]) -> Article {
    let words: Prose =
      places.count == 1 ? "A key of one block." : Prose("A key of \(places.count) blocks.")
    // Many blocks take the same key for the same reason: that is one row.
    var rows: [(field: FieldInfo, blocks: [String])] = []
    for place in places {
      if let row = rows.firstIndex(where: { $0.field.summary == place.field.summary }) {
        rows[row].blocks.append(place.block.name)
      } else {
        rows.append((place.field, [place.block.name]))
      }
    }
    return Article(
      key,
      [.paragraph(words)]
        + rows.flatMap { row -> [Passage] in
          let blocks = Prose.enumeration(row.blocks.map { .construct($0) }, "and")
          return [.paragraph("In " + blocks + ":"), .keys([KeyRow(row.field)])] + values(row.field)
        })
  }

  /// The words that a key takes, each with its meaning; nothing for other keys.
  static func values(_ field: FieldInfo) -> [Passage] {
    let choices = field.shape.choices
    guard choices.count > 1 else { return [] }
    return [.table(["value", "meaning"], choices.map { [.code($0.name), Prose($0.summary)] })]
  }

  static func word(_ word: String, _ uses: [(place: KeyPlace, choice: Choice)]) -> Article {
    let rows = uses.map { use -> [Prose] in
      [
        .code(use.place.field.key) + " of " + .construct(use.place.block.name),
        Prose(use.choice.summary.capitalizedFirst + "."),
      ]
    }
    return Article(word, [.table(["a value of", "meaning"], rows)])
  }

  static func blocks(_ suffix: String, _ entries: [CatalogueEntry]) -> Article {
    let rows = entries.map { [Prose.construct($0.name), Prose($0.about.summary)] }
    return Article(
      suffix, [.paragraph("Several blocks end in this name."), .table(["block", "what it is"], rows)])
  }
}
