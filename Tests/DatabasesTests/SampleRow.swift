import Language
import Testing
import Values

@testable import Rows

/// A row of a test: fields that are not there are absent.
struct SampleRow {
  enum Cell {
    case null
    case text(String)
    case integer(Int64)
  }

  let id: String
  var key: String?
  var raw: String?
  var updatedAt: Instant?
  var origin: RowHash?
  var cells: [String: Cell] = [:]

  init(_ id: String, key: String? = nil, raw: String? = nil, _ cells: [String: Cell] = [:]) {
    self.id = id
    self.key = key
    self.raw = raw
    self.cells = cells
  }

  static func shape(_ model: String) throws -> RowShape {
    RowShape(try #require(BuiltInModels.catalogue[model]))
  }

  static func batch(
    _ rows: [SampleRow], model: String, isDerived: Bool = false
  ) throws -> RowBatch {
    try batch(rows, shape: shape(model), isDerived: isDerived)
  }

  static func batch(_ rows: [SampleRow], shape: RowShape, isDerived: Bool = false) throws -> RowBatch {
    var batch = RowBatch(shape, isDerived: isDerived)
    for row in rows {
      func append(_ text: String) -> RowBatch.Slice {
        let start = batch.bytes.count
        batch.bytes += text.utf8
        return RowBatch.Slice(start: start, length: batch.bytes.count - start)
      }
      var head = RowBatch.Head()
      head.sourceID = append(row.id)
      head.recordKey = row.key.map(append)
      head.raw = row.raw.map(append)
      head.updatedAt = row.updatedAt
      head.origin = row.origin
      head.rawHash = row.origin == nil ? row.raw.map { RowHash(high: mix(1, $0), low: mix(2, $0)) } : nil
      var digest: UInt64 = 14_695_981_039_346_656_037
      for column in shape.columns {
        switch row.cells[column.name] {
        case nil: batch.cells.append(.absent)
        case .null:
          batch.cells.append(.null)
          digest = mix(digest, "\(column.name) null")
        case .integer(let number):
          batch.cells.append(RowBatch.Cell(state: .integer, length: 0, payload: number))
          digest = mix(digest, "\(column.name) \(number)")
        case .text(let text):
          let slice = append(text)
          batch.cells.append(
            RowBatch.Cell(state: .text, length: UInt32(slice.length), payload: Int64(slice.start)))
          digest = mix(digest, "\(column.name) '\(text)'")
        }
      }
      head.hash = RowHash(high: digest, low: ~digest)
      batch.heads.append(head)
    }
    return batch
  }

  private static func mix(_ digest: UInt64, _ text: String) -> UInt64 {
    text.utf8.reduce(digest) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }
}
