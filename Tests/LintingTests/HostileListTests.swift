import Diagnostics
import Language
import Linting
import TestSupport
import Testing

/// Lists that only a machine, or somebody who means harm, makes so long; and streams that hang on each other.
@Suite struct HostileListTests {
  private static func repeated(_ line: String, _ count: Int) -> String {
    (0..<count).map {
      line.split(separator: "#", omittingEmptySubsequences: false).joined(separator: "\($0)")
    }
    .joined(separator: "\n")
  }

  private static func messages(_ overlay: String) -> [String] {
    Linter.run(ExampleProject.project(ExampleProject.overlaid(with: overlay))).findings.map(\.message)
  }

  static let long: [(overlay: String, most: Int)] = [
    ("settings:\n" + repeated("  s#: {type: string, title: S}", 201), 200),
    (
      "http:\n  base_url: https://api.example.com\n  errors:\n" + repeated("    - {status: [404]}", 1001),
      1000
    ),
    (
      "http:\n  base_url: https://api.example.com\n  rate_limit:\n"
        + repeated("    - {requests: #, per: 1m}", 101), 100
    ),
    (
      "streams:\n  employees:\n    for_each:\n"
        + repeated("      - {type: list, of: \"['a']\", as: v#}", 101),
      100
    ),
    (
      "--- mappings/acme/employees.yaml\nmodels:\n  - model: employee\n    let:\n"
        + repeated("      v#: lastName", 101) + "\n    fields: {last_name: v1}", 100
    ),
  ]

  @Test(arguments: long.indices) func `the first entries are read, and the rest is counted`(_ index: Int) {
    let (overlay, most) = Self.long[index]
    let found = Self.messages(overlay).filter {
      $0 == "at most \(most) entries are read here, and these are \(most + 1)"
    }
    // The overlay may add to a setting that is there.
    let more = Self.messages(overlay).filter {
      $0 == "at most \(most) entries are read here, and these are \(most + 2)"
    }
    #expect(found.count + more.count == 1)
  }

  @Test func `a loop of parents is told once, and who hangs on it is not part of it`() {
    func stream(_ name: String, _ parent: String) -> String {
      "  \(name): {read: {get: \"/\(name)/${parent.id}\"}, records: body, key: id, pages: {type: none}, "
        + "deletions: {type: none}, for_each: {type: parent, stream: \(parent)}}\n"
    }
    let loop =
      stream("a", "b") + stream("b", "c") + stream("c", "a") + stream("d", "a") + stream("e", "employees")
    let loops = Self.messages("streams:\n" + loop).filter { $0.hasPrefix("this never begins") }
    #expect(loops == ["this never begins: `a` for each `b` for each `c` for each `a`"])

    let chain = (0..<900).map { stream("s\($0)", $0 == 0 ? "employees" : "s\($0 - 1)") }.joined()
    #expect(!Self.messages("streams:\n" + chain).contains { $0.hasPrefix("this never begins") })
  }
}
