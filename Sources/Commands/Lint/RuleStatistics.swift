internal import Diagnostics
internal import Reports

/// How often each rule was broken.
struct RuleStatistics {
  private var counts: [Rule: Int] = [:]
  private var fixable: [Rule: Int] = [:]

  init(_ findings: [Finding]) {
    for finding in findings {
      counts[finding.rule, default: 0] += 1
      if finding.fixes.contains(where: \.isSafe) { fixable[finding.rule, default: 0] += 1 }
    }
  }

  /// A line for each rule, the most frequent first; nothing when nothing was found.
  func text(_ style: OutputStyle) -> String {
    let ink = Emphasis(style)
    let rows = counts.sorted { a, b in a.value != b.value ? a.value > b.value : a.key.id < b.key.id }
    let width = rows.map { String($0.value).count }.max() ?? 0
    let names = rows.map { $0.key.id.count }.max() ?? 0
    return rows.map { rule, count in
      let number = String(repeating: " ", count: width - String(count).count) + String(count)
      let severity = rule.severity.rawValue + String(repeating: " ", count: 7 - rule.severity.rawValue.count)
      let name = rule.id + String(repeating: " ", count: names - rule.id.count)
      let remark = fixable[rule].map { "  [\($0) fixable with --fix]" } ?? ""
      return "\(ink.strong(number))  \(severity)  \(name)  \(rule.summary)\(ink.faint(remark))\n"
    }.joined()
  }
}
