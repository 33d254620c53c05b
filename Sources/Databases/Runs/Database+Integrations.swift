internal import Storage

extension Database {
  /// The integration of that name, made when there is none.
  func integration(
    organization: String, connector: String, name: String
  ) throws(StoreFailure) -> IntegrationRecord {
    if let known = try findIntegration(organization, name) {
      return try known.checked(connector)
    }
    // Whoever made it goes on to write what it is for.
    return try transaction(awaitsDisk: false) { () throws(StoreFailure) in
      // Again inside: somebody else may have made it since.
      if let known = try findIntegration(organization, name) { return try known.checked(connector) }
      try run(
        "INSERT INTO organizations(name, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [.text(organization), .text(now)])
      try run(
        """
        INSERT INTO integrations(organization, connector, name, created_at)
        SELECT id, ?, ?, ? FROM organizations WHERE name = ?
        """, [.text(connector), .text(name), .text(now), .text(organization)])
      guard let made = try findIntegration(organization, name) else {
        throw StoreFailure(.failed, "the integration \(name) was not made")
      }
      return made
    }
  }

  private func findIntegration(
    _ organization: String, _ name: String
  ) throws(StoreFailure) -> IntegrationRecord? {
    try row(
      IntegrationRecord.columns + " WHERE o.name = ? AND i.name = ?", [.text(organization), .text(name)],
      read: IntegrationRecord.init)
  }

  func organization(of integration: IntegrationID) throws(StoreFailure) -> OrganizationID {
    let number = try row(
      "SELECT organization FROM integrations WHERE id = ?", [.integer(integration.number)]
    ) { $0.integer(0) }
    guard let number else {
      throw StoreFailure(.notFound, "there is no integration \(integration.number)")
    }
    return OrganizationID(number)
  }

  func integrationName(_ integration: IntegrationID) throws(StoreFailure) -> String {
    try row("SELECT name FROM integrations WHERE id = ?", [.integer(integration.number)]) { $0.text(0) }
      ?? "\(integration.number)"
  }

  // MARK: Checkpoints, parents, memory

  func checkpoints(_ integration: IntegrationID) throws(StoreFailure) -> [Checkpoint] {
    try rows(
      "SELECT stream, slice, state FROM checkpoints WHERE integration = ? ORDER BY stream, slice",
      [.integer(integration.number)]
    ) { Checkpoint(stream: $0.text(0), slice: $0.text(1), state: $0.text(2)) }
  }

  func parents(
    _ integration: IntegrationID, stream: String, after key: String?, limit: Int
  ) throws(StoreFailure) -> [ParentRecord] {
    try rows(
      """
      SELECT record_key, json FROM parent_records
      WHERE source = (SELECT id FROM sources WHERE integration = ? AND stream = ?) AND record_key > ?
      ORDER BY record_key LIMIT ?
      """,
      [.integer(integration.number), .text(stream), .text(key ?? ""), SQLValue(limit)]
    ) { ParentRecord(key: $0.text(0), json: $0.text(1)) }
  }

  func keys(
    ofAlias alias: String, stream: String, of integration: IntegrationID
  ) throws(StoreFailure) -> [String] {
    try rows(
      """
      SELECT record_key FROM record_aliases
      WHERE source = (SELECT id FROM sources WHERE integration = ? AND stream = ?) AND alias = ?
      """, [.integer(integration.number), .text(stream), .text(alias)]
    ) { $0.text(0) }
  }

  func quarantinedKeys(
    _ integration: IntegrationID, stream: String
  ) throws(StoreFailure) -> [String] {
    // One that several models are made of waits for each of them.
    try rows(
      """
      SELECT DISTINCT record_key FROM quarantine
      WHERE source = (SELECT id FROM sources WHERE integration = ? AND stream = ?) ORDER BY record_key
      """, [.integer(integration.number), .text(stream)]
    ) { $0.text(0) }
  }

  /// The latest form of each record, and the model under which it was sealed.
  func quarantined(
    _ integration: IntegrationID, stream: String, after number: Int64, limit: Int
  ) throws(StoreFailure) -> [(WaitingRecord, model: String)] {
    try rows(
      """
      SELECT q.id, q.record_key, q.raw, q.model FROM quarantine q
      WHERE q.source = (SELECT id FROM sources WHERE integration = ? AND stream = ?)
        AND q.raw IS NOT NULL AND q.id > ? AND NOT EXISTS (
          SELECT 1 FROM quarantine later WHERE later.source = q.source AND later.record_key = q.record_key
            AND (later.last_run, later.id) > (q.last_run, q.id))
      ORDER BY q.id LIMIT ?
      """, [.integer(integration.number), .text(stream), .integer(number), SQLValue(limit)]
    ) { (WaitingRecord(number: $0.integer(0), key: $0.text(1), raw: $0.text(2)), model: $0.text(3)) }
  }
}

extension IntegrationRecord {
  static let columns = """
    SELECT i.id, o.id, o.name, i.connector, i.name
    FROM integrations i JOIN organizations o ON o.id = i.organization
    """

  init(_ row: Statement) {
    self.init(
      id: IntegrationID(row.integer(0)), organization: OrganizationID(row.integer(1)),
      organizationName: row.text(2), connector: row.text(3), name: row.text(4))
  }

  /// Refuses another connector than the one the integration was made for: its rows would mix.
  func checked(_ connector: String) throws(StoreFailure) -> IntegrationRecord {
    if self.connector == connector { return self }
    throw StoreFailure(
      .failed, "the integration \(name) of \(organizationName) belongs to the connector \(self.connector)")
  }
}
