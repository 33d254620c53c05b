internal import Expressions
internal import Language
internal import Programs
internal import Storage
internal import Values

/// Finds a token and all that belongs to it in a reply.
struct TokenReading: Sendable {
  private let accessToken, refreshToken, expiresIn: ExpressionProgram?
  private let lasts: Double?
  private let refreshTokenLasts: Double?
  private let capture: [(name: String, value: ExpressionProgram)]

  var captures: Bool { !capture.isEmpty }

  init(_ block: Block, _ surroundings: Surroundings) {
    func program(_ field: Field<ExpressionText>) -> ExpressionProgram? {
      block[field].map { ExpressionProgram($0, surroundings) }
    }
    accessToken = program(OAuth2Fields.accessToken)
    refreshToken = program(OAuth2Fields.refreshToken)
    expiresIn = program(OAuth2Fields.expiresIn)
    lasts = block[OAuth2Fields.lasts].map { Double($0.count) / 1000 }
    refreshTokenLasts = block[OAuth2Fields.refreshTokenLasts].map { Double($0.count) / 1000 }
    capture = (block[CaptureField.capture] ?? []).map { ($0.name, ExpressionProgram($0.value, surroundings)) }
  }

  /// The token of a reply in place of an old one; nil when the reply holds none.
  ///
  /// A reply without a new refresh token, or with an empty one, leaves the old one in force.
  func token(
    _ reply: ConnectReply, replacing old: TokenContent?, asked scopes: [String], at now: Instant
  ) throws(RunFailure) -> TokenContent? {
    let given = try accessToken.map { program throws(RunFailure) in try program.text(reply.variables) }
    // What no header can carry is no token, and would only be found out by every call that is made with it.
    guard let token = given ?? reply.text("access_token"), token.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return nil }
    let newRefresh = try refreshToken.map { program throws(RunFailure) in try program.text(reply.variables) }
    let refresh = newRefresh ?? reply.text("refresh_token")
    let seconds = try expiresIn?.value(reply.variables) ?? reply.value("expires_in")
    var content = TokenContent(
      accessToken: token, refreshToken: refresh ?? old?.refreshToken, issuedAt: now,
      expiresAt: TokenLife.end(of: TokenLife.seconds(seconds) ?? lasts, from: now))
    content.refreshExpiresAt = refreshEnd(reply, isNew: refresh != nil, old: old, now)
    content.scopes = Self.scopes(reply) ?? old?.scopes ?? scopes
    content.asked = old?.asked
    content.captured = old?.captured ?? [:]
    return content
  }

  /// The values of `capture` in a reply.
  func captured(_ reply: ConnectReply) throws(RunFailure) -> [String: String] {
    try reply.captured(capture)
  }

  private func refreshEnd(
    _ reply: ConnectReply, isNew: Bool, old: TokenContent?, _ now: Instant
  ) -> Instant? {
    let told = reply.value("refresh_token_expires_in") ?? reply.value("refresh_expires_in")
    if let seconds = TokenLife.seconds(told) { return TokenLife.end(of: seconds, from: now) }
    // Where an unused refresh token ends, every use begins its time anew.
    if let refreshTokenLasts { return TokenLife.end(of: refreshTokenLasts, from: now) }
    return isNew ? nil : old?.refreshExpiresAt
  }

  /// What was granted, which may be less than what was asked for; nil when the reply does not say.
  private static func scopes(_ reply: ConnectReply) -> [String]? {
    guard let value = reply.value("scope") else { return nil }
    if case .list(let list) = value.plain { return list.compactMap(\.templateText) }
    return value.templateText.map { $0.split { $0 == " " || $0 == "," }.map(String.init) }
  }
}
