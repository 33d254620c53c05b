/// Rows of cells with a head, `text/csv` or separated by tabs.
package struct TableText: Sendable {
  private var rows: [[String]]
  private let separator: Character

  package init(_ source: String) {
    let firstLine = source.prefix { !$0.isNewline }
    separator =
      [",", ";", "\t", "|"].max { left, right in
        firstLine.count { $0 == left } < firstLine.count { $0 == right }
      } ?? ","
    rows = Self.read(source, separator)
  }

  package var text: String {
    rows.map { $0.map(written).joined(separator: String(separator)) }.joined(separator: "\n")
  }

  private var head: [String] { rows.first ?? [] }

  func mapped(_ change: (Spot, String) -> String) -> TableText {
    var copy = self
    for (number, row) in rows.enumerated().dropFirst() {
      copy.rows[number] = row.enumerated().map { column, cell in
        let name = column < head.count ? head[column] : ""
        return cell.isEmpty ? cell : change(Spot(path: [name], siblings: head), cell)
      }
    }
    return copy
  }

  private func written(_ cell: String) -> String {
    guard cell.contains(where: { $0 == separator || $0 == "\"" || $0.isNewline }) else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  private static func read(_ source: String, _ separator: Character) -> [[String]] {
    var rows: [[String]] = []
    var (row, cell) = ([String](), "")
    var isQuoted = false
    var rest = Substring(source)
    while let character = rest.popFirst() {
      if isQuoted {
        if character != "\"" {
          cell.append(character)
        } else if rest.first == "\"" {
          cell.append("\"")
          rest.removeFirst()
        } else {
          isQuoted = false
        }
      } else if character == "\"", cell.isEmpty {
        isQuoted = true
      } else if character == separator {
        row.append(cell)
        cell = ""
      } else if character.isNewline {
        row.append(cell)
        rows.append(row)
        (row, cell) = ([], "")
      } else {
        cell.append(character)
      }
    }
    if !cell.isEmpty || !row.isEmpty { rows.append(row + [cell]) }
    return rows
  }
}
