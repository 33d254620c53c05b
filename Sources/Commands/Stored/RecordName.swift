internal import Databases
internal import Rows
internal import Storage

/// A stored record as people name it: its source id, or `INTEGRATION/ID` where several have that id.
struct RecordName {
  let text: String

  init(_ text: String) { self.text = text }

  /// What names a row so that nobody else is meant.
  static func of(_ index: Int, in rows: StoredRows) -> String {
    "\(rows.heads[index].integration.name)/\(rows.rows.text(rows.rows.heads[index].sourceID))"
  }

  /// The number of the one row that is meant.
  func row(
    of shape: RowShape, in store: SQLiteStore, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> Int64 {
    var rows = try await find(text, nil, shape, store, invocation)
    if rows.count == 0, let sign = text.firstIndex(of: "/") {
      rows = try await find(
        String(text[text.index(after: sign)...]), String(text[..<sign]), shape, store, invocation)
    }
    guard rows.count < 2 else {
      let names = (0..<rows.count).map { Visible.word(Self.of($0, in: rows)) }
      throw NamedConnector.Refusal(
        code: .usage,
        message: "several integrations have a \(shape.title.lowercased()) `\(Visible.word(text))`",
        help: "say which: \(Sentence.alternatives(names))")
    }
    guard let head = rows.heads.first else {
      throw NamedConnector.Refusal(
        code: .nothing,
        message: "the store has no record of `\(shape.model)` with the id `\(Visible.word(text))`",
        help: "`connector records \(shape.model)` lists those there are")
    }
    return head.id
  }

  private func find(
    _ id: String, _ integration: String?, _ shape: RowShape, _ store: SQLiteStore, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> StoredRows {
    var query = RowQuery(organization: invocation.organization)
    query.integration = integration ?? invocation[RuntimeOptions.integration]
    query.sourceID = id
    do {
      return try await store.rows(shape, query)
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
  }
}
