internal import Calling
internal import Storage
internal import Synchronization

/// The credentials of an account that was connected before the case began; nothing in them is real.
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

/// Forgets what calls want to be remembered: every case begins as the first run does.
struct NoMemory: CallMemory {
  func load(_ place: CallMemoryPlace) async -> String? { nil }
  func amend(_ place: CallMemoryPlace, _ body: @Sendable (String?) -> String?) async {}
}
