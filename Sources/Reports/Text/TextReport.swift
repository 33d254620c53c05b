internal import Diagnostics

/// Findings for a person: each with its lines, its proof and its cure.
struct TextReport {
  private let style: OutputStyle
  private let palette: Palette
  private var explained: Set<String> = []

  init(_ style: OutputStyle) {
    self.style = style
    palette = Palette(isColoured: style.colour)
  }

  static func render(_ findings: [Finding], _ style: OutputStyle, _ context: ReportContext) -> String {
    var report = TextReport(style)
    var text = ""
    for finding in findings {
      for line in report.lines(of: finding) { text += line.rendered(report.palette) + "\n" }
      text += "\n"
    }
    return text + Tally(findings, context).sentence(style) + "\n"
  }

  /// Fixes shown of one finding; a choice of more is no help.
  private static let shownFixes = 3

  private mutating func lines(of finding: Finding) -> [ScreenLine] {
    let excerpts = Excerpts(finding, style)
    let fixes = finding.fixes.prefix(Self.shownFixes).map(FixLines.init)
    let numbers = excerpts.all.map(\.lastLine) + fixes.flatMap(\.previews).map(\.lastLine)
    let gutter = Gutter(lastLine: numbers.max() ?? 1, style: style)

    var result = [headline(finding), place(finding, gutter)]
    for (index, excerpt) in excerpts.all.enumerated() {
      if index > 0, let range = excerpts.firstRange(in: excerpt.file) {
        var elsewhere = gutter.arrow(":::")
        elsewhere.append(location(range))
        result.append(elsewhere)
      }
      result += excerpt.lines(gutter)
    }
    var below = Remarks(finding, style).lines(gutter)
    for fix in fixes { below += fix.lines(gutter, mainFile: finding.range.file) }
    if explained.insert(finding.rule.id).inserted { below.append(more(finding.rule, gutter)) }
    if !below.isEmpty { result.append(gutter.blank()) }
    result += below
    return result
  }

  private func headline(_ finding: Finding) -> ScreenLine {
    var line = ScreenLine("\(finding.severity)[\(finding.rule.id)]", Ink(finding.severity))
    line.append(": \(VisibleText.wording(finding.message, style))", .strong)
    return line
  }

  private func place(_ finding: Finding, _ gutter: Gutter) -> ScreenLine {
    var line = gutter.arrow("-->")
    line.append(location(finding.range))
    if let path = finding.path { line.append("   \(VisibleText.of(path, style))", .faint) }
    return line
  }

  private func location(_ range: SourceRange) -> String {
    let position = range.startPosition
    return "\(VisibleText.of(range.file.path, style)):\(position.line):\(position.column)"
  }

  private func more(_ rule: Rule, _ gutter: Gutter) -> ScreenLine {
    var line = gutter.remark()
    line.append("more: ", .strong)
    line.append("connector explain \(rule.id)")
    return line
  }
}

/// The excerpts of one finding: its own file first, then the others it mentions.
private struct Excerpts {
  private(set) var all: [Excerpt] = []
  private let ranges: [SourceRange]

  init(_ finding: Finding, _ style: OutputStyle) {
    let own = Mark(
      finding.range, ink: Ink(finding.severity), stroke: "^", label: Self.label(of: finding, style))
    var groups: [(file: SourceFile, marks: [Mark])] = [(finding.range.file, [own])]
    for related in finding.related {
      let text = VisibleText.wording(related.text, style)
      let mark = Mark(related.range, ink: .second, stroke: "-", label: text.isEmpty ? nil : text)
      if let index = groups.firstIndex(where: { $0.file === related.range.file }) {
        groups[index].marks.append(mark)
      } else {
        groups.append((related.range.file, [mark]))
      }
    }
    ranges = finding.related.map(\.range)
    all = groups.map { Excerpt($0.file, $0.marks) }
  }

  func firstRange(in file: SourceFile) -> SourceRange? {
    ranges.first { $0.file === file }
  }

  /// The words beside the caret: the finding's own, and the one name that was probably meant.
  private static func label(of finding: Finding, _ style: OutputStyle) -> String? {
    let guess = finding.suggestions.count == 1 ? finding.guess : nil
    var words = [finding.label, guess].compactMap { $0 }
    if words.isEmpty, finding.range.start >= finding.range.file.bytes.count {
      words = [finding.range.file.bytes.isEmpty ? "the file is empty" : "the file ends here"]
    }
    return words.isEmpty ? nil : VisibleText.wording(words.joined(separator: ", "), style)
  }
}
