internal import Cryptography
package import Storage

extension SQLiteStore {
  /// Writes down what happened outside the store.
  package func audit(
    _ action: AuditAction, _ integration: IntegrationRecord, details: String? = nil
  ) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in
      try database.transaction { () throws(StoreFailure) in
        try database.audit(
          action, integration.name, integration.organization.number, details: details)
      }
    }
  }

  /// The latest rows of an organization's log, oldest first; nil for every organization.
  package func auditLog(
    organization: String?, since: String? = nil, limit: Int
  ) async throws(StoreFailure) -> [AuditRecord] {
    try await read { (database) throws(StoreFailure) in
      try database.rows(
        """
        SELECT a.sequence, o.name, a.at, a.actor, a.action, a.subject, a.details, a.hash
        FROM audit_log a JOIN organizations o ON o.id = a.organization
        WHERE (?1 IS NULL OR o.name = ?1) AND (?2 IS NULL OR a.at >= ?2) ORDER BY a.sequence DESC LIMIT ?3
        """, [SQLValue(organization), SQLValue(since), SQLValue(limit)]
      ) {
        AuditRecord(
          sequence: $0.integer(0), organization: $0.text(1), at: $0.text(2), actor: $0.text(3),
          action: $0.text(4), subject: $0.text(5), details: $0.textOrNil(6),
          hash: $0.withBytes(7) { Hexadecimal.encode(Array($0)) })
      }.reversed()
    }
  }

  /// Whether the log of all organizations is what was written; `head` is the hash of a row as it was kept elsewhere.
  package func auditProof(head: String? = nil) async throws(StoreFailure) -> AuditProof {
    try await read { (database) throws(StoreFailure) in try database.auditProof(head: head) }
  }
}
