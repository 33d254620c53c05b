package import Values

/// Canonical rows of one model, column by column, in one stretch of memory: what a mapping makes of a page and a sink takes.
///
/// Nothing is allocated for a field: a cell is a place in `bytes` or a small number.
@usableFromInline
package struct RowBatch: Sendable {
  /// Whether a column has a value: absent, null and value are three states.
  @usableFromInline
  package enum State: UInt8, Sendable {
    /// The record does not say: what is stored stays.
    case absent
    case null
    /// Bytes: text, exact digits, a date, JSON.
    case text
    /// A number or a truth value (0 or 1).
    case integer
  }

  @usableFromInline
  package struct Cell: Sendable {
    @usableFromInline package var state: State
    /// Text without quotation marks, backslashes and control characters: it can be written as JSON byte by byte.
    @usableFromInline package var isPlain: Bool
    @usableFromInline package var length: UInt32
    /// The offset in `bytes`, or the number itself.
    @usableFromInline package var payload: Int64

    @inlinable @inline(__always)
    package init(state: State, isPlain: Bool = false, length: UInt32, payload: Int64) {
      self.state = state
      self.isPlain = isPlain
      self.length = length
      self.payload = payload
    }

    @inlinable package static var absent: Cell { Cell(state: .absent, length: 0, payload: 0) }
    @inlinable package static var null: Cell { Cell(state: .null, length: 0, payload: 0) }
  }

  /// A stretch of `bytes`.
  package struct Slice: Sendable {
    package let start: Int
    package let length: Int
    package static let empty = Slice(start: 0, length: 0)

    package init(start: Int, length: Int) {
      self.start = start
      self.length = length
    }
  }

  /// What a row is beside its columns.
  package struct Head: Sendable {
    package var sourceID = Slice.empty
    /// The key of the record it was made from, when that is not the source id: a record may give several rows.
    package var recordKey: Slice?
    package var updatedAt: Instant?
    package var createdAt: Instant?
    /// The times as JSON has them, where the record wrote them like that; empty otherwise.
    package var updatedText = Slice.empty
    package var createdText = Slice.empty
    /// The provider's record as JSON, when the integration keeps it.
    package var raw: Slice?
    /// Of all columns; equal hashes mean an unchanged row.
    package var hash = RowHash.zero
    /// Of the record that the row was made of and of what made it; equal origins mean an equal row, without making it.
    package var origin: RowHash?
    /// Of the provider's record that is kept, where no origin tells whether it is still the same.
    package var rawHash: RowHash?

    package init() {}
  }

  package let shape: RowShape
  package internal(set) var heads: [Head] = []
  /// Row by row, in each of them the columns that rows may have.
  package internal(set) var cells: [Cell] = []
  /// What cells and heads point into; a mapping appends to it and then says what the new bytes are.
  package var bytes: [UInt8] = []
  /// Keys of records that give no row of this model now; rows made from them earlier are withdrawn.
  package internal(set) var withdrawn: [String] = []
  /// A record may give several rows, or none: the store must look for rows of a record that it no longer gives.
  package let isDerived: Bool
  /// Rows get the hash by which a store knows them again; where nothing is compared it is not made.
  let hasHashes: Bool
  /// The columns that rows may have, in order; all others are absent in each of them and take no room.
  package let columns: [Int]
  /// Where the cell of a column lies among those of its row; negative for a column that no row has.
  private let slots: [Int]
  /// The cells of a row of which nothing is known yet.
  let blankRow: [Cell]

  /// `columns` are in order; without them rows may have all there are.
  package init(
    _ shape: RowShape, columns: [Int]? = nil, isDerived: Bool = false, hasHashes: Bool = true
  ) {
    self.shape = shape
    self.columns = columns ?? Array(shape.columns.indices)
    var slots = Array(repeating: -1, count: shape.columns.count)
    for (slot, column) in self.columns.enumerated() { slots[column] = slot }
    self.slots = slots
    self.isDerived = isDerived
    self.hasHashes = hasHashes
    blankRow = Array(repeating: .absent, count: self.columns.count)
  }

  package var count: Int { heads.count }
  package var isEmpty: Bool { heads.isEmpty && withdrawn.isEmpty }

  /// Cells of a row.
  package var width: Int { columns.count }

  /// Where the cell of a column lies among those of its row; nil for a column that no row has.
  package func slot(of column: Int) -> Int? { slots[column] < 0 ? nil : slots[column] }

  /// The cell of a row and column that exist.
  package func cell(_ row: Int, _ column: Int) -> Cell {
    slot(of: column).map { cells[row * width + $0] } ?? .absent
  }

  /// The text of a slice.
  package func text(_ slice: Slice) -> String {
    String(decoding: bytes[slice.start..<slice.start + slice.length], as: UTF8.self)
  }

  /// The text of a cell; nil unless its state is `text`.
  package func text(_ cell: Cell) -> String? {
    guard cell.state == .text else { return nil }
    return text(Slice(start: Int(cell.payload), length: Int(cell.length)))
  }
}

/// 128 bits over the columns of a row; not meant to withstand an attacker, only chance.
package struct RowHash: Sendable, Hashable {
  package let high: UInt64
  package let low: UInt64

  package static let zero = RowHash(high: 0, low: 0)

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }
}
