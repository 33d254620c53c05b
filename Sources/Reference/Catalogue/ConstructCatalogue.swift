package import Language

/// Every block of the language, found by walking from the documents' roots through what their keys take.
///
/// Nothing is registered by hand: a construct that no key leads to is not part of the language.
package struct ConstructCatalogue: Sendable {
  /// Constructs and unions, each once, in reading order: a block before the blocks below it.
  package let entries: [CatalogueEntry]
  private let positions: [String: Int]

  /// The language as it is.
  package static let language = ConstructCatalogue(roots: RootDocument.all.map(\.construct))

  package init(roots: [any Construct.Type]) {
    var walk = Walk()
    for root in roots { walk.visit(.construct(root), unions: [], deciders: []) }
    entries = walk.found
    positions = walk.positions
  }

  package subscript(name: String) -> CatalogueEntry? { positions[name].map { entries[$0] } }

  /// The entries whose last name, or last names, are the given ones: `cursor` finds `pages/cursor`.
  package func entries(endingIn suffix: String) -> [CatalogueEntry] {
    entries.filter { $0.name.hasSuffix("/" + suffix) }
  }

  /// Every place where a key is legal.
  package func places(ofKey key: String) -> [KeyPlace] { keys.filter { $0.field.key == key } }

  /// Every key of every block, in reading order.
  package var keys: [KeyPlace] {
    entries.flatMap { entry in entry.fields.map { KeyPlace(block: entry, field: $0) } }
  }

  /// The keys that take a block of this kind.
  package func uses(of name: String) -> [KeyPlace] {
    keys.filter { place in place.field.shape.blocks.contains { $0.about.name == name } }
  }

  /// The keys whose expressions see the variables of a scope.
  package func uses(of scope: Scope) -> [KeyPlace] {
    keys.filter { $0.field.shape.scopes.contains(scope) }
  }

  /// The keys that take a word of a closed set.
  package func uses(ofWord word: String) -> [(place: KeyPlace, choice: Choice)] {
    keys.flatMap { place in
      place.field.shape.choices.filter { $0.name == word }.map { (place, $0) }
    }
  }

  /// The kinds of a union as entries, in the order of its declaration.
  package func kinds(of union: any UnionDeclaration.Type) -> [CatalogueEntry] {
    union.variants.compactMap { self[$0.about.name] }
  }

  /// The state of the walk; a block that was seen is not entered again, so that recursion ends.
  private struct Walk {
    var found: [CatalogueEntry] = []
    var positions: [String: Int] = [:]

    mutating func visit(
      _ content: CatalogueEntry.Content, unions: [any UnionDeclaration.Type],
      deciders: [CatalogueEntry.Decider]
    ) {
      let entry = CatalogueEntry(content: content, unions: unions, deciders: deciders)
      guard positions[entry.name] == nil else { return }
      positions[entry.name] = found.count
      found.append(entry)
      switch content {
      case .construct(let type):
        for field in type.fields {
          for block in field.info.shape.blocks { visit(block, unions: [], deciders: []) }
        }
      case .union(let type):
        for variant in type.variants {
          let decider = type.discriminator.map { CatalogueEntry.Decider(key: $0, value: variant.name) }
          let content: CatalogueEntry.Content =
            switch variant.content {
            case .block(let block): .construct(block)
            case .union(let inner): .union(inner)
            }
          visit(content, unions: unions + [type], deciders: deciders + [decider].compactMap { $0 })
        }
      }
    }
  }
}
