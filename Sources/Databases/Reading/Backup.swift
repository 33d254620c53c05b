package import Storage

extension SQLiteStore {
  /// Writes a copy of the whole store to another file while work goes on; the copy shows one moment.
  package func back(up path: String) async throws(StoreFailure) {
    try await read { (database) throws(StoreFailure) in try database.back(up: path) }
  }
}

extension Database {
  /// The pages are copied within one reading transaction, which writers do not disturb.
  func back(up path: String) throws(StoreFailure) {
    let copy = try Database(path: path, clock: clock)
    let isEmpty = try copy.row("SELECT count(*) FROM sqlite_schema") { $0.integer(0) } == 0
    guard isEmpty else { throw StoreFailure(.failed, "\(path) exists and is not empty") }
    try copy.takePages(of: self)
    _ = try copy.rows("PRAGMA journal_mode = WAL") { $0.text(0) }
  }
}
