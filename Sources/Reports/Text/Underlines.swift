/// The rows under one source line: underlines first, then the labels that found no place beside them.
struct Underlines {
  struct Stretch {
    let columns: Range<Int>
    let ink: Ink
    let stroke: Character
    let label: String?
  }

  private let stretches: [Stretch]

  init(_ stretches: [Stretch]) { self.stretches = stretches }

  /// A label stands beside the last underline; labels of earlier ones hang below, the rightmost first, so that
  /// their connectors never cross a label.
  func rows(width: Int, _ style: OutputStyle) -> [ScreenLine] {
    guard !stretches.isEmpty else { return [] }
    var labelled = stretches.filter { $0.label != nil }
      .sorted { $0.columns.lowerBound > $1.columns.lowerBound }
    var first = underline()
    if let last = labelled.first, let label = last.label, standsBeside(last, label, width: width) {
      first.append(" ")
      first.append(label, last.ink)
      labelled.removeFirst()
    }
    guard !labelled.isEmpty else { return [first] }
    var rows = [first, connectors(labelled, style)]
    while !labelled.isEmpty {
      let next = labelled.removeFirst()
      let column = next.columns.lowerBound
      var row = connectors(labelled.filter { $0.columns.lowerBound < column }, style)
      row.pad(to: column)
      row.append(next.label ?? "", next.ink)
      rows.append(row)
    }
    return rows
  }

  private func standsBeside(_ stretch: Stretch, _ label: String, width: Int) -> Bool {
    let end = stretches.map(\.columns.upperBound).max() ?? 0
    guard stretch.columns.upperBound == end else { return false }
    let gain = stretch.columns.count
    return gain < 8 || end + 1 + DisplayWidth.of(label) <= width
  }

  /// All underlines in one row; where two share a column, the finding's own wins.
  private func underline() -> ScreenLine {
    let end = stretches.map(\.columns.upperBound).max() ?? 0
    var strokes: [(Character, Ink)] = Array(repeating: (" ", .plain), count: end)
    for stretch in stretches.sorted(by: { $0.stroke == "-" && $1.stroke != "-" }) {
      for column in stretch.columns { strokes[column] = (stretch.stroke, stretch.ink) }
    }
    var row = ScreenLine()
    for (stroke, ink) in strokes { row.append(String(stroke), ink) }
    return row
  }

  private func connectors(_ hanging: [Stretch], _ style: OutputStyle) -> ScreenLine {
    var row = ScreenLine()
    for stretch in hanging.reversed() where row.width <= stretch.columns.lowerBound {
      row.pad(to: stretch.columns.lowerBound)
      row.append(style.unicode ? "│" : "|", stretch.ink)
    }
    return row
  }
}
