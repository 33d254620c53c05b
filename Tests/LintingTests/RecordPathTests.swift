import Diagnostics
import Language
import Linting
import TestSupport
import Testing

/// Paths into records, also through keys that have a dot themselves.
@Suite struct RecordPathTests {
  static let paths: [(text: String, parts: [String], isWellFormed: Bool)] = [
    ("id", ["id"], true),
    ("a.b.c", ["a", "b", "c"], true),
    ("`a.b`", ["a.b"], true),
    ("x.`a.b`.y", ["x", "a.b", "y"], true),
    ("a`b.c", ["a`b", "c"], true),
    ("", [], false),
    (".a", ["a"], false),
    ("a.", ["a"], false),
    ("a..b", ["a", "b"], false),
    ("``", [""], false),
    ("`a.b", ["`a", "b"], false),
    ("`a`b", ["a", "b"], false),
  ]

  @Test(arguments: paths.indices) func `a path is its parts`(_ index: Int) {
    let path = Self.paths[index]
    #expect(RecordPath(path.text).parts == path.parts)
    #expect(RecordPath.isWellFormed(path.text) == path.isWellFormed)
  }

  @Test(arguments: ["name", "a.b", "a b"]) func `a quoted key is one part`(_ key: String) {
    #expect(RecordPath(RecordPath.quoted(key)).parts == [key])
  }

  @Test(arguments: [
    ("\"`home.phone`\"", 0), ("\"`home.phone`.type\"", 0), ("home.phone", 1), ("\"`home.fone`\"", 1),
  ])
  func `a key with a dot can be left out by name`(_ written: String, _ count: Int) {
    let findings = findings(
      """
      --- mappings/acme/employees.yaml
      not_mapped: [\(written)]
      --- connectors/acme/recordings/employees.http (whole)
      ### first page
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active",
          "home.phone": {"type": "x"}},
          {"id": "2", "firstName": "Joe", "lastName": "Bloggs", "hired": "2022-05-16", "status": "Active",
          "home.phone": {"type": "y"}}], "next": null}

      """)
    #expect(findings.filter { $0.rule.id == "mapping/stale-not-mapped" }.count == count)
    if written.contains("fone") { #expect(findings.flatMap(\.suggestions).contains("`home.phone`")) }
  }

  private func findings(_ example: String) -> [Finding] {
    Linter.run(ExampleProject.project(ExampleProject.overlaid(with: example))).findings
  }
}
