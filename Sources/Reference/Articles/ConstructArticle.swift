internal import Language

/// What there is to say about a construct or a union.
struct ConstructArticle {
  let entry: CatalogueEntry
  let catalogue: ConstructCatalogue
  /// Whether keys that the block shares with others are repeated; on a page they stand once and are referred to.
  let isWhole: Bool

  var article: Article {
    let about = entry.about
    var passages: [Passage] = [.paragraph(Prose(about.summary))]
    if !about.details.isEmpty { passages.append(.paragraph(Prose(about.details))) }
    if let place { passages.append(.paragraph(place)) }
    passages.append(.code(about.example, language: about.example.hasPrefix("{") ? "json" : "yaml"))
    switch entry.content {
    case .construct: passages += keys
    case .union(let type): passages += kinds(of: type)
    }
    return Article(entry.name, passages)
  }

  // MARK: Where it stands

  /// More places than this are counted only.
  private static let shownPlaces = 4

  private var place: Prose? {
    if let union = entry.unions.last {
      let deciders = entry.deciders.map { "`\($0.key): \($0.value)`" }.joined(separator: ", ")
      return "One kind of " + .construct(union.about.name) + Prose(deciders.isEmpty ? "." : ": \(deciders).")
    }
    let uses = catalogue.uses(of: entry.name)
    guard !uses.isEmpty else { return nil }
    let shown = uses.prefix(Self.shownPlaces).map { place -> Prose in
      .code(place.field.key) + " of " + .construct(place.block.name)
    }
    let rest = uses.count - shown.count
    let others: [Prose] = rest > 0 ? [Prose(rest == 1 ? "one more key" : "\(rest) more keys")] : []
    return "Taken by " + .enumeration(shown + others, "and") + "."
  }

  // MARK: Keys

  private var keys: [Passage] {
    let shared = isWhole ? nil : SharedKeys(entry)
    let own = entry.fields.filter { shared?.keys.contains($0.key) != true }
    let rows = entry.deciders.map { KeyRow(decider: $0) } + own.map { KeyRow($0) }
    var passages: [Passage] = rows.isEmpty ? [] : [.keys(rows)]
    if let shared { passages.append(.paragraph(shared.words)) }
    if passages.isEmpty { passages.append(.paragraph("It has no keys.")) }
    let constraints = entry.constraints.filter { shared?.describes($0) != true }
    if !constraints.isEmpty { passages.append(.list(constraints.map(\.words))) }
    return passages + own.flatMap(values)
  }

  /// The words that a key takes, each with its meaning.
  private func values(_ field: FieldInfo) -> [Passage] {
    let choices = field.shape.choices
    guard choices.count > 1 else { return [] }
    return [
      .heading("Values of " + .code(field.key)),
      .table(["value", "meaning"], choices.map { [.code($0.name), Prose($0.summary)] }),
    ]
  }

  // MARK: Kinds

  private func kinds(of type: any UnionDeclaration.Type) -> [Passage] {
    let words: Prose =
      type.discriminator.map { .code($0) + " decides which kind it is." }
      ?? "Which key is there decides which kind it is."
    var passages: [Passage] = [
      .paragraph(words),
      .table(
        ["kind", "what it is"],
        type.variants.map { variant in
          [.construct(variant.about.name, shown: variant.name), Prose(variant.about.summary)]
        }),
    ]
    let common = SharedKeys.common(to: type)
    if !common.isEmpty {
      passages.append(.heading("Keys of every kind"))
      passages.append(.keys(common.map { KeyRow($0) }))
      passages += common.flatMap(values)
    }
    return passages
  }
}
