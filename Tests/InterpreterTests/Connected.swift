import Authentication
import Calling
import HTTP
import Interpreter
import Language
import Programs
import Rehearsal
import Storage
import Synchronization
import TestSupport
import Values

/// Credentials of an account that was connected before the test began.
final class ConnectedAccount: CredentialStore {
  private let tokens = Mutex<[String: StoredToken]>([:])

  func set(_ integration: IntegrationID, setting: String, to value: String?, isSecret: Bool) {}

  func token(_ integration: IntegrationID, _ credential: String) -> StoredToken? {
    tokens.withLock { tokens in
      if let token = tokens[credential] { return token }
      let content = TokenContent(accessToken: "made-up-token", refreshToken: "made-up-refresh-token")
      tokens[credential] = StoredToken(content: content, version: 1)
      return tokens[credential]
    }
  }

  func replaceToken(
    _ integration: IntegrationID, _ credential: String, _ token: TokenContent?, ifVersion version: Int64?
  ) -> Bool {
    tokens.withLock { tokens in
      guard tokens[credential]?.version == version else { return false }
      tokens[credential] = token.map { StoredToken(content: $0, version: (version ?? 0) + 1) }
      return true
    }
  }
}

/// Forgets everything.
struct NoMemory: CallMemory {
  func load(_ place: CallMemoryPlace) async -> String? { nil }
  func amend(_ place: CallMemoryPlace, _ body: @Sendable (String?) -> String?) async {}
}

/// The real proofs, where the recording plays the exchanges that renew them; where it does not, renewing simply succeeds.
final class RehearsedProof: Authenticator {
  private let real: any Authenticator
  private let provider: RecordedProvider
  private let pretends = Mutex(false)
  /// Requests for new credentials that no recording answers.
  private let forgiven = Mutex<[String]>([])

  init(_ real: any Authenticator, _ provider: RecordedProvider) {
    self.real = real
    self.provider = provider
  }

  /// Misses that are not the interpreter's.
  func isForgiven(_ request: HTTPRequest) -> Bool {
    forgiven.withLock { $0.contains(request.address.description) }
  }

  func account() async throws(RunFailure) -> [String: Value] {
    pretends.withLock { $0 } ? [:] : try await real.account()
  }

  func prepare(_ draft: inout RequestDraft) async throws(RunFailure) {
    if !pretends.withLock({ $0 }) { try await real.prepare(&draft) }
  }

  func sign(_ request: inout HTTPRequest) async throws(RunFailure) {
    if !pretends.withLock({ $0 }) { try await real.sign(&request) }
  }

  func renew(after refused: RefusedCall?) async throws(RunFailure) -> Bool {
    let before = provider.misses.count
    do throws(RunFailure) {
      return try await real.renew(after: refused)
    } catch {
      let missed = provider.misses.dropFirst(before)
      if missed.isEmpty { throw error }
      forgiven.withLock { $0 += missed.map { $0.request.address.description } }
      pretends.withLock { $0 = true }
      return true
    }
  }
}

extension Session {
  /// A session with the real proofs and limits of a connector, on a clock that waits for nobody.
  static func connected(
    _ connector: LoadedConnector, settings: [String: String], account: [String: String],
    client: any HTTPClient,
    now: String, proof: (any Authenticator) -> any Authenticator = { $0 }
  ) async throws -> Session {
    let program = try ConnectorProgram(connector)
    let values = try program.settings.values(settings)
    let clock = ManualClock(start: Instant(now) ?? .epoch)
    let authenticator = try AuthProgram(program.file).authenticator(
      settings: values, integration: IntegrationID(1), credentials: ConnectedAccount(), client: client,
      clock: clock)
    let caller = Caller(
      client: client, policy: CallPolicy(program.file[ConnectorFile.http], Surroundings()),
      provider: program.name,
      account: "test", clock: clock, shared: SharedLimits(), memory: NoMemory())
    return try await Session.open(
      program, settings: values, account: account.mapValues(Value.string),
      authenticator: proof(authenticator),
      calls: caller, clock: clock)
  }
}
