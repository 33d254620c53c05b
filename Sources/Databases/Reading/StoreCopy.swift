internal import Disk
internal import Glibc
package import Storage

extension SQLiteStore {
  /// Writes a copy of a store to a file that does not exist yet, while others work on it; the copy shows one moment.
  ///
  /// Nothing brings the store up to date: before an upgrade the copy is of what the program before wrote.
  /// `keepsGoing` is asked every now and then with the share that is done. Unless all went well, no file is left.
  package static func copy(
    _ path: String, to target: String, keepsGoing: @escaping @Sendable (Double) -> Bool = { _ in true }
  ) async throws(StoreFailure) {
    let clock = Options().clock
    let source = try DatabaseThread { () throws(StoreFailure) in
      guard access(path, F_OK) == 0 else { throw StoreFailure(.notFound, "there is no store at \(path)") }
      // Not as a reader: those leave the journal of a store behind that nobody else has open.
      return try Database(path: path, clock: clock)
    }
    do throws(StoreFailure) {
      try await source.use { (store) throws(StoreFailure) in try store.copy(to: target, keepsGoing) }
    } catch {
      await source.close()
      throw error
    }
    await source.close()
  }
}

extension Database {
  func copy(to target: String, _ keepsGoing: (Double) -> Bool) throws(StoreFailure) {
    try requireStore()
    // Under another name until it is whole: whoever finds the file may rely on it.
    let draft = "\(target).\(getpid()).tmp"
    do throws(StoreFailure) {
      try fill(draft, keepsGoing)
      guard access(target, F_OK) != 0 else { throw StoreFailure(.failed, "\(target) is there already") }
      guard rename(draft, target) == 0 else {
        throw StoreFailure(
          .failed, "\(target) cannot be written: \(SystemError.text(errno))")
      }
    } catch {
      for companion in ["", "-journal", "-wal", "-shm"] { unlink(draft + companion) }
      throw error.kind == .diskFull ? StoreFailure(.diskFull, "the disk has no room for \(target)") : error
    }
    Self.settle(folderOf: target)
  }

  private func requireStore() throws(StoreFailure) {
    let application = try row("PRAGMA application_id") { $0.integer(0) }
    guard application == Migrator.applicationID else {
      throw StoreFailure(.unusable, "the file is not a store")
    }
  }

  private func fill(_ draft: String, _ keepsGoing: (Double) -> Bool) throws(StoreFailure) {
    let copy = try Database(path: draft, clock: clock)
    // One reading transaction around all: without it, each writer in between would make the copy begin anew.
    try run("BEGIN")
    defer { try? run("COMMIT") }
    _ = try row("SELECT count(*) FROM sqlite_schema") { $0.integer(0) }
    try copy.takePages(of: self, keepsGoing)
    _ = try copy.rows("PRAGMA journal_mode = WAL") { $0.text(0) }
    let verdict = try copy.row("PRAGMA quick_check(1)") { $0.text(0) }
    guard verdict == "ok" else {
      throw StoreFailure(.unusable, "the store is damaged: \(verdict ?? "it cannot be checked")")
    }
  }

  /// Without this a loss of power could take away the name, though not what it names.
  private static func settle(folderOf path: String) {
    let descriptor = open(Folder.of(path), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
