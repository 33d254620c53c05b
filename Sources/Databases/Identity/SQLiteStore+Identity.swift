package import Rows
package import Storage

/// Two rows of different integrations that show the same thing, as far as their values tell.
package struct IdentityLink: Sendable, Hashable {
  package let first: Int64
  package let second: Int64
  /// The canonical fields that agree, `work_email+employee_number`.
  package let method: String
  /// 0.8 when one field agrees, 0.95 when several do; 0.6 and 0.8 when another identity field says something else; 0.4 when
  /// several rows of one integration share the value.
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
    /// Somebody said by hand whose value counts.
    package let isDecided: Bool
    /// The position of the row in `rows` whose value counts.
    package let winner: Int
    /// The positions of rows with another value, which stays where it is.
    package let losers: [Int]
  }

  package let rows: StoredRows
  /// Over which they belong together.
  package let links: [IdentityLink]
  /// Links that are too weak to bring anybody's values together, with the rows they lead to.
  package let guesses: [IdentityLink]
  package let guessed: StoredRows
  /// Every column that one of the rows has a value for.
  package let columns: [Resolution]

  /// Only columns in which the rows disagree.
  package var disagreements: [Resolution] { columns.filter { !$0.losers.isEmpty } }
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
  /// Follows the change feed and links rows of the models with those of other integrations.
  func linkIdentities(
    _ organization: OrganizationID, _ integration: IntegrationID, _ keys: [IdentityKeys]
  ) async throws(StoreFailure) {
    let shapes = Dictionary(keys.map { ($0.shape.model, $0.shape) }) { first, _ in first }
    for (_, shape) in shapes.sorted(by: { $0.key < $1.key }) {
      let own = keys.filter { $0.shape.model == shape.model }
      var isMore = try await writer.use { (database) throws(StoreFailure) in
        try database.prepareLinks(of: shape, organization, integration, own)
      }
      while isMore {
        isMore = try await writer.use { (database) throws(StoreFailure) in
          try IdentityLinking(database: database, shape: shape, organization: organization.number).step()
        }
      }
    }
  }

  /// Says by hand whether two rows are the same, linked so far or not; what is said stays.
  package func decide(
    _ row: Int64, _ other: Int64, of shape: RowShape, isSame: Bool, organization: String
  ) async throws(StoreFailure) {
    try await deciding(
      .identityDecided, organization, "\(shape.model) \(row) and \(other)",
      isSame ? "the same" : "not the same"
    ) { (database) throws(StoreFailure) in
      try database.run(
        """
        INSERT INTO identity_links(organization, model, first_row, second_row, method, confidence, status, made_at)
        SELECT id, ?2, ?3, ?4, 'decided', 1, ?5, ?6 FROM organizations WHERE name = ?1
        ON CONFLICT DO UPDATE SET status = excluded.status
        """,
        [
          .text(organization), .text(shape.model), .integer(min(row, other)), .integer(max(row, other)),
          .text(isSame ? "confirmed" : "rejected"), .text(database.now),
        ])
    }
  }

  /// Sets whose value of a column counts; `*` stands for all columns without a policy of their own.
  package func set(
    _ policy: ConflictPolicy, field: String, of shape: RowShape, organization: String
  ) async throws(StoreFailure) {
    let (word, integrations) =
      switch policy {
      case .order(let names): ("order", names)
      case .newest: ("newest", [])
      case .manual: ("manual", [])
      }
    try await deciding(
      .conflictDecided, organization, "\(shape.model) \(field)",
      ([word] + integrations).joined(separator: " ")
    ) { (database) throws(StoreFailure) in
      try database.run(
        """
        INSERT INTO conflict_policies(organization, model, field, policy, integrations)
        SELECT id, ?2, ?3, ?4, ?5 FROM organizations WHERE name = ?1
        ON CONFLICT DO UPDATE SET policy = excluded.policy, integrations = excluded.integrations
        """,
        [
          .text(organization), .text(shape.model), .text(field), .text(word),
          .text(JSONList.text(of: integrations)),
        ])
    }
  }

  /// Says by hand that for this column the value of this row counts, whatever the policy.
  package func prefer(
    row: Int64, for field: String, of shape: RowShape, organization: String, by person: String
  ) async throws(StoreFailure) {
    try await deciding(
      .conflictDecided, organization, "\(shape.model) \(field)", "row \(row) preferred"
    ) { (database) throws(StoreFailure) in
      try database.run(
        """
        INSERT INTO conflicts(organization, model, row, field, decided_by, decided_at)
        SELECT id, ?2, ?3, ?4, ?5, ?6 FROM organizations WHERE name = ?1
        ON CONFLICT DO UPDATE SET decided_by = excluded.decided_by, decided_at = excluded.decided_at
        """,
        [
          .text(organization), .text(shape.model), .integer(row), .text(field), .text(person),
          .text(database.now),
        ])
    }
  }

  /// A decision and what is written down of it.
  private func deciding(
    _ action: AuditAction, _ organization: String, _ subject: String, _ details: String,
    _ body: @Sendable (Database) throws(StoreFailure) -> Void
  ) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in
      try database.transaction { () throws(StoreFailure) in
        let number = try database.row("SELECT id FROM organizations WHERE name = ?", [.text(organization)]) {
          $0.integer(0)
        }
        guard let number else { throw StoreFailure(.notFound, "there is no organization \(organization)") }
        try body(database)
        try database.audit(action, subject, number, details: details)
      }
    }
  }
}

extension Database {
  /// Writes down by which fields rows of the sources are recognised; false where there is nobody to be the same as.
  fileprivate func prepareLinks(
    of shape: RowShape, _ organization: OrganizationID, _ integration: IntegrationID, _ keys: [IdentityKeys]
  ) throws(StoreFailure) -> Bool {
    try transaction(awaitsDisk: false) { () throws(StoreFailure) in
      let fallback = JSONList.text(of: shape.identity)
      for key in keys {
        try run(
          """
          UPDATE source_models SET identity = ?1 WHERE model = ?2 AND coalesce(identity, ?3) <> ?1
            AND source = (SELECT id FROM sources WHERE integration = ?4 AND stream = ?5)
          """,
          [
            .text(JSONList.text(of: key.fields)), .text(shape.model), .text(fallback),
            .integer(integration.number), .text(key.stream),
          ])
        guard changeCount > 0 else { continue }
        // Rows that were linked by other fields are linked anew, from the first on.
        try run(
          "DELETE FROM identity_positions WHERE organization = ? AND model = ?",
          [.integer(organization.number), .text(shape.model)])
      }
      // With one integration the feed waits until there is another.
      let integrations = try row(
        """
        SELECT count(DISTINCT s.integration) FROM source_models m JOIN sources s ON s.id = m.source
        WHERE m.organization = ? AND m.model = ? AND m.identity IS NOT '[]'
        """, [.integer(organization.number), .text(shape.model)]
      ) { $0.integer(0) }
      return (integrations ?? 0) > 1
    }
  }
}
