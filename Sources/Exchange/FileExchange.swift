internal import Language
package import Expressions
package import Programs
package import Storage
internal import Values

/// The exchange of files between an organization and one partner.
///
/// The order of steps is what makes it safe: bytes are in the archive before the ledger knows of them, the ledger knows of a file
/// before it leaves, and of what came of a received one before that is taken away at the partner's place. Whatever step a process
/// dies at, the next one finds in the ledger where to go on.
package struct FileExchange: Sendable {
  package let setup: ExchangeSetup
  /// For the names and lines of files.
  package let variables: Activation
  package let integration: IntegrationRecord
  package let store: any Store & FileLedger
  package let clock: any RunClock
  /// Told of each thing that was done.
  package let tell: @Sendable (ExchangeEvent) -> Void
  /// Called between steps; tests end the process there.
  package var failpoint: @Sendable (String) -> Void = { _ in }

  package init(
    setup: ExchangeSetup, variables: Activation, integration: IntegrationRecord,
    store: any Store & FileLedger, clock: any RunClock, tell: @escaping @Sendable (ExchangeEvent) -> Void
  ) {
    self.setup = setup
    self.variables = variables
    self.integration = integration
    self.store = store
    self.clock = clock
    self.tell = tell
  }

  /// Day and time as headers write them.
  var stamp: (day: String, time: String) {
    let time = clock.now.civil(offset: 0)
    let day = time?.date.description.split(separator: "-").joined() ?? "19700101"
    func two(_ number: Int?) -> String { number.map { $0 < 10 ? "0\($0)" : "\($0)" } ?? "00" }
    return (day, two(time?.hour) + two(time?.minute))
  }

  /// Looks into both folders, to try settings and credentials; false for a place that only takes files.
  package func look() async throws(RunFailure) -> Bool {
    guard setup.place.canList else { return false }
    for folder in [setup.inFolder, setup.outFolder] {
      if let folder { _ = try await setup.place.list(folder) }
    }
    return true
  }

  /// Holds the right to write for this partner while `body` runs.
  func underLease<Result: Sendable>(
    _ body: (RunLease) async throws -> Result
  ) async throws -> Result {
    let lease = try await store.begin(
      integration.id, RunStart(kind: "file", streams: []))
    let renewal = Task { [store, clock] in
      while !Task.isCancelled {
        guard (try? await clock.sleep(for: .seconds(15))) != nil else { return }
        try? await store.renew(lease)
      }
    }
    defer { renewal.cancel() }
    do {
      let result = try await body(lease)
      try await finish(lease, .succeeded)
      return result
    } catch {
      try? await finish(lease, .failed)
      throw error
    }
  }

  private func finish(_ lease: RunLease, _ outcome: RunEnd.Outcome) async throws(StoreFailure) {
    try await store.finish(lease, RunEnd(outcome: outcome, finishedAt: clock.now, streams: []))
  }
}

/// What an exchange did.
package enum ExchangeEvent: Sendable, Hashable {
  /// There was no file to pick up.
  case nothingToReceive
  case sent(ExchangedFile, isAgain: Bool)
  /// There was nothing to tell the partner.
  case nothingToSend
  /// A file was worked on; the state says how it ended.
  case received(ExchangedFile, note: String)
  /// Its content was worked on before.
  case repeated(name: String, ExchangedFile)
  /// Something was left where it is, with the reason.
  case passedOver(name: String, reason: String)
  /// The partner answered to a file that was sent.
  case answered(ExchangedFile)
  /// An answer to something that was not sent.
  case stranger(name: String, what: String)
}
