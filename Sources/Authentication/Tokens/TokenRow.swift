internal import Language
internal import Programs
internal import Storage
internal import Values

/// The row of a token in the store, and the rules by which several processes share it.
///
/// Who renews writes a claim into the row first; the others wait until the row changes. A claim outlives any call for a token, so
/// that one that has run out belongs to somebody who is dead.
struct TokenRow: Sendable {
  private let store: any CredentialStore
  private let integration: IntegrationID
  private let clock: any RunClock
  private let source: any TokenSource
  private let name: String

  /// Longer than all attempts for one token and the question whose account it is may take together.
  private static let claimLasts = TimeSpan(nanoseconds: 300_000_000_000)
  /// How often the row is looked at while somebody else renews.
  private static let glance = Duration.milliseconds(200)
  private static let longestWait = Duration.seconds(600)

  init(_ connection: Connection, _ source: any TokenSource) {
    store = connection.credentials
    integration = connection.integration
    clock = connection.clock
    self.source = source
    name = source.credential.name
  }

  func read() async throws(RunFailure) -> StoredToken? {
    do {
      return try await store.token(integration, name)
    } catch {
      throw Self.failure(error)
    }
  }

  func replace(_ token: TokenContent?, ifVersion version: Int64?) async throws(RunFailure) -> Bool {
    do {
      return try await store.replaceToken(integration, name, token, ifVersion: version)
    } catch {
      throw Self.failure(error)
    }
  }

  /// The token of the row when it is good and not the refused one, else a new one.
  func token(rejected: String?) async throws(RunFailure) -> TokenContent {
    let mark = try source.settingsMark()
    let holder = "\(ProcessIdentity.own.text)|\(Nonce.make())"
    let start = clock.elapsed
    while clock.elapsed - start < Self.longestWait {
      let stored = try await read()
      if let stored, let usable = try usable(stored.content, rejected, mark) { return usable }
      if stored == nil, source.credential.needsPerson { throw notConnected }
      if let claim = stored?.content.claim, clock.now < claim.until, !Self.isDead(claim) {
        try await pause()
        continue
      }
      var claimed = stored?.content ?? TokenContent(accessToken: "")
      claimed.claim = TokenClaim(
        holder: holder, until: clock.now.adding(Self.claimLasts) ?? clock.now)
      guard try await replace(claimed, ifVersion: stored?.version) else { continue }
      if let token = try await renewed(holder, mark) { return token }
    }
    throw RunFailure(.provider, "another process has been renewing the token for too long", isPassing: true)
  }

  /// A holder on this machine that is gone need not be waited for.
  private static func isDead(_ claim: TokenClaim) -> Bool {
    let process = claim.holder.split(separator: "|").first.flatMap { ProcessIdentity(String($0)) }
    return process?.isSurelyGone ?? false
  }

  /// The row's token; nil when a new one is needed, a failure when there can be none.
  private func usable(
    _ content: TokenContent, _ rejected: String?, _ mark: String?
  ) throws(RunFailure) -> TokenContent? {
    let isOfOtherSettings = mark != nil && content.settingsMark != nil && content.settingsMark != mark
    if isOfOtherSettings { return nil }
    if let reason = content.endedBecause { throw ended(reason) }
    let isFresh = content.isFresh(at: clock.now) && content.accessToken != rejected
    return isFresh ? content : nil
  }

  /// A new token from the provider, written before anybody uses it; nil when the row changed meanwhile and must be read again.
  private func renewed(_ holder: String, _ mark: String?) async throws(RunFailure) -> TokenContent? {
    guard var mine = try await read(), mine.content.claim?.holder == holder else { return nil }
    var old = mine.content
    old.claim = nil
    let isOfOtherSettings = mark != nil && old.settingsMark != nil && old.settingsMark != mark
    let isFirst = old.accessToken.isEmpty && old.refreshToken == nil || isOfOtherSettings
    do {
      var token = try await source.token(replacing: isFirst ? nil : old)
      token.claim = nil
      token.settingsMark = mark
      if source.mustIdentify(token) {
        // That uses the token, takes its time and may fail: what the account goes on with is stored before.
        old = (isFirst ? TokenContent(accessToken: "") : old).renewable(by: token.refreshToken, mark)
        var kept = old
        kept.claim = mine.content.claim
        guard try await write(kept, ifVersion: mine.version), let now = try await read(),
          now.content.claim == kept.claim
        else { return nil }
        mine = now
        token = try await source.identified(token)
      }
      if try await write(token, ifVersion: mine.version) { return token }
      // Whoever deleted the row wanted no token, and none comes back.
      if try await read() == nil {
        throw TokenFailure(
          RunFailure(.credentials, "the account was disconnected while its token was renewed"))
      }
      return nil
    } catch let error as TokenFailure {
      if let rotated = error.rotated {
        old = (isFirst ? TokenContent(accessToken: "") : old).renewable(by: rotated, mark)
      }
      return try await giveUp(error, mine, old)
    } catch let error as RunFailure {
      throw error
    } catch {
      throw RunFailure(.provider, "\(error)")
    }
  }

  private func giveUp(
    _ error: TokenFailure, _ mine: StoredToken, _ old: TokenContent
  ) async throws(RunFailure) -> TokenContent? {
    // Somebody else may have stored another token meanwhile: then it is theirs that counts, not the refusal of ours.
    guard let stored = try await read(), stored.version == mine.version else {
      if error.isFinal, try await read() != nil { return nil }
      throw error.failure
    }
    if error.isFinal, old.refreshToken != nil {
      var gone = old
      gone.endedBecause = error.failure.message
      _ = try await replace(gone, ifVersion: mine.version)
      throw ended(error.failure.message, error.failure)
    }
    let isEmpty = old.accessToken.isEmpty && old.refreshToken == nil
    _ = try await replace(isEmpty ? nil : old, ifVersion: mine.version)
    throw error.failure
  }

  /// A token that was got must be kept: a store that is busy or full is asked again for a while.
  private func write(_ token: TokenContent, ifVersion version: Int64) async throws(RunFailure) -> Bool {
    var waits: [Duration] = [.seconds(1), .seconds(2), .seconds(4), .seconds(8)]
    while true {
      do {
        return try await store.replaceToken(integration, name, token, ifVersion: version)
      } catch {
        guard error.kind == .busy || error.kind == .diskFull, !waits.isEmpty else {
          throw RunFailure(
            .provider,
            "a new token was got and could not be stored (\(error.message)); the account may have to be connected again"
          )
        }
        try await pause(waits.removeFirst())
      }
    }
  }

  private func pause(_ length: Duration = glance) async throws(RunFailure) {
    do {
      try await clock.sleep(for: length)
    } catch {
      throw .stopped(at: nil)
    }
  }

  private var notConnected: RunFailure {
    RunFailure(.credentials, "no account is connected: somebody must sign in first")
  }

  private func ended(_ reason: String, _ cause: RunFailure? = nil) -> RunFailure {
    var failure = cause ?? RunFailure(.credentials, "")
    failure.kind = .credentials
    failure.isPassing = false
    failure.message = "the account must be connected again: \(reason)"
    return failure
  }

  private static func failure(_ error: StoreFailure) -> RunFailure {
    RunFailure(
      error.kind == .sealed ? .credentials : .provider, "the store gives no token: \(error.message)",
      isPassing: error.kind == .busy || error.kind == .diskFull)
  }
}
