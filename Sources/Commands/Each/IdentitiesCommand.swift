internal import Databases
internal import Rows
internal import Storage

/// `connector identities`: who is the same in several providers, and whose value counts.
struct IdentitiesCommand: Command {
  static let confirm = Option<String?>.text(
    "confirm", "OTHER", "Say that ID and this record are the same, however sure the link is")
  static let reject = Option<String?>.text(
    "reject", "OTHER", "Say that ID and this record are not the same; they are never linked again")
  static let prefer = Option<String?>.text(
    "prefer", "FIELD", "Say that for this field the value of ID counts, whatever the policy")
  static let policy = Option<FieldPolicy?>.single(
    "policy", "FIELD=POLICY",
    "Set whose value of a field counts: `newest`, `manual`, or `order:` and integrations; `*` is every field",
    read: FieldPolicy.init(reading:))

  let name = "identities"
  let summary = "Show who is the same in several providers, and whose values count"
  let details = """
    Records of different integrations are linked after each run by the fields that the model, or the mapping, calls their \
    identity. Nothing is merged: every record keeps its values, and where they differ the policy of the field says which one \
    counts, the one that changed last unless something else is set.

    How sure a link is: 0.95 when several fields agree, 0.8 when one does; less when another identity field says something \
    else; 0.4, a guess that counts for nothing until it is confirmed, when several records of one integration share the value. \
    A value that more than 20 records share links nobody.

    A record is named by its id, or by INTEGRATION/ID.
    """
  let examples = [
    CommandExample("connector identities", "how many links each model has"),
    CommandExample("connector identities employee", "the people that several providers know"),
    CommandExample(
      "connector identities employee bamboohr/4711", "one of them, with each field's winner and losers"),
    CommandExample("connector identities employee 4711 --reject gusto/12", "two people after all"),
    CommandExample(
      "connector identities employee --policy work_email=order:bamboohr,gusto", "whose address counts"),
  ]
  let argument: Argument? = Argument(
    "[MODEL [ID]]", .any, "A canonical model, and a record of it.", completion: .listed(.models), .none)
  let options: [any AnyOption] = [
    Self.confirm, Self.reject, Self.prefer, Self.policy, ListLimit.option, AnswerForm.option,
    RuntimeOptions.store, RuntimeOptions.organization, RuntimeOptions.integration,
  ]
  let exitCodes: [ExitCode] = [.nothing]

  func run(_ invocation: Invocation) async -> ExitCode {
    let words = invocation.arguments
    guard words.count <= 2 else {
      return invocation.fail(.usage, "`connector identities` takes a MODEL and perhaps an ID")
    }
    let needsRecord = [Self.confirm, Self.reject, Self.prefer].contains { invocation[$0] != nil }
    if (needsRecord && words.count < 2) || (invocation[Self.policy] != nil && words.isEmpty) {
      return invocation.fail(
        .usage, needsRecord ? "a decision needs a MODEL and an ID" : "a policy needs a MODEL",
        help: "connector identities employee 4711 --confirm gusto/12")
    }
    do throws(NamedConnector.Refusal) {
      let store = try await ExistingStore.open(invocation)
      guard let model = words.first else { return try await list(store, invocation) }
      let shape = try RecordsCommand.shape(named: model, invocation)
      if let policy = invocation[Self.policy] { try await set(policy, shape, store, invocation) }
      guard words.count == 2 else { return try await list(shape, store, invocation) }
      return try await show(RecordName(words[1]), shape, store, invocation)
    } catch {
      return invocation.fail(error)
    }
  }

  // MARK: Showing

  private func list(
    _ store: SQLiteStore, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> ExitCode {
    let summaries = try await asking { () async throws(StoreFailure) in
      try await store.identitySummaries(organization: invocation.organization)
    }
    if invocation.answersInJSON {
      let objects = summaries.map {
        "{\"model\":\"\($0.model)\",\"links\":\($0.links),\"confirmed\":\($0.confirmed),"
          + "\"rejected\":\($0.rejected),\"guesses\":\($0.guesses)}"
      }
      invocation.print("[" + objects.joined(separator: ",\n ") + "]")
    }
    guard !summaries.isEmpty else {
      return invocation.fail(
        .nothing, "no record is linked with one of another integration",
        help: "records are linked after each run, once two integrations have the same model")
    }
    guard !invocation.answersInJSON else { return .success }
    let rows = summaries.map {
      [Visible.word($0.model), "\($0.links)", "\($0.guesses)", "\($0.confirmed)", "\($0.rejected)"]
    }
    invocation.write(
      TextTable(["model", "links", "guesses", "confirmed", "rejected"], rows).text(
        Emphasis(invocation.outputStyle).strong))
    return .success
  }

  private static let portion = 200

  private func list(
    _ shape: RowShape, _ store: SQLiteStore, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> ExitCode {
    let isText = !invocation.answersInJSON
    let limit = ListLimit.most(invocation, inTable: isText)
    var shown: [[String]] = []
    var count = 0
    var next: Int64? = 0
    var isMore = false
    while let after = next, !isMore {
      let found = try await asking { () async throws(StoreFailure) in
        try await store.identities(
          shape, organization: invocation.organization, after: after, limit: Self.portion)
      }
      next = found.next
      for group in found.groups.map(IdentityText.init) {
        if count == limit {
          isMore = true
          break
        }
        count += 1
        if isText { shown.append(group.cells) } else { invocation.print(group.json) }
      }
    }
    // A policy that was set is an answer, also where nobody is linked yet.
    if count == 0, invocation[Self.policy] != nil { return .success }
    guard count > 0 else {
      return invocation.fail(
        .nothing, "no \(shape.title.lowercased()) is linked with one of another integration")
    }
    if isText {
      invocation.write(TextTable(IdentityText.heads, shown).text(Emphasis(invocation.outputStyle).strong))
    }
    invocation.remark("\(count) linked" + (isMore ? "; there are more, `--limit 0` shows all" : ""))
    return .success
  }

  private func show(
    _ name: RecordName, _ shape: RowShape, _ store: SQLiteStore, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> ExitCode {
    let row = try await name.row(of: shape, in: store, invocation)
    try await decide(row, shape, store, invocation)
    let linked = try await asking { () async throws(StoreFailure) in
      try await store.identity(shape, row: row, organization: invocation.organization)
    }
    guard let linked else { return invocation.fail(.nothing, "the record is gone") }
    let text = IdentityText(linked)
    if invocation.answersInJSON {
      invocation.print(text.json)
    } else {
      invocation.write(text.page(invocation.outputStyle))
    }
    return .success
  }

  // MARK: Deciding

  private func decide(
    _ row: Int64, _ shape: RowShape, _ store: SQLiteStore, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) {
    for (option, isSame) in [(Self.confirm, true), (Self.reject, false)] {
      guard let text = invocation[option] else { continue }
      let other = try await RecordName(text).row(of: shape, in: store, invocation)
      guard row != other else {
        throw NamedConnector.Refusal(code: .usage, message: "a record is the same as itself", help: nil)
      }
      try await asking { () async throws(StoreFailure) in
        try await store.decide(
          row, other, of: shape, isSame: isSame, organization: invocation.organization)
      }
    }
    guard let field = invocation[Self.prefer] else { return }
    try Self.check(field, shape)
    try await asking { () async throws(StoreFailure) in
      try await store.prefer(
        row: row, for: field, of: shape, organization: invocation.organization,
        by: ActingPerson.name(invocation.console.environment))
    }
  }

  private func set(
    _ policy: FieldPolicy, _ shape: RowShape, _ store: SQLiteStore, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) {
    if policy.field != "*" { try Self.check(policy.field, shape) }
    try await asking { () async throws(StoreFailure) in
      try await store.set(
        policy.policy, field: policy.field, of: shape, organization: invocation.organization)
    }
  }

  private static func check(_ column: String, _ shape: RowShape) throws(NamedConnector.Refusal) {
    guard !shape.columns.contains(where: { $0.name == column }) else { return }
    throw NamedConnector.Refusal(
      code: .usage, message: "the model `\(shape.model)` has no column `\(Visible.word(column))`",
      help: "connector explain \(shape.model)")
  }

  private func asking<Result>(
    _ body: () async throws(StoreFailure) -> Result
  ) async throws(NamedConnector.Refusal) -> Result {
    do throws(StoreFailure) {
      return try await body()
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
  }
}

/// `work_email=newest`.
struct FieldPolicy: Sendable {
  let field: String
  let policy: ConflictPolicy

  init(reading text: String) throws(ValueProblem) {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let policy = ConflictPolicy(String(parts[1])) else {
      throw ValueProblem("expected FIELD=newest, FIELD=manual or FIELD=order:INTEGRATION,INTEGRATION")
    }
    field = String(parts[0])
    self.policy = policy
  }
}
