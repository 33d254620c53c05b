internal import CSQLite
internal import Disk
internal import Glibc
internal import Storage

extension StoreFailure {
  /// What SQLite said, in our words; the text of its message stays for whoever must dig deeper.
  init(sqlite connection: OpaquePointer?, _ code: Int32) {
    let message = connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "out of memory"
    let kind: Kind
    let text: String
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED:
      (kind, text) = (.busy, "another program has been writing to the store for too long")
    case SQLITE_FULL:
      (kind, text) = (.diskFull, "the disk that holds the store is full")
    case SQLITE_NOTADB:
      (kind, text) = (.unusable, "the file is not a store")
    case SQLITE_CORRUPT:
      (kind, text) = (.unusable, "the store is damaged: \(message)")
    case SQLITE_CANTOPEN:
      // SQLite says only that; why is what the system said.
      let number = connection.map(sqlite3_system_errno) ?? 0
      let reason = number == 0 ? message : SystemError.text(number)
      (kind, text) = (.unusable, "the store cannot be opened for writing: \(reason)")
    case SQLITE_PERM, SQLITE_READONLY:
      (kind, text) = (.unusable, "the store cannot be opened for writing: \(message)")
    case SQLITE_IOERR:
      (kind, text) = (.failed, "the disk that holds the store does not answer as it should: \(message)")
    default:
      (kind, text) = (.failed, "the store refused: \(message)")
    }
    self.init(kind, text)
  }
}
