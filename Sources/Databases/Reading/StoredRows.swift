package import Rows
package import Storage
internal import Values

/// Rows of a model as they are stored, with what the store knows of each.
package struct StoredRows: Sendable {
  /// What the store knows of a row beside its columns.
  package struct Head: Sendable, Hashable {
    /// The number of the row in its table.
    package let id: Int64
    package let integration: IntegrationRecord
    package let stream: String
    package let recordKey: String?
    package let deletedAt: String?
    package let firstSeenRun: RunID
    package let changedRun: RunID
    /// The provider's record as JSON, where it was asked for and is kept.
    package internal(set) var raw: String?
  }

  package internal(set) var heads: [Head] = []
  /// Columns that hold nothing are absent: a stored row no longer knows whether nothing was said or null.
  package internal(set) var rows: RowBatch

  package var count: Int { heads.count }
}

/// Which rows of a model are wanted.
package struct RowQuery: Sendable {
  package var organization: String
  package var integration: String?
  /// Only the row with this source id.
  package var sourceID: String?
  /// Only the rows with these numbers.
  package var ids: [Int64]?
  /// Go on after the row with this number.
  package var after: Int64 = 0
  package var limit = 1000
  package var includesDeleted = false
  package var includesRaw = false

  package init(organization: String) { self.organization = organization }
}

extension SQLiteStore {
  /// Models that have rows, with how many are not deleted, of one organization.
  package func models(organization: String) async throws(StoreFailure) -> [(model: String, count: Int)] {
    try await read { (database) throws(StoreFailure) in
      var counts: [(model: String, count: Int)] = []
      for model in try database.storedModels() {
        let count = try database.row(
          """
          SELECT count(*) FROM \(StoredTable(model: model).name)
          WHERE organization = (SELECT id FROM organizations WHERE name = ?) AND deleted_at IS NULL
          """, [.text(organization)]
        ) { $0.integer(0) }
        if let count, count > 0 { counts.append((model, Int(count))) }
      }
      return counts
    }
  }

  /// Rows of a model in the order of their numbers.
  package func rows(_ shape: RowShape, _ query: RowQuery) async throws(StoreFailure) -> StoredRows {
    var rows = try await read { (database) throws(StoreFailure) in try database.rows(shape, query) }
    guard query.includesRaw else { return rows }
    for index in rows.heads.indices {
      let head = rows.heads[index]
      let place = SealedPlace.raw(
        head.integration.organization, head.integration.id, shape.model,
        sourceID: rows.rows.text(rows.rows.heads[index].sourceID))
      rows.heads[index].raw = try await openRaw(head.raw, place)
    }
    return rows
  }
}

extension Database {
  func rows(_ shape: RowShape, _ query: RowQuery) throws(StoreFailure) -> StoredRows {
    var found = StoredRows(rows: RowBatch(shape))
    let names = TableNames(shape)
    let present = Set(
      try rows("SELECT name FROM pragma_table_info(?)", [.text(names.plainTable)]) { $0.text(0) })
    if present.isEmpty { return found }
    // A model that has grown since the table was made has columns that no row can hold yet.
    let columns = zip(names.plainColumns, names.columns).map { present.contains($0) ? "t.\($1)" : "NULL" }
    var values: [SQLValue] = [.text(query.organization), .integer(query.after), SQLValue(query.limit)]
    var condition = ""
    func restrict(_ sql: String, _ value: String) {
      values.append(.text(value))
      condition += " AND \(sql) = ?\(values.count)"
    }
    if let integration = query.integration { restrict("i.name", integration) }
    if let sourceID = query.sourceID { restrict("t.source_id", sourceID) }
    if let ids = query.ids { condition += " AND t.id IN (\(ids.map(String.init).joined(separator: ",")))" }
    if !query.includesDeleted { condition += " AND t.deleted_at IS NULL" }
    let statement = try prepare(
      """
      SELECT i.id, o.id, o.name, i.connector, i.name, t.id, s.stream, t.record_key, t.deleted_at, t.first_seen_run,
        t.changed_run, t.source_id, t.source_created_at, t.source_updated_at,
        \(query.includesRaw ? "t.raw" : "NULL"), \(columns.joined(separator: ", "))
      FROM \(names.table) t JOIN sources s ON s.id = t.source JOIN integrations i ON i.id = s.integration
        JOIN organizations o ON o.id = i.organization
      WHERE o.name = ?1 AND t.id > ?2\(condition) ORDER BY t.id LIMIT ?3
      """)
    for (index, value) in values.enumerated() { statement.bind(index + 1, value) }
    while try statement.step() { found.append(statement) }
    return found
  }
}

extension StoredRows {
  /// How many columns of the query stand before those of the model.
  private static let ownColumns = 15

  fileprivate mutating func append(_ row: Statement) {
    heads.append(
      Head(
        id: row.integer(5), integration: IntegrationRecord(row), stream: row.text(6),
        recordKey: row.textOrNil(7),
        deletedAt: row.textOrNil(8), firstSeenRun: RunID(row.integer(9)), changedRun: RunID(row.integer(10)),
        raw: row.sealedText(14)))
    rows.beginRow()
    var head = RowBatch.Head()
    head.sourceID = rows.append(row.text(11))
    head.createdAt = row.textOrNil(12).flatMap { Instant($0) }
    head.updatedAt = row.textOrNil(13).flatMap { Instant($0) }
    for column in rows.shape.columns.indices {
      let index = Self.ownColumns + column
      if row.isNull(index) { continue }
      if row.isInteger(index) {
        rows.setInteger(column, row.integer(index))
      } else {
        let start = rows.bytes.count
        row.withBytes(index) { rows.bytes += $0 }
        rows.setText(column, from: start)
      }
    }
    rows.endRow(head)
  }
}
