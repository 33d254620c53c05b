import Diagnostics
import Language
import Linting
import TestSupport
import Testing

/// Several connectors in one project: each is judged by itself, however the project is read.
@Suite struct WholeProjectTests {
  /// The example twice, the second under another name, with the same mistake in both.
  private static let twice: [String: String] = {
    var files: [String: String] = [:]
    for (path, text) in ExampleProject.files {
      let wrong = text.replacing("stream: employees", with: "stream: employes")
      files[path] = wrong
      files[path.replacing("/acme/", with: "/brook/")] = wrong.replacing(
        "name: acme\n", with: "name: brook\n")
    }
    return files
  }()

  @Test func `a mistake in one connector hides none in another`() {
    let findings = Linter.run(ExampleProject.project(Self.twice)).findings
    let unknown = findings.filter { $0.rule.id == "test/unknown-stream" }.map(\.range.file.path)
    #expect(unknown == ["connectors/acme/tests.yaml", "connectors/brook/tests.yaml"])
  }

  static let projects: [[String: String]] = [
    twice, family, renamed, ["mappings/nobody/people.yaml": "mapping: 1\n"], ["connectors/x/notes.txt": ""],
    ["schemas/models/person.json": "{\"title\": 1}"],
    ExampleProject.files.merging(["connectors/acme/connector.yaml": "spec: [1\nname: acme\n"]) { $1 },
  ]

  /// A connector whose folder was given another name, and its mappings' was not.
  private static let renamed: [String: String] = {
    var files: [String: String] = [:]
    for (path, text) in ExampleProject.files {
      files[path.replacing("connectors/acme/", with: "connectors/acne/")] = text
    }
    return files
  }()

  @Test func `of a folder that was renamed one thing is told`() {
    let findings = Linter.run(MemoryTree(Self.renamed)).findings.filter { $0.severity == .error }
    #expect(findings.map(\.rule.id) == ["spec/name-mismatch"])
  }

  /// A connector that stands before the family it extends, and one behind it; the family has mistakes and comments of its own.
  private static let family: [String: String] = {
    var files: [String: String] = [:]
    let base = ExampleProject.files[ExampleProject.connectorPath] ?? ""
    files["connectors/hub/connector.yaml"] =
      base.replacing(
        "name: acme\n",
        with: "name: hub\nfamily: true\nstrange: 1 # connector: ignore[spec/unknown-key] on purpose\n"
      )
      .replacing("get: /me", with: "get: me")
    for name in ["acme", "zeta"] {
      files["connectors/\(name)/connector.yaml"] =
        "spec: 1\nname: \(name)\ntitle: Part\ncategory: hris\ndocs: https://developer.example.com\nextends: hub\n"
    }
    return files
  }()

  @Test(arguments: projects.indices) func `reading one connector after the other finds the same`(_ index: Int)
  {
    let tree = MemoryTree(Self.projects[index])
    let (whole, parts) = (Linter.run(ProjectLoader.load(tree)), Linter.run(tree))
    #expect(parts.findings.map(Self.words) == whole.findings.map(Self.words))
    #expect(Set(parts.files) == Set(whole.files))
    #expect(parts.ignoredCount == whole.ignoredCount)
    #expect(parts.connectorCount == whole.connectorCount)
  }

  @Test func `only what was selected is looked at and told`() {
    let selection = ProjectLoader.Selection(["connectors/brook"])
    let outcome = Linter.run(MemoryTree(Self.twice), selecting: selection)
    #expect(outcome.connectorCount == 1)
    #expect(Set(outcome.findings.map(\.range.file.path)) == ["connectors/brook/tests.yaml"])
    #expect(outcome.files.allSatisfy { $0.hasPrefix("connectors/brook/") })
  }

  /// Many connectors, among them two families with mistakes that are read with others of them, and comments there that ignore something.
  private static let many: [String: String] = {
    var files = ExampleProject.files
    for family in ["base", "root"] {
      files["connectors/\(family)/connector.yaml"] =
        """
        spec: 1
        name: \(family)
        title: Base
        category: hris
        docs: https://developer.example.com
        verified: {date: 2026-11-20, confidence: unconfirmed}
        family: true
        http: # connector: ignore[spec/unknown-key] nothing is unknown here
          base_url: http://api.example.com
          timeoutt: 3s
        check: {get: me}
        """
    }
    for number in 0..<24 {
      let name = "part-\(number)"
      files["connectors/\(name)/connector.yaml"] =
        """
        spec: 1
        name: \(name)
        title: Part
        category: hris
        docs: https://developer.example.com
        extends: \(["base", "root"][number % 2])
        wrong-\(number): 1
        """
    }
    return files
  }()

  @Test(arguments: [2, 3, 16]) func `several threads find the same in the same order`(_ threads: Int) {
    let tree = MemoryTree(Self.many)
    let one = Linter.run(tree)
    let several = Linter.run(selecting: .init(), threads: threads) { Linter.Reader(tree) }
    #expect(one.findings.contains { $0.message.contains("timeoutt") })
    #expect(one.findings.contains { $0.rule.id == "ignore/unused" })
    #expect(several.findings.map(Self.words) == one.findings.map(Self.words))
    #expect(several.files.sorted() == one.files.sorted())
    #expect(several.ignoredCount == one.ignoredCount)
    #expect(several.connectorCount == one.connectorCount)
    #expect(several.clean.map(\.name) == one.clean.map(\.name))
  }

  private static func words(_ finding: Finding) -> String {
    "\(finding.range.file.path):\(finding.range.start) \(finding.rule.id) \(finding.message)"
  }
}
