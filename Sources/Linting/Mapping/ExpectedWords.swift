internal import Language
internal import YAML

/// The provider's words that tests expect beside canonical ones: `SABBATICAL` in `{status: unknown, status_raw: SABBATICAL}`.
///
/// Who writes down that a word falls to `otherwise` knows of it.
struct ExpectedWords {
  private struct Place: Hashable {
    let field: String
    let value: String
  }

  private var words: [Place: Set<String>] = [:]
  private static let suffix = "_raw"

  init(_ connector: LoadedConnector) {
    for test in connector.tests?.file?[TestFile.cases] ?? [] {
      for model in test[TestCase.expect] ?? [] {
        for row in model.value { gather(row) }
      }
    }
  }

  /// Those that are expected beside this value of the field.
  func beside(_ value: String, of field: String) -> Set<String> {
    words[Place(field: field, value: value)] ?? []
  }

  private mutating func gather(_ node: Node) {
    for inner in node.list ?? [] { gather(inner) }
    guard let mapping = node.mapping else { return }
    for entry in mapping.entries {
      guard entry.value.isScalar else {
        gather(entry.value)
        continue
      }
      // Nearly every entry is a text under a key that ends otherwise.
      guard entry.key.text.hasSuffix(Self.suffix), let word = entry.value.scalar else { continue }
      let field = String(entry.key.text.dropLast(Self.suffix.count))
      guard let value = mapping.entry(field)?.value.scalar else { continue }
      words[Place(field: field, value: value.text), default: []].insert(word.text)
    }
  }
}
