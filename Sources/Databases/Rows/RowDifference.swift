internal import JSON
internal import Rows

/// What differs between a row as it is stored and as it comes now.
struct RowDifference {
  private(set) var columns: ColumnSet
  private var before: [UInt8] = []
  private var after: [UInt8] = []

  /// Compares the columns of `stored`, which are those at `positions`, with the cells of a row for these.
  ///
  /// Absent cells differ from nothing: what is stored stays.
  init(
    stored: Statement, positions: [Int], cells: [RowBatch.Cell], shape: RowShape,
    bytes: UnsafePointer<UInt8>
  ) {
    columns = ColumnSet(count: shape.columns.count + 1)
    for (index, position) in positions.enumerated() {
      let cell = cells[index]
      if Self.isSame(cell, stored, index, bytes) { continue }
      columns.insert(position)
      let column = shape.columns[position]
      Self.begin(column.name, &before)
      Self.write(stored, index, column.kind, &before)
      Self.begin(column.name, &after)
      Self.write(cell, column.kind, bytes, &after)
    }
  }

  var isEmpty: Bool { columns.isEmpty }

  /// `{"before": {...}, "after": {...}}`.
  var json: String {
    String(decoding: #"{"before":{"#.utf8, as: UTF8.self) + String(decoding: before, as: UTF8.self)
      + #"},"after":{"# + String(decoding: after, as: UTF8.self) + "}}"
  }

  private static func isSame(
    _ cell: RowBatch.Cell, _ stored: Statement, _ index: Int, _ bytes: UnsafePointer<UInt8>
  ) -> Bool {
    switch cell.state {
    case .absent: return true
    case .null: return stored.isNull(index)
    case .integer:
      if stored.isInteger(index) { return stored.integer(index) == cell.payload }
      return !stored.isNull(index) && stored.text(index) == String(cell.payload)
    case .text:
      if stored.isNull(index) { return false }
      let new = UnsafeRawBufferPointer(start: bytes + Int(cell.payload), count: Int(cell.length))
      if stored.isInteger(index) { return stored.text(index).utf8.elementsEqual(new) }
      return stored.withBytes(index) { $0.elementsEqual(new) }
    }
  }

  private static func begin(_ name: String, _ json: inout [UInt8]) {
    if !json.isEmpty { json.append(0x2C) }
    JSONText.append(name, to: &json)
    json.append(0x3A)
  }

  private static func write(
    _ stored: Statement, _ index: Int, _ kind: RowShape.Kind, _ json: inout [UInt8]
  ) {
    if stored.isNull(index) {
      json += "null".utf8
    } else if stored.isInteger(index) {
      write(stored.integer(index), kind, &json)
    } else {
      stored.withBytes(index) { write(text: $0, kind, &json) }
    }
  }

  private static func write(
    _ cell: RowBatch.Cell, _ kind: RowShape.Kind, _ bytes: UnsafePointer<UInt8>, _ json: inout [UInt8]
  ) {
    switch cell.state {
    case .absent, .null: json += "null".utf8
    case .integer: write(cell.payload, kind, &json)
    case .text:
      write(
        text: UnsafeRawBufferPointer(start: bytes + Int(cell.payload), count: Int(cell.length)), kind, &json)
    }
  }

  private static func write(_ number: Int64, _ kind: RowShape.Kind, _ json: inout [UInt8]) {
    if kind == .boolean {
      json += (number == 0 ? "false" : "true").utf8
    } else {
      json += String(number).utf8
    }
  }

  private static func write(
    text: UnsafeRawBufferPointer, _ kind: RowShape.Kind, _ json: inout [UInt8]
  ) {
    if kind == .json {
      json += text
    } else {
      JSONText.append(text.assumingMemoryBound(to: UInt8.self), to: &json)
    }
  }
}
