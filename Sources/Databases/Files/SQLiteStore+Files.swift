package import Storage

extension SQLiteStore: FileLedger {
  package func nextNumber(
    _ integration: IntegrationID, series: String, atLeast first: Int, count: Int
  ) async throws(StoreFailure) -> Int {
    try await writer.use { (database) throws(StoreFailure) in
      try database.nextNumber(integration, series: series, atLeast: first, count: count)
    }
  }

  package func prepare(
    _ file: NewFile, telling members: some ToldMembers, lease: RunLease
  ) async throws(StoreFailure) -> Int64 {
    try await writer.use { (database) throws(StoreFailure) in
      try database.prepare(file, telling: members, lease: lease)
    }
  }

  package func beginSending(_ file: Int64) async throws(StoreFailure) -> ExchangedFile {
    try await writer.use { (database) throws(StoreFailure) in try database.beginSending(file) }
  }

  package func markUnsent(
    _ file: Int64, problem: String, mayHaveArrived: Bool
  ) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in
      try database.markUnsent(file, problem: problem, mayHaveArrived: mayHaveArrived)
    }
  }

  package func markSent(_ file: Int64) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in try database.markSent(file) }
  }

  package func receive(
    _ file: NewFile, countsAgain: Bool = true
  ) async throws(StoreFailure) -> (file: ExchangedFile, isNew: Bool) {
    try await writer.use { (database) throws(StoreFailure) in
      try database.receive(file, countsAgain: countsAgain)
    }
  }

  package func repeatedNumbers(of file: Int64) async throws(StoreFailure) -> [RepeatedNumber] {
    try await read { (database) throws(StoreFailure) in try database.repeatedNumbers(of: file) }
  }

  package func settle(
    _ file: Int64, _ state: ExchangedFile.State, problem: String?, answer: NewFile?
  ) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in
      try database.settle(file, state, problem: problem, answer: answer)
    }
  }

  package func settle(_ answers: [FileAnswer], of answer: Int64?) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in try database.settle(answers, of: answer) }
  }

  package func files(
    organization: String, integration: String? = nil, limit: Int = 50
  ) async throws(StoreFailure) -> [ExchangedFile] {
    try await read { (database) throws(StoreFailure) in
      try database.files(organization: organization, integration: integration, limit: limit)
    }
  }

  package func file(_ id: Int64, organization: String) async throws(StoreFailure) -> ExchangedFile? {
    try await read { (database) throws(StoreFailure) in try database.file(id, organization: organization) }
  }

  package func files(
    _ integration: IntegrationID, in states: [ExchangedFile.State], _ direction: ExchangedFile.Direction
  ) async throws(StoreFailure) -> [ExchangedFile] {
    try await read { (database) throws(StoreFailure) in
      try database.files(integration, in: states, direction)
    }
  }

  package func told(
    _ integration: IntegrationID, of members: [String]
  ) async throws(StoreFailure) -> [String: ToldMember] {
    try await read { (database) throws(StoreFailure) in try database.told(integration, of: members) }
  }

  package func activeTold(_ integration: IntegrationID) async throws(StoreFailure) -> Int {
    try await read { (database) throws(StoreFailure) in try database.activeTold(integration) }
  }

  package func toldUpTo(_ integration: IntegrationID) async throws(StoreFailure) -> Int64 {
    try await read { (database) throws(StoreFailure) in try database.toldUpTo(integration) }
  }

  /// The position of the change feed up to which everything is told that happened until now.
  package func lastChange() async throws(StoreFailure) -> Int64 {
    try await read { (database) throws(StoreFailure) in
      try database.row("SELECT coalesce(max(sequence), 0) FROM changes") { $0.integer(0) } ?? 0
    }
  }

  /// What changed in rows of an integration after one position of the feed and up to another, in its order, so many at most.
  package func changes(
    of integration: IntegrationID, models: [String], after sequence: Int64, upTo last: Int64,
    atMost limit: Int
  ) async throws(StoreFailure) -> [ChangeRecord] {
    try await read { (database) throws(StoreFailure) in
      try database.changes(of: integration, models: models, after: sequence, upTo: last, atMost: limit)
    }
  }
}

extension Database {
  fileprivate func changes(
    of integration: IntegrationID, models: [String], after sequence: Int64, upTo last: Int64,
    atMost limit: Int
  ) throws(StoreFailure) -> [ChangeRecord] {
    let marks = models.indices.map { "?\($0 + 5)" }.joined(separator: ", ")
    return try rows(
      """
      SELECT sequence, integration, run, model, row, source_id, kind, cause, fields FROM changes
      WHERE sequence > ?1 AND sequence <= ?2 AND integration = ?3 AND model IN (\(marks)) ORDER BY sequence LIMIT ?4
      """,
      [.integer(sequence), .integer(last), .integer(integration.number), SQLValue(limit)]
        + models.map(SQLValue.text)
    ) {
      ChangeRecord(
        sequence: $0.integer(0), integration: IntegrationID($0.integer(1)), run: RunID($0.integer(2)),
        model: $0.text(3), row: $0.integer(4), sourceID: $0.text(5), kind: $0.text(6), cause: $0.text(7),
        fields: $0.textOrNil(8))
    }
  }
}

extension SQLiteStore {
  /// The names of those who have integrations here.
  package func organizations() async throws(StoreFailure) -> [String] {
    try await read { (database) throws(StoreFailure) in
      try database.rows("SELECT name FROM organizations ORDER BY name") { $0.text(0) }
    }
  }

  /// What organizations are called.
  package func organizationNames() async throws(StoreFailure) -> [OrganizationID: String] {
    let named = try await read { (database) throws(StoreFailure) in
      try database.rows("SELECT id, name FROM organizations") { (OrganizationID($0.integer(0)), $0.text(1)) }
    }
    return Dictionary(named) { $1 }
  }

  /// The integrations of an organization by name.
  package func integrations(organization: String) async throws(StoreFailure) -> [IntegrationRecord] {
    try await read { (database) throws(StoreFailure) in
      try database.rows(
        IntegrationRecord.columns + " WHERE o.name = ? ORDER BY i.name", [.text(organization)],
        read: IntegrationRecord.init)
    }
  }
}
