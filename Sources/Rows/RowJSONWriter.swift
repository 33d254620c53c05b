internal import JSON
internal import Values

/// Writes rows as JSON lines: the source id, times, canonical fields by name, custom fields; what is absent is left out.
///
/// This is the form of `expect` in tests and of `--output jsonl`.
package struct RowJSONWriter: Sendable {
  /// A stretch of `names`.
  private struct Name: Sendable {
    let start: Int
    let count: Int
  }

  private struct Entry: Sendable {
    enum Form: UInt8, Sendable { case text, json, number, truth, money }

    let form: Form
    /// Such as `,"first_name":`, behind which stands the quotation mark that a text begins with.
    let name: Name
    /// The column, and its place among the cells of a row once that is known.
    var column: Int
    /// The currency of money.
    var second: Int
    /// The provider's own word beside the model's: a null beside a null says nothing more and is left out.
    let isRaw: Bool

    /// The entry with places in the rows of a batch; nil when none of them has its column.
    func placed(in batch: RowBatch) -> Entry? {
      guard let slot = batch.slot(of: column) else { return nil }
      var placed = self
      placed.column = slot
      if second >= 0 {
        guard let currency = batch.slot(of: second) else { return nil }
        placed.second = currency
      }
      return placed
    }
  }

  private let entries: [Entry]
  /// Every name with its quotes, comma and colon, one after the other, and room for a look behind the last.
  private let names: [UInt8]
  /// `{"id":`, or more.
  private let opening: [UInt8]
  /// `opening` is what each line begins with before `"id"`: further members of the object, or an object around it.
  package init(_ shape: RowShape, opening: String = "{") {
    self.opening = Array("\(opening)\"id\":".utf8)
    var names: [UInt8] = []
    var entries: [Entry] = []
    func add(_ field: String, _ column: Int, second: Int = -1, isRaw: Bool = false) {
      let start = names.count
      names.append(0x2C)
      JSONText.append(field, to: &names)
      names += [0x3A, 0x22]
      let form = second >= 0 ? .money : Self.form(of: shape.columns[column].kind)
      entries.append(
        Entry(
          form: form, name: Name(start: start, count: names.count - 1 - start), column: column,
          second: second,
          isRaw: isRaw))
    }
    for field in shape.fields {
      switch field.form {
      case .plain(let column): add(field.name, column)
      case .choice(let word, let raw):
        add(field.name, word)
        add(field.name + "_raw", raw, isRaw: true)
      case .money(let amount, let currency): add(field.name, amount, second: currency)
      }
    }
    add("custom", shape.custom)
    self.entries = entries
    self.names = names + [UInt8](repeating: 0, count: Pen.stride)
  }

  private static func form(of kind: RowShape.Kind) -> Entry.Form {
    switch kind {
    case .text, .decimal, .date, .time, .instant: .text
    case .integer: .number
    case .boolean: .truth
    case .json: .json
    }
  }

  /// Appends a row and a line feed.
  package func write(_ row: Int, of batch: RowBatch, to bytes: inout [UInt8]) {
    write(row..<row + 1, of: batch, to: &bytes)
  }

  /// Appends rows, a line each.
  package func write(_ rows: Range<Int>, of batch: RowBatch, to bytes: inout [UInt8]) {
    let entries = entries.compactMap { $0.placed(in: batch) }
    let width = batch.width
    batch.cells.withUnsafeBufferPointer { cells in
      batch.bytes.withUnsafeBufferPointer { texts in
        guard let first = cells.baseAddress ?? UnsafePointer(bitPattern: 8) else { return }
        for row in rows {
          let cells = first + row * width
          let head = batch.heads[row]
          bytes.append(addingCapacity: longest(cells, width, head)) { span in
            span.withUnsafeMutableBufferPointer { room, count in
              guard let start = room.baseAddress else { return }
              count = writeLine(head, cells, texts, entries, to: start)
            }
          }
        }
      }
    }
  }

  /// Writes the line of a row and tells how long it is.
  private func writeLine(
    _ head: RowBatch.Head, _ cells: UnsafePointer<RowBatch.Cell>, _ texts: UnsafeBufferPointer<UInt8>,
    _ entries: [Entry], to start: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var pen = Pen(start)
    opening.withUnsafeBufferPointer { pen.write($0) }
    Self.write(head, texts, &pen)
    names.withUnsafeBufferPointer { names in
      entries.withUnsafeBufferPointer { entries in
        for entry in entries { Self.write(entry, cells, texts, names, &pen) }
      }
    }
    pen.write("}\n")
    return pen.count
  }

  /// No line of these cells is longer: a byte takes at most six when it is escaped.
  private func longest(
    _ cells: UnsafePointer<RowBatch.Cell>, _ width: Int, _ head: RowBatch.Head
  ) -> Int {
    var count = opening.count + names.count + head.sourceID.length * 6 + 256 + width * 48
    for slot in 0..<width { count += Int(cells[slot].length) * (cells[slot].isPlain ? 1 : 6) }
    return count
  }

  private static func write(_ head: RowBatch.Head, _ texts: UnsafeBufferPointer<UInt8>, _ pen: inout Pen) {
    pen.writeQuoted(texts.stretch(head.sourceID))
    if let createdAt = head.createdAt {
      pen.write(",\"source_created_at\":\"")
      pen.write(createdAt, texts.stretch(head.createdText))
    }
    if let updatedAt = head.updatedAt {
      pen.write(",\"source_updated_at\":\"")
      pen.write(updatedAt, texts.stretch(head.updatedText))
    }
  }

  @inline(__always)
  private static func write(
    _ entry: Entry, _ cells: UnsafePointer<RowBatch.Cell>, _ texts: UnsafeBufferPointer<UInt8>,
    _ names: UnsafeBufferPointer<UInt8>, _ pen: inout Pen
  ) {
    let cell = cells[entry.column]
    if cell.state == .absent { return }
    guard let name = names.baseAddress else { return }
    if cell.state == .text, cell.isPlain, entry.form == .text {
      // What most values are, with the quotation mark behind the name.
      pen.writeLoosely(name + entry.name.start, entry.name.count + 1)
      pen.writeLoosely(texts, Int(cell.payload), Int(cell.length))
      pen.write(byte: 0x22)
      return
    }
    if entry.isRaw && cell.state == .null { return }
    pen.writeLoosely(name + entry.name.start, entry.name.count)
    write(entry, cell, cells, texts, &pen)
  }

  /// The value of an entry whose name is written.
  private static func write(
    _ entry: Entry, _ cell: RowBatch.Cell, _ cells: UnsafePointer<RowBatch.Cell>,
    _ texts: UnsafeBufferPointer<UInt8>, _ pen: inout Pen
  ) {
    switch (cell.state, entry.form) {
    case (.null, _): pen.write("null")
    case (.integer, .truth): pen.write(cell.payload == 0 ? "false" : "true")
    case (.integer, _): pen.write(text: String(cell.payload))
    case (.text, .json): pen.write(text(of: cell, texts))
    case (.text, .money):
      pen.write("{\"amount\":")
      pen.write(cell, text(of: cell, texts))
      pen.write(",\"currency\":")
      let currency = cells[entry.second]
      pen.write(currency, text(of: currency, texts))
      pen.write(byte: 0x7D)
    case (.text, _): pen.write(cell, text(of: cell, texts))
    case (.absent, _): break
    }
  }

  private static func text(
    of cell: RowBatch.Cell, _ texts: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    guard cell.state == .text else { return UnsafeBufferPointer(start: nil, count: 0) }
    let start = Int(cell.payload)
    return UnsafeBufferPointer(rebasing: texts[start..<start + Int(cell.length)])
  }
}

/// Writes into memory that is known to be large enough.
private struct Pen {
  private let start: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  /// So many bytes are copied at once, behind which the next ones are written.
  static let stride = 16

  init(_ start: UnsafeMutablePointer<UInt8>) { self.start = start }

  /// Copies whole strides, up to fifteen bytes more than were asked for: there is room for them on both sides.
  @inline(__always)
  mutating func writeLoosely(_ text: UnsafePointer<UInt8>, _ length: Int) {
    let (to, from) = (UnsafeMutableRawPointer(start + count), UnsafeRawPointer(text))
    var at = 0
    repeat {
      to.storeBytes(
        of: from.loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self), toByteOffset: at,
        as: SIMD16<UInt8>.self)
      at += Self.stride
    } while at < length
    count += length
  }

  /// The same for a stretch of texts, of which the last ones have nothing behind them.
  @inline(__always)
  mutating func writeLoosely(_ texts: UnsafeBufferPointer<UInt8>, _ start: Int, _ length: Int) {
    guard let first = texts.baseAddress else { return }
    if start + length + Self.stride <= texts.count, length <= 128 {
      return writeLoosely(first + start, length)
    }
    write(UnsafeBufferPointer(start: first + start, count: length))
  }

  mutating func write(byte: UInt8) {
    start[count] = byte
    count += 1
  }

  mutating func write(_ text: UnsafeBufferPointer<UInt8>) {
    guard let from = text.baseAddress else { return }
    (start + count).copyShort(from, text.count)
    count += text.count
  }

  mutating func write(_ text: StaticString) {
    (start + count).copyShort(text.utf8Start, text.utf8CodeUnitCount)
    count += text.utf8CodeUnitCount
  }

  mutating func write(text: String) {
    var text = text
    text.withUTF8 { write($0) }
  }

  /// RFC 3339 in UTC and a quotation mark: the text that is known to be that, or else made digit by digit.
  mutating func write(_ instant: Instant, _ text: UnsafeBufferPointer<UInt8>) {
    if text.isEmpty { write(instant) } else { write(text) }
    write(byte: 0x22)
  }

  private mutating func write(_ instant: Instant) {
    guard instant.nanoseconds == 0, let time = instant.civil(offset: 0) else {
      return write(text: instant.description)
    }
    write(digits: time.date.year / 100)
    write(digits: time.date.year % 100, then: 0x2D)
    write(digits: time.date.month, then: 0x2D)
    write(digits: time.date.day, then: 0x54)
    write(digits: time.hour, then: 0x3A)
    write(digits: time.minute, then: 0x3A)
    write(digits: time.second, then: 0x5A)
  }

  /// Two digits.
  private mutating func write(digits number: Int) {
    let number = UInt32(truncatingIfNeeded: number)
    write(byte: 0x30 &+ UInt8(truncatingIfNeeded: number / 10))
    write(byte: 0x30 &+ UInt8(truncatingIfNeeded: number % 10))
  }

  private mutating func write(digits number: Int, then mark: UInt8) {
    write(digits: number)
    write(byte: mark)
  }

  /// A text of a cell in quotes; nothing is looked for in one that is known to be plain.
  mutating func write(_ cell: RowBatch.Cell, _ text: UnsafeBufferPointer<UInt8>) {
    if cell.state != .text { return write("null") }
    if !cell.isPlain { return writeQuoted(text) }
    write(byte: 0x22)
    write(text)
    write(byte: 0x22)
  }

  mutating func writeQuoted(_ text: UnsafeBufferPointer<UInt8>) {
    write(byte: 0x22)
    if JSONText.isPlain(text) {
      write(text)
    } else {
      for byte in text {
        if byte < 0x20 || byte == 0x22 || byte == 0x5C { writeEscaped(byte) } else { write(byte: byte) }
      }
    }
    write(byte: 0x22)
  }

  private mutating func writeEscaped(_ byte: UInt8) {
    guard let escape = JSONText.escape(of: byte) else { return write(byte: byte) }
    for byte in escape { write(byte: byte) }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// A stretch of the bytes of a batch.
  fileprivate func stretch(_ slice: RowBatch.Slice) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: self[slice.start..<slice.start + slice.length])
  }
}
