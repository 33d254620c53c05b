internal import Diagnostics

/// The brackets at the left of an excerpt that hold stretches of several lines.
struct MarginBars {
  private struct Bar {
    let mark: Mark
    let slot: Int
  }

  private let bars: [Bar]
  /// Columns between the gutter and the source text.
  let width: Int

  init(_ marks: [Mark]) {
    var bars: [Bar] = []
    var slotEnds: [Int] = []
    let outerFirst = marks.sorted { a, b in
      a.lines.lowerBound != b.lines.lowerBound
        ? a.lines.lowerBound < b.lines.lowerBound : a.lines.upperBound > b.lines.upperBound
    }
    for mark in outerFirst {
      let slot = slotEnds.firstIndex { $0 < mark.lines.lowerBound } ?? slotEnds.count
      if slot == slotEnds.count { slotEnds.append(0) }
      slotEnds[slot] = mark.lines.upperBound
      bars.append(Bar(mark: mark, slot: slot))
    }
    self.bars = bars
    width = slotEnds.count * 2
  }

  /// Stretches that end in a line, their labels standing there.
  func ends(at line: Int) -> [Mark] {
    bars.map(\.mark).filter { $0.lines.upperBound == line }
  }

  /// What stands left of a source line.
  func beside(_ line: Int, _ visible: VisibleLine, _ style: OutputStyle) -> ScreenLine {
    row(style) { bar in
      if bar.mark.lines.lowerBound == line {
        return startsAtMargin(bar, visible) ? Strokes(style).cornerAtMargin : nil
      }
      return bar.mark.lines.contains(line) ? Strokes(style).vertical : nil
    }
  }

  /// What stands left of the rows under a source line.
  func beneath(_ line: Int, _ visible: VisibleLine, _ style: OutputStyle) -> ScreenLine {
    row(style) { bar in
      let isOpen =
        bar.mark.lines.contains(line)
        && (bar.mark.lines.lowerBound < line || startsAtMargin(bar, visible))
      return isOpen ? Strokes(style).vertical : nil
    }
  }

  /// What stands left of lines left out.
  func beside(gapAfter line: Int, _ style: OutputStyle) -> ScreenLine {
    row(style) { bar in
      bar.mark.lines.contains(line) && bar.mark.lines.upperBound > line ? Strokes(style).vertical : nil
    }
  }

  /// The rows in which brackets open and close under a line.
  func turns(
    at line: Int, _ visible: VisibleLine, _ window: Window, _ style: OutputStyle
  ) -> [ScreenLine] {
    var open = Set(
      bars.indices.filter { index in
        let lines = bars[index].mark.lines
        return lines.contains(line) && (lines.lowerBound < line || startsAtMargin(bars[index], visible))
      })
    var rows: [ScreenLine] = []
    for (index, bar) in bars.enumerated()
    where bar.mark.lines.lowerBound == line && !startsAtMargin(bar, visible) {
      let start = visible.column(at: bar.mark.bytes.lowerBound)
      rows.append(
        turn(bar, Strokes(style).cornerDown, to: window.column(start), others: open, label: nil, style))
      open.insert(index)
    }
    let closing = bars.indices.filter { bars[$0].mark.lines.upperBound == line }
    for index in closing.sorted(by: { bars[$0].slot > bars[$1].slot }) {
      let bar = bars[index]
      open.remove(index)
      let columns = window.columns(
        visible.columns(of: visible.range.lowerBound..<bar.mark.bytes.upperBound))
      rows.append(
        turn(
          bar, Strokes(style).cornerUp, to: columns.upperBound - 1, others: open, label: bar.mark.label, style
        ))
    }
    return rows
  }

  private func turn(
    _ bar: Bar, _ corner: String, to column: Int, others: Set<Int>, label: String?, _ style: OutputStyle
  ) -> ScreenLine {
    let strokes = Strokes(style)
    var line = ScreenLine()
    for slot in 0..<bar.slot {
      let other = bars.indices.first { others.contains($0) && bars[$0].slot == slot }
      line.append(other == nil ? " " : strokes.vertical, other.map { bars[$0].mark.ink } ?? .plain)
      line.append(" ")
    }
    line.append(corner, bar.mark.ink)
    let run = max(0, width + column - line.width)
    line.append(String(repeating: strokes.horizontal, count: run) + String(bar.mark.stroke), bar.mark.ink)
    if let label {
      line.append(" ")
      line.append(label, bar.mark.ink)
    }
    return line
  }

  private func row(_ style: OutputStyle, _ stroke: (Bar) -> String?) -> ScreenLine {
    var line = ScreenLine()
    for slot in 0..<width / 2 {
      let drawn = bars.first { $0.slot == slot && stroke($0) != nil }
      line.append(drawn.flatMap(stroke) ?? " ", drawn?.mark.ink ?? .plain)
      line.append(" ")
    }
    return line
  }

  /// A stretch that starts with its line needs no row of its own to show where.
  private func startsAtMargin(_ bar: Bar, _ visible: VisibleLine) -> Bool {
    visible.column(at: bar.mark.bytes.lowerBound) <= visible.indentation ?? 0
  }

  private struct Strokes {
    let vertical, horizontal, cornerAtMargin, cornerDown, cornerUp: String

    init(_ style: OutputStyle) {
      let isUnicode = style.unicode
      vertical = isUnicode ? "│" : "|"
      horizontal = isUnicode ? "─" : "_"
      cornerAtMargin = isUnicode ? "╭" : "/"
      cornerDown = isUnicode ? "╭" : " "
      cornerUp = isUnicode ? "╰" : "|"
    }
  }
}
