import Diagnostics
import Language
import Linting
import TestSupport
import Testing

/// Where a comment silences a finding, and what is said of comments that silence nothing.
@Suite struct IgnoreTests {
  private static let name = "      last_name: lastName\n"
  private static let path = "mappings/acme/employees.yaml"

  private static func found(_ lines: String, in path: String = path, for line: String = name) -> [String] {
    var files = ExampleProject.files
    files[path] = files[path]?.replacing(line, with: lines)
    return Linter.run(MemoryTree(files)).findings
      .filter { $0.severity > .info }.map { "\($0.range.startPosition.line) \($0.rule.id) \($0.message)" }
  }

  private static let comment = "# connector: ignore[mapping/unknown-path] not recorded yet"

  @Test(arguments: [
    "      last_name: | \(comment)\n        firstName == 'a' ? lastName :\n        lastNmae\n",
    "      \(comment)\n      last_name: >-\n        firstName == 'a' ? lastName :\n        lastNmae\n",
    "      \(comment)\n      last_name:\n        \"firstName == 'a' ? lastName :\n        lastNmae\"\n",
    "      last_name: lastNmae \(comment)\n",
  ])
  func `a text on several lines is spoken for at its key`(_ lines: String) {
    #expect(Self.found(lines) == [])
  }

  @Test func `what stands behind the text is not spoken for`() {
    let found = Self.found(
      "      \(Self.comment)\n      last_name: |\n        lastName\n      middle_name: lastNmae\n")
    #expect(
      found.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        // The last name comes as a middle name that no test expects, once it is spelt as it was meant.
        == ["9 test/unexpected-field", "5 ignore/unused", "8 mapping/unknown-path"])
  }

  @Test func `each rule that a comment names is to be of use`() {
    let found = Self.found(
      "titel: Acme HR # connector: ignore[spec/unknown-key, yaml/tab, spec/missing-key, yaml/tab] on purpose\ntitle: A\n",
      in: ExampleProject.connectorPath, for: "title: Acme HR\n")
    #expect(
      found == ["3 ignore/unused nothing is found here that `yaml/tab, spec/missing-key` would ignore"])
  }
}
