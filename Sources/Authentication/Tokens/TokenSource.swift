internal import Programs
internal import Storage

/// Gets tokens from a provider.
///
/// Knows nothing of who else may be getting one: that is the keeper's part.
protocol TokenSource: Sendable {
  var credential: Credential { get }
  /// Changes when the settings that the token is made from do; nil when none are.
  func settingsMark() throws(RunFailure) -> String?
  /// Whether a token brings values of `capture` with it.
  var knowsAccount: Bool { get }
  /// The scopes that a stream needs.
  func scopes(of stream: String) throws(RunFailure) -> [String]
  /// A new token in place of the old one; without an old one the first.
  func token(replacing old: TokenContent?) async throws(TokenFailure) -> TokenContent
  /// Whether something about the account is still to be asked with a new token.
  func mustIdentify(_ token: TokenContent) -> Bool
  /// The token with what there is to be asked about its account.
  func identified(_ token: TokenContent) async throws(TokenFailure) -> TokenContent
  /// Tells the provider that a token is no longer needed.
  func giveBack(_ token: TokenContent) async throws(RunFailure)
}

extension TokenSource {
  func scopes(of stream: String) throws(RunFailure) -> [String] { [] }
  func mustIdentify(_ token: TokenContent) -> Bool { false }
  func identified(_ token: TokenContent) async throws(TokenFailure) -> TokenContent { token }
}

/// Why there is no token.
struct TokenFailure: Error, Sendable {
  var failure: RunFailure
  /// What the token is made from is no longer good: trying again cannot help.
  let isFinal: Bool
  /// A refresh token that came before something else went wrong: with it alone the account can go on.
  var rotated: String?

  init(_ failure: RunFailure, isFinal: Bool = false) {
    self.failure = failure
    self.isFinal = isFinal
  }
}
