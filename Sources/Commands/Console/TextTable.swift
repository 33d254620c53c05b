internal import Reports

/// Columns of text under their heads; numbers stand to the right.
struct TextTable {
  private let heads: [String]
  private let rows: [[String]]

  init(_ heads: [String], _ rows: [[String]]) {
    self.heads = heads
    self.rows = rows
  }

  /// The table, each line ending with a line end; the heads pass through `paint`.
  func text(_ paint: (String) -> String) -> String {
    let widths = widths
    let areNumbers = heads.indices.map { column in
      column > 0 && !rows.isEmpty
        && rows.allSatisfy { column >= $0.count || $0[column].allSatisfy { $0.isNumber || $0 == "." } }
    }
    func line(_ cells: [String], _ paint: (String) -> String) -> String {
      var text = ""
      for (column, cell) in cells.enumerated() where column < heads.count {
        let blanks = String(repeating: " ", count: max(widths[column] - DisplayWidth.of(cell), 0))
        if column > 0 { text += "  " }
        text +=
          areNumbers[column] ? blanks + paint(cell) : paint(cell) + (column == cells.count - 1 ? "" : blanks)
      }
      return text + "\n"
    }
    return line(heads, paint) + rows.map { line($0) { $0 } }.joined()
  }

  private var widths: [Int] {
    heads.indices.map { column in
      ([heads[column]] + rows.compactMap { column < $0.count ? $0[column] : nil }).map(DisplayWidth.of).max()
        ?? 0
    }
  }

  /// As many of the first columns as there is room for, and never fewer than two.
  func cut(to room: Int?) -> TextTable {
    guard let room else { return self }
    var (count, width) = (0, -2)
    for column in widths {
      width += column + 2
      if width > room, count >= 2 { break }
      count += 1
    }
    return TextTable(Array(heads.prefix(count)), rows.map { Array($0.prefix(count)) })
  }

  /// The same without columns that hold nothing but zeros, where there is no room for all of them.
  func fitting(_ room: Int?) -> TextTable {
    guard let room, !rows.isEmpty, widths.reduce(0, +) + 2 * (heads.count - 1) > room else { return self }
    let kept = heads.indices.filter { column in
      rows.contains { column < $0.count && $0[column] != "0" }
    }
    return TextTable(
      kept.map { heads[$0] }, rows.map { row in kept.compactMap { $0 < row.count ? row[$0] : nil } })
  }
}
