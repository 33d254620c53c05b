internal import Rows
internal import Storage

/// Reads what rows of a model say about their identity.
struct IdentityReading {
  private struct Field {
    let name: String
    let code: Int64
    /// Sources whose rows are recognised by it.
    let sources: Set<Int64>
  }

  private let fields: [Field]
  private let integrations: [Int64: Int64]
  private let seed: UInt64
  private let statement: Statement

  init(_ database: Database, _ shape: RowShape, _ organization: Int64) throws(StoreFailure) {
    let names = TableNames(shape)
    let present = Set(
      try database.rows("SELECT name FROM pragma_table_info(?)", [.text(names.plainTable)]) { $0.text(0) })
    let sources = try database.rows(
      """
      SELECT s.id, s.integration, m.identity FROM source_models m JOIN sources s ON s.id = m.source
      WHERE m.organization = ? AND m.model = ?
      """, [.integer(organization), .text(shape.model)]
    ) { (id: $0.integer(0), integration: $0.integer(1), fields: $0.textOrNil(2).map(JSONList.texts)) }
    var fields: [Field] = []
    var columns = ""
    for field in shape.fields {
      // A field of a model that has grown since is in no row yet.
      guard case .plain(let column) = field.form, present.contains(names.plainColumns[column]) else {
        continue
      }
      let told = sources.filter { ($0.fields ?? shape.identity).contains(field.name) }.map(\.id)
      if told.isEmpty { continue }
      fields.append(Field(name: field.name, code: IdentityMark.code(field.name), sources: Set(told)))
      columns += ", \(names.columns[column])"
    }
    self.fields = fields
    integrations = Dictionary(sources.map { ($0.id, $0.integration) }) { first, _ in first }
    seed = IdentityMark.seed(shape.model, organization)
    statement = try database.statement(
      "SELECT source\(columns) FROM \(names.table) WHERE id = ? AND deleted_at IS NULL")
  }

  /// The marks of a row; none of one that is gone.
  func marks(of row: Int64) throws(StoreFailure) -> IdentityMarks {
    defer { statement.reset() }
    statement.bind(1, row)
    var found = IdentityMarks()
    guard try statement.step() else { return found }
    let source = statement.integer(0)
    found.integration = integrations[source] ?? 0
    for (index, field) in fields.enumerated()
    where field.sources.contains(source) && !statement.isNull(index + 1) {
      let mark = statement.withBytes(index + 1) { IdentityMark($0, field: field.code, seed: seed) }
      if let mark { found.marks.append(mark) }
    }
    return found
  }

  /// What fields are called, in the order of the model.
  func names(of codes: [Int64]) -> [String] {
    fields.filter { codes.contains($0.code) }.map(\.name)
  }
}
