internal import Storage

/// Gives rows a tombstone.
struct RecordRemoval {
  private let page: PageContext
  private let table: StoredTable
  private let database: Database
  private let feed: ChangeFeed

  init(_ page: PageContext, _ table: StoredTable, _ database: Database) throws(StoreFailure) {
    self.page = page
    self.table = table
    self.database = database
    feed = try ChangeFeed(page, table, database)
  }

  /// The rows made from a record; how many there were.
  func remove(key: String, except kept: Set<Int64> = []) throws(StoreFailure) -> Int {
    try remove(ids(of: key).filter { !kept.contains($0) })
  }

  /// Rows by their numbers; those that are gone already do not count.
  func remove(_ ids: [Int64]) throws(StoreFailure) -> Int {
    var feed = feed
    var count = 0
    for id in ids {
      let sourceID = try database.row(
        """
        UPDATE \(table.name) SET deleted_at = ?2, changed_run = ?3
        WHERE id = ?1 AND deleted_at IS NULL RETURNING source_id
        """, [.integer(id), .text(page.now), .integer(page.run)]
      ) { $0.text(0) }
      guard let sourceID else { continue }
      try feed.append(.deleted, row: id, sourceID: sourceID)
      count += 1
    }
    return count
  }

  /// Numbers of the rows made from a record, tombstones left out.
  func ids(of key: String) throws(StoreFailure) -> [Int64] {
    var ids = try database.rows(
      "SELECT id FROM \(table.name) WHERE source = ? AND record_key = ? AND deleted_at IS NULL",
      [.integer(page.source), .text(key)]
    ) { $0.integer(0) }
    ids += try database.rows(
      "SELECT id FROM \(table.name) WHERE source = ? AND source_id = ? AND record_key IS NULL AND deleted_at IS NULL",
      [.integer(page.source), .text(key)]
    ) { $0.integer(0) }
    return ids
  }
}
