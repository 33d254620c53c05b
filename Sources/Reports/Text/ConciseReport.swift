internal import Diagnostics

/// One line for each finding, as compilers print them and editors read them.
enum ConciseReport {
  static func render(_ findings: [Finding], _ style: OutputStyle) -> String {
    let palette = Palette(isColoured: style.colour)
    return findings.map { line($0, style).rendered(palette) + "\n" }.joined()
  }

  static func line(_ finding: Finding, _ style: OutputStyle) -> ScreenLine {
    let position = finding.range.startPosition
    var line = ScreenLine(VisibleText.of(finding.range.file.path, style), .strong)
    line.append(":\(position.line):\(position.column): ")
    line.append("\(finding.severity)[\(finding.rule.id)]", Ink(finding.severity))
    line.append(": \(VisibleText.wording(finding.sentence, style))")
    return line
  }
}
