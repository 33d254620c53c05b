/// A line of the result, before its indentation and the comment beside it are put in.
struct OutputLine {
  var indentation: Int
  var text: String
  private var beside: CommentLine?
  private(set) var isBlank = false
  /// A comment on a line of its own, or a blank line.
  private(set) var isMargin = false

  init(_ indentation: Int, _ text: String, beside: CommentLine? = nil) {
    self.indentation = indentation
    self.text = text
    self.beside = beside
  }

  init(comment: CommentLine, _ indentation: Int) {
    self.init(indentation, comment.text)
    isMargin = true
  }

  /// A line of a block scalar, which keeps blanks at its end.
  init(content: String, _ indentation: Int) { self.init(content.isEmpty ? 0 : indentation, content) }

  init(blank: Void) {
    self.init(0, "")
    isBlank = true
    isMargin = true
  }

  private var body: String { String(repeating: " ", count: indentation) + text }

  /// Joins the lines; comments that stood in one column beside neighbouring lines stand in one column again.
  static func text(of lines: [OutputLine]) -> String {
    var result = ""
    var index = lines.startIndex
    while index < lines.endIndex {
      let run = lines[index...].prefix { $0.beside != nil }
      if run.isEmpty {
        result += lines[index].body + "\n"
        index += 1
        continue
      }
      let isAligned =
        Set(run.compactMap { $0.beside?.column }).count == 1
        && run.contains { $0.beside?.isSetApart ?? false }
      let widest = run.map { $0.body.unicodeScalars.count }.max() ?? 0
      for line in run {
        let gap = isAligned ? widest - line.body.unicodeScalars.count + 2 : 2
        result += line.body + String(repeating: " ", count: gap) + (line.beside?.text ?? "") + "\n"
      }
      index = run.endIndex
    }
    return result
  }
}
