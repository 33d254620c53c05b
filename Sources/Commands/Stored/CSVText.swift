internal import Rows

/// Lines of comma-separated values (RFC 4180) that a spreadsheet shows and never computes.
enum CSVText {
  static func cells(of row: Int, in batch: RowBatch) -> [String] {
    [batch.text(batch.heads[row].sourceID)]
      + batch.shape.columns.indices.map { text(of: batch.cell(row, $0), $0, in: batch) }
  }

  static func text(of cell: RowBatch.Cell, _ column: Int, in batch: RowBatch) -> String {
    switch cell.state {
    case .absent, .null: return ""
    case .text: return batch.text(cell) ?? ""
    case .integer:
      if batch.shape.columns[column].kind == .boolean { return cell.payload == 0 ? "false" : "true" }
      return String(cell.payload)
    }
  }

  static func line(_ cells: [String]) -> String {
    cells.map { quoted(harmless($0)) }.joined(separator: ",") + "\r\n"
  }

  /// A text that a spreadsheet would take for a formula gets an apostrophe, which makes it text there.
  ///
  /// Blanks and line ends before the sign do not hinder a spreadsheet, so they do not hinder us. Numbers stay numbers.
  private static func harmless(_ cell: String) -> String {
    let begins = cell.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
    ).contains { line in
      line.drop { $0.isWhitespace }.first.map { "=+-@".contains($0) } ?? false
    }
    return begins && !isNumber(cell) ? "'" + cell : cell
  }

  private static func isNumber(_ cell: String) -> Bool {
    let digits = cell.first == "-" ? cell.dropFirst() : cell[...]
    guard let first = digits.first, let last = digits.last, first.isASCII, first.isNumber, last.isNumber
    else {
      return false
    }
    return digits.count { $0 == "." } <= 1 && digits.allSatisfy { $0 == "." || ($0.isASCII && $0.isNumber) }
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) || cell.first == "'" else {
      return cell
    }
    var text = "\""
    for character in cell.unicodeScalars {
      if character == "\"" { text.unicodeScalars.append(character) }
      text.unicodeScalars.append(character)
    }
    return text + "\""
  }
}
