internal import Rows
internal import Storage

extension Database {
  /// The table of a model, made or widened if need be; only within a transaction.
  func table(_ shape: RowShape) throws(StoreFailure) -> ModelTable {
    if let known = tables[shape.model], known.shape.columns == shape.columns { return known }
    let names = TableNames(shape)
    let present = Set(
      try rows("SELECT name FROM pragma_table_info(?)", [.text(names.plainTable)]) { $0.text(0) })
    if present.isEmpty {
      try make(names, shape)
    } else {
      for (name, column) in zip(names.plainColumns, shape.columns) where !present.contains(name) {
        try script(
          "ALTER TABLE \(names.table) ADD COLUMN \(TableNames.quoted(name)) \(TableNames.type(of: column.kind))"
        )
      }
    }
    let table = ModelTable(shape, names, self)
    tables[shape.model] = table
    return table
  }

  private func make(_ names: TableNames, _ shape: RowShape) throws(StoreFailure) {
    var columns = TableNames.own.map { "\($0.name) \($0.type)" }
    columns += zip(names.columns, shape.columns).map { "\($0) \(TableNames.type(of: $1.kind))" }
    columns += ["\(TableNames.raw) ANY", "UNIQUE(source, source_id)"]
    let index = { (use: String) in TableNames.quoted("\(names.plainTable)_\(use)") }
    try script(
      """
      CREATE TABLE \(names.table)(\(columns.joined(separator: ", "))) STRICT;
      CREATE INDEX \(index("by_record")) ON \(names.table)(source, record_key) WHERE record_key IS NOT NULL;
      CREATE INDEX \(index("deleted")) ON \(names.table)(source) WHERE deleted_at IS NOT NULL;
      """)
  }
}
