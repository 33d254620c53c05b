internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// What all requests of a connector have in common, compiled.
struct HTTPProgram: Sendable {
  let baseURL: TemplateProgram?
  let deadlines: Deadlines
  let rules: ReplyRules
  private let headers: [(name: String, value: TemplateProgram)]
  private let query: [(name: String, value: TemplateProgram)]
  private let userAgent: String?

  init(_ block: HTTPBlock?, _ surroundings: Surroundings) {
    baseURL = block?[HTTPBlock.baseURL].map { TemplateProgram($0, surroundings) }
    headers = (block?[HTTPBlock.headers] ?? []).map { ($0.name, TemplateProgram($0.value, surroundings)) }
    query = (block?[HTTPBlock.query] ?? []).map { ($0.name, TemplateProgram($0.value, surroundings)) }
    userAgent = block?[HTTPBlock.userAgent]
    rules = ReplyRules(block, surroundings)
    var deadlines = Deadlines()
    if let timeouts = block?[HTTPBlock.timeouts] {
      deadlines.connect = .milliseconds(timeouts[TimeoutsBlock.connect]?.count ?? 10_000)
      deadlines.idle = .milliseconds(timeouts[TimeoutsBlock.idle]?.count ?? 30_000)
      deadlines.total = .milliseconds(timeouts[TimeoutsBlock.total]?.count ?? 120_000)
    }
    self.deadlines = deadlines
  }

  /// Lays headers and query under those of a request, which come first.
  func complete(_ draft: inout RequestDraft, _ variables: Activation) throws(RunFailure) {
    for header in headers where draft.headers[header.name] == nil {
      if let text = try header.value.text(variables) { draft.headers.append(header.name, text) }
    }
    if let userAgent, draft.headers["User-Agent"] == nil { draft.headers.append("User-Agent", userAgent) }
    for parameter in query where !draft.query.contains(where: { $0.name == parameter.name }) {
      if let text = try parameter.value.text(variables) { draft.query.append((parameter.name, text)) }
    }
  }
}
