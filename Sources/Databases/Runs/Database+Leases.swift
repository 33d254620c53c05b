internal import Programs
internal import Storage
internal import Values

extension Database {
  /// How long a run may be silent before another one may take over: it renews four times as often.
  static let leaseSeconds: Int64 = 60

  /// Refuses a write of a run that somebody else has taken over.
  func check(_ lease: RunLease) throws(StoreFailure) {
    try requirePlace()
    let holds = try row(
      "SELECT 1 FROM leases WHERE integration = ? AND number = ? AND run = ?",
      [.integer(lease.integration.number), .integer(lease.number), .integer(lease.run.number)]
    ) { _ in true }
    if holds == nil {
      throw StoreFailure(
        .leaseLost, "run \(lease.run.number) may write no longer: another run has taken its place")
    }
  }

  func begin(_ integration: IntegrationID, _ start: RunStart) throws(StoreFailure) -> RunLease {
    // Whatever the run keeps comes to the disk after it, and so brings it there.
    try transaction(awaitsDisk: false) { () throws(StoreFailure) in
      let organization = try organization(of: integration)
      let earlier = try lease(of: integration)
      if let earlier, let run = earlier.run {
        guard isOver(expiresAt: earlier.expiresAt, holder: earlier.holder) else {
          throw StoreFailure(.alreadyRunning, "run \(run) of this integration is still under way")
        }
      }
      try endDeadRuns(of: integration)
      let kind = earlier == nil && start.kind == "incremental" ? "first" : start.kind
      try run(
        """
        INSERT INTO integration_sync_log(organization, integration, kind, streams, started_at)
        VALUES (?, ?, ?, ?, ?)
        """,
        [
          .integer(organization.number), .integer(integration.number), .text(kind),
          // Not when somebody began to wait for the file: that may lie before the end of the run that held it.
          .text(JSONList.text(of: start.streams)), .text(now),
        ])
      let lease = RunLease(
        organization: organization, integration: integration, run: RunID(lastInsertedID),
        number: (earlier?.number ?? 0) + 1)
      try run(
        """
        INSERT INTO leases(integration, organization, number, run, holder, expires_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT(integration) DO UPDATE SET
          number = excluded.number, run = excluded.run, holder = excluded.holder, expires_at = excluded.expires_at
        """,
        [
          .integer(integration.number), .integer(organization.number), .integer(lease.number),
          .integer(lease.run.number), .text(ProcessIdentity.own.text), .integer(nextExpiry),
        ])
      if start.isByHand {
        try audit(
          .syncBegun, integrationName(integration), organization.number,
          details: "run \(lease.run.number), \(kind): \(start.streams.joined(separator: ", "))")
      }
      return lease
    }
  }

  func renew(_ lease: RunLease) throws(StoreFailure) {
    try transaction { () throws(StoreFailure) in
      try check(lease)
      try writePostponed(lease)
      try run(
        "UPDATE leases SET expires_at = ? WHERE integration = ?",
        [.integer(nextExpiry), .integer(lease.integration.number)])
    }
    postponed.forget(run: lease.run.number)
  }

  func finish(_ lease: RunLease, _ end: RunEnd) throws(StoreFailure) {
    try transaction { () throws(StoreFailure) in
      try check(lease)
      try writePostponed(lease)
      for stream in end.streams { try write(stream, lease) }
      let problem = end.streams.lazy.compactMap(\.problems.first).first
      try run(
        "UPDATE integration_sync_log SET finished_at = ?, outcome = ?, problem = ? WHERE id = ?",
        [
          .text(end.finishedAt.description), .text(end.outcome.rawValue), SQLValue(problem),
          .integer(lease.run.number),
        ])
      try writeHealth(
        lease.organization, lease.integration, run: lease.run, at: end.finishedAt.description, end.outcome,
        problem)
      try run(
        "UPDATE leases SET run = NULL, holder = NULL, expires_at = NULL WHERE integration = ?",
        [.integer(lease.integration.number)])
    }
    seen.forget(run: lease.run.number)
    postponed.forget(run: lease.run.number)
  }

  // MARK: Earlier runs

  private struct Held {
    let number: Int64
    let run: Int64?
    let holder: String?
    let expiresAt: Int64
  }

  private func lease(of integration: IntegrationID) throws(StoreFailure) -> Held? {
    try row(
      "SELECT number, run, holder, expires_at FROM leases WHERE integration = ?",
      [.integer(integration.number)]
    ) {
      Held(
        number: $0.integer(0), run: $0.isNull(1) ? nil : $0.integer(1),
        holder: $0.textOrNil(2), expiresAt: $0.integer(3))
    }
  }

  /// A holder that is gone or has been silent for too long may write no longer.
  func isOver(expiresAt: Int64, holder: String?) -> Bool {
    expiresAt <= clock.now.seconds || holder.flatMap { ProcessIdentity($0) }?.isSurelyGone == true
  }

  private var nextExpiry: Int64 { clock.now.seconds + Self.leaseSeconds }

  static let untold = "the process ended before the run did"

  /// Runs without an outcome whose lease is no longer theirs ended without saying so.
  private func endDeadRuns(of integration: IntegrationID) throws(StoreFailure) {
    let dead = try rows(
      "SELECT id, organization FROM integration_sync_log WHERE integration = ? AND outcome IS NULL",
      [.integer(integration.number)]
    ) { (run: RunID($0.integer(0)), organization: OrganizationID($0.integer(1))) }
    let problem = Self.untold
    for (run, organization) in dead {
      let now = self.now
      try self.run(
        "UPDATE integration_sync_log SET finished_at = ?, outcome = 'failed', problem = ? WHERE id = ?",
        [.text(now), .text(problem), .integer(run.number)])
      try self.run(
        "UPDATE sync_streams SET outcome = 'failed' WHERE run = ? AND outcome IS NULL",
        [.integer(run.number)])
      try writeHealth(organization, integration, run: run, at: now, .failed, problem)
      seen.forget(run: run.number)
      postponed.forget(run: run.number)
    }
  }

  // MARK: Outcomes

  private func write(_ stream: StreamOutcome, _ lease: RunLease) throws(StoreFailure) {
    try run(
      """
      INSERT INTO sync_streams(
        run, stream, organization, outcome, read, filtered, created, updated, unchanged, deleted, quarantined,
        pages, requests, seconds, problems)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT(run, stream) DO UPDATE SET
        outcome = excluded.outcome, read = excluded.read, filtered = excluded.filtered,
        created = excluded.created, updated = excluded.updated, unchanged = excluded.unchanged,
        deleted = excluded.deleted, quarantined = excluded.quarantined, pages = excluded.pages,
        requests = excluded.requests, seconds = excluded.seconds, problems = excluded.problems
      """,
      [
        .integer(lease.run.number), .text(stream.stream), .integer(lease.organization.number),
        .text(stream.outcome.rawValue),
      ] + stream.counts.values + [
        SQLValue(stream.pages), SQLValue(stream.requests), .real(stream.seconds),
        .text(JSONList.text(of: stream.problems)),
      ])
  }

  private func writeHealth(
    _ organization: OrganizationID, _ integration: IntegrationID, run: RunID, at time: String,
    _ outcome: RunEnd.Outcome, _ message: String?
  ) throws(StoreFailure) {
    try self.run(
      """
      INSERT INTO integration_health_logs(organization, integration, run, at, status, message)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(organization.number), .integer(integration.number), .integer(run.number), .text(time),
        .text(outcome.rawValue), SQLValue(message),
      ])
  }
}
