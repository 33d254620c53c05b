internal import Calling
internal import Storage
internal import Synchronization

/// The credentials of an account; nothing in them is real.
final class ConnectedAccount: CredentialStore {
  private let tokens = Mutex<[String: StoredToken]>([:])
  private let isConnected: Bool

  /// An account that was connected before the case began, or one that is still to be.
  init(isConnected: Bool = true) { self.isConnected = isConnected }

  /// The only token that is kept.
  var onlyToken: TokenContent? {
    tokens.withLock { $0.count == 1 ? $0.first?.value.content : nil }
  }

  func set(_ integration: IntegrationID, setting: String, to value: String?, isSecret: Bool) {}

  func token(_ integration: IntegrationID, _ credential: String) -> StoredToken? {
    tokens.withLock { tokens in
      if let token = tokens[credential] { return token }
      guard isConnected else { return nil }
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
