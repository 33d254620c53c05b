internal import Databases
internal import EDI
internal import Exchange
internal import Language
internal import Rows
internal import Storage

/// The canonical members of one integration in the store.
struct StoredMembers: MemberSource {
  let store: SQLiteStore
  let models: ModelCatalogue
  /// Whose members they are.
  let integration: IntegrationRecord

  private static let names = ["member", "coverage", "plan"]
  private static let portion = 1_000
  /// Beyond so many it is sooner done to look at everybody, and takes no memory.
  private static let mostNamed = 50_000

  /// The integration that members come from: the one that is named, or the only one that has some beside the partner's own.
  static func find(
    _ name: String?, for partner: IntegrationRecord, in store: SQLiteStore, _ models: ModelCatalogue
  ) async throws(NamedConnector.Refusal) -> StoredMembers {
    guard let member = models["member"] else {
      throw NamedConnector.Refusal(code: .usage, message: "there is no model `member`", help: nil)
    }
    var query = RowQuery(organization: partner.organizationName)
    query.includesDeleted = true
    var found: [IntegrationRecord] = []
    do {
      // Each look passes over what was found, one row at a time.
      for record in try await store.integrations(organization: partner.organizationName) {
        query.integration = record.name
        query.limit = 1
        if try await store.rows(RowShape(member), query).count > 0 { found.append(record) }
      }
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
    if let name {
      if let record = found.first(where: { $0.name == name }) {
        return StoredMembers(store: store, models: models, integration: record)
      }
      throw NamedConnector.Refusal(
        code: .nothing, message: "the store has no members of `\(Visible.word(name))`",
        help: found.isEmpty
          ? "connector sync NAME" : "there are members of \(found.map(\.name).joined(separator: ", "))")
    }
    let others = found.filter { $0.id != partner.id }
    guard let only = others.first, others.count == 1 else {
      throw NamedConnector.Refusal(
        code: others.isEmpty ? .nothing : .usage,
        message: others.isEmpty
          ? "the store has no members to tell \(partner.name) of"
          : "several integrations have members: \(others.map(\.name).joined(separator: ", "))",
        help: "--members-of NAME")
    }
    return StoredMembers(store: store, models: models, integration: only)
  }

  func position() async throws(StoreFailure) -> Int64 { try await store.lastChange() }

  func changed(after position: Int64, upTo last: Int64) async throws(StoreFailure) -> Set<String>? {
    var members: Set<String> = []
    var position = position
    while true {
      let changes = try await store.changes(
        of: integration.id, models: Self.names, after: position, upTo: last, atMost: Self.portion)
      var coverages: [Int64] = []
      for change in changes {
        switch change.model {
        case "member": members.insert(change.sourceID)
        // One that went from a member to another, or a plan, may touch anybody.
        case "coverage" where change.fields?.contains("\"member_id\"") ?? false: return nil
        case "coverage": coverages.append(change.row)
        default: return nil
        }
      }
      try await owners(of: coverages, into: &members)
      guard changes.count == Self.portion, let end = changes.last?.sequence else { return members }
      if members.count > Self.mostNamed { return nil }
      position = end
    }
  }

  /// Whose coverages these are.
  private func owners(of coverages: [Int64], into members: inout Set<String>) async throws(StoreFailure) {
    if coverages.isEmpty { return }
    try await forEachRow("coverage", coverages) { row, _ in members.insert(row.owner) }
  }

  func families() async throws -> ShelvedFamilies {
    var families = try await ShelvedFamilies()
    for model in Self.names {
      try await forEachRow(model, nil) { (row, line) throws(StoreFailure) in
        try await families.put(row, line: line)
      }
    }
    try await families.finish()
    return families
  }

  /// Hands over rows of a model as JSON, those who are gone with `"deleted":true`.
  private func forEachRow(
    _ model: String, _ ids: [Int64]?, _ body: (CanonicalRow, [UInt8]) async throws(StoreFailure) -> Void
  ) async throws(StoreFailure) {
    guard let shape = models[model].map({ RowShape($0) }) else { return }
    let live = RowJSONWriter(shape, opening: "{\"model\":\"\(model)\",")
    let gone = RowJSONWriter(shape, opening: "{\"model\":\"\(model)\",\"deleted\":true,")
    var query = RowQuery(organization: integration.organizationName)
    query.integration = integration.name
    query.includesDeleted = true
    query.ids = ids
    query.limit = Self.portion
    while true {
      let rows = try await store.rows(shape, query)
      for index in 0..<rows.count {
        var line: [UInt8] = []
        if rows.heads[index].deletedAt == nil {
          live.write(index, of: rows.rows, to: &line)
        } else {
          gone.write(index, of: rows.rows, to: &line)
        }
        let row: CanonicalRow
        do {
          row = try CanonicalRow(line: line)
        } catch {
          throw StoreFailure(.failed, "a stored row cannot be read: \(error.message)")
        }
        try await body(row, line)
      }
      guard rows.count == Self.portion, let last = rows.heads.last else { return }
      query.after = last.id
    }
  }
}
