internal import Programs
internal import Storage

extension DatabaseThread {
  /// Opens a file that the system forgets with this process, however it ends: a place for more than memory should hold.
  func openNameless(_ tables: String) throws(StoreFailure) {
    try open { () throws(StoreFailure) in
      let database = try Database(path: Database.nameless, clock: SystemClock())
      // Nothing of it outlives the process, so nothing has to be safe from a crash.
      try database.script("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096")
      try database.script(tables)
      return database
    }
  }
}
