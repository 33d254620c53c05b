internal import HTTP
internal import Programs
internal import Storage
internal import Synchronization
internal import Values

/// Keeps one token good: a single renewal at a time, in this process and among all that share the store.
///
/// A renewal runs to its end even when everybody who asked for it has gone: a rotated refresh token whose reply nobody waits for
/// would be lost. It is bounded by the deadlines of its calls.
final class TokenKeeper: Sendable {
  private let source: any TokenSource
  private let row: TokenRow
  private let clock: any RunClock
  private let state = Mutex(State())

  private struct State {
    var token: TokenContent?
    /// The token whose account was told without its having been used here: requests may carry what it captured.
    var told: String?
    /// The token of the row, while a reply has named another one since.
    var kept: String?
    var renewedAt: Duration?
    var renewal: Task<Result<TokenContent, RunFailure>, Never>?
    /// A failure that is answered again without a call until this time.
    var failure: (failure: RunFailure, until: Duration)?
  }

  private enum Step {
    case ready(TokenContent)
    case failed(RunFailure)
    case wait(Task<Result<TokenContent, RunFailure>, Never>)
  }

  init(_ source: any TokenSource, _ connection: Connection) {
    self.source = source
    clock = connection.clock
    row = TokenRow(connection, source)
  }

  var credential: Credential { source.credential }

  /// A token that is good, renewed early.
  func token() async throws(RunFailure) -> TokenContent {
    switch step(rejected: nil) {
    case .ready(let token): return token
    case .failed(let failure): throw failure
    case .wait(let renewal):
      switch await renewal.value {
      case .success(let token): return token
      case .failure(let failure):
        // A provider that is down for a moment is no reason to stop while the old token lasts.
        if failure.isPassing, let token = current, token.isGood(at: clock.now) { return token }
        throw failure
      }
    }
  }

  /// A new token in place of one that the provider refused, or that somebody wants to be rid of.
  ///
  /// `prefix` stands before the token among the credentials of the refused call; nil when they do not hold it.
  func renew(after refused: RefusedCall?, prefix: String?) async throws(RunFailure) -> Bool {
    guard let rejected = rejected(refused, prefix) else { return true }
    let isYoung = refused != nil && isYoung(rejected)
    switch step(rejected: rejected) {
    case .ready: return true
    case .failed(let failure): throw failure
    case .wait(let renewal):
      _ = try await renewal.value.get()
      // Some providers know their own tokens only after a while: the next one is not used as soon as this one was.
      if isYoung { try? await clock.sleep(for: Self.untilKnown) }
      return true
    }
  }

  /// Values of `capture`: those of the row, or of a new token when there can be one without a person.
  func account() async throws(RunFailure) -> [String: Value] {
    guard source.knowsAccount else { return [:] }
    if let token = current { return token.account }
    if let stored = try await row.read(), !stored.content.accessToken.isEmpty {
      state.withLock { $0.told = stored.content.accessToken }
      return stored.content.account
    }
    return try await token().account
  }

  /// Scopes that a stream needs and that the person who consented was not asked for.
  func scopesNotAskedFor(of stream: String) async throws(RunFailure) -> [String] {
    let wanted = try source.scopes(of: stream)
    guard !wanted.isEmpty, let asked = try await row.read()?.content.asked else { return [] }
    return wanted.filter { !asked.contains($0) }
  }

  /// Gives the token back and forgets it, the latter in any case.
  func signOut() async throws(RunFailure) {
    guard let stored = try await row.read() else { return }
    state.withLock { $0.token = nil }
    var refusal: RunFailure?
    if !stored.content.accessToken.isEmpty {
      do {
        try await source.giveBack(stored.content)
      } catch {
        refusal = error
      }
    }
    _ = try await row.replace(nil, ifVersion: stored.version)
    if let refusal { throw refusal }
  }

  /// Goes on with the token that a reply names for the next request.
  ///
  /// The row keeps the one of the log-in: whoever begins with it is refused, and logs in anew.
  func goOn(with token: String) {
    state.withLock { state in
      guard let old = state.token, old.accessToken != token else { return }
      state.kept = state.kept ?? old.accessToken
      state.token?.accessToken = token
    }
  }

  private var current: TokenContent? { state.withLock { $0.token } }

  /// The token that a refused call was made with; nil when a newer one has been got since it began.
  private func rejected(_ refused: RefusedCall?, _ prefix: String?) -> String? {
    let elapsed = clock.elapsed
    return state.withLock { state in
      let current = state.kept ?? state.token?.accessToken ?? state.told ?? ""
      if let refused, let prefix, !refused.credentials.isEmpty, state.kept == nil, let token = state.token {
        return refused.credentials.contains(prefix + token.accessToken) ? current : nil
      }
      // Where nobody knows what a call carried, its time tells: replies that were under way together come in together.
      if let renewedAt = state.renewedAt, elapsed - renewedAt < max(refused?.length ?? .zero, Self.together) {
        return nil
      }
      return current
    }
  }

  private static let together = Duration.seconds(2)
  private static let untilKnown = Duration.seconds(1)

  /// Whether a token was refused as soon as it was there.
  private func isYoung(_ rejected: String) -> Bool {
    guard let token = current, token.accessToken == rejected, let issuedAt = token.issuedAt,
      let end = issuedAt.adding(TimeSpan(nanoseconds: 2_000_000_000))
    else { return false }
    return clock.now < end
  }

  private func step(rejected: String?) -> Step {
    let (now, elapsed) = (clock.now, clock.elapsed)
    return state.withLock { state in
      if let renewal = state.renewal { return .wait(renewal) }
      if rejected == nil, let token = state.token, token.isFresh(at: now) { return .ready(token) }
      if let known = state.failure, elapsed < known.until {
        if rejected == nil, let token = state.token, token.isGood(at: now) { return .ready(token) }
        return .failed(known.failure)
      }
      let renewal = Task { await self.renewal(rejected) }
      state.renewal = renewal
      return .wait(renewal)
    }
  }

  private func renewal(_ rejected: String?) async -> Result<TokenContent, RunFailure> {
    let result: Result<TokenContent, RunFailure>
    do {
      result = .success(try await row.token(rejected: rejected))
    } catch {
      result = .failure(error)
    }
    let elapsed = clock.elapsed
    state.withLock { state in
      state.renewal = nil
      switch result {
      case .success(let token):
        // What was only read from the store may have been refused before: a first token is none that was just got.
        if let known = state.token, known.accessToken != token.accessToken { state.renewedAt = elapsed }
        state.token = token
        state.kept = nil
        state.failure = nil
      case .failure(let failure):
        if !failure.isPassing { state.token = nil }
        state.failure = (failure, elapsed + (failure.isPassing ? .seconds(5) : .seconds(30)))
      }
    }
    return result
  }
}

/// A proof that carries a kept token.
struct TokenAuthenticator: Authenticator {
  let keeper: TokenKeeper
  /// Nil when requests take the token from `account`.
  let placement: TokenPlacement?
  /// Finds the token of the next request in a reply.
  var next: (@Sendable (HTTPResponse) -> String?)?

  func account() async throws(RunFailure) -> [String: Value] { try await keeper.account() }

  func prepare(_ draft: inout RequestDraft) async throws(RunFailure) {
    guard let placement else { return }
    try placement.put(try await keeper.token().accessToken, into: &draft)
  }

  /// A token that is good for one request only is another one for the next, also where that is made by a redirect.
  func sign(_ request: inout HTTPRequest) async throws(RunFailure) {
    guard next != nil, let placement else { return }
    let token = placement.prefix + (try await keeper.token().accessToken)
    switch placement.placement.kind {
    case .header: break
    // The address of a redirect need not have the token of the one before.
    case .query: request.forgetSignature(at: [placement.placement])
    // A body that goes along still holds the one that was put into it.
    default: return
    }
    try request.putSignature(token, at: placement.placement)
  }

  func renew(after refused: RefusedCall?) async throws(RunFailure) -> Bool {
    try await keeper.renew(after: refused, prefix: placement?.prefix)
  }

  func notice(_ response: HTTPResponse) {
    if let token = next?(response) { keeper.goOn(with: token) }
  }

  func signOut() async throws(RunFailure) { try await keeper.signOut() }

  func scopesNotAskedFor(of stream: String) async throws(RunFailure) -> [String] {
    try await keeper.scopesNotAskedFor(of: stream)
  }

  var credentials: [Credential] { [keeper.credential] }
}
