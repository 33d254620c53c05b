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
    renewingWithoutCall: Bool = false
  ) async throws(RunFailure) {
    let settings = try connector.program.settings.values(setting.settings)
    // Recorded paths are relative to the base address, which only a session knows.
    let asking = try await Self.session(connector, setting, settings, client: Nobody(), false)
    let scenes = setting.recording.map { recording in
      recording.exchanges.map { RecordedProvider.Scene($0, in: recording) }
    }
    provider = RecordedProvider(change(scenes ?? []), of: setting.recording, base: asking.base)
    session = try await Self.session(connector, setting, settings, client: provider, renewingWithoutCall)
  }

  private static func session(
    _ connector: RehearsedConnector, _ setting: Setting, _ settings: [String: Value], client: any HTTPClient,
    _ renewsWithoutCall: Bool
  ) async throws(RunFailure) -> Session {
    let clock = RehearsalClock(setting.now)
    var authenticator = try connector.proofs.authenticator(
      settings: settings, integration: IntegrationID(1), credentials: ConnectedAccount(), client: client,
      clock: clock)
    if renewsWithoutCall { authenticator = QuietRenewal(of: authenticator) }
    let caller = Caller(
      client: client, policy: connector.policy, provider: connector.program.name, account: "rehearsal",
      clock: clock, shared: SharedLimits(), memory: NoMemory())
    return try await Session.open(
      connector.program, settings: settings, account: setting.account, authenticator: authenticator,
      calls: caller, clock: clock)
  }
}

/// A provider that knows nothing, for whoever only wants to know an address.
private struct Nobody: HTTPClient {
  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    throw HTTPFailure(.noRecording, "nothing is recorded")
  }
}

/// Proofs whose renewal succeeds without a call: scenarios refuse a token where the recording has no exchange of tokens.
private struct QuietRenewal: Authenticator {
  let inner: any Authenticator

  init(of inner: any Authenticator) { self.inner = inner }

  func account() async throws(RunFailure) -> [String: Value] { try await inner.account() }
  func prepare(_ draft: inout RequestDraft) async throws(RunFailure) { try await inner.prepare(&draft) }
  func sign(_ request: inout HTTPRequest) async throws(RunFailure) { try await inner.sign(&request) }
  func renew(after response: HTTPResponse?) async throws(RunFailure) -> Bool { true }
  var credentials: [Credential] { inner.credentials }
}
