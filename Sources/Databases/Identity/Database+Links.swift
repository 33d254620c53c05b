internal import Rows
internal import Storage

/// Finds rows of different integrations that show the same thing, from what the change feed says since last time.
struct IdentityLinking {
  let database: Database
  let shape: RowShape
  let organization: Int64

  /// A value that more rows than this share tells nothing about any of them.
  private static let mostSharing = 20
  private static let changesAtOnce = 1_000

  /// Reads one portion of changes; false when there is none left.
  func step() throws(StoreFailure) -> Bool {
    try database.transaction { () throws(StoreFailure) in
      let from = try database.row(
        "SELECT sequence FROM identity_positions WHERE organization = ? AND model = ?", key
      ) { $0.integer(0) }
      let changes = try database.rows(
        "SELECT sequence, row FROM changes WHERE sequence > ? AND organization = ? AND model = ? ORDER BY sequence LIMIT ?",
        [.integer(from ?? 0)] + key + [SQLValue(Self.changesAtOnce)]
      ) { (sequence: $0.integer(0), row: $0.integer(1)) }
      guard let last = changes.last else { return false }
      for row in Set(changes.map(\.row)).sorted() { try renew(row) }
      try database.run(
        """
        INSERT INTO identity_positions(organization, model, sequence) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET sequence = excluded.sequence
        """, key + [.integer(last.sequence)])
      return changes.count == Self.changesAtOnce
    }
  }

  private var key: [SQLValue] { [.integer(organization), .text(shape.model)] }

  /// Takes the values of a row anew, and links every row that shares one with it, before or now.
  private func renew(_ row: Int64) throws(StoreFailure) {
    var affected = try sharing(row)
    try database.run(
      "DELETE FROM identity_keys WHERE organization = ? AND model = ? AND row = ?", key + [.integer(row)])
    for (field, value, integration) in try values(of: row) {
      try database.run(
        "INSERT INTO identity_keys(organization, model, field, value, row, integration) VALUES (?, ?, ?, ?, ?, ?)",
        key + [.text(field), .text(value), .integer(row), .integer(integration)])
    }
    affected.formUnion(try sharing(row))
    affected.insert(row)
    for row in affected.sorted() { try link(row) }
  }

  /// What a row says about its identity; blanks and capitals make no difference.
  private func values(of row: Int64) throws(StoreFailure) -> [(String, String, Int64)] {
    let names = TableNames(shape)
    let fields = shape.identity.compactMap { name -> (String, String)? in
      guard let field = shape.field(name), case .plain(let column) = field.form else { return nil }
      return (name, names.columns[column])
    }
    guard !fields.isEmpty else { return [] }
    let found = try database.row(
      """
      SELECT s.integration, \(fields.map { "lower(trim(t.\($0.1)))" }.joined(separator: ", "))
      FROM \(names.table) t JOIN sources s ON s.id = t.source WHERE t.id = ? AND t.deleted_at IS NULL
      """, [.integer(row)]
    ) { (integration: $0.integer(0), texts: (1...fields.count).map($0.textOrNil)) }
    guard let found else { return [] }
    return zip(fields, found.texts).compactMap { field, text in
      text.flatMap { $0.isEmpty ? nil : (field.0, $0, found.integration) }
    }
  }

  /// Rows that share a value with a row.
  private func sharing(_ row: Int64) throws(StoreFailure) -> Set<Int64> {
    Set(
      try database.rows(
        """
        SELECT DISTINCT o.row FROM identity_keys k JOIN identity_keys o USING(organization, model, field, value)
        WHERE k.organization = ? AND k.model = ? AND k.row = ? AND o.row <> k.row LIMIT ?
        """, key + [.integer(row), SQLValue(Self.mostSharing * shape.identity.count)]
      ) { $0.integer(0) })
  }

  /// Finds the links of a row anew; what somebody has decided about stays.
  private func link(_ row: Int64) throws(StoreFailure) {
    try database.run(
      "DELETE FROM identity_links WHERE model = ? AND (first_row = ?2 OR second_row = ?2) AND status = 'found'",
      [.text(shape.model), .integer(row)])
    let matches = try database.rows(
      """
      SELECT o.row, group_concat(k.field, '+'), count(*), max((
          SELECT max(n) FROM (SELECT count(*) n FROM identity_keys s WHERE s.organization = k.organization
            AND s.model = k.model AND s.field = k.field AND s.value = k.value GROUP BY s.integration))),
        max((SELECT count(*) FROM identity_keys s WHERE s.organization = k.organization AND s.model = k.model
            AND s.field = k.field AND s.value = k.value))
      FROM identity_keys k JOIN identity_keys o USING(organization, model, field, value)
      WHERE k.organization = ? AND k.model = ? AND k.row = ? AND o.integration <> k.integration
      GROUP BY o.row
      """, key + [.integer(row)]
    ) {
      (
        other: $0.integer(0), method: $0.text(1), fields: $0.integer(2), inOne: $0.integer(3),
        inAll: $0.integer(4)
      )
    }
    for match in matches where match.inAll <= Self.mostSharing {
      // A value that two rows of one integration share tells them apart no better than a guess.
      let confidence = match.inOne > 1 ? 0.4 : match.fields > 1 ? 0.95 : 0.8
      try database.run(
        """
        INSERT INTO identity_links(
          organization, model, first_row, second_row, method, confidence, status, made_at)
        VALUES (?, ?, ?, ?, ?, ?, 'found', ?) ON CONFLICT DO NOTHING
        """,
        key + [
          .integer(min(row, match.other)), .integer(max(row, match.other)), .text(match.method),
          .real(confidence), .text(database.now),
        ])
    }
  }
}
