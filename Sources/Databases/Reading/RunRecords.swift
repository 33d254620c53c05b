package import Storage

/// A run as the store remembers it.
package struct RunRecord: Sendable, Hashable {
  package let id: RunID
  package let organization: String
  package let connector: String
  package let integration: String
  package let kind: String
  package let startedAt: String
  package let finishedAt: String?
  /// Nil while it is under way, or when its process may still live, on another machine for instance.
  package let outcome: String?
  package let problem: String?
  package let counts: RowCounts
}

/// One stream of a run.
package struct StreamRecord: Sendable, Hashable {
  package let stream: String
  package fileprivate(set) var outcome: String?
  package let counts: RowCounts
  package let pages: Int
  package let requests: Int
  package let seconds: Double
  package let problems: [String]
}

/// A record that could not be mapped, as it waits in the store.
package struct QuarantineRecord: Sendable, Hashable {
  package let integration: IntegrationRecord
  package let stream: String
  package let record: QuarantinedRecord
  package let firstRun: RunID
  package let lastRun: RunID
}

/// One effective change of a row.
package struct ChangeRecord: Sendable, Hashable {
  package let sequence: Int64
  package let integration: IntegrationID
  package let run: RunID
  package let model: String
  /// The number of the row in its table.
  package let row: Int64
  package let sourceID: String
  /// `created`, `updated`, `deleted`.
  package let kind: String
  /// `sync`, `webhook`, `file`, `restored`, `absent`.
  package let cause: String
  /// `{"before": {...}, "after": {...}}` of the fields that changed; nil for creations and deletions.
  package let fields: String?
}

extension SQLiteStore {
  /// Runs of an organization, or of one of its integrations, newest first.
  package func runs(
    organization: String, integration: String? = nil, limit: Int = 20
  ) async throws(StoreFailure) -> [RunRecord] {
    try await read { (database) throws(StoreFailure) in
      try database.rows(
        RunRecord.query + " WHERE o.name = ?1 AND (i.name = ?2 OR ?2 IS NULL) ORDER BY r.id DESC LIMIT ?3",
        [.text(organization), SQLValue(integration), SQLValue(limit)]
      ) { RunRecord($0, database) }
    }
  }

  /// A run with its streams; nil when the organization has none of that number.
  package func run(
    _ id: RunID, organization: String
  ) async throws(StoreFailure) -> (run: RunRecord, streams: [StreamRecord])? {
    try await read { (database) throws(StoreFailure) in
      let run = try database.row(
        RunRecord.query + " WHERE o.name = ? AND r.id = ?", [.text(organization), .integer(id.number)]
      ) { RunRecord($0, database) }
      guard let run else { return nil }
      var streams = try database.rows(
        """
        SELECT read, filtered, created, updated, unchanged, deleted, quarantined,
          stream, outcome, pages, requests, seconds, problems
        FROM sync_streams WHERE run = ? ORDER BY stream
        """, [.integer(id.number)], read: StreamRecord.init)
      for place in streams.indices where run.outcome != nil && streams[place].outcome == nil {
        streams[place].outcome = run.outcome
      }
      return (run, streams)
    }
  }

  /// Records that could not be mapped; their raw text opened again where it was kept.
  package func quarantine(
    organization: String, after key: String? = nil, limit: Int = 100
  ) async throws(StoreFailure) -> [QuarantineRecord] {
    let records = try await read { (database) throws(StoreFailure) in
      try database.rows(
        """
        SELECT i.id, o.id, o.name, i.connector, i.name, s.stream, q.record_key, q.model, q.path, q.reason, q.place,
          coalesce(q.raw, ''), q.first_run, q.last_run
        FROM quarantine q JOIN sources s ON s.id = q.source JOIN integrations i ON i.id = s.integration
          JOIN organizations o ON o.id = i.organization
        WHERE o.name = ? AND q.record_key > ? ORDER BY q.record_key, q.id LIMIT ?
        """, [.text(organization), .text(key ?? ""), SQLValue(limit)], read: QuarantineRecord.init)
    }
    var opened: [QuarantineRecord] = []
    for record in records {
      let place = SealedPlace.quarantine(
        record.integration.organization, record.integration.id, record.record.model, key: record.record.key)
      opened.append(record.with(raw: try await openRaw(record.record.raw, place) ?? ""))
    }
    return opened
  }

  /// Why records of a run could not be mapped, in the order in which they came, without the records themselves.
  package func quarantine(
    of run: RunID, organization: String, limit: Int
  ) async throws(StoreFailure) -> [QuarantineRecord] {
    try await read { (database) throws(StoreFailure) in
      try database.rows(
        """
        SELECT i.id, o.id, o.name, i.connector, i.name, s.stream, q.record_key, q.model, q.path, q.reason, q.place,
          '', q.first_run, q.last_run
        FROM quarantine q JOIN sources s ON s.id = q.source JOIN integrations i ON i.id = s.integration
          JOIN organizations o ON o.id = i.organization
          JOIN integration_sync_log r ON r.id = ?1 AND r.integration = i.id
        WHERE o.name = ?2 AND q.first_run <= ?1 AND q.last_run >= ?1 ORDER BY q.id LIMIT ?3
        """, [.integer(run.number), .text(organization), SQLValue(limit)], read: QuarantineRecord.init)
    }
  }

  /// Changes of an organization after a sequence number, in their order.
  package func changes(
    organization: OrganizationID, after sequence: Int64 = 0, limit: Int = 1000
  ) async throws(StoreFailure) -> [ChangeRecord] {
    try await read { (database) throws(StoreFailure) in
      try database.changes(of: organization.number, after: sequence, limit: limit)
    }
  }

  func read<Result: Sendable>(
    _ body: @Sendable (Database) throws(StoreFailure) -> Result
  ) async throws(StoreFailure) -> Result {
    try await reader.use(body)
  }

  /// Sealed texts begin with `v`, which no JSON does.
  func openRaw(_ text: String?, _ place: SealedPlace) async throws(StoreFailure) -> String? {
    guard let text, text.hasPrefix("v"), let sealing = options.sealing else {
      return text?.hasPrefix("v") == true ? nil : text
    }
    return try await sealing.open(text, for: place)
  }
}

extension Database {
  func changes(
    of organization: Int64, after sequence: Int64, limit: Int
  ) throws(StoreFailure) -> [ChangeRecord] {
    try rows(
      """
      SELECT sequence, integration, run, model, row, source_id, kind, cause, fields FROM changes
      WHERE sequence > ? AND organization = ? ORDER BY sequence LIMIT ?
      """, [.integer(sequence), .integer(organization), SQLValue(limit)]
    ) {
      ChangeRecord(
        sequence: $0.integer(0), integration: IntegrationID($0.integer(1)), run: RunID($0.integer(2)),
        model: $0.text(3), row: $0.integer(4), sourceID: $0.text(5), kind: $0.text(6), cause: $0.text(7),
        fields: $0.textOrNil(8))
    }
  }
}

// MARK: From rows of the file

extension RowCounts {
  /// From the seven columns that come first.
  fileprivate init(_ row: Statement) {
    self.init()
    (read, filtered) = (Int(row.integer(0)), Int(row.integer(1)))
    (created, updated, unchanged) = (Int(row.integer(2)), Int(row.integer(3)), Int(row.integer(4)))
    (deleted, quarantined) = (Int(row.integer(5)), Int(row.integer(6)))
  }
}

extension RunRecord {
  fileprivate static let query = """
    SELECT c.read, c.filtered, c.created, c.updated, c.unchanged, c.deleted, c.quarantined,
      r.id, o.name, i.connector, i.name, r.kind, r.started_at, r.finished_at, r.outcome, r.problem,
      l.holder, l.expires_at
    FROM integration_sync_log r JOIN integrations i ON i.id = r.integration
      JOIN organizations o ON o.id = r.organization LEFT JOIN leases l ON l.run = r.id
      LEFT JOIN (SELECT run, sum(read) read, sum(filtered) filtered, sum(created) created, sum(updated) updated,
          sum(unchanged) unchanged, sum(deleted) deleted, sum(quarantined) quarantined
        FROM sync_streams GROUP BY run) c ON c.run = r.id
    """

  fileprivate init(_ row: Statement, _ database: Database) {
    // A process that is gone has not said what became of its run; the next run writes it down.
    let isUntold = row.isNull(14) && database.isOver(expiresAt: row.integer(17), holder: row.textOrNil(16))
    self.init(
      id: RunID(row.integer(7)), organization: row.text(8), connector: row.text(9), integration: row.text(10),
      kind: row.text(11), startedAt: row.text(12), finishedAt: row.textOrNil(13),
      outcome: isUntold ? "failed" : row.textOrNil(14),
      problem: isUntold ? Database.untold : row.textOrNil(15), counts: RowCounts(row))
  }
}

extension StreamRecord {
  fileprivate init(_ row: Statement) {
    self.init(
      stream: row.text(7), outcome: row.textOrNil(8), counts: RowCounts(row), pages: Int(row.integer(9)),
      requests: Int(row.integer(10)), seconds: row.real(11), problems: JSONList.texts(of: row.text(12)))
  }
}

extension QuarantineRecord {
  fileprivate init(_ row: Statement) {
    self.init(
      integration: IntegrationRecord(row), stream: row.text(5),
      record: QuarantinedRecord(
        key: row.text(6), model: row.text(7), path: row.text(8), reason: row.text(9), place: row.text(10),
        raw: row.text(11)),
      firstRun: RunID(row.integer(12)), lastRun: RunID(row.integer(13)))
  }

  fileprivate func with(raw: String) -> QuarantineRecord {
    QuarantineRecord(
      integration: integration, stream: stream,
      record: QuarantinedRecord(
        key: record.key, model: record.model, path: record.path, reason: record.reason, place: record.place,
        raw: raw), firstRun: firstRun, lastRun: lastRun)
  }
}
