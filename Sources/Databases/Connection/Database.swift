internal import CSQLite
internal import Disk
internal import Glibc
internal import Programs
internal import Storage
internal import Values

/// An open SQLite file and what is remembered about it; lives on one thread.
final class Database {
  let clock: any RunClock
  /// Who acts, for the audit log.
  var actor = "connector"
  private let handle: Handle
  private let path: String
  /// Which file the journal beside the store was when it was first looked at.
  private var journal: ino_t?
  /// Statements off the hot path, by their text.
  private var statements: [String: Statement] = [:]
  /// Whether a commit waits until it is on the disk; what SQLite was told last.
  private var awaitsDisk = true

  /// What is known of the tables of models; forgotten when a transaction is undone, because it may speak of tables that are gone with it.
  var tables: [String: ModelTable] = [:]
  /// Numbers of sources, likewise.
  var sources: [SourceName: Int64] = [:]
  /// What is to be written of pages that changed nothing.
  var postponed = PostponedPages()
  /// Rows that listings under way have seen.
  var seen = SeenRows()

  init(
    path: String, isReader: Bool = false, clock: any RunClock,
    keepsWaiting: @escaping @Sendable (Duration) -> Bool = { _ in true }
  ) throws(StoreFailure) {
    self.clock = clock
    self.path = path
    handle = try Handle(path, isReader: isReader, LockPatience(keepsWaiting))
    sqlite3_extended_result_codes(handle.pointer, 1)
  }

  // MARK: Statements

  func prepare(_ sql: String) throws(StoreFailure) -> Statement {
    try Statement(sql, on: handle.pointer)
  }

  /// A statement that is kept; whoever takes it runs it to its end before anybody takes it again.
  func statement(_ sql: String) throws(StoreFailure) -> Statement {
    if let known = statements[sql] { return known }
    let statement = try prepare(sql)
    statements[sql] = statement
    return statement
  }

  /// Runs a statement that gives no rows.
  func run(_ sql: String, _ values: [SQLValue] = []) throws(StoreFailure) {
    let statement = try statement(sql)
    for (index, value) in values.enumerated() { statement.bind(index + 1, value) }
    try statement.run()
    statement.clear()
  }

  /// All rows of a query, each as `read` makes it.
  func rows<Row>(
    _ sql: String, _ values: [SQLValue] = [], read: (Statement) throws(StoreFailure) -> Row
  ) throws(StoreFailure) -> [Row] {
    let statement = try statement(sql)
    defer { statement.clear() }
    for (index, value) in values.enumerated() { statement.bind(index + 1, value) }
    var rows: [Row] = []
    while try statement.step() { rows.append(try read(statement)) }
    return rows
  }

  /// The first row of a query, or nil.
  func row<Row>(
    _ sql: String, _ values: [SQLValue] = [], read: (Statement) throws(StoreFailure) -> Row
  ) throws(StoreFailure) -> Row? {
    let statement = try statement(sql)
    defer { statement.clear() }
    for (index, value) in values.enumerated() { statement.bind(index + 1, value) }
    return try statement.step() ? try read(statement) : nil
  }

  /// Several statements at once, as migrations bring them.
  func script(_ sql: String) throws(StoreFailure) {
    let code = sqlite3_exec(handle.pointer, sql, nil, nil, nil)
    if code != SQLITE_OK { throw StoreFailure(sqlite: handle.pointer, code) }
  }

  var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle.pointer) }

  /// How many rows the last statement changed.
  var changeCount: Int { Int(sqlite3_changes(handle.pointer)) }

  /// How many rows were changed since the file was opened; tests read it.
  var totalChangeCount: Int64 { sqlite3_total_changes64(handle.pointer) }

  // MARK: Transactions

  /// All of `body` or nothing of it.
  ///
  /// The right to write is taken at once: a transaction that reads first and writes later is refused when somebody else wrote between.
  ///
  /// It is on the disk when it is over, unless it does not await that: then it comes there with the next one that does. It is undone
  /// when the power fails before (nothing else undoes it), and so is only for what nobody relies on until then.
  func transaction<Result>(
    awaitsDisk: Bool = true, _ body: () throws(StoreFailure) -> Result
  ) throws(StoreFailure) -> Result {
    if awaitsDisk != self.awaitsDisk {
      try script("PRAGMA synchronous = \(awaitsDisk ? "FULL" : "NORMAL")")
      self.awaitsDisk = awaitsDisk
    }
    try run("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      // Some failures have undone the transaction already.
      if sqlite3_get_autocommit(handle.pointer) == 0 { try? run("ROLLBACK") }
      tables = [:]
      sources = [:]
      throw error
    }
  }

  /// Refuses to go on with a file that is no longer where it was opened: what is written into it nobody will find.
  func requirePlace() throws(StoreFailure) {
    var hasMoved: Int32 = 0
    let isKnown = sqlite3_file_control(handle.pointer, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved) == SQLITE_OK
    if !(isKnown && hasMoved != 0), isJournalInPlace() { return }
    throw StoreFailure(
      .unusable,
      "the file of the store was moved or removed while it was in use; the next run begins with the file that is there then"
    )
  }

  /// SQLite goes on writing into a journal that was removed, and all of that would be gone with the process.
  private func isJournalInPlace() -> Bool {
    var status = stat()
    guard stat(path + "-wal", &status) == 0 else { return journal == nil }
    defer { journal = journal ?? status.st_ino }
    return journal == nil || journal == status.st_ino
  }

  // MARK: Copying

  /// Pages of a copy between two questions whether it shall go on: 16 MB.
  private static let copiedPages: Int32 = 2_000

  /// Becomes a copy of another file as it is at one moment, unless somebody wants it to end before.
  func takePages(of other: Database, _ keepsGoing: (_ share: Double) -> Bool) throws(StoreFailure) {
    guard let backup = sqlite3_backup_init(handle.pointer, "main", other.handle.pointer, "main") else {
      throw StoreFailure(sqlite: handle.pointer, sqlite3_errcode(handle.pointer))
    }
    var code = SQLITE_OK
    var share = 0.0
    while code == SQLITE_OK, keepsGoing(share) {
      code = sqlite3_backup_step(backup, Self.copiedPages)
      let total = max(1, sqlite3_backup_pagecount(backup))
      share = 1 - Double(sqlite3_backup_remaining(backup)) / Double(total)
    }
    sqlite3_backup_finish(backup)
    if code == SQLITE_OK { throw StoreFailure(.failed, "the copy was broken off") }
    if code != SQLITE_DONE { throw StoreFailure(sqlite: handle.pointer, code) }
  }

  /// Becomes a database in memory that these are the bytes of.
  func take(_ bytes: [UInt8]) throws(StoreFailure) {
    guard let copy = sqlite3_malloc64(UInt64(bytes.count)) else {
      throw StoreFailure(sqlite: handle.pointer, SQLITE_NOMEM)
    }
    bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: copy, count: $0.count).copyMemory(from: $0) }
    let code = sqlite3_deserialize(
      handle.pointer, "main", copy.assumingMemoryBound(to: UInt8.self), Int64(bytes.count),
      Int64(bytes.count), UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE))
    if code != SQLITE_OK { throw StoreFailure(sqlite: handle.pointer, code) }
  }

  /// The moment, as the store writes it.
  var now: String { clock.now.description }
}

/// The C handle: closed when the last statement is gone as well.
private final class Handle {
  let pointer: OpaquePointer
  private let patience: LockPatience

  private static let configuration = csqlite_count_no_memory()

  init(_ path: String, isReader: Bool, _ patience: LockPatience) throws(StoreFailure) {
    self.patience = patience
    _ = Self.configuration
    if !isReader, path != SQLiteStore.inMemory, path != Database.nameless {
      // Made here, so that at no moment others may read it; SQLite gives its companions the same mode. A file that
      // exists is left alone: to open and close it would drop the locks of this process's other connections.
      let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor >= 0 {
        Glibc.close(descriptor)
      } else if errno != EEXIST {
        throw StoreFailure(.unusable, "\(path) cannot be made: \(SystemError.text(errno))")
      }
    }
    var pointer: OpaquePointer?
    let flags =
      (isReader ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX
      | SQLITE_OPEN_PRIVATECACHE
    let code = sqlite3_open_v2(path, &pointer, flags, nil)
    guard code == SQLITE_OK, let pointer else {
      let failure = StoreFailure(sqlite: pointer, code)
      sqlite3_close_v2(pointer)
      throw failure
    }
    self.pointer = pointer
    patience.serve(pointer)
  }

  deinit { sqlite3_close_v2(pointer) }
}
