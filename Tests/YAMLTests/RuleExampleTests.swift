import Diagnostics
import Testing
import YAML

struct RuleExampleTests {
  /// Rules about files that no readable example can show; `HostileInputTests` has them.
  static let withoutExample: Set<String> = ["yaml/not-utf8", "yaml/too-large", "yaml/too-many-nodes"]
  /// Rules whose finding stands at the start of a line, where no marker fits.
  static let withoutMarker: Set<String> = [
    "yaml/byte-order-mark", "yaml/empty-file", "yaml/several-documents",
  ]
  /// Applied where the language wants text, which a file by itself does not say.
  static let appliedElsewhere: Set<String> = ["yaml/ambiguous-scalar"]

  @Test func everyRuleHasItsOwnName() {
    #expect(Set(YAMLRules.all.map(\.id)).count == YAMLRules.all.count)
    #expect(YAMLRules.all.allSatisfy { $0.area == "yaml" && !$0.page.isEmpty && !$0.summary.isEmpty })
  }

  @Test(arguments: YAMLRules.all.map(\.id)) func failingExampleFailsWhereMarked(id: String) throws {
    let rule = try #require(YAMLRules.all.first { $0.id == id })
    guard !Self.withoutExample.contains(id), !Self.appliedElsewhere.contains(id) else { return }
    let text = Self.yaml(rule.failing)
    let found = Markers.found(in: load(text))
    if Self.withoutMarker.contains(id) {
      #expect(found.count == 1 && found.allSatisfy { $0.hasSuffix(id) })
    } else {
      #expect(found == Markers.expected(in: text))
      #expect(!found.isEmpty)
    }
  }

  @Test(arguments: YAMLRules.all.map(\.id)) func passingExamplePasses(id: String) throws {
    let rule = try #require(YAMLRules.all.first { $0.id == id })
    #expect(Markers.found(in: load(Self.yaml(rule.passing))).isEmpty)
  }

  private static func yaml(_ example: Example) -> String {
    let lines = example.text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.filter { !$0.hasPrefix("--- connectors/") && !$0.hasPrefix("--- mappings/") }.joined(
      separator: "\n")
  }
}
