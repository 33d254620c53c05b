package import Storage
internal import Values

extension SQLiteStore: KeyStore {
  package func dataKeys(_ organization: OrganizationID?) async throws(StoreFailure) -> [WrappedKey] {
    try await writer.use { (database) throws(StoreFailure) in
      try database.rows(
        """
        SELECT organization, version, wrapped, created_at FROM data_keys
        WHERE organization = ?1 OR ?1 IS NULL ORDER BY organization, version
        """, [SQLValue(organization?.number)]
      ) {
        WrappedKey(
          organization: OrganizationID($0.integer(0)), version: Int($0.integer(1)), wrapped: $0.text(2),
          created: Instant($0.text(3)) ?? .epoch)
      }
    }
  }

  package func add(_ key: WrappedKey) async throws(StoreFailure) -> Bool {
    // The first one is no rotation.
    try await change(
      key, key.version > 1 ? .keyRotated : nil,
      "INSERT INTO data_keys(organization, version, wrapped, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      [
        .integer(key.organization.number), SQLValue(key.version), .text(key.wrapped),
        .text(key.created.description),
      ])
  }

  package func rewrap(_ key: WrappedKey, as wrapped: String) async throws(StoreFailure) -> Bool {
    try await change(
      key, .keyRewrapped,
      "UPDATE data_keys SET wrapped = ? WHERE organization = ? AND version = ? AND wrapped = ?",
      [.text(wrapped), .integer(key.organization.number), SQLValue(key.version), .text(key.wrapped)])
  }

  package func remove(_ key: WrappedKey) async throws(StoreFailure) -> Bool {
    try await writer.use { (database) throws(StoreFailure) in
      try database.transaction { () throws(StoreFailure) in
        let version = "\(key.version)."
        for column in try database.sealedColumns() {
          let isUsed = try database.row(
            """
            SELECT 1 FROM \(column.table) t
            WHERE t.organization = ?1 AND \(column.holdsSealed)
              AND substr(\(column.beginning(of: "3 + length(?2)")), 4) = ?2 LIMIT 1
            """,
            [.integer(key.organization.number), .text(version)]
          ) { _ in true }
          if isUsed == true { return false }
        }
        try database.run(
          "DELETE FROM data_keys WHERE organization = ? AND version = ?",
          [.integer(key.organization.number), SQLValue(key.version)])
        guard database.changeCount > 0 else { return false }
        try database.audit(.keyRetired, "data key \(key.version)", key.organization.number)
        return true
      }
    }
  }

  package func sealedValues(
    _ organization: OrganizationID, notBeginning prefix: String, after id: String?, limit: Int
  ) async throws(StoreFailure) -> [SealedValue] {
    try await writer.use { (database) throws(StoreFailure) in
      var values: [SealedValue] = []
      let mark = id.map(Mark.init)
      let columns = try database.sealedColumns()
      // A mark of a column that is gone begins nothing; every column then comes again, which does no harm.
      let first = mark.flatMap { mark in columns.firstIndex { $0.name == mark.column } } ?? 0
      for column in columns[first...] where values.count < limit {
        let key = column.name == mark?.column ? mark?.key ?? "" : ""
        values += try database.sealedValues(
          column, organization, notBeginning: prefix, after: key, limit: limit - values.count)
      }
      return values
    }
  }

  package func reseal(_ value: SealedValue, as sealed: String) async throws(StoreFailure) -> Bool {
    let mark = Mark(value.id)
    return try await writer.use { (database) throws(StoreFailure) in
      guard let column = try database.sealedColumns().first(where: { $0.name == mark.column }) else {
        return false
      }
      try database.run(
        """
        UPDATE \(column.table) AS t SET \(column.column) = ?
        WHERE \(column.key) = ? AND t.\(column.column) IN (?, ?)
        """,
        [column.kept(sealed), .text(mark.key), .text(value.sealed), column.kept(value.sealed)])
      return database.changeCount > 0
    }
  }

  private func change(
    _ key: WrappedKey, _ action: AuditAction?, _ sql: String, _ values: [SQLValue]
  ) async throws(StoreFailure) -> Bool {
    try await writer.use { (database) throws(StoreFailure) in
      try database.transaction { () throws(StoreFailure) in
        try database.run(sql, values)
        guard database.changeCount > 0 else { return false }
        if let action { try database.audit(action, "data key \(key.version)", key.organization.number) }
        return true
      }
    }
  }
}

/// Which sealed value is meant: its column and the key of its row.
private struct Mark: Sendable {
  let column: String
  let key: String

  init(column: String, key: String) {
    self.column = column
    self.key = key
  }

  init(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(column: String(parts[0]), key: parts.count > 1 ? String(parts[1]) : "")
  }

  var text: String { "\(column)/\(key)" }
}

extension Database {
  fileprivate func sealedColumns() throws(StoreFailure) -> [SealedColumn] {
    SealedColumn.all(models: try storedModels())
  }

  /// Models that have a table.
  func storedModels() throws(StoreFailure) -> [String] {
    try rows("SELECT DISTINCT model FROM source_models ORDER BY model") { $0.text(0) }
  }

  fileprivate func sealedValues(
    _ column: SealedColumn, _ organization: OrganizationID, notBeginning prefix: String, after key: String,
    limit: Int
  ) throws(StoreFailure) -> [SealedValue] {
    try rows(
      """
      SELECT \(column.key), t.\(column.column), \(column.place) FROM \(column.table) t
      WHERE t.organization = ?1 AND \(column.holdsSealed) AND \(column.beginning(of: "length(?2)")) <> ?2
        AND \(column.key) > ?3
      ORDER BY 1 LIMIT ?4
      """, [.integer(organization.number), .text(prefix), .text(key), SQLValue(limit)]
    ) {
      SealedValue(
        id: Mark(column: column.name, key: $0.text(0)).text,
        place: SealedPlace(
          OrganizationID($0.integer(2)), IntegrationID($0.integer(3)), field: $0.text(4)),
        sealed: $0.sealedText(1) ?? "")
    }
  }
}
