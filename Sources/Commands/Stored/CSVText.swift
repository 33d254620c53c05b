internal import Rows
internal import Sync

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
    var bytes: [UInt8] = []
    CSVLine.append(cells, for: .spreadsheet, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
