internal import Diagnostics

/// Says what a writer did, from where libyaml gave up and the text around.
///
/// libyaml names the state it was in ("did not find expected key"), which is seldom the mistake. Each method looks for one kind of
/// mistake and answers nil when it is not that one.
struct SyntaxDiagnosis {
  let error: SyntaxError
  let file: SourceFile
  /// The line where libyaml gave up.
  let line: TextLine

  static func finding(for error: SyntaxError, in file: SourceFile) -> Finding {
    SyntaxDiagnosis(error: error, file: file, line: TextLine(file, at: error.at)).finding()
  }

  private func finding() -> Finding {
    tab ?? quotedText ?? startOfValue ?? brackets ?? colons ?? structure ?? untranslated
  }

  func byte(_ offset: Int) -> UInt8 { line.byte(at: offset) }

  func range(_ start: Int, _ end: Int) -> SourceRange {
    SourceRange(file, start, min(end, max(start, file.bytes.count)))
  }

  func isProblem(_ text: String) -> Bool { error.problem == text }

  func isContext(_ text: String) -> Bool { error.context == text }

  // MARK: Tabs

  private var tab: Finding? {
    let tabs: Range<Int>
    if let indenting = line.indentingTabs, error.at >= indenting.lowerBound,
      error.at <= max(line.contentStart, error.at)
    {
      tabs = indenting
    } else if byte(error.at) == UInt8(ascii: "\t") {
      tabs = error.at..<error.at + 1
    } else {
      return nil
    }
    guard !isContext("while scanning a quoted scalar") else { return nil }
    guard tabs.lowerBound < line.contentStart else {
      return Finding(
        SyntaxRules.tab, "a tab stands where a space is needed", at: line.range(tabs),
        fixes: [.init("write a space", isSafe: true, replace: line.range(tabs), with: " ")])
    }
    // A tab may mean any width: that of a neighbour, or else the two columns that most editors are set to.
    let widths = [2, 4, 8].map { tab in
      (line.start..<line.contentStart).reduce(0) { $0 + (byte($1) == UInt8(ascii: "\t") ? tab : 1) }
    }
    var columns = line.openColumns
    if let above = line.previousContent, above.opensBlock { columns = [above.valueColumn + 2] }
    let width = widths.first { columns.contains($0) && neighbours.contains($0) } ?? widths[0]
    let column = columns.min { abs($0 - width) < abs($1 - width) } ?? 0
    return Finding(
      SyntaxRules.tab, "the line is indented with a tab", at: line.range(tabs),
      fixes: [
        .init(
          "indent with spaces", isSafe: column == width && columns.count == 1,
          replace: line.range(line.start..<line.contentStart),
          with: String(repeating: " ", count: column))
      ])
  }

  /// Where the values of the lines around begin, that below first.
  private var neighbours: [Int] {
    let below = TextLine(file, at: line.end + 1)
    let lines =
      (below.start > line.start && !below.isEmptyOrComment ? [below] : [])
      + [line.previousContent].compactMap { $0 }
    return lines.filter { $0.indentingTabs == nil }.map(\.indentation)
  }

  // MARK: The rest

  /// What libyaml says, for mistakes too rare to be worth more.
  private var untranslated: Finding {
    let place = range(error.at, error.at + 1)
    let found = error.at < file.bytes.count ? "" : " before the end of the file"
    var finding = Finding(SyntaxRules.syntax, "the text cannot be read from here on\(found)", at: place)
    let said = [error.context, error.problem].compactMap { $0 }.joined(separator: ": ")
    finding.evidence.append(.init("parser", said))
    if error.context != nil, error.contextAt != error.at {
      finding.related.append(
        .init("it belongs to what starts here", at: range(error.contextAt, error.contextAt + 1)))
    }
    return finding
  }

  // MARK: Shared wording

  /// A text that must be quoted, with the fix that quotes it.
  func needsQuotes(_ message: String, text: Range<Int>, at place: SourceRange, label: String? = nil)
    -> Finding
  {
    // A text that fills the file is no text that lacks its quotes.
    let raw = text.count <= 4 * Limits.keyBytes ? file.text(text) : ""
    let isQuotable = !raw.isEmpty && !raw.utf8.contains { isBreak($0) }
    return Finding(
      SyntaxRules.needsQuotes, message, at: place, label: label,
      fixes: isQuotable
        ? [.init("quote the text", isSafe: true, replace: line.range(text), with: quoted(raw))] : [])
  }
}
