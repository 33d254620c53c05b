internal import Reports

/// Two columns, the second wrapped under itself.
struct Columns {
  private let rows: [(left: String, right: String)]
  /// A longer left side stands on a line of its own.
  private let widestLeft: Int

  init(_ rows: [(String, String)], widestLeft: Int = 34) {
    self.rows = rows.map { (left: $0.0, right: $0.1) }
    self.widestLeft = widestLeft
  }

  /// The rows indented by two, each ending with a line end.
  func text(_ width: Int) -> String {
    let widths = rows.map { DisplayWidth.of($0.left) }.filter { $0 <= widestLeft }
    let column = (widths.max() ?? 0) + 4
    var text = ""
    for row in rows {
      var line = "  " + row.left
      if DisplayWidth.of(line) + 2 > column, !row.right.isEmpty {
        text += line + "\n"
        line = ""
      }
      for words in Paragraphs.lines(row.right, width: max(width - column, 24)) {
        line += String(repeating: " ", count: max(column - DisplayWidth.of(line), 0))
        text += line + words + "\n"
        line = ""
      }
      if row.right.isEmpty { text += line + "\n" }
    }
    return text
  }
}

/// Prose that is broken into lines between its words.
enum Paragraphs {
  /// Paragraphs end at line ends; those that begin with a blank are kept as they are.
  static func wrapped(_ text: String, width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(" ") ? [String($0)] : lines(String($0), width: width) }
      .map { $0.isEmpty ? "\n" : $0.map { $0 + "\n" }.joined() }
      .joined()
  }

  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
