internal import Databases
internal import Authentication
internal import Interpreter
internal import Language
internal import Programs
internal import Storage
internal import Values

/// `connector auth status`: what is known of a connection, without a call and without a secret.
struct AuthStatus {
  private let invocation: Invocation
  private let ground: Groundwork

  init(_ invocation: Invocation, _ ground: Groundwork) {
    self.invocation = invocation
    self.ground = ground
  }

  private struct SettingState {
    let name: String
    let title: String
    let source: String
    let isMissing: Bool
  }

  private struct TokenState {
    let credential: Credential
    let token: TokenContent?

    var missingScopes: [String] {
      guard let token, !token.accessToken.isEmpty else { return [] }
      return credential.scopes.filter { !token.scopes.contains($0) }
    }

    /// Nothing can be done before a person has signed in.
    func needsLogin(at now: Instant) -> Bool {
      guard let token else { return credential.needsPerson }
      if token.endedBecause != nil { return true }
      return credential.needsPerson && token.refreshToken == nil && token.expiresAt.map { $0 <= now } ?? false
    }
  }

  func run() async throws(NamedConnector.Refusal) -> ExitCode {
    let settings = settingStates()
    let tokens = try await tokenStates()
    let now = ground.clock.now
    let isReady = !settings.contains { $0.isMissing } && !tokens.contains { $0.needsLogin(at: now) }
    if invocation.answersInJSON {
      invocation.print(json(settings, tokens, isReady: isReady))
    } else {
      write(settings, tokens)
    }
    return isReady ? .success : .negative
  }

  private func settingStates() -> [SettingState] {
    let values = try? ground.program.settings.values(ground.given)
    return ground.program.settings.entries.map { entry in
      let source =
        if let value = ground.given[entry.name] {
          value == ground.kept[entry.name] ? "store" : environmentOrLine(entry.name)
        } else {
          entry.isOptional ? "optional" : values == nil ? isRefused(entry.name) : "default"
        }
      return SettingState(
        name: entry.name, title: entry.title, source: source, isMissing: source == "missing")
    }
  }

  private func environmentOrLine(_ name: String) -> String {
    let variable = SettingVariable.name(connector: ground.named.connector.name, setting: name)
    return invocation.console.environment[variable] == ground.given[name] ? "environment" : "command line"
  }

  /// Whether a setting without a value can do without.
  private func isRefused(_ name: String) -> String {
    let block = ground.program.file[ConnectorFile.settings]?.named(name)?.value
    return block?.has("default") ?? false ? "default" : "missing"
  }

  private func tokenStates() async throws(NamedConnector.Refusal) -> [TokenState] {
    // Without its settings a connection has no proofs, and the settings say so already.
    guard let settings = try? ground.program.settings.values(ground.given) else { return [] }
    do {
      var states: [TokenState] = []
      for credential in try ground.auth.authenticator(ground.connection(settings)).credentials {
        let token = try await ground.store.token(ground.integration.id, credential.name)?.content
        states.append(TokenState(credential: credential, token: token))
      }
      return states
    } catch {
      throw NamedConnector.Refusal(error, connector: ground.named.connector.name)
    }
  }

  // MARK: Telling

  private func write(_ settings: [SettingState], _ tokens: [TokenState]) {
    let ink = Emphasis(invocation.outputStyle)
    invocation.print("\(ink.strong(ground.named.connector.name)): \(Visible.word(ground.program.title))")
    if !settings.isEmpty {
      invocation.print("")
      invocation.write(
        TextTable(
          ["setting", "from", "title"], settings.map { [$0.name, $0.source, Visible.word($0.title)] }
        ).text(ink.strong))
    }
    for state in tokens {
      invocation.print("", "\(state.credential.style): \(Self.life(state.token, at: ground.clock.now))")
      if !state.missingScopes.isEmpty {
        invocation.print(
          "not granted: \(Visible.word(state.missingScopes.joined(separator: ", "), limit: 400))")
      }
      if let end = state.token?.refreshExpiresAt {
        invocation.print("must be used again before \(RunText.moment(end.description))")
      }
      if state.needsLogin(at: ground.clock.now) {
        invocation.print("sign in: connector auth login \(ground.named.connector.name)")
      }
    }
  }

  /// What can be said of a token in a few words.
  static func life(_ token: TokenContent?, at now: Instant) -> String {
    guard let token, !(token.accessToken.isEmpty && token.refreshToken == nil) else { return "not connected" }
    if let reason = token.endedBecause { return "ended: \(Visible.word(reason, limit: 400))" }
    guard let end = token.expiresAt else { return "connected" }
    if end <= now { return token.refreshToken == nil ? "the token has ended" : "connected, to be renewed" }
    return "connected, the token is good until \(RunText.moment(end.description))"
  }

  private func json(_ settings: [SettingState], _ tokens: [TokenState], isReady: Bool) -> String {
    let settingValues: [Value] = settings.map { setting in
      .map(MapValue([("name", .string(setting.name)), ("from", .string(setting.source))]))
    }
    let tokenValues: [Value] = tokens.map { state in
      let token = state.token
      return .map(
        MapValue([
          ("credential", .string(state.credential.name)), ("style", .string(state.credential.style)),
          ("connected", .bool(token.map { !$0.accessToken.isEmpty && $0.endedBecause == nil } ?? false)),
          ("expires_at", token?.expiresAt.map { .string($0.description) } ?? .null),
          ("refresh_expires_at", token?.refreshExpiresAt.map { .string($0.description) } ?? .null),
          ("renewable", .bool(token?.refreshToken != nil || !state.credential.needsPerson)),
          ("scopes", .list((token?.scopes ?? []).map(Value.string))),
          ("missing_scopes", .list(state.missingScopes.map(Value.string))),
          ("ended_because", token?.endedBecause.map(Value.string) ?? .null),
        ]))
    }
    let whole = Value.map(
      MapValue([
        ("connector", .string(ground.named.connector.name)),
        ("organization", .string(ground.integration.organizationName)),
        ("integration", .string(ground.integration.name)), ("ready", .bool(isReady)),
        ("settings", .list(settingValues)), ("tokens", .list(tokenValues)),
      ]))
    return JSONText.of(whole)
  }
}
