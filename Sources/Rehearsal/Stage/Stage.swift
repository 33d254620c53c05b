internal import Authentication
internal import Calling
internal import HTTP
internal import Interpreter
internal import Language
internal import Programs
internal import Storage
internal import Values

/// A session of a connector that calls a recorded provider, with the connector's own proofs and limits.
struct Stage: Sendable {
  let session: Session
  let provider: RecordedProvider
  let hasTokens: Bool
  /// Learns which rules of the connector fit replies.
  let witness: RuleWitness

  /// What a case sets the stage with.
  struct Setting: Sendable {
    let settings: [String: String]
    let account: [String: Value]
    let now: Instant
    let recording: Recording?
  }

  /// Replies in place of the recorded ones, for scenarios.
  typealias Scenes = @Sendable ([RecordedProvider.Scene]) -> [RecordedProvider.Scene]

  init(
    _ connector: RehearsedConnector, _ setting: Setting, playing change: Scenes = { $0 },
    watching watch: (any HTTPClient) -> any HTTPClient = { $0 }
  ) async throws(RunFailure) {
    let settings = try connector.program.settings.values(setting.settings)
    let base = try await Self.base(connector, setting, settings)
    let scenes = setting.recording.map(connector.scenes)
    let provider = RecordedProvider(change(scenes ?? []), of: setting.recording, base: base)
    self.provider = provider
    let witness = RuleWitness()
    self.witness = witness
    var hasTokens = false
    session = try await Self.session(
      connector, setting, settings, client: provider, calls: watch(provider), witness: witness,
      proof: {
        hasTokens = !$0.credentials.isEmpty
        return RehearsedProof($0, provider)
      })
    self.hasTokens = hasTokens
  }

  /// What recorded paths are relative to, which only a session knows.
  static func base(
    _ connector: RehearsedConnector, _ setting: Setting, _ settings: [String: Value]
  ) async throws(RunFailure) -> WebAddress? {
    try await session(connector, setting, settings, client: Nobody(), calls: Nobody(), proof: { $0 }).base
  }

  static func session(
    _ connector: RehearsedConnector, _ setting: Setting, _ settings: [String: Value], client: any HTTPClient,
    calls: any HTTPClient, witness: RuleWitness? = nil, proof: (any Authenticator) -> any Authenticator
  ) async throws(RunFailure) -> Session {
    let clock = RehearsalClock(setting.now)
    let authenticator = try connector.proofs.authenticator(
      settings: settings, integration: IntegrationID(1), credentials: ConnectedAccount(), client: client,
      clock: clock)
    let caller = Caller(
      client: calls, policy: connector.policy, provider: connector.program.name, account: "rehearsal",
      clock: clock, shared: SharedLimits(), memory: NoMemory())
    // The proofs learn which account it is, as they do in a real run; what the case says of it counts.
    _ = try await authenticator.account()
    return try await Session.open(
      connector.program, settings: settings, account: setting.account, authenticator: proof(authenticator),
      calls: caller, clock: clock, witness: witness)
  }
}

/// A provider that knows nothing, for whoever only wants to know an address.
struct Nobody: HTTPClient {
  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    throw HTTPFailure(.noRecording, "nothing is recorded")
  }
}
