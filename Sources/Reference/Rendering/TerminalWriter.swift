/// Writes articles for a terminal: wrapped, with hanging indents and aligned columns.
struct TerminalWriter {
  let width: Int
  let palette: TerminalPalette

  init(width: Int, isColoured: Bool) {
    // Narrower than this, columns would hold a word each.
    self.width = max(width, 40)
    palette = TerminalPalette(isColoured: isColoured)
  }

  func text(_ article: Article) -> String {
    let parts = [palette.paint(article.title, .title)] + article.passages.map(passage)
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private static let margin = "  "

  private func passage(_ passage: Passage) -> String {
    switch passage {
    case .heading(let prose): wrap(prose, ink: .title).joined(separator: "\n")
    case .paragraph(let prose): wrap(prose).joined(separator: "\n")
    case .list(let items):
      items.flatMap { hang($0, after: "- ") }.joined(separator: "\n")
    case .table(let header, let rows): table(header, rows)
    case .keys(let rows): keys(rows)
    case .code(let text, _):
      text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : Self.margin + $0 }
        .joined(separator: "\n")
    }
  }

  // MARK: Prose

  private func wrap(_ prose: Prose, to columns: Int? = nil, ink: TerminalPalette.Ink = .plain) -> [String] {
    ProseLines(prose, columns: columns ?? width, palette: palette, ink: ink).lines.map(\.text)
  }

  private func hang(_ prose: Prose, after mark: String) -> [String] {
    wrap(prose, to: width - mark.count).enumerated().map { position, line in
      (position == 0 ? mark : String(repeating: " ", count: mark.count)) + line
    }
  }

  // MARK: Keys

  /// The key and its default to the left; to the right what it means and, fainter, what it takes.
  private func keys(_ rows: [KeyRow]) -> String {
    let names = (rows.map(\.key.count).max() ?? 0) + 2
    let marks = min(rows.map { mark($0.presence).count }.max() ?? 0, 18) + 2
    let left = Self.margin.count + names + marks
    let indent = String(repeating: " ", count: left)
    return rows.flatMap { row -> [String] in
      let mark = mark(row.presence)
      let head =
        Self.margin + palette.paint(row.key, .name) + pad(row.key, to: names)
        + palette.paint(mark, .faint) + pad(mark, to: marks)
      let meaning = wrap(row.meaning, to: width - left)
      let takes = wrap(row.takes, to: width - left, ink: .faint)
      let first = meaning.first.map { head + $0 } ?? head
      return [first] + (meaning.dropFirst() + takes).map { indent + $0 }
    }
    .joined(separator: "\n")
  }

  private func mark(_ presence: KeyRow.Presence) -> String {
    switch presence {
    case .required: "required"
    case .optional: ""
    case .standard(let text): "= " + text
    }
  }

  private func pad(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: max(columns - text.count, 1))
  }

  // MARK: Tables

  /// The last column takes the room that the others leave; all wrap.
  private func table(_ header: [String], _ rows: [[Prose]]) -> String {
    let columns = header.count
    guard columns > 0 else { return "" }
    let isTitled = header.contains { !$0.isEmpty }
    let all = (isTitled ? [header.map { Prose($0) }] : []) + rows
    let widths = self.widths(of: all, columns: columns)
    return all.enumerated().flatMap { position, row -> [String] in
      let ink: TerminalPalette.Ink = isTitled && position == 0 ? .faint : .plain
      let cells = zip(row, widths).map { prose, width in
        ProseLines(prose, columns: width, palette: palette, ink: ink).lines
      }
      let height = cells.map(\.count).max() ?? 0
      return (0..<height).map { line in
        var text = Self.margin
        for (column, cell) in cells.enumerated() {
          let piece = line < cell.count ? cell[line] : ProseLines.Line(text: "", width: 0)
          text += piece.text
          if column + 1 < cells.count {
            text += String(repeating: " ", count: max(widths[column] - piece.width, 0) + 2)
          }
        }
        return text.withoutTrailingSpaces
      }
    }
    .joined(separator: "\n")
  }

  private func widths(of rows: [[Prose]], columns: Int) -> [Int] {
    let natural = (0..<columns).map { column in
      rows.map { column < $0.count ? ProseLines.width(of: $0[column], palette) : 0 }.max() ?? 0
    }
    // No column but the last is wider than a third, so that there is always room for the meaning.
    let capped = natural.dropLast().map { min($0, max(width / 3, 12)) }
    let rest = width - Self.margin.count - capped.reduce(0) { $0 + $1 + 2 }
    return capped + [max(rest, 20)]
  }
}

extension String {
  fileprivate var withoutTrailingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
