package import Rows
package import Storage

extension SQLiteStore {
  /// A row and all that are linked to it, directly or through another; nil when there is no such row.
  package func identity(
    _ shape: RowShape, row: Int64, organization: String
  ) async throws(StoreFailure) -> LinkedRows? {
    try await read { (database) throws(StoreFailure) in
      try database.linkedRows(shape, row: row, organization)
    }
  }

  /// Rows that are linked, each with those it is linked to, in the order of the lowest row number of each.
  ///
  /// `next` is where to go on; nil when there are no more.
  package func identities(
    _ shape: RowShape, organization: String, after row: Int64 = 0, limit: Int = 100
  ) async throws(StoreFailure) -> (groups: [LinkedRows], next: Int64?) {
    try await read { (database) throws(StoreFailure) in
      let candidates = try database.rows(
        """
        SELECT DISTINCT first_row FROM identity_links
        WHERE model = ? AND organization = (SELECT id FROM organizations WHERE name = ?) AND first_row > ?
          AND \(IdentityLink.holds) ORDER BY first_row LIMIT ?
        """, [.text(shape.model), .text(organization), .integer(row), SQLValue(limit)]
      ) { $0.integer(0) }
      var groups: [LinkedRows] = []
      for candidate in candidates {
        guard let group = try database.linkedRows(shape, row: candidate, organization),
          group.rows.heads.map(\.id).min() == candidate
        else { continue }
        groups.append(group)
      }
      return (groups, candidates.count == limit ? candidates.last : nil)
    }
  }

  /// How many links each model of an organization has.
  package func identitySummaries(organization: String) async throws(StoreFailure) -> [IdentitySummary] {
    try await read { (database) throws(StoreFailure) in
      try database.rows(
        """
        SELECT model, count(*), sum(status = 'confirmed'), sum(status = 'rejected'),
          sum(status = 'found' AND NOT \(IdentityLink.holds))
        FROM identity_links WHERE organization = (SELECT id FROM organizations WHERE name = ?)
        GROUP BY model ORDER BY model
        """, [.text(organization)]
      ) {
        IdentitySummary(
          model: $0.text(0), links: Int($0.integer(1)), confirmed: Int($0.integer(2)),
          rejected: Int($0.integer(3)), guesses: Int($0.integer(4)))
      }
    }
  }
}

/// The links of one model.
package struct IdentitySummary: Sendable, Hashable {
  package let model: String
  package let links: Int
  package let confirmed: Int
  package let rejected: Int
  /// Links that are too weak to bring values of two rows together.
  package let guesses: Int
}

extension IdentityLink {
  /// Links over which rows belong together: a guess does not, until somebody confirms it.
  fileprivate static let holds = "(status = 'confirmed' OR status = 'found' AND confidence >= 0.5)"

  fileprivate static func sorted(_ links: Set<IdentityLink>) -> [IdentityLink] {
    links.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }
}

extension Database {
  fileprivate func linkedRows(
    _ shape: RowShape, row: Int64, _ organization: String
  ) throws(StoreFailure) -> LinkedRows? {
    let links = try links(of: row, shape.model)
    let ids = Set(links.flatMap { [$0.first, $0.second] } + [row])
    let rows = try self.rows(shape, numbered: ids, organization)
    guard rows.count > 0 else { return nil }
    var guesses: Set<IdentityLink> = []
    for id in ids {
      guesses.formUnion(try self.links(at: id, shape.model, "NOT \(IdentityLink.holds) AND status = 'found'"))
    }
    let others = Set(guesses.flatMap { [$0.first, $0.second] }).subtracting(ids)
    let resolver = ConflictResolver(
      rows: rows, policies: try policies(organization, shape.model),
      decisions: try decisions(shape.model, ids))
    return LinkedRows(
      rows: rows, links: links,
      guesses: IdentityLink.sorted(guesses),
      guessed: try self.rows(shape, numbered: others, organization), columns: resolver.columns)
  }

  private func rows(
    _ shape: RowShape, numbered ids: Set<Int64>, _ organization: String
  ) throws(StoreFailure) -> StoredRows {
    var query = RowQuery(organization: organization)
    query.ids = ids.sorted()
    return try rows(shape, query)
  }

  /// Links that hold, reached from a row step by step.
  private func links(of row: Int64, _ model: String) throws(StoreFailure) -> [IdentityLink] {
    var found: Set<IdentityLink> = []
    var reached: Set<Int64> = [row]
    var open = [row]
    while let next = open.popLast() {
      let links = try links(at: next, model, IdentityLink.holds)
      found.formUnion(links)
      for other in links.flatMap({ [$0.first, $0.second] }) where reached.insert(other).inserted {
        open.append(other)
      }
    }
    return IdentityLink.sorted(found)
  }

  private func links(
    at row: Int64, _ model: String, _ condition: String
  ) throws(StoreFailure) -> [IdentityLink] {
    let links = "SELECT first_row, second_row, method, confidence, status FROM identity_links"
    return try rows(
      """
      \(links) WHERE model = ?1 AND first_row = ?2 AND \(condition)
      UNION ALL \(links) \(IdentityLinking.bySecond) WHERE model = ?1 AND second_row = ?2 AND \(condition)
      """, [.text(model), .integer(row)]
    ) {
      IdentityLink(
        first: $0.integer(0), second: $0.integer(1), method: $0.text(2), confidence: $0.real(3),
        status: $0.text(4))
    }
  }

  private func policies(
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

  /// By field, which of the rows were preferred, the latest decision last.
  private func decisions(_ model: String, _ ids: Set<Int64>) throws(StoreFailure) -> [String: [Int64]] {
    var found: [(field: String, row: Int64, at: String)] = []
    for id in ids.sorted() {
      found += try rows(
        "SELECT field, row, decided_at FROM conflicts WHERE model = ? AND row = ?",
        [.text(model), .integer(id)]
      ) { ($0.text(0), $0.integer(1), $0.text(2)) }
    }
    let ordered = found.sorted { ($0.at, $0.row) < ($1.at, $1.row) }
    return Dictionary(grouping: ordered, by: \.field).mapValues { $0.map(\.row) }
  }
}
