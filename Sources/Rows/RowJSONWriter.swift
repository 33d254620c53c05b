internal import JSON

/// Writes rows as JSON lines: the source id, times, canonical fields by name, custom fields; what is absent is left out.
///
/// This is the form of `expect` in tests and of `--output jsonl`.
package struct RowJSONWriter: Sendable {
  private struct Entry: Sendable {
    /// `,"first_name":`
    let key: [UInt8]
    let form: RowShape.Form
    let kind: RowShape.Kind
    /// `,"gender_raw":`, for an enum.
    let rawKey: [UInt8]
  }

  private let entries: [Entry]

  package init(_ shape: RowShape) {
    var entries = shape.fields.map { field in
      let kind: RowShape.Kind
      switch field.form {
      case .plain(let column): kind = shape.columns[column].kind
      case .choice(let word, _): kind = shape.columns[word].kind
      case .money: kind = .decimal
      }
      return Entry(
        key: Self.key(field.name), form: field.form, kind: kind, rawKey: Self.key(field.name + "_raw"))
    }
    entries.append(
      Entry(key: Self.key("custom"), form: .plain(shape.custom), kind: .json, rawKey: []))
    self.entries = entries
  }

  private static func key(_ name: String) -> [UInt8] {
    var bytes: [UInt8] = [0x2C]
    JSONText.append(name, to: &bytes)
    bytes.append(0x3A)
    return bytes
  }

  /// Appends a row and a line feed.
  package func write(_ row: Int, of batch: RowBatch, to bytes: inout [UInt8]) {
    let head = batch.heads[row]
    bytes += "{\"id\":".utf8
    append(batch, head.sourceID, to: &bytes)
    if let createdAt = head.createdAt { bytes += ",\"source_created_at\":\"\(createdAt)\"".utf8 }
    if let updatedAt = head.updatedAt { bytes += ",\"source_updated_at\":\"\(updatedAt)\"".utf8 }
    for entry in entries {
      switch entry.form {
      case .plain(let column): write(batch.cell(row, column), entry.kind, entry.key, batch, &bytes)
      case .choice(let word, let raw):
        write(batch.cell(row, word), entry.kind, entry.key, batch, &bytes)
        // A null beside a null says nothing more.
        let raw = batch.cell(row, raw)
        if raw.state != .null { write(raw, entry.kind, entry.rawKey, batch, &bytes) }
      case .money(let amount, let currency):
        let amount = batch.cell(row, amount)
        guard amount.state == .text else {
          write(amount, .decimal, entry.key, batch, &bytes)
          continue
        }
        write(amount, .decimal, entry.key + Array("{\"amount\":".utf8), batch, &bytes)
        write(batch.cell(row, currency), .text, Array(",\"currency\":".utf8), batch, &bytes)
        bytes.append(0x7D)
      }
    }
    bytes += "}\n".utf8
  }

  private func write(
    _ cell: RowBatch.Cell, _ kind: RowShape.Kind, _ key: [UInt8], _ batch: RowBatch, _ bytes: inout [UInt8]
  ) {
    if cell.state == .absent { return }
    bytes += key
    switch cell.state {
    case .absent: break
    case .null: bytes += "null".utf8
    case .integer:
      if kind == .boolean {
        bytes += (cell.payload == 0 ? "false" : "true").utf8
      } else {
        bytes += String(cell.payload).utf8
      }
    case .text:
      let slice = RowBatch.Slice(start: Int(cell.payload), length: Int(cell.length))
      if kind == .json {
        bytes += batch.bytes[slice.start..<slice.start + slice.length]
      } else {
        append(batch, slice, to: &bytes)
      }
    }
  }

  private func append(_ batch: RowBatch, _ slice: RowBatch.Slice, to bytes: inout [UInt8]) {
    batch.bytes.withUnsafeBufferPointer {
      JSONText.append(
        UnsafeBufferPointer(rebasing: $0[slice.start..<slice.start + slice.length]), to: &bytes)
    }
  }
}
