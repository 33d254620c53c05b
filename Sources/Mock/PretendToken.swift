internal import Expressions
internal import Language
internal import Programs
internal import Values
internal import WebServer

/// What a token endpoint answers: the usual names, and whatever else the connector looks for in the reply.
struct PretendToken: Sendable {
  private var wishes: [ExpressionProgram] = []
  private var lifetimes: [ValuePath] = []

  init(_ auth: Block?) { read(auth) }

  private mutating func read(_ auth: Block?) {
    guard let auth else { return }
    func program(_ text: ExpressionText) -> ExpressionProgram { ExpressionProgram(text, Surroundings()) }
    if auth.as(SessionAuth.self) == nil {
      wishes += [auth[OAuth2Fields.accessToken], auth[OAuth2Fields.refreshToken]].compactMap { $0 }.map(
        program)
      wishes += (auth[CaptureField.capture] ?? []).map { program($0.value) }
      if let path = auth[OAuth2Fields.expiresIn].map(program).flatMap({ ValuePath($0) }) {
        lifetimes.append(path)
      }
    }
    for inner in auth.as(CombinedAuth.self)?[CombinedAuth.of] ?? [] { read(inner) }
    for inner in auth.as(ChosenAuth.self)?[ChosenAuth.cases] ?? [] { read(inner.value) }
  }

  func reply(address: String, now: Instant) -> WebReply {
    var body = WishedReply(wishes, address: address, now: now).body
    for path in lifetimes { body = path.putting(.int(3600), into: body) }
    let usual: [(String, Value)] = [
      ("access_token", .string("mock-access")), ("refresh_token", .string("mock-refresh")),
      ("token_type", .string("Bearer")), ("expires_in", .int(3600)),
    ]
    for (name, value) in usual { body = ValuePath([.field(name)]).putting(value, into: body) }
    return WebReply(200, json: body.templateText ?? "{}")
  }
}
