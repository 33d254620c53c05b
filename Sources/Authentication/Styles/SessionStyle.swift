internal import Diagnostics
internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Storage
internal import Values

/// A log-in call whose reply holds a token.
struct SessionStyle: AuthStyle {
  static let constructs: [any Construct.Type] = [SessionAuth.self]

  fileprivate let login: RequestProgram
  fileprivate let assertion: SignedToken?
  fileprivate let logout: RequestProgram?
  /// Those of a good log-in.
  fileprivate let statuses: [ClosedRange<Int>]
  fileprivate let token: ExpressionProgram
  fileprivate let next: ExpressionProgram?
  fileprivate let expiresIn, expiresAt: ExpressionProgram?
  fileprivate let lasts: Double?
  fileprivate let capture: [(name: String, value: ExpressionProgram)]
  fileprivate let placement: TokenPlacement?
  fileprivate let base: ConnectBase
  fileprivate let name: String

  init?(_ block: Block, _ base: ConnectBase) {
    let surroundings = base.surroundings
    guard let login = block[SessionAuth.login].flatMap({ RequestProgram($0.block, surroundings) }),
      let token = block[SessionAuth.token]
    else { return nil }
    self.login = login
    let named = (block[SessionAuth.status] ?? []).map(\.value.bounds)
    statuses = named.isEmpty ? [200...299] : named
    self.token = ExpressionProgram(token, surroundings)
    assertion = block[SessionAuth.assertion].flatMap { SignedToken($0, base) }
    next = block[SessionAuth.next].map { ExpressionProgram($0, surroundings) }
    logout = block[SessionAuth.logout].flatMap { RequestProgram($0.block, surroundings) }
    expiresIn = block[SessionAuth.expiresIn].map { ExpressionProgram($0, surroundings) }
    expiresAt = block[SessionAuth.expiresAt].map { ExpressionProgram($0, surroundings) }
    lasts = block[SessionAuth.lasts].map { Double($0.count) / 1000 }
    capture = (block[CaptureField.capture] ?? []).map { ($0.name, ExpressionProgram($0.value, surroundings)) }
    placement = block[SessionAuth.send].map { send in
      TokenPlacement(send, prefix: block[SessionAuth.prefix] ?? "", block)
    }
    self.base = base
    name = block.path.description
  }

  func authenticator(_ connection: Connection) -> any Authenticator {
    let source = SessionSource(style: self, connection: connection)
    let keeper = TokenKeeper(source, connection)
    var proof = TokenAuthenticator(keeper: keeper, placement: placement)
    if next != nil { proof.next = { response in source.next(in: response) } }
    return proof
  }
}

/// Logs in.
private struct SessionSource: TokenSource {
  let style: SessionStyle
  let connection: Connection

  var credential: Credential {
    Credential(name: style.name, style: "session", needsPerson: false, scopes: [])
  }

  var knowsAccount: Bool { !style.capture.isEmpty }

  func settingsMark() -> String? { SettingsMark.of(connection.settings) }

  func token(replacing old: TokenContent?) async throws(TokenFailure) -> TokenContent {
    let variables: Activation
    do { variables = try await connection.variables() } catch { throw TokenFailure(error) }
    var call = LoginCall(connection: connection, place: style.login.place)
    call.bearsMoment = style.assertion != nil
    let response = try await call.send { () async throws(RunFailure) in
      try await request(style.login, connection.variables())
    }
    do {
      return try content(ConnectReply(response, variables))
    } catch {
      throw TokenFailure(error)
    }
  }

  private func content(_ reply: ConnectReply) throws(RunFailure) -> TokenContent {
    let status = reply.status
    let isGood = style.statuses.contains { $0.contains(status) }
    if !isGood, LoginCall.isPassing(status) {
      throw RunFailure(
        .provider, "the log-in call was answered with an error", status: status, at: style.login.place,
        isPassing: true)
    }
    guard isGood, let token = try token(reply) else { throw refusal(reply) }
    let now = connection.clock.now
    var end = TokenLife.end(
      of: try TokenLife.seconds(style.expiresIn?.value(reply.variables)) ?? style.lasts, from: now)
    switch try style.expiresAt?.value(reply.variables)?.plain {
    case .timestamp(let moment)?: end = moment
    case .string(let text)?: end = Instant(text) ?? end
    default: break
    }
    return TokenContent(
      accessToken: token, issuedAt: now, expiresAt: end, captured: try reply.captured(style.capture))
  }

  /// Absent and null are no token, and neither is what cannot be read of a reply that a rule calls an error.
  private func token(_ reply: ConnectReply) throws(RunFailure) -> String? {
    do {
      return try style.token.text(reply.variables)
    } catch {
      if ruled(reply) != nil { return nil }
      throw error
    }
  }

  /// Why there is no token, in the provider's words where a rule of the connector finds them.
  private func refusal(_ reply: ConnectReply) -> RunFailure {
    if let failure = ruled(reply) { return failure }
    let isGood = style.statuses.contains { $0.contains(reply.status) }
    return RunFailure(
      isGood ? .credentials : kind(reply.status),
      isGood ? "the reply to the log-in holds no token" : "the provider refused the log-in",
      status: reply.status, at: isGood ? style.token.place : style.login.place)
  }

  private func ruled(_ reply: ConnectReply) -> RunFailure? {
    let words = style.base.redaction(connection.settings)
    return style.base.rules.lazy.compactMap { $0.refusal(reply, words, otherwise: kind(reply.status)) }.first
  }

  private func kind(_ status: Int) -> FailureKind {
    (200..<300).contains(status) || [400, 401, 403].contains(status) ? .credentials : .request
  }

  /// The token of the next request; nil when a reply names none.
  func next(in response: HTTPResponse) -> String? {
    guard let next = style.next else { return nil }
    let readsBody = next.program.checked.variables.contains("body")
    let reply = ConnectReply(response, connection.plainVariables(), readsBody: readsBody)
    return try? next.text(reply.variables)
  }

  func giveBack(_ token: TokenContent) async throws(RunFailure) {
    guard let logout = style.logout else { return }
    do {
      _ = try await LoginCall(connection: connection, place: logout.place).send {
        () async throws(RunFailure) in
        var draft = try logout.draft(await connection.variables(account: token.account))
        for proof in connection.earlier { try await proof.prepare(&draft) }
        try style.placement?.put(token.accessToken, into: &draft)
        return try style.base.request(draft, await connection.variables(account: token.account))
      }
    } catch {
      throw error.failure
    }
  }

  private func request(
    _ program: RequestProgram, _ given: Activation
  ) async throws(RunFailure) -> HTTPRequest {
    var variables = given
    if let assertion = style.assertion {
      variables["assertion"] = .string(try assertion.token(at: connection.moment, given))
    }
    var draft = try program.draft(variables)
    for proof in connection.earlier { try await proof.prepare(&draft) }
    var request = try style.base.request(draft, variables)
    // Whatever the call says, it says it with a password.
    request.holdsSecretElsewhere = true
    request.wantsRedirects = style.statuses.contains { $0.overlaps(300...399) }
    return request
  }
}
