internal import Programs
package import Storage

/// Texts by key, kept outside of memory so that a second list of any length can be held against them.
package struct DifferenceShelf: Sendable {
  package struct Entry: Sendable {
    package let key: String
    /// What is compared.
    package let text: String
    /// What is told of an entry that nobody asked for.
    package let title: String

    package init(key: String, text: String, title: String) {
      self.key = key
      self.text = text
      self.title = title
    }
  }

  private let thread: DatabaseThread

  package init() async throws(StoreFailure) {
    thread = try DatabaseThread()
    try await thread.openNameless(
      """
      CREATE TABLE entries(
        position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, text TEXT NOT NULL, title TEXT NOT NULL,
        is_taken INTEGER NOT NULL DEFAULT 0);
      """)
  }

  /// Of two entries of one key the last stays.
  package func put(_ entries: [Entry]) async throws(StoreFailure) {
    try await thread.use { (database) throws(StoreFailure) in
      try database.transaction { () throws(StoreFailure) in
        for entry in entries {
          try database.run(
            "INSERT OR REPLACE INTO entries(key, text, title) VALUES (?, ?, ?)",
            [.text(entry.key), .text(entry.text), .text(entry.title)])
        }
      }
    }
  }

  /// The texts of these keys, each once; nil for what is not there, or was taken before.
  package func take(_ keys: [String]) async throws(StoreFailure) -> [String?] {
    try await thread.use { (database) throws(StoreFailure) in
      try database.transaction { () throws(StoreFailure) in
        var texts: [String?] = []
        for key in keys {
          texts.append(
            try database.row(
              "UPDATE entries SET is_taken = 1 WHERE key = ? AND is_taken = 0 RETURNING text", [.text(key)]
            ) { $0.text(0) })
        }
        return texts
      }
    }
  }

  /// What nobody took, in its order, so many at most; and where to go on.
  package func rest(
    after position: Int64, atMost limit: Int
  ) async throws(StoreFailure) -> (entries: [Entry], last: Int64) {
    try await thread.use { (database) throws(StoreFailure) in
      let rows = try database.rows(
        "SELECT position, key, text, title FROM entries WHERE position > ? AND is_taken = 0 ORDER BY position LIMIT ?",
        [.integer(position), SQLValue(limit)]
      ) { ($0.integer(0), Entry(key: $0.text(1), text: $0.text(2), title: $0.text(3))) }
      return (rows.map(\.1), rows.last?.0 ?? position)
    }
  }
}
