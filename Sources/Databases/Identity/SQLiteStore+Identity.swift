package import Rows
package import Storage

/// Two rows of different integrations that show the same thing, as far as their values tell.
package struct IdentityLink: Sendable, Hashable {
  package let first: Int64
  package let second: Int64
  /// The canonical fields that agree, `work_email+employee_number`.
  package let method: String
  /// 0.4 when several rows of one integration share the value, 0.8 for one field, 0.95 for more.
  package let confidence: Double
  /// `found`, or what somebody decided: `confirmed`, `rejected`.
  package let status: String
}

/// A row with those that are linked to it, and whose value counts where they disagree.
package struct LinkedRows: Sendable {
  /// Whose value of a column counts, and why.
  package struct Resolution: Sendable, Hashable {
    package let column: String
    package let policy: ConflictPolicy
    /// The position of the row in `rows` whose value counts.
    package let winner: Int
    /// The positions of rows with another value, which stays where it is.
    package let losers: [Int]
  }

  package let rows: StoredRows
  package let links: [IdentityLink]
  /// Only columns in which the rows disagree.
  package let disagreements: [Resolution]
}

/// Whose value counts where linked rows disagree.
package enum ConflictPolicy: Sendable, Hashable {
  /// The first of these integrations that has a value.
  case order([String])
  /// The row that its source changed last.
  case newest
  /// Nobody's until somebody decides; the newest is shown meanwhile.
  case manual
}

extension SQLiteStore {
  /// Follows the change feed and links rows of the model; to be called when a run has ended.
  package func linkIdentities(
    _ organization: OrganizationID, _ shape: RowShape
  ) async throws(StoreFailure) {
    guard !shape.identity.isEmpty else { return }
    var isMore = true
    while isMore {
      isMore = try await writer.use { (database) throws(StoreFailure) in
        // With one integration there is nobody to be the same as: the feed waits until there is.
        let integrations = try database.row(
          """
          SELECT count(DISTINCT s.integration) FROM source_models m JOIN sources s ON s.id = m.source
          WHERE m.organization = ? AND m.model = ?
          """, [.integer(organization.number), .text(shape.model)]
        ) { $0.integer(0) }
        guard let integrations, integrations > 1 else { return false }
        return try IdentityLinking(database: database, shape: shape, organization: organization.number).step()
      }
    }
  }

  /// Confirms or rejects a link; it then stays as it is.
  package func decide(
    _ link: IdentityLink, of shape: RowShape, isSame: Bool
  ) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in
      try database.run(
        "UPDATE identity_links SET status = ? WHERE model = ? AND first_row = ? AND second_row = ?",
        [
          .text(isSame ? "confirmed" : "rejected"), .text(shape.model), .integer(link.first),
          .integer(link.second),
        ])
    }
  }

  /// Sets whose value of a field counts; `*` stands for all fields without a policy of their own.
  package func set(
    _ policy: ConflictPolicy, field: String, of shape: RowShape, _ organization: OrganizationID
  ) async throws(StoreFailure) {
    let (word, integrations) =
      switch policy {
      case .order(let names): ("order", names)
      case .newest: ("newest", [])
      case .manual: ("manual", [])
      }
    try await writer.use { (database) throws(StoreFailure) in
      try database.run(
        """
        INSERT INTO conflict_policies(organization, model, field, policy, integrations) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET policy = excluded.policy, integrations = excluded.integrations
        """,
        [
          .integer(organization.number), .text(shape.model), .text(field), .text(word),
          .text(JSONList.text(of: integrations)),
        ])
    }
  }

  /// Says by hand that for this field the value of this row counts, whatever the policy.
  package func prefer(
    row: Int64, for field: String, of shape: RowShape, _ organization: OrganizationID, by person: String
  ) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in
      try database.run(
        """
        INSERT INTO conflicts(organization, model, row, field, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET decided_by = excluded.decided_by, decided_at = excluded.decided_at
        """,
        [
          .integer(organization.number), .text(shape.model), .integer(row), .text(field), .text(person),
          .text(database.now),
        ])
    }
  }

  /// A row and all that are linked to it, directly or through another; nil when there is no such row.
  package func identity(
    _ shape: RowShape, row: Int64, organization: String
  ) async throws(StoreFailure) -> LinkedRows? {
    let (rows, links, policies, decisions) = try await read { (database) throws(StoreFailure) in
      let links = try database.links(of: row, shape.model)
      var query = RowQuery(organization: organization)
      query.ids = Set(links.flatMap { [$0.first, $0.second] } + [row]).sorted()
      return (
        try database.rows(shape, query), links, try database.policies(organization, shape.model),
        try database.decisions(shape.model)
      )
    }
    guard rows.count > 0 else { return nil }
    return LinkedRows(
      rows: rows, links: links,
      disagreements: ConflictResolver(rows: rows, policies: policies, decisions: decisions).disagreements)
  }
}

extension Database {
  /// Links that hold, reached from a row step by step.
  fileprivate func links(of row: Int64, _ model: String) throws(StoreFailure) -> [IdentityLink] {
    var found: Set<IdentityLink> = []
    var reached: Set<Int64> = [row]
    var open = [row]
    while let next = open.popLast() {
      let links = try rows(
        """
        SELECT first_row, second_row, method, confidence, status FROM identity_links
        WHERE model = ?1 AND (first_row = ?2 OR second_row = ?2) AND status <> 'rejected'
        """, [.text(model), .integer(next)]
      ) {
        IdentityLink(
          first: $0.integer(0), second: $0.integer(1), method: $0.text(2), confidence: $0.real(3),
          status: $0.text(4))
      }
      found.formUnion(links)
      for other in links.flatMap({ [$0.first, $0.second] }) where reached.insert(other).inserted {
        open.append(other)
      }
    }
    return found.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  fileprivate func policies(
    _ organization: String, _ model: String
  ) throws(StoreFailure) -> [String: ConflictPolicy] {
    let found = try rows(
      """
      SELECT field, policy, integrations FROM conflict_policies
      WHERE organization = (SELECT id FROM organizations WHERE name = ?) AND model = ?
      """, [.text(organization), .text(model)]
    ) { row -> (String, ConflictPolicy) in
      switch row.text(1) {
      case "order": (row.text(0), .order(JSONList.texts(of: row.text(2))))
      case "manual": (row.text(0), .manual)
      default: (row.text(0), .newest)
      }
    }
    return Dictionary(found) { first, _ in first }
  }

  /// By field, the rows that were preferred, the latest decision last.
  fileprivate func decisions(_ model: String) throws(StoreFailure) -> [String: [Int64]] {
    let found = try rows(
      "SELECT field, row FROM conflicts WHERE model = ? ORDER BY decided_at, row", [.text(model)]
    ) { ($0.text(0), $0.integer(1)) }
    return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
  }
}
