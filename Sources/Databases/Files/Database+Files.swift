internal import Storage

extension Database {
  /// Given inside a transaction that is on the disk before anybody sees the number.
  func nextNumber(
    _ integration: IntegrationID, series: String, atLeast first: Int, count: Int
  ) throws(StoreFailure) -> Int {
    try transaction { () throws(StoreFailure) in
      let organization = try organization(of: integration)
      let number = try row(
        """
        INSERT INTO file_numbers(organization, series, last) VALUES (?1, ?2, ?3 + ?4 - 1)
        ON CONFLICT(organization, series) DO UPDATE SET last = max(last + 1, ?3) + ?4 - 1 RETURNING last - ?4 + 1
        """, [.integer(organization.number), .text(series), SQLValue(first), SQLValue(count)]
      ) { $0.integer(0) }
      guard let number else { throw StoreFailure(.failed, "no number was given for a file") }
      return Int(number)
    }
  }

  func prepare(
    _ file: NewFile, telling members: some ToldMembers, lease: RunLease
  ) throws(StoreFailure) -> Int64 {
    try transaction { () throws(StoreFailure) in
      try check(lease)
      let id = try insert(file, .sent, .prepared)
      try members.forEach { (member) throws(StoreFailure) in
        try run(
          """
          INSERT INTO file_members(integration, member, file, organization, digest, is_ended, set_number)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
          [
            .integer(file.integration.number), .text(member.member), .integer(id),
            .integer(lease.organization.number), .text(member.digest), .integer(member.isEnded ? 1 : 0),
            .text(member.set ?? ""),
          ])
      }
      return id
    }
  }

  func beginSending(_ id: Int64) throws(StoreFailure) -> ExchangedFile {
    try transaction { () throws(StoreFailure) in
      try run("UPDATE exchanged_files SET attempts = attempts + 1 WHERE id = ?", [.integer(id)])
      guard let file = try file(id) else { throw StoreFailure(.notFound, "there is no file \(id)") }
      return file
    }
  }

  func markUnsent(_ id: Int64, problem: String, mayHaveArrived: Bool) throws(StoreFailure) {
    try transaction { () throws(StoreFailure) in
      try run(
        """
        UPDATE exchanged_files SET problem = ?2, attempts = attempts - ?3 WHERE id = ?1 AND state IN ('prepared', 'sent')
        """, [.integer(id), .text(problem), .integer(mayHaveArrived ? 0 : 1)])
    }
  }

  /// An answer that was faster than we could note stays.
  func markSent(_ id: Int64) throws(StoreFailure) {
    try transaction { () throws(StoreFailure) in
      try run(
        """
        UPDATE exchanged_files SET sent_at = ?2, problem = CASE WHEN state IN ('prepared', 'sent') THEN NULL ELSE problem END,
          state = CASE state WHEN 'prepared' THEN 'sent' ELSE state END
        WHERE id = ?1
        """, [.integer(id), .text(now)])
    }
  }

  func receive(
    _ file: NewFile, countsAgain: Bool
  ) throws(StoreFailure) -> (file: ExchangedFile, isNew: Bool) {
    try transaction { () throws(StoreFailure) in
      let known = try row(
        "SELECT id FROM exchanged_files WHERE integration = ? AND hash = ? AND direction = 'received'",
        [.integer(file.integration.number), .text(file.hash)]
      ) { $0.integer(0) }
      let id: Int64
      if let known {
        id = known
        let change = "attempts = attempts + 1 WHERE id = ? AND state <> 'received'"
        if countsAgain { try run("UPDATE exchanged_files SET \(change)", [.integer(id)]) }
      } else {
        id = try insert(file, .received, .received)
        try note(file.numbers, of: id, file.integration)
      }
      guard let noted = try self.file(id) else { throw StoreFailure(.failed, "a file was not noted") }
      return (noted, known == nil)
    }
  }

  private func note(
    _ numbers: [SenderNumber], of file: Int64, _ integration: IntegrationID
  ) throws(StoreFailure) {
    let organization = try organization(of: integration)
    for number in numbers {
      try run(
        """
        INSERT OR IGNORE INTO received_numbers(integration, sender, number, file, organization)
        VALUES (?, ?, ?, ?, ?)
        """,
        [
          .integer(integration.number), .text(number.sender), SQLValue(number.number), .integer(file),
          .integer(organization.number),
        ])
    }
  }

  func settle(
    _ id: Int64, _ state: ExchangedFile.State, problem: String?, answer: NewFile?
  ) throws(StoreFailure) {
    try transaction { () throws(StoreFailure) in
      try close(id, state, problem: problem)
      if let answer { _ = try insert(answer, .sent, .prepared) }
    }
  }

  func settle(_ answers: [FileAnswer], of answer: Int64?) throws(StoreFailure) {
    try transaction { () throws(StoreFailure) in
      for answer in answers { try apply(answer) }
      if let answer { try close(answer, .processed, problem: nil) }
    }
  }

  /// The first complete answer counts: what a partner says of a file later changes nothing that was built on it.
  private func apply(_ answer: FileAnswer) throws(StoreFailure) {
    let id = SQLValue.integer(answer.file)
    let isOpen = try row(
      "SELECT 1 FROM exchanged_files WHERE id = ? AND state IN ('prepared', 'sent')", [id]
    ) { _ in true }
    guard isOpen != nil else { return }
    for part in answer.parts {
      try run(
        "UPDATE file_parts SET state = ?, reasons = ? WHERE file = ? AND group_number = ? AND set_number = ?",
        [.text(part.state.rawValue), SQLValue(part.reasons), id, .text(part.group), .text(part.set ?? "")])
    }
    guard answer.state != .sent else { return }
    try close(answer.file, answer.state, problem: answer.problem)
    if answer.state.holds { try forgetEarlier(than: answer.file) }
  }

  private func close(
    _ id: Int64, _ state: ExchangedFile.State, problem: String?
  ) throws(StoreFailure) {
    try run(
      "UPDATE exchanged_files SET state = ?, problem = ?, settled_at = ? WHERE id = ?",
      [.text(state.rawValue), SQLValue(problem), .text(now), .integer(id)])
  }

  /// What was told of a member before something newer that the partner took is of no more use.
  private func forgetEarlier(than id: Int64) throws(StoreFailure) {
    try run(
      """
      DELETE FROM file_members WHERE integration = (SELECT integration FROM exchanged_files WHERE id = ?1)
        AND file < ?1 AND member IN (
          SELECT m.member FROM file_members m WHERE m.file = ?1 AND NOT EXISTS(
            SELECT 1 FROM file_parts p WHERE p.file = ?1 AND p.set_number = m.set_number AND p.state = 'rejected'))
      """, [.integer(id)])
  }

  private func insert(
    _ file: NewFile, _ direction: ExchangedFile.Direction, _ state: ExchangedFile.State
  ) throws(StoreFailure) -> Int64 {
    let organization = try organization(of: file.integration)
    try run(
      """
      INSERT INTO exchanged_files(organization, integration, direction, content, name, hash, size, archived_as, state,
        control_number, answers, tells_after, tells_up_to, created_at, attempts)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(organization.number), .integer(file.integration.number), .text(direction.rawValue),
        .text(file.content.rawValue), .text(file.name), .text(file.hash), SQLValue(file.size),
        .text(file.archivedAs), .text(state.rawValue), SQLValue(file.controlNumber.map { Int64($0) }),
        SQLValue(file.answers), SQLValue(file.tells?.after), SQLValue(file.tells?.upTo), .text(now),
        .integer(direction == .received ? 1 : 0),
      ])
    let id = lastInsertedID
    for part in file.parts {
      try run(
        """
        INSERT INTO file_parts(file, group_number, set_number, organization, state, reasons)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          .integer(id), .text(part.group), .text(part.set ?? ""), .integer(organization.number),
          .text(part.state.rawValue), SQLValue(part.reasons),
        ])
    }
    return id
  }
}
