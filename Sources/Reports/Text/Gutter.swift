/// The column of line numbers at the left of an excerpt, as wide as the largest number of its finding.
struct Gutter {
  let style: OutputStyle
  private let digits: Int

  init(lastLine: Int, style: OutputStyle) {
    digits = String(lastLine).count
    self.style = style
  }

  /// Columns before the source text: the number, a space, the bar, a space.
  var width: Int { digits + 3 }

  /// Columns left for the source text.
  var room: Int { max(style.width - width, OutputStyle.leastWidth / 2) }

  private var bar: String { style.unicode ? "│" : "|" }

  func numbered(_ line: Int) -> ScreenLine {
    var result = ScreenLine()
    result.append("\(right(String(line))) \(bar) ", .gutter)
    return result
  }

  func blank() -> ScreenLine {
    ScreenLine("\(right("")) \(bar) ", .gutter)
  }

  /// Stands for lines left out.
  func gap() -> ScreenLine {
    var line = ScreenLine("...", .gutter)
    line.pad(to: width)
    return line
  }

  /// ` -->`, pointing to a place.
  func arrow(_ arrow: String) -> ScreenLine {
    ScreenLine("\(right(""))\(arrow) ", .gutter)
  }

  /// ` = word: `, a remark under the excerpt.
  func remark() -> ScreenLine {
    ScreenLine("\(right("")) = ", .gutter)
  }

  /// `47 -`, a line of a change.
  func changed(_ line: Int, _ sign: String, _ ink: Ink) -> ScreenLine {
    var result = ScreenLine(right(String(line)) + " ", .gutter)
    result.append("\(sign) ", ink)
    return result
  }

  private func right(_ text: String) -> String {
    String(repeating: " ", count: max(0, digits - text.count)) + text
  }
}
