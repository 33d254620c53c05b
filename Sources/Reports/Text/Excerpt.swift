internal import Diagnostics

/// The lines of one file that a finding speaks of, with what it says underlined.
struct Excerpt {
  let file: SourceFile
  private let marks: [Mark]
  private let bars: MarginBars
  private let shownLines: [Int]

  /// A longer stretch shows its first two lines and its last.
  private static let wholeStretch = 5

  init(_ file: SourceFile, _ marks: [Mark]) {
    self.file = file
    self.marks = marks
    bars = MarginBars(marks.filter { !$0.isOnOneLine })
    var lines: Set<Int> = []
    for mark in marks {
      if mark.lines.count <= Self.wholeStretch {
        lines.formUnion(mark.lines)
      } else {
        lines.formUnion([mark.lines.lowerBound, mark.lines.lowerBound + 1, mark.lines.upperBound])
      }
      if let context = Self.contextLine(of: mark, in: file) { lines.insert(context) }
    }
    // An ellipsis in place of one line would save nothing.
    for line in lines where lines.contains(line + 2) { lines.insert(line + 1) }
    shownLines = lines.sorted()
  }

  /// A caret in a blank line says nothing without the text before it.
  private static func contextLine(of mark: Mark, in file: SourceFile) -> Int? {
    var line = mark.lines.lowerBound
    guard mark.isOnOneLine, isBlank(line, in: file) else { return nil }
    while line > 1 {
      line -= 1
      if !isBlank(line, in: file) { return line }
    }
    return nil
  }

  private static func isBlank(_ line: Int, in file: SourceFile) -> Bool {
    guard let range = file.lineRange(line) else { return true }
    return file.bytes[range].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  var lastLine: Int { shownLines.last ?? 1 }

  func lines(_ gutter: Gutter) -> [ScreenLine] {
    var result = [gutter.blank()]
    var previous: Int?
    for line in shownLines {
      if let previous, line > previous + 1 {
        var gap = gutter.gap()
        gap.append(bars.beside(gapAfter: previous, gutter.style))
        result.append(gap)
      }
      result += annotated(line, gutter)
      previous = line
    }
    return result
  }

  /// One source line, and beneath it what is said about it.
  private func annotated(_ line: Int, _ gutter: Gutter) -> [ScreenLine] {
    let style = gutter.style
    let here = marks.filter { $0.isOnOneLine && $0.lines.contains(line) }
    let place = (here.first { $0.stroke == "^" } ?? here.first)?.bytes.lowerBound
    let visible = VisibleLine(file, line: line, around: place, style: style)
    let room = max(gutter.room - bars.width, OutputStyle.leastWidth / 2)
    let window = window(over: visible, line, here, room: room)

    var source = gutter.numbered(line)
    source.append(bars.beside(line, visible, style))
    source.append(visible.shown(in: window, ink: .plain, style: style))
    var result = [source]

    let underlines = Underlines(
      here.map { mark in
        Underlines.Stretch(
          columns: window.columns(visible.columns(of: mark.bytes)), ink: mark.ink, stroke: mark.stroke,
          label: mark.label)
      })
    for row in underlines.rows(width: room, style) {
      var under = gutter.blank()
      under.append(bars.beneath(line, visible, style))
      under.append(row)
      result.append(under)
    }
    for row in bars.turns(at: line, visible, window, style) {
      var turn = gutter.blank()
      turn.append(row)
      result.append(turn)
    }
    return result
  }

  /// The finding's own place decides which part of a long line is shown.
  private func window(over visible: VisibleLine, _ line: Int, _ here: [Mark], room: Int) -> Window {
    let ends = bars.ends(at: line).map { ($0.bytes, $0.label) }
    let mark = here.first { $0.stroke == "^" } ?? here.first
    let focus = mark.map { ($0.bytes, $0.label) } ?? ends.first
    let label = focus?.1.map { DisplayWidth.of($0) + 1 } ?? 0
    return Window(
      over: visible.width, around: focus.map { visible.columns(of: $0.0) }, room: min(label, room / 3),
      width: room)
  }
}
