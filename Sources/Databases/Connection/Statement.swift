internal import CSQLite
internal import Storage

/// A prepared statement; finalized with its last reference, which must be gone before the connection closes.
final class Statement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer

  init(_ sql: String, on connection: OpaquePointer) throws(StoreFailure) {
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle else { throw StoreFailure(sqlite: connection, code) }
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  // MARK: Binding, from 1

  func bind(_ index: Int, _ number: Int64) {
    sqlite3_bind_int64(handle, Int32(truncatingIfNeeded: index), number)
  }

  func bindNull(_ index: Int) { sqlite3_bind_null(handle, Int32(truncatingIfNeeded: index)) }

  func bind(_ index: Int, _ number: Double) {
    sqlite3_bind_double(handle, Int32(truncatingIfNeeded: index), number)
  }

  /// Copies the text.
  func bind(_ index: Int, _ text: String) {
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        // A null pointer would mean NULL, and that is what the empty text may have.
        guard let start = characters.baseAddress else {
          _ = csqlite_bind_text_copied(handle, Int32(truncatingIfNeeded: index), "", 0)
          return
        }
        _ = csqlite_bind_text_copied(
          handle, Int32(truncatingIfNeeded: index), start, UInt64(characters.count))
      }
    }
  }

  /// Keeps the place: it must hold still until the statement was run.
  func bindKept(_ index: Int, text: UnsafeRawPointer, count: Int) {
    _ = csqlite_bind_text_kept(handle, Int32(truncatingIfNeeded: index), text, UInt64(count))
  }

  /// Keeps the place: it must hold still until the statement was run.
  func bindKept(_ index: Int, bytes: UnsafeRawPointer, count: Int) {
    _ = csqlite_bind_blob_kept(handle, Int32(truncatingIfNeeded: index), bytes, UInt64(count))
  }

  func bind(_ index: Int, _ value: SQLValue) {
    switch value {
    case .null: bindNull(index)
    case .integer(let number): bind(index, number)
    case .real(let number): bind(index, number)
    case .text(let text): bind(index, text)
    case .blob(let bytes):
      _ = csqlite_bind_blob_copied(handle, Int32(truncatingIfNeeded: index), bytes, UInt64(bytes.count))
    }
  }

  // MARK: Running

  /// Goes to the next row; false when there is none.
  func step() throws(StoreFailure) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    let failure = StoreFailure(sqlite: connection, code)
    sqlite3_reset(handle)
    throw failure
  }

  /// Runs a statement that gives no rows, or whose rows do not matter.
  func run() throws(StoreFailure) {
    while try step() {}
    sqlite3_reset(handle)
  }

  func reset() { sqlite3_reset(handle) }

  /// Lets go of everything that was bound.
  func clear() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  // MARK: Columns, from 0

  var columnCount: Int { Int(sqlite3_column_count(handle)) }

  func isNull(_ index: Int) -> Bool {
    sqlite3_column_type(handle, Int32(truncatingIfNeeded: index)) == SQLITE_NULL
  }

  func isInteger(_ index: Int) -> Bool {
    sqlite3_column_type(handle, Int32(truncatingIfNeeded: index)) == SQLITE_INTEGER
  }

  func isBlob(_ index: Int) -> Bool {
    sqlite3_column_type(handle, Int32(truncatingIfNeeded: index)) == SQLITE_BLOB
  }

  func integer(_ index: Int) -> Int64 { sqlite3_column_int64(handle, Int32(truncatingIfNeeded: index)) }

  func real(_ index: Int) -> Double { sqlite3_column_double(handle, Int32(truncatingIfNeeded: index)) }

  func text(_ index: Int) -> String {
    withBytes(index) { String(decoding: $0, as: UTF8.self) }
  }

  func textOrNil(_ index: Int) -> String? { isNull(index) ? nil : text(index) }

  /// A sealed text, which may lie there packed; what is not sealed is told as it is.
  func sealedText(_ index: Int) -> String? {
    isBlob(index) ? PackedSeal.text(withBytes(index) { Array($0) }) : textOrNil(index)
  }

  /// The bytes of a text or blob, which live until the next step.
  func withBytes<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let index = Int32(truncatingIfNeeded: index)
    let start = sqlite3_column_blob(handle, index)
    return body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index))))
  }
}

/// A value for a statement off the hot path.
enum SQLValue: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  init(stringLiteral text: String) { self = .text(text) }
  init(integerLiteral number: Int64) { self = .integer(number) }
  init(nilLiteral: ()) { self = .null }
  init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
  init(_ number: Int64?) { self = number.map(SQLValue.integer) ?? .null }
  init(_ number: Int) { self = .integer(Int64(number)) }
}
