package import HTTP
package import Interpreter
package import Language
internal import Mapping
package import Programs
package import Values

/// With what a connector is played outside of a case.
package struct RehearsalTerms: Sendable {
  /// As an organization supplies them; nothing in them is real.
  package var settings: [String: String]
  package var account: [String: Value]
  package var now: Instant
  package var pageSize: Int?

  package init(
    settings: [String: String], account: [String: Value], now: Instant, pageSize: Int? = nil
  ) {
    self.settings = settings
    self.account = account
    self.now = now
    self.pageSize = pageSize
  }

  func setting(_ recording: Recording?) -> Stage.Setting {
    Stage.Setting(settings: settings, account: account, now: now, recording: recording)
  }
}

extension RehearsedConnector {
  /// A session of a connected account whose every call `client` answers; nothing waits in it.
  package func session(
    _ terms: RehearsalTerms, calling client: any HTTPClient
  ) async throws(RunFailure) -> Session {
    try await Stage.session(
      self, terms.setting(nil), try program.settings.values(terms.settings), client: client, calls: client,
      proof: { $0 })
  }

  /// Reads a stream from a recording to its end, as a case of it would.
  package func outcome(
    of stream: String, _ recording: Recording, _ terms: RehearsalTerms
  ) async throws(RunFailure) -> RecordedOutcome {
    let played = try await RecordedSession(self, terms, recording: recording)
    var performance = Performance()
    await StreamPlay(connector: self, session: played.session)
      .read(stream, played.options, into: &performance)
    return RecordedOutcome(performance)
  }
}

/// What came of a recording.
package struct RecordedOutcome: Sendable {
  /// Canonical records in the form of `expect`, by model in the order of the mapping.
  package let records: [(model: String, values: [(id: String, value: Value)])]
  /// Keys of records that are gone, with the models whose rows may have been made of them.
  package let deleted: [(key: String, models: [String])]
  /// Why recorded records give no row, one sentence each.
  package let quarantined: [String]
  package let failure: RunFailure?

  init(_ performance: Performance) {
    records = performance.models.map { model in
      (model, (performance.records[model] ?? []).map { ($0.id, $0.value) })
    }
    deleted = performance.deleted.map { ($0.key, $0.models) }
    quarantined = performance.quarantined.map(\.sentence)
    failure = performance.failure
  }
}
