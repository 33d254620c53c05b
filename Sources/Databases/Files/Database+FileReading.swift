internal import Storage

extension Database {
  private static let fileQuery = """
    SELECT i.id, o.id, o.name, i.connector, i.name, f.id, f.direction, f.content, f.name, f.hash, f.size,
      f.archived_as, f.state, f.control_number, f.answers, f.attempts, f.problem, f.created_at, f.sent_at, f.settled_at
    FROM exchanged_files f JOIN integrations i ON i.id = f.integration
      JOIN organizations o ON o.id = f.organization
    """

  func file(_ id: Int64, organization: String? = nil) throws(StoreFailure) -> ExchangedFile? {
    try files("f.id = ?1 AND (o.name = ?2 OR ?2 IS NULL)", [.integer(id), SQLValue(organization)]).first
  }

  func files(
    organization: String, integration: String?, limit: Int
  ) throws(StoreFailure) -> [ExchangedFile] {
    try files(
      "o.name = ?1 AND (i.name = ?2 OR ?2 IS NULL) ORDER BY f.id DESC LIMIT ?3",
      [.text(organization), SQLValue(integration), SQLValue(limit)])
  }

  func files(
    _ integration: IntegrationID, in states: [ExchangedFile.State], _ direction: ExchangedFile.Direction
  ) throws(StoreFailure) -> [ExchangedFile] {
    let words = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return try files(
      "f.integration = ?1 AND f.direction = ?2 AND f.state IN (\(words)) ORDER BY f.id",
      [.integer(integration.number), .text(direction.rawValue)])
  }

  func repeatedNumbers(of file: Int64) throws(StoreFailure) -> [RepeatedNumber] {
    try rows(
      """
      SELECT own.number, min(f.id), f.name FROM received_numbers own
        JOIN received_numbers other ON other.integration = own.integration AND other.sender = own.sender
          AND other.number = own.number AND other.file < own.file
        JOIN exchanged_files f ON f.id = other.file
      WHERE own.file = ? AND f.state <> 'rejected' GROUP BY own.number ORDER BY own.number
      """, [.integer(file)]
    ) { RepeatedNumber(number: Int($0.integer(0)), file: $0.integer(1), name: $0.text(2)) }
  }

  private func files(_ condition: String, _ values: [SQLValue]) throws(StoreFailure) -> [ExchangedFile] {
    let rows = try rows("\(Self.fileQuery) WHERE \(condition)", values) { FileRow($0) }
    var files: [ExchangedFile] = []
    for row in rows { files.append(row.file(try parts(of: row.id))) }
    return files
  }

  private func parts(of file: Int64) throws(StoreFailure) -> [ExchangedFile.Part] {
    try rows(
      """
      SELECT group_number, set_number, state, reasons FROM file_parts WHERE file = ?
      ORDER BY group_number, set_number
      """, [.integer(file)]
    ) {
      ExchangedFile.Part(
        group: $0.text(0), set: $0.text(1).isEmpty ? nil : $0.text(1),
        state: ExchangedFile.State(rawValue: $0.text(2)) ?? .sent, reasons: $0.textOrNil(3))
    }
  }

  /// What files and transaction sets told that were not rejected.
  private static let word = """
    FROM file_members m JOIN exchanged_files f ON f.id = m.file
    WHERE m.integration = ?1 AND f.state <> 'rejected' AND NOT EXISTS(
      SELECT 1 FROM file_parts p WHERE p.file = m.file AND p.set_number = m.set_number AND p.state = 'rejected')
    """

  /// The latest word on each of these members.
  func told(
    _ integration: IntegrationID, of members: [String]
  ) throws(StoreFailure) -> [String: ToldMember] {
    var told: [String: ToldMember] = [:]
    for member in members {
      told[member] = try row(
        "SELECT m.digest, m.is_ended \(Self.word) AND m.member = ?2 ORDER BY m.file DESC LIMIT 1",
        [.integer(integration.number), .text(member)]
      ) { ToldMember(member: member, digest: $0.text(0), isEnded: $0.integer(1) != 0) }
    }
    return told
  }

  func activeTold(_ integration: IntegrationID) throws(StoreFailure) -> Int {
    let count = try row(
      """
      SELECT count(*) FROM (SELECT m.is_ended AS ended, max(m.file) \(Self.word) GROUP BY m.member) WHERE ended = 0
      """, [.integer(integration.number)]
    ) { $0.integer(0) }
    return Int(count ?? 0)
  }

  /// Positions are joined one after the other; what a rejected file, or a part of one, should have told is open again.
  func toldUpTo(_ integration: IntegrationID) throws(StoreFailure) -> Int64 {
    let spans = try rows(
      """
      SELECT tells_after, tells_up_to FROM exchanged_files f
      WHERE integration = ? AND tells_up_to IS NOT NULL AND state <> 'rejected' AND NOT EXISTS(
        SELECT 1 FROM file_parts p WHERE p.file = f.id AND p.state = 'rejected')
      ORDER BY id
      """, [.integer(integration.number)]
    ) { (after: $0.integer(0), upTo: $0.integer(1)) }
    return spans.reduce(0) { $1.after <= $0 ? max($0, $1.upTo) : $0 }
  }
}

/// A row of the query for files, before its parts are read.
private struct FileRow {
  let id: Int64
  let file: ([ExchangedFile.Part]) -> ExchangedFile

  init(_ row: Statement) {
    let id = row.integer(5)
    let integration = IntegrationRecord(row)
    let (name, hash, size, archive) = (row.text(8), row.text(9), Int(row.integer(10)), row.text(11))
    let direction = ExchangedFile.Direction(rawValue: row.text(6)) ?? .received
    let content = ExchangedFile.Content(rawValue: row.text(7)) ?? .enrolment
    let state = ExchangedFile.State(rawValue: row.text(12)) ?? .received
    let number = row.isNull(13) ? nil : Int(row.integer(13))
    let answers = row.isNull(14) ? nil : row.integer(14)
    let (attempts, problem) = (Int(row.integer(15)), row.textOrNil(16))
    let (created, sent, settled) = (row.text(17), row.textOrNil(18), row.textOrNil(19))
    self.id = id
    file = { parts in
      ExchangedFile(
        id: id, integration: integration, direction: direction, content: content, name: name, hash: hash,
        size: size, archivedAs: archive, state: state, controlNumber: number, parts: parts,
        answers: answers, attempts: attempts, problem: problem, createdAt: created, sentAt: sent,
        settledAt: settled)
    }
  }
}
