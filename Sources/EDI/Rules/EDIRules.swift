package import Diagnostics

/// Every rule that files of segments are checked by.
package enum EDIRules {
  package static let all: [Rule] = syntax + structure + values + business
}

extension Rule {
  /// A rule with its SNIP level, and an example as lines that a small valid file loses (`-`) and gains (`+`).
  static func edi(
    _ slug: String, _ severity: Severity = .error, level: Int, _ summary: String, _ page: String,
    example: String
  ) -> Rule {
    let before = example.split(separator: "\n").filter { $0.hasPrefix("- ") }.map { $0.dropFirst(2) }
    return Rule(
      "edi/\(slug)", severity, .proven, summary, page: "SNIP level \(level). \(page)",
      failing: Example(example),
      passing: Example(before.joined(separator: "\n")))
  }

  /// The level that the page begins with.
  package var snipLevel: Int {
    page.dropFirst("SNIP level ".count).first?.wholeNumberValue ?? 0
  }
}
