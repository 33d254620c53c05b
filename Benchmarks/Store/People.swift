import Rows
import Values

/// Makes the same employees again and again: fifteen columns, and a record of 1.1 KB where it is kept.
struct People {
  private let shape: RowShape
  private let keepsRaw: Bool
  /// Keys in no order touch a page of the index each.
  private let hasRandomKeys: Bool
  private let columns: [Int]
  private let filler = String(repeating: "lorem ipsum dolor sit amet ", count: 28)

  private static let names = [
    "employee_number", "first_name", "last_name", "display_name", "work_email", "mobile_phone", "job_title",
    "country", "department_id", "manager_id", "employment_status", "employment_status_raw", "hire_date",
    "gender",
  ]

  init(_ shape: RowShape, keepsRaw: Bool, hasRandomKeys: Bool) {
    self.shape = shape
    self.keepsRaw = keepsRaw
    self.hasRandomKeys = hasRandomKeys
    let known = shape.columns.map(\.name)
    var found = Self.names.compactMap { known.firstIndex(of: $0) }
    for (index, column) in shape.columns.enumerated() where found.count < 15 {
      if column.kind == .text && !found.contains(index) { found.append(index) }
    }
    columns = found
  }

  func batch(_ rows: Range<Int>, round: Int) -> RowBatch {
    var batch = RowBatch(shape)
    for row in rows {
      let key =
        hasRandomKeys ? String(UInt64(row) &* 0x9E37_79B9_7F4A_7C15, radix: 16) : "\(10_000_000 + row)"
      let isChanged = row % 10 < round
      batch.beginRow()
      var head = RowBatch.Head()
      head.sourceID = batch.append("emp_\(key)")
      head.updatedAt = Instant(seconds: 1_780_000_000 + Int64(row))
      for (index, column) in columns.enumerated() {
        let start = batch.bytes.count
        let suffix = isChanged && index == 6 ? "b" : "a"
        _ = batch.append("\(Self.names[index % Self.names.count]) \(row % 997) \(suffix)")
        batch.setText(column, from: start)
      }
      if keepsRaw {
        head.raw = batch.append(
          #"{"id":"emp_\#(key)","name":"\#(filler)","more":{"a":"\#(row)","b":"\#(filler.prefix(320))"}}"#)
      }
      batch.endRow(head)
    }
    return batch
  }
}
