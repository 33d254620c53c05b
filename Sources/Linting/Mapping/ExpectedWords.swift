internal import Language
internal import YAML

/// The provider's words that tests expect beside canonical ones, by the canonical field: `status_raw: SABBATICAL`.
///
/// Who writes down that a word falls to `otherwise` knows of it.
struct ExpectedWords {
  private var words: [String: Set<String>] = [:]
  private static let suffix = "_raw"

  init(_ connector: LoadedConnector) {
    for test in connector.tests?.file?[TestFile.cases] ?? [] {
      for model in test[TestCase.expect] ?? [] {
        for row in model.value { gather(row) }
      }
    }
  }

  func of(_ field: String) -> Set<String> { words[field] ?? [] }

  private mutating func gather(_ node: Node) {
    for inner in node.list ?? [] { gather(inner) }
    for entry in node.mapping?.entries ?? [] {
      if let word = entry.value.scalar {
        guard entry.key.text.hasSuffix(Self.suffix) else { continue }
        words[String(entry.key.text.dropLast(Self.suffix.count)), default: []].insert(word.text)
      } else {
        gather(entry.value)
      }
    }
  }
}
