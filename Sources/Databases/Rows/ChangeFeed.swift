internal import Storage

/// Appends to the change feed for one model within one commit.
struct ChangeFeed {
  enum Kind: String {
    case created, updated, deleted
  }

  /// Everything that is the same for all changes of the page is bound once.
  private let creations: Statement
  private let other: Statement
  private let cause: String
  /// Rows that were inserted one after the other and not yet appended.
  private var created: ClosedRange<Int64>?

  private static let columns =
    "INSERT INTO changes(organization, integration, run, model, kind, cause, row, source_id, fields) "

  init(_ page: PageContext, _ table: StoredTable, _ database: Database) throws(StoreFailure) {
    creations = try database.statement(
      Self.columns + "SELECT ?, ?, ?, ?, 'created', ?, id, source_id, NULL FROM \(table.name) "
        + "WHERE id BETWEEN ? AND ? ORDER BY id")
    other = try database.statement(Self.columns + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
    cause = page.cause
    for statement in [creations, other] {
      statement.bind(1, page.organization)
      statement.bind(2, page.integration)
      statement.bind(3, page.run)
      statement.bind(4, table.model)
    }
    creations.bind(5, cause)
  }

  /// A row that was just inserted; it is in the feed once `flush` was called, or anything else is appended.
  ///
  /// New rows mostly have numbers that follow each other, and one statement for all of them costs two thirds of one for each.
  mutating func created(row: Int64) throws(StoreFailure) {
    if let created, created.upperBound &+ 1 == row {
      self.created = created.lowerBound...row
    } else {
      try flush()
      created = row...row
    }
  }

  /// Appends the rows that were inserted.
  mutating func flush() throws(StoreFailure) {
    guard let created else { return }
    self.created = nil
    creations.bind(6, created.lowerBound)
    creations.bind(7, created.upperBound)
    try creations.run()
  }

  /// `cause` stands for the page's own.
  mutating func append(
    _ kind: Kind, row: Int64, sourceID: String, cause: String? = nil, fields: String? = nil
  ) throws(StoreFailure) {
    try flush()
    other.bind(5, kind.rawValue)
    other.bind(6, cause ?? self.cause)
    other.bind(7, row)
    other.bind(8, sourceID)
    other.bind(9, SQLValue(fields))
    try other.run()
  }
}
