internal import Diagnostics

/// Workflow commands, which GitHub turns into annotations beside the changed lines.
///
/// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
enum GitHubReport {
  /// GitHub shows ten annotations of a step and drops the rest in silence.
  private static let shown = 10

  static func render(_ findings: [Finding]) -> String {
    let worstFirst = findings.enumerated().sorted { a, b in
      a.element.severity != b.element.severity
        ? a.element.severity > b.element.severity : a.offset < b.offset
    }
    var lines = worstFirst.prefix(shown).map { command($0.element) }
    let hidden = findings.count - shown
    if hidden > 0 { lines.append("::notice::and \(hidden) more") }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func command(_ finding: Finding) -> String {
    let (start, end) = (finding.range.startPosition, finding.range.visible.endPosition)
    var properties = [
      "file=\(property(finding.range.file.path))",
      "line=\(start.line)", "endLine=\(end.line)", "col=\(start.column)",
    ]
    // An end column belongs to the line of the start column there.
    if end.line == start.line { properties.append("endColumn=\(max(end.column, start.column))") }
    properties.append("title=\(property(finding.rule.id))")
    return "::\(name(finding.severity)) \(properties.joined(separator: ","))::\(data(finding.paragraph))"
  }

  private static func name(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "notice"
    }
  }

  private static func data(_ text: String) -> String {
    escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
  }

  private static func property(_ text: String) -> String {
    escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
  }

  private static func escaped(_ text: String, _ table: [Unicode.Scalar: String]) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let replacement = table[scalar] {
        result += replacement
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
