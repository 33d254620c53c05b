internal import Rows

/// How a model's table and columns are called in the file.
///
/// As in the model, unless the store itself has something by that name: then with `_` behind it.
struct TableNames {
  /// Columns that every table of a model has.
  static let own: [(name: String, type: String)] = [
    ("id", "INTEGER PRIMARY KEY"), ("organization", "INTEGER NOT NULL"), ("source", "INTEGER NOT NULL"),
    ("source_id", "TEXT NOT NULL"), ("record_key", "TEXT"), ("hash", "BLOB NOT NULL"),
    ("deleted_at", "TEXT"), ("first_seen_run", "INTEGER NOT NULL"), ("changed_run", "INTEGER NOT NULL"),
    ("source_created_at", "TEXT"), ("source_updated_at", "TEXT"),
  ]
  /// Stands last: what comes before it is read without touching the pages that a long record spills into.
  ///
  /// A text as it is, or a blob that is packed and sealed.
  static let raw = "raw"

  /// Quoted.
  let table: String
  /// Quoted, in the order of the shape.
  let columns: [String]
  /// Plain, for comparing with what a table has.
  let plainTable: String
  let plainColumns: [String]

  init(_ shape: RowShape) {
    let table = Self.table(of: shape.model)
    var taken = Set(Self.own.map(\.name) + [Self.raw, "rowid", "oid", "_rowid_"])
    let columns = shape.columns.map { column in
      var name = column.name
      while !taken.insert(name).inserted { name += "_" }
      return name
    }
    plainTable = table
    plainColumns = columns
    self.table = Self.quoted(table)
    self.columns = columns.map(Self.quoted)
  }

  /// The plain name of a model's table.
  static func table(of model: String) -> String {
    Migrations.tables.contains(model) || model.hasPrefix("sqlite_") ? "_" + model : model
  }

  static func quoted(_ name: String) -> String {
    var text = "\""
    for character in name {
      if character == "\"" { text.append("\"") }
      text.append(character)
    }
    return text + "\""
  }

  static func type(of kind: RowShape.Kind) -> String {
    switch kind {
    case .integer, .boolean: "INTEGER"
    case .text, .decimal, .date, .time, .instant, .json: "TEXT"
    }
  }
}

/// The table of a model whose fields do not matter.
struct StoredTable: Sendable {
  let model: String
  /// Quoted.
  var name: String { TableNames.quoted(TableNames.table(of: model)) }
}
