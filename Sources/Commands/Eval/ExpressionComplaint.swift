internal import Diagnostics
internal import Reports

/// What is wrong with an expression, under the line where it is wrong.
struct ExpressionComplaint {
  private let message: String
  private let range: Range<Int>
  private let file: SourceFile
  private let suggestions: [String]

  init(_ message: String, _ range: Range<Int>, _ source: String, _ suggestions: [String] = []) {
    self.message = message
    self.range = range
    file = SourceFile(path: "expression", text: source)
    // To leave something out is no name that could be meant.
    self.suggestions = suggestions.filter { !$0.isEmpty }
  }

  /// So much of a long line is shown of what is wrong, and on each side of it.
  private static let shown = 200

  private static func end(of text: String) -> String {
    text.count > shown ? "..." + text.suffix(shown) : text
  }

  func write(_ invocation: Invocation) {
    let ink = Emphasis(invocation.errorStyle)
    let sink = invocation.console.errors
    sink.write("\(ink.error("error")): \(Visible.word(message, limit: 400))\n")
    let place = file.position(at: range.lowerBound)
    if let line = file.lineRange(place.line) {
      let start = min(max(range.lowerBound, line.lowerBound), line.upperBound)
      let end = min(max(range.upperBound, start), line.upperBound)
      let before = Self.end(of: Visible.word(file.text(line.lowerBound..<start), limit: .max))
      let marked = Visible.word(file.text(start..<end), limit: Self.shown)
      let after = Visible.word(file.text(end..<line.upperBound), limit: Self.shown)
      let indent = String(repeating: " ", count: DisplayWidth.of(before))
      let carets = String(repeating: "^", count: max(DisplayWidth.of(marked), 1))
      sink.write("  \(before)\(marked)\(after)\n  \(indent)\(ink.error(carets))\n")
    }
    if !suggestions.isEmpty {
      sink.write("\(ink.strong("help")): \(UsageError.guess(Array(suggestions.prefix(4)), else: ""))\n")
    }
  }
}
