import Storage
import Synchronization
import Values

/// Credentials in memory, with the rules of a real store: a row is replaced only at the version that was read.
final class MemoryCredentialStore: CredentialStore, Sendable {
  struct State {
    var settings: [IntegrationID: [String: String]] = [:]
    var tokens: [String: StoredToken] = [:]
    var version: Int64 = 0
    /// Every content that was written, in order.
    var written: [TokenContent] = []
    /// Failures of the next writes.
    var failures: [StoreFailure] = []
  }
  let state = Mutex(State())

  func set(
    _ integration: IntegrationID, setting: String, to value: String?, isSecret: Bool
  ) async throws(StoreFailure) {
    state.withLock { $0.settings[integration, default: [:]][setting] = value }
  }

  func token(_ integration: IntegrationID, _ credential: String) async throws(StoreFailure) -> StoredToken? {
    state.withLock { $0.tokens["\(integration.number)/\(credential)"] }
  }

  func replaceToken(
    _ integration: IntegrationID, _ credential: String, _ token: TokenContent?, ifVersion version: Int64?
  ) async throws(StoreFailure) -> Bool {
    let outcome: Result<Bool, StoreFailure> = state.withLock { state in
      if token?.claim == nil, !state.failures.isEmpty { return .failure(state.failures.removeFirst()) }
      let key = "\(integration.number)/\(credential)"
      guard state.tokens[key]?.version == version else { return .success(false) }
      state.version += 1
      state.tokens[key] = token.map { StoredToken(content: $0, version: state.version) }
      if let token { state.written.append(token) }
      return .success(true)
    }
    return try outcome.get()
  }

  /// The only token, when there is one.
  var token: TokenContent? { state.withLock { $0.tokens.values.first?.content } }

  /// Puts a token in place, whatever was there.
  func plant(_ token: TokenContent, _ integration: IntegrationID = sample, _ credential: String = "auth") {
    state.withLock { state in
      state.version += 1
      state.tokens["\(integration.number)/\(credential)"] = StoredToken(
        content: token, version: state.version)
    }
  }

  func remove() { state.withLock { $0.tokens = [:] } }

  static let sample = IntegrationID(1)
}
