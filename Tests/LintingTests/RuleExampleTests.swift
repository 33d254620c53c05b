import Diagnostics
import Language
import Linting
import Testing
import TestSupport

/// Every rule's examples are run: the failing one fails exactly where it says, the passing one not at all.
@Suite struct RuleExampleTests {
  /// Rules about files that no text can show; the tests of the YAML loader have them.
  private static let withoutExample: Set<String> = ["yaml/not-utf8", "yaml/too-large", "yaml/too-many-nodes"]

  @Test func `the base project has no findings`() {
    #expect(found(ExampleProject.files) == [])
  }

  @Test(arguments: RuleList.all.map(\.id))
  func `the failing example fails where it says`(_ id: String) throws {
    let rule = try #require(RuleList.rule(id))
    guard !Self.withoutExample.contains(id) else {
      #expect(rule.failing.text.isEmpty, "the rule has an example and is not to be excused")
      return
    }
    let files = ExampleProject.overlaid(with: rule.failing.text)
    let expected = Set(Marker.all(in: files))
    #expect(!expected.isEmpty, "the example marks no finding")
    #expect(expected.allSatisfy { $0.rule == id })
    #expect(found(files) == expected)
  }

  @Test(arguments: RuleList.all.map(\.id))
  func `the passing example passes`(_ id: String) throws {
    let rule = try #require(RuleList.rule(id))
    #expect(found(ExampleProject.overlaid(with: rule.passing.text)) == [])
  }

  @Test func `rule names are unique and well formed`() {
    let ids = RuleList.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    let areas = [
      "yaml", "spec", "auth", "request", "paging", "rate", "mapping", "model", "webhook", "test", "security",
      "ignore",
    ]
    for rule in RuleList.all {
      #expect(areas.contains(rule.area), "\(rule.id)")
      #expect(!rule.page.isEmpty && !rule.summary.isEmpty, "\(rule.id)")
    }
  }

  private func found(_ files: [String: String]) -> Set<Marker> {
    Set(Linter.run(ExampleProject.project(files)).findings.map { Marker($0) })
  }
}
