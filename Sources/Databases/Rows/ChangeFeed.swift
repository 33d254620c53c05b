internal import Storage

/// Appends to the change feed for one model within one commit.
struct ChangeFeed {
  enum Kind: String {
    case created, updated, deleted
  }

  /// A creation like all the others of the page; everything that is the same for all is bound once.
  private let creation: Statement
  private let other: Statement
  private let cause: String

  private static let columns =
    "INSERT INTO changes(organization, integration, run, model, kind, cause, row, source_id, fields) VALUES "

  init(_ page: PageContext, model: String, _ database: Database) throws(StoreFailure) {
    creation = try database.statement(Self.columns + "(?, ?, ?, ?, 'created', ?, ?, ?, NULL)")
    other = try database.statement(Self.columns + "(?, ?, ?, ?, ?, ?, ?, ?, ?)")
    cause = page.cause
    for statement in [creation, other] {
      statement.bind(1, page.organization)
      statement.bind(2, page.integration)
      statement.bind(3, page.run)
      statement.bind(4, model)
    }
    creation.bind(5, cause)
  }

  func created(row: Int64, sourceID: UnsafeRawPointer, count: Int) throws(StoreFailure) {
    creation.bind(6, row)
    creation.bindKept(7, text: sourceID, count: count)
    try creation.run()
  }

  /// `cause` stands for the page's own.
  func append(
    _ kind: Kind, row: Int64, sourceID: String, cause: String? = nil, fields: String? = nil
  ) throws(StoreFailure) {
    other.bind(5, kind.rawValue)
    other.bind(6, cause ?? self.cause)
    other.bind(7, row)
    other.bind(8, sourceID)
    other.bind(9, SQLValue(fields))
    try other.run()
  }
}
