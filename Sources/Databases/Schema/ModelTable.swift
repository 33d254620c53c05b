internal import Rows
internal import Storage

/// The table of a canonical model, and the statements that write it.
final class ModelTable {
  let model: String
  let shape: RowShape
  /// Quoted.
  let name: String
  /// Quoted names of the shape's columns, in its order.
  let columns: [String]

  private let database: Database
  private var inserts: [ColumnSet: InsertStatement] = [:]
  private var updates: [ColumnSet: UpdateStatement] = [:]
  private var selects: [ColumnSet: Statement] = [:]
  private var found: Statement?
  /// By source.
  var habits: [Int64: InsertHabit] = [:]
  /// Sources that are written down as giving rows of this model.
  var sources: Set<Int64> = []

  init(_ shape: RowShape, _ names: TableNames, _ database: Database) {
    model = shape.model
    self.shape = shape
    name = names.table
    columns = names.columns
    self.database = database
  }

  /// Sparse statements have as many forms as there are sets of columns; whoever has more is not worth remembering.
  private static let keptForms = 128

  /// A row with these columns, unless its source id is there already.
  func insert(_ set: ColumnSet, hasRaw: Bool) throws(StoreFailure) -> InsertStatement {
    let key = set.adding(hasRaw ? shape.columns.count : nil)
    if let known = inserts[key] { return known }
    let positions = set.positions
    var names = InsertStatement.own
    names += positions.map { columns[$0] }
    if hasRaw { names.append("raw") }
    let marks = repeatElement("?", count: names.count).joined(separator: ", ")
    let statement = InsertStatement(
      try database.prepare(
        "INSERT INTO \(name)(\(names.joined(separator: ", "))) VALUES (\(marks)) ON CONFLICT(source, source_id) DO NOTHING"
      ), positions)
    if inserts.count >= Self.keptForms { inserts = [:] }
    inserts[key] = statement
    return statement
  }

  /// Sets these columns of a row, and what goes with them.
  func update(_ set: ColumnSet, hasRaw: Bool) throws(StoreFailure) -> UpdateStatement {
    let key = set.adding(hasRaw ? shape.columns.count : nil)
    if let known = updates[key] { return known }
    let positions = set.positions
    var names = UpdateStatement.own
    names += positions.map { "\(columns[$0]) = ?" }
    // The provider's record of another state of the row would be read as the one of this state.
    names.append(hasRaw ? "raw = ?" : "raw = NULL")
    let statement = UpdateStatement(
      try database.prepare("UPDATE \(name) SET \(names.joined(separator: ", ")) WHERE id = ?1"), positions)
    if updates.count >= Self.keptForms { updates = [:] }
    updates[key] = statement
    return statement
  }

  /// These columns of a row by its number.
  func select(_ set: ColumnSet) throws(StoreFailure) -> Statement {
    if let known = selects[set] { return known }
    let names = set.positions.map { columns[$0] } + ["changed_run"]
    let statement = try database.prepare(
      "SELECT \(names.joined(separator: ", ")) FROM \(name) WHERE id = ?")
    if selects.count >= Self.keptForms { selects = [:] }
    selects[set] = statement
    return statement
  }

  /// Number, hash, whether it is gone, and the record's key of the row with a source id.
  func lookup() throws(StoreFailure) -> Statement {
    if let found { return found }
    let statement = try database.prepare(
      "SELECT id, hash, deleted_at IS NOT NULL, record_key FROM \(name) WHERE source = ? AND source_id = ?")
    found = statement
    return statement
  }
}

/// Inserts a row; the store's own columns are bound first.
struct InsertStatement {
  static let own = [
    "organization", "source", "first_seen_run", "changed_run", "source_id", "record_key", "hash",
    "source_created_at", "source_updated_at",
  ]

  let statement: Statement
  /// Columns of the shape, in the order they are bound.
  let positions: [Int]
  var firstColumn: Int { Self.own.count + 1 }
  var rawColumn: Int { firstColumn + positions.count }

  init(_ statement: Statement, _ positions: [Int]) {
    self.statement = statement
    self.positions = positions
  }
}

/// Updates a row; the store's own columns are bound first, its number as the very first.
struct UpdateStatement {
  static let own = [
    "changed_run = ?2", "hash = ?3", "record_key = ?4", "source_created_at = coalesce(?5, source_created_at)",
    "source_updated_at = coalesce(?6, source_updated_at)", "deleted_at = NULL",
  ]

  let statement: Statement
  let positions: [Int]
  var firstColumn: Int { 7 }
  var rawColumn: Int { firstColumn + positions.count }

  init(_ statement: Statement, _ positions: [Int]) {
    self.statement = statement
    self.positions = positions
  }
}

/// A set of columns, as a key of statements.
struct ColumnSet: Hashable {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: count / 64 + 1) }

  mutating func insert(_ position: Int) { words[position >> 6] |= 1 << UInt64(position & 63) }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  func adding(_ position: Int?) -> ColumnSet {
    guard let position else { return self }
    var set = self
    set.insert(position)
    return set
  }

  /// In ascending order.
  var positions: [Int] {
    var found: [Int] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        found.append(index << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return found
  }
}
