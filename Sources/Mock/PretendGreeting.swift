internal import Language
internal import Programs
internal import Values
internal import WebServer

/// The answer to a request that reads no records: logging in, asking whose account it is, the check.
///
/// No recording need show it: it holds what the connector reads of it, and nothing else.
struct PretendGreeting: Sendable {
  private let target: RequestTarget
  private let body: String

  /// What an expression finds in the answer.
  private struct Reading {
    let text: ExpressionText
    let value: Value
  }

  /// All that a connector needs before it reads its streams, as far as no recording shows it.
  static func all(_ connector: LoadedConnector, base: String) -> [PretendGreeting] {
    guard let file = connector.file else { return [] }
    var found: [PretendGreeting?] = []
    if let check = file[ConnectorFile.check] {
      let expected = check[CheckRequest.expect].map { Reading(text: $0, value: .bool(true)) }
      found.append(PretendGreeting(check.block, [expected].compactMap { $0 }, connector, base))
    }
    found += signingIn(file[ConnectorFile.auth], connector, base)
    return found.compactMap { $0 }
  }

  private static func signingIn(
    _ auth: Block?, _ connector: LoadedConnector, _ base: String
  ) -> [PretendGreeting?] {
    guard let auth else { return [] }
    var found: [PretendGreeting?] = []
    for inner in auth.as(CombinedAuth.self)?[CombinedAuth.of] ?? [] {
      found += signingIn(inner, connector, base)
    }
    for inner in auth.as(ChosenAuth.self)?[ChosenAuth.cases] ?? [] {
      found += signingIn(inner.value, connector, base)
    }
    if let identify = auth[OAuth2Fields.identify] {
      found.append(PretendGreeting(identify.block, captured(identify[CaptureField.capture]), connector, base))
    }
    if let login = auth[SessionAuth.login] {
      var readings = captured(auth[CaptureField.capture])
      if let token = auth[SessionAuth.token] {
        readings.append(Reading(text: token, value: .string("mock-token")))
      }
      if let seconds = auth[SessionAuth.expiresIn] {
        readings.append(Reading(text: seconds, value: .int(3600)))
      }
      if let moment = auth[SessionAuth.expiresAt] {
        readings.append(Reading(text: moment, value: .string("2100-01-01T00:00:00Z")))
      }
      found.append(PretendGreeting(login.block, readings, connector, base))
    }
    return found
  }

  private static func captured(_ capture: [Named<ExpressionText>]?) -> [Reading] {
    (capture ?? []).map { Reading(text: $0.value, value: .string("mock-\($0.name)")) }
  }

  /// Nil when a recording shows the answer, or the request has no address.
  private init?(_ request: Block, _ readings: [Reading], _ connector: LoadedConnector, _ base: String) {
    guard let target = RequestTarget(request, base: base) else { return nil }
    let isRecorded = connector.recordings.contains { recording in
      recording.exchanges.contains { (200..<300).contains($0.status) && target.fits($0) }
    }
    // All queries of GraphQL go to one address, so that what is recorded there may answer another one.
    guard !isRecorded || request.has("graphql") else { return nil }
    self.target = target
    var body = Value.map(MapValue())
    for reading in readings {
      let program = ExpressionProgram(reading.text, Surroundings())
      for path in program.bodyPaths { body = path.putting(reading.value, into: body) }
    }
    self.body = body.templateText ?? "{}"
  }

  func reply(to request: WebRequest) -> WebReply? {
    target.fit(request).map { _ in WebReply(200, json: body) }
  }
}
