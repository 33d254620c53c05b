internal import Storage

/// A connection with a thread of its own; everything about it happens there, one thing after the other.
actor DatabaseThread {
  private let thread: DedicatedThread
  private var database: Database?
  private var opening: (@Sendable () throws(StoreFailure) -> Database)?

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// With `opening` the connection is opened when somebody first asks for something, who is told when it cannot be.
  init(_ opening: (@Sendable () throws(StoreFailure) -> Database)? = nil) throws(StoreFailure) {
    thread = try DedicatedThread()
    self.opening = opening
  }

  func open(_ make: @Sendable () throws(StoreFailure) -> Database) throws(StoreFailure) {
    database = try make()
  }

  /// Runs on the thread; nothing else of this connection happens meanwhile.
  func use<Result: Sendable>(
    _ body: @Sendable (Database) throws(StoreFailure) -> Result
  ) throws(StoreFailure) -> Result {
    if database == nil, let opening { database = try opening() }
    guard let database else { throw StoreFailure(.unusable, "the store is closed") }
    return try body(database)
  }

  func close() {
    database = nil
    opening = nil
  }
}
