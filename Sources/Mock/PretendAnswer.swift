internal import HTTP
internal import Language
internal import Programs
internal import Values
internal import WebServer

/// The answer to a call on the way to the data: a log-in, or the question whose account it is.
///
/// As recorded where a recording shows it, else one in which the connector finds what it looks for.
struct PretendAnswer: Sendable {
  private let target: RequestTarget
  private let wishes: [ExpressionProgram]
  /// What must be true of the reply.
  private let conditions: [ExpressionProgram]
  private let recorded: (type: String, body: [UInt8])?

  init?(
    _ request: Block, wishes: [ExpressionProgram] = [], conditions: [ExpressionProgram] = [], base: String,
    _ connector: LoadedConnector
  ) {
    guard let target = RequestTarget(request, base: base) else { return nil }
    self.target = target
    self.wishes = wishes
    self.conditions = conditions
    recorded = connector.recordings.lazy.compactMap { recording in
      recording.exchanges.first { exchange in
        (200..<300).contains(exchange.status) && target.fits(exchange, saying: recording.said(in: exchange))
      }.map { (recording, $0) }
    }.first.map { recording, exchange in
      let type = exchange.headers.first { $0.lowercaseName == "content-type" }?.value
      return (type: type ?? "application/json", body: recording.answered(in: exchange))
    }
  }

  /// Nil when something else is asked; `address` is where the request went.
  func reply(_ request: WebRequest, address: String, now: Instant) -> WebReply? {
    guard target.fit(request) != nil else { return nil }
    guard let recorded else {
      let wished = WishedReply(wishes, holding: conditions, address: address, now: now)
      return WebReply(200, json: wished.body.templateText ?? "{}")
    }
    var reply = WebReply(200, body: recorded.body)
    reply.headers.append("Content-Type", recorded.type)
    return reply
  }

  /// The call that proves an account.
  static func check(base: String, _ connector: LoadedConnector) -> PretendAnswer? {
    guard let check = connector.file?[ConnectorFile.check] else { return nil }
    let conditions = check[CheckRequest.expect].map { [ExpressionProgram($0, Surroundings())] } ?? []
    return PretendAnswer(check.block, conditions: conditions, base: base, connector)
  }

  /// All such calls of a way of signing in.
  static func all(_ auth: Block?, base: String, _ connector: LoadedConnector) -> [PretendAnswer] {
    guard let auth else { return [] }
    var answers: [PretendAnswer] = []
    func add(_ request: Block?, _ wishes: [ExpressionText?]) {
      let wishes = wishes.compactMap { $0 }.map { ExpressionProgram($0, Surroundings()) }
      if let answer = request.flatMap({ PretendAnswer($0, wishes: wishes, base: base, connector) }) {
        answers.append(answer)
      }
    }
    if let session = auth.as(SessionAuth.self) {
      add(
        session[SessionAuth.login]?.block,
        [
          session[SessionAuth.token], session[SessionAuth.next], session[SessionAuth.expiresIn],
          session[SessionAuth.expiresAt],
        ] + (session[CaptureField.capture] ?? []).map(\.value))
    }
    if let identify = auth[OAuth2Fields.identify]?.block {
      add(identify, (identify[CaptureField.capture] ?? []).map(\.value))
    }
    for inner in auth.as(CombinedAuth.self)?[CombinedAuth.of] ?? [] {
      answers += all(inner, base: base, connector)
    }
    for inner in auth.as(ChosenAuth.self)?[ChosenAuth.cases] ?? [] {
      answers += all(inner.value, base: base, connector)
    }
    return answers
  }
}
