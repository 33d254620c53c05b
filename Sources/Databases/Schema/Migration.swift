internal import Storage

/// One step of the schema; never changed once released, only followed by another.
struct Migration: Sendable {
  let name: String
  let sql: String
}

/// Brings a file to the schema of this program: all the steps that it lacks, or none of them.
struct Migrator {
  /// What `PRAGMA application_id` says of our files: "cnct".
  static let applicationID: Int64 = 0x636E_6374

  let database: Database
  let path: String
  let migrations: [Migration]
  /// Called between the parts of a step; tests end the process there.
  let failpoint: @Sendable (String) -> Void

  func run() throws(StoreFailure) {
    try refuseOthers()
    if try version() == migrations.count { return }
    // One transaction: a new file would wait for the disk at every step.
    try database.transaction { () throws(StoreFailure) in
      // Read inside: somebody else may have been here since.
      let known = try version()
      for (number, migration) in zip(1..., migrations) where number > known {
        failpoint("before \(migration.name)")
        try database.script(migration.sql)
        failpoint("within \(migration.name)")
        try database.run(
          "INSERT INTO schema_migrations(version, name, applied_at) VALUES (?, ?, ?)",
          [SQLValue(number), .text(migration.name), .text(database.now)])
        try database.script("PRAGMA user_version = \(number)")
      }
      failpoint("before the commit")
    }
    failpoint("after the commit")
  }

  private func version() throws(StoreFailure) -> Int {
    Int(try pragma("user_version"))
  }

  private func pragma(_ name: String) throws(StoreFailure) -> Int64 {
    try database.row("PRAGMA \(name)") { $0.integer(0) } ?? 0
  }

  private func refuseOthers() throws(StoreFailure) {
    let version = try version()
    if version > migrations.count {
      throw StoreFailure(
        .unusable,
        "\(path) was written by a newer version of this program (schema \(version), this one knows \(migrations.count))"
      )
    }
    let application = try pragma("application_id")
    if application == Self.applicationID { return }
    let isEmpty = try database.row("SELECT count(*) FROM sqlite_schema") { $0.integer(0) } == 0
    guard application == 0, isEmpty else {
      throw StoreFailure(.unusable, "\(path) is a database of another program")
    }
    try database.script("PRAGMA application_id = \(Self.applicationID)")
  }
}
