internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// What calls that log in have in common with all others: the base address, the headers and the query of `http`.
struct ConnectBase: Sendable {
  let surroundings = Surroundings()
  private let address: TemplateProgram?
  private let headers: [(name: String, value: TemplateProgram)]
  private let query: [(name: String, value: TemplateProgram)]
  private let userAgent: String?
  private let deadlines: Deadlines
  /// What replies of all requests mean: they tell why a log-in was refused.
  let rules: [ErrorProgram]
  private let secretSettings: [String]
  /// The scopes that each stream needs, and each action.
  let streamScopes: [(stream: String, scopes: [TemplateProgram])]
  let actionScopes: [(action: String, scopes: [TemplateProgram])]

  init(_ connector: ConnectorFile) {
    let http = connector[ConnectorFile.http]
    let surroundings = surroundings
    address = http?[HTTPBlock.baseURL].map { TemplateProgram($0, surroundings) }
    headers = (http?[HTTPBlock.headers] ?? []).map { ($0.name, TemplateProgram($0.value, surroundings)) }
    query = (http?[HTTPBlock.query] ?? []).map { ($0.name, TemplateProgram($0.value, surroundings)) }
    userAgent = http?[HTTPBlock.userAgent]
    rules = (http?[HTTPBlock.errors] ?? []).map { ErrorProgram($0, surroundings) }
    secretSettings = (connector[ConnectorFile.settings] ?? [])
      .filter { $0.value.as(SecretSetting.self) != nil }.map(\.name)
    let timeouts = http?[HTTPBlock.timeouts]
    var deadlines = Deadlines(total: Self.longestCall)
    if let connect = timeouts?[TimeoutsBlock.connect] { deadlines.connect = .milliseconds(connect.count) }
    if let idle = timeouts?[TimeoutsBlock.idle] { deadlines.idle = .milliseconds(idle.count) }
    self.deadlines = deadlines
    streamScopes = (connector[ConnectorFile.streams] ?? []).map { stream in
      (stream.name, (stream.value[StreamBlock.scopes] ?? []).map { TemplateProgram($0, surroundings) })
    }
    actionScopes = (connector[ConnectorFile.actions] ?? []).map { action in
      (action.name, (action.value[ActionBlock.scopes] ?? []).map { TemplateProgram($0, surroundings) })
    }
  }

  /// No call for a token may take longer: who waits for a renewal must know when its holder is dead.
  static let longestCall = Duration.seconds(60)

  /// Keeps what was sent to log in out of the provider's words.
  func redaction(_ settings: [String: Value]) -> Redaction {
    Redaction(secretSettings.compactMap { settings[$0]?.templateText })
  }

  /// The request of a log-in call: below the base address with the headers and the query of `http`, or to a whole address without them.
  func request(_ draft: RequestDraft, _ variables: Activation) throws(RunFailure) -> HTTPRequest {
    var draft = draft
    draft.timeout = min(draft.timeout ?? Self.longestCall, Self.longestCall)
    if draft.headers["User-Agent"] == nil, let userAgent { draft.headers.set("User-Agent", userAgent) }
    var request: HTTPRequest
    if WebAddress.isWhole(draft.target) {
      request = try draft.request(to: WebAddress(scheme: .https, host: "unused.invalid"))
    } else {
      for (name, program) in headers where draft.headers[name] == nil {
        // A header of streams may name what is not known yet, a page or a window.
        if let text = try? program.text(variables) { draft.headers.append(name, text) }
      }
      for (name, program) in query where !draft.query.contains(where: { $0.name == name }) {
        if let text = try? program.text(variables) { draft.query.append((name, text)) }
      }
      request = try draft.request(to: baseAddress(variables))
    }
    request.deadlines.connect = deadlines.connect
    request.deadlines.idle = deadlines.idle
    // What stands in front of an API is no place for large replies.
    request.limits = BodyLimits(compressed: 4 << 20, decompressed: 16 << 20)
    return request
  }

  private func baseAddress(_ variables: Activation) throws(RunFailure) -> WebAddress {
    guard let address else {
      throw RunFailure(.request, "the path is relative and there is no `http.base_url`")
    }
    let text = try address.address(variables)
    do {
      return try WebAddress(text)
    } catch {
      throw RunFailure(
        .request, "`http.base_url` is no address: \(error.message)", at: address.place,
        setting: address.firstSetting)
    }
  }
}
