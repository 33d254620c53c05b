internal import Cryptography
internal import Storage

/// The audit log: each row holds the hash of the one before, so that a row that was edited, moved or taken out shows.
extension Database {
  private static let beginning = [UInt8](repeating: 0, count: 32)

  /// Writes a row; within the transaction of what it tells of, so that neither is there without the other.
  func audit(
    _ action: AuditAction, _ subject: String, _ organization: Int64, details: String? = nil
  ) throws(StoreFailure) {
    let last = try row("SELECT sequence, hash FROM audit_log ORDER BY sequence DESC LIMIT 1") {
      (sequence: $0.integer(0), hash: $0.withBytes(1, Array.init))
    }
    let entry = AuditEntry(
      sequence: (last?.sequence ?? 0) + 1, organization: organization, at: now, actor: actor,
      action: action.rawValue, subject: subject, details: details)
    let previous = last?.hash ?? Self.beginning
    let statement = try statement(
      """
      INSERT INTO audit_log(sequence, organization, at, actor, action, subject, details, previous_hash, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    statement.bind(1, entry.sequence)
    statement.bind(2, organization)
    for (index, text) in [entry.at, entry.actor, entry.action, entry.subject].enumerated() {
      statement.bind(index + 3, text)
    }
    statement.bind(7, SQLValue(details))
    let hash = entry.hash(after: previous)
    try previous.withUnsafeBufferPointer { (previous) throws(StoreFailure) in
      try hash.withUnsafeBufferPointer { (hash) throws(StoreFailure) in
        guard let before = previous.baseAddress, let own = hash.baseAddress else { return }
        statement.bindKept(8, bytes: before, count: previous.count)
        statement.bindKept(9, bytes: own, count: hash.count)
        try statement.run()
      }
    }
    statement.clear()
  }

  /// Goes through the log from its first row on.
  func auditProof(head: String?) throws(StoreFailure) -> AuditProof {
    let statement = try statement(
      """
      SELECT sequence, organization, at, actor, action, subject, details, previous_hash, hash
      FROM audit_log ORDER BY sequence
      """)
    defer { statement.clear() }
    var previous = Self.beginning
    var (rows, isHeadKnown) = (0, head == nil)
    while try statement.step() {
      let entry = AuditEntry(
        sequence: statement.integer(0), organization: statement.integer(1), at: statement.text(2),
        actor: statement.text(3), action: statement.text(4), subject: statement.text(5),
        details: statement.textOrNil(6))
      rows += 1
      let hash = entry.hash(after: previous)
      guard entry.sequence == Int64(rows), statement.withBytes(7, { $0.elementsEqual(previous) }),
        statement.withBytes(8, { $0.elementsEqual(hash) })
      else { return .broken(at: entry.sequence) }
      previous = hash
      if !isHeadKnown, Hexadecimal.encode(hash) == head { isHeadKnown = true }
    }
    return isHeadKnown ? .intact(rows: rows, head: Hexadecimal.encode(previous)) : .unknownHead
  }
}

/// What the hash of a row is made over.
private struct AuditEntry {
  let sequence: Int64
  let organization: Int64
  let at: String
  let actor: String
  let action: String
  let subject: String
  let details: String?

  /// Every part stands behind its length, so that no two rows are written alike.
  func hash(after previous: [UInt8]) -> [UInt8] {
    var bytes = previous
    for part in [
      "\(sequence)", "\(organization)", at, actor, action, subject, details.map { "=\($0)" } ?? "",
    ] {
      bytes += "\(part.utf8.count):\(part)".utf8
    }
    return HashFunction.sha256.digest(bytes)
  }
}
