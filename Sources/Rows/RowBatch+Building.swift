/// Rows are built one after another: begin, set the columns that the record has, end, or roll back to where it began.
///
/// Text is appended to `bytes` first and then given to a column by where it began, so that nothing is copied twice.
extension RowBatch {
  /// A state of the batch to come back to when a record turns out to be bad.
  package struct Mark: Sendable {
    fileprivate let heads: Int
    fileprivate let bytes: Int
    fileprivate let withdrawn: Int
  }

  package var mark: Mark { Mark(heads: heads.count, bytes: bytes.count, withdrawn: withdrawn.count) }

  /// Forgets every row and byte that came after the mark, begun rows too.
  package mutating func rollBack(to mark: Mark) {
    heads.removeLast(heads.count - mark.heads)
    cells.removeLast(cells.count - mark.heads * width)
    bytes.removeLast(bytes.count - mark.bytes)
    withdrawn.removeLast(withdrawn.count - mark.withdrawn)
  }

  /// Forgets all rows and keeps the memory for the next page, unless it is much more than pages take.
  package mutating func removeAll() {
    let keepsMemory = bytes.capacity <= Self.mostKept && cells.capacity <= Self.mostKept / 16
    heads.removeAll(keepingCapacity: keepsMemory)
    cells.removeAll(keepingCapacity: keepsMemory)
    bytes.removeAll(keepingCapacity: keepsMemory)
    withdrawn.removeAll(keepingCapacity: true)
  }

  private static let mostKept = 8 << 20

  /// Begins a row: all its columns are absent.
  package mutating func beginRow() {
    cells.append(contentsOf: blankRow)
  }

  /// Sets a column of the row that was begun; it is one of those that rows may have.
  package mutating func set(_ column: Int, _ cell: Cell) {
    guard let slot = slot(of: column) else { preconditionFailure("the batch has no column \(column)") }
    cells[cells.count - width + slot] = cell
  }

  /// Gives direct access to the cells of the row that was begun, by their slots, and appends the texts that the body made for them.
  ///
  /// The body is told where those texts will lie.
  package mutating func withLastRow(
    _ body: (_ cells: UnsafeMutablePointer<Cell>, _ base: Int) -> UnsafeBufferPointer<UInt8>
  ) {
    let base = bytes.count
    let first = cells.count - width
    let texts = cells.withUnsafeMutableBufferPointer { cells in
      cells.baseAddress.map { body($0 + first, base) }
    }
    if let texts { bytes.append(contentsOf: texts) }
  }

  package mutating func setNull(_ column: Int) { set(column, .null) }

  package mutating func setInteger(_ column: Int, _ number: Int64) {
    set(column, Cell(state: .integer, length: 0, payload: number))
  }

  /// Gives a column the bytes that were appended since `start`.
  package mutating func setText(_ column: Int, from start: Int, isPlain: Bool = false) {
    set(
      column,
      Cell(
        state: .text, isPlain: isPlain, length: UInt32(truncatingIfNeeded: bytes.count - start),
        payload: Int64(start)))
  }

  /// The bytes that were appended since `start`, as a slice.
  package func slice(from start: Int) -> Slice { Slice(start: start, length: bytes.count - start) }

  /// Appends a text and tells where it lies.
  package mutating func append(_ text: String) -> Slice {
    var text = text
    return text.withUTF8 { append($0) }
  }

  /// Appends bytes that belong to no column.
  package mutating func append(_ text: UnsafeBufferPointer<UInt8>) -> Slice {
    let start = bytes.count
    bytes.append(contentsOf: text)
    return slice(from: start)
  }

  /// Ends the row that was begun; its hash is made from its columns.
  package mutating func endRow(_ head: Head) {
    var head = head
    if hasHashes {
      head.hash = hashOfLastCells()
      if head.origin == nil, let raw = head.raw { head.rawHash = hash(of: raw) }
    }
    heads.append(head)
  }

  /// The record gives no row of this model now.
  package mutating func withdraw(_ key: String) { withdrawn.append(key) }

  private func hash(of raw: Slice) -> RowHash {
    var hasher = RowHasher()
    bytes.withUnsafeBytes {
      hasher.add(UnsafeRawBufferPointer(rebasing: $0[raw.start..<raw.start + raw.length]))
    }
    return hasher.finish()
  }

  /// Absent columns are passed over, so that two readings agree as long as what both tell agrees.
  private func hashOfLastCells() -> RowHash {
    var hasher = RowHasher()
    bytes.withUnsafeBytes { bytes in
      cells.withUnsafeBufferPointer { cells in
        var slot = cells.count - width
        for column in columns {
          let cell = cells[slot]
          slot += 1
          switch cell.state {
          case .absent: break
          case .null: hasher.add(column: column, .null, length: 0)
          case .integer:
            hasher.add(column: column, .integer, length: 0)
            hasher.add(UInt64(bitPattern: cell.payload), 0)
          case .text:
            hasher.add(column: column, .text, length: cell.length)
            let start = Int(cell.payload)
            hasher.add(UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(cell.length)]))
          }
        }
      }
    }
    return hasher.finish()
  }
}
