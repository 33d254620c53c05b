import Authentication
import Calling
import HTTP
import Interpreter
import Language
import Programs
import Storage
import Synchronization
import TestSupport
import Values

/// Credentials of an account that was connected before the test began.
final class ConnectedAccount: CredentialStore {
  private let tokens = Mutex<[String: StoredToken]>([:])

  func settings(_ integration: IntegrationID) -> [String: String] { [:] }

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
  func load(_ name: String) async -> String? { nil }
  func save(_ name: String, _ value: String?) async {}
}

extension Session {
  /// A session with the real proofs and limits of a connector, on a clock that waits for nobody.
  static func connected(
    _ connector: LoadedConnector, settings: [String: String], account: [String: String],
    client: any HTTPClient,
    now: String
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
      program, settings: values, account: account.mapValues(Value.string), authenticator: authenticator,
      calls: caller, clock: clock)
  }
}
