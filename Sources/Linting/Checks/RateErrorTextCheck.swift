internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// The provider's code and words, looked for in the recorded replies that an error rule is about.
enum RateErrorTextCheck: Check {
  static let rules: [Rule] = [.errorTextNotThere, .errorTextUnread]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard !context.evidence.exchanges.isEmpty else { return }
    check(context.file[ConnectorFile.http]?[HTTPBlock.errors] ?? [], nil, context, texts, &report)
    for stream in context.streams {
      check(stream.value[StreamBlock.errors] ?? [], stream.name, context, texts, &report)
    }
  }

  private static func check(
    _ rules: [ErrorRule], _ stream: String?, _ context: ConnectorContext, _ texts: CheckedTexts,
    _ report: inout FindingList
  ) {
    for (index, rule) in rules.enumerated() {
      checkUnread(rule, rules[..<index], stream, context, texts, &report)
    }
    for rule in rules where rule.block.has("when") && !rule.block.isDamaged {
      let keys = ["code", "message"].filter { rule.block.has($0) }
      guard !keys.isEmpty, !report.touch(rule.block) else { continue }
      let replies = replies(rule, stream, context)
      guard !replies.isEmpty else { continue }
      for key in keys {
        guard let text = context.text(at: rule.block.path.appending(key), in: texts), text.checked.isValid,
          replies.allSatisfy({ isNothing(text.program, $0.activation) })
        else { continue }
        let count = replies.count == 1 ? "the recorded reply" : "the \(replies.count) recorded replies"
        report.add(
          Finding(
            .errorTextNotThere, "`\(key)` finds nothing in \(count) that this rule is about", at: text.range,
            path: "\(text.path)",
            related: [.init("such a reply", at: replies[0].exchange.statusRange)]))
      }
    }
  }

  /// The words of recorded refusals that a rule ends the run with, and does not pass on.
  private static func checkUnread(
    _ rule: ErrorRule, _ earlier: ArraySlice<ErrorRule>, _ stream: String?, _ context: ConnectorContext,
    _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    guard !rule.block.has("message"), !rule.block.has("code"), !rule.block.isDamaged, context.isSound,
      [.fail, .refresh_auth].contains(rule[ErrorRule.then] ?? .fail), !report.touch(rule.block),
      let place = rule.block.node.mapping?.entries.first?.key.range
    else { return }
    let slow = context.file[ConnectorFile.http]?[HTTPBlock.throttled]?[ThrottledBlock.status] ?? []
    let replies = replies(rule, stream, context).filter { reply in
      reply.exchange.status >= 400 && reply.exchange.status != 429
        && !slow.contains { $0.value.bounds.contains(reply.exchange.status) }
        && !earlier.contains { other in
          (other[ErrorRule.status] ?? []).contains { $0.value.bounds.contains(reply.exchange.status) }
        }
    }
    guard let reply = replies.first else { return }
    // Where the others find them, and else where providers usually write them.
    let others = texts.under(DocumentPath(["http", "errors"])).filter { $0.path.last == "message" }.map(
      \.program)
    let usual = Self.usualPlaces.compactMap { context.environments.triedProgram($0) }
    for program in others + usual {
      let words = replies.compactMap { program.evaluate($0.activation).value?.shortText }
      guard words.count == replies.count, let said = words.first, said.contains(" ") else { continue }
      report.add(
        Finding(
          .errorTextUnread,
          "the recorded refusal says `\(said.prefix(60))`, and this rule does not pass it on",
          at: context.own(place), path: rule.block.path.description,
          related: [.init("such a reply", at: reply.exchange.statusRange)],
          suggestions: ["message: \(program.checked.source)"]))
      return
    }
  }

  private static let usualPlaces = [
    "body.error.message", "body.message", "body.errors[0].message", "body.error_description", "body.detail",
  ]

  /// The recorded replies that a rule takes.
  private static func replies(
    _ rule: ErrorRule, _ stream: String?, _ context: ConnectorContext
  ) -> [Evidence.Recorded] {
    let when = rule[ErrorRule.when].flatMap { context.environments.triedProgram($0.source) }
    guard when != nil || !rule.block.has("when") else { return [] }
    let statuses = (rule[ErrorRule.status] ?? []).map(\.value.bounds)
    return context.evidence.exchanges.compactMap { recorded in
      guard stream == nil || recorded.stream == stream, recorded.body != nil,
        statuses.isEmpty || statuses.contains(where: { $0.contains(recorded.exchange.status) })
      else { return nil }
      guard let when else { return recorded }
      guard case .success(let value) = when.evaluate(recorded.activation), case .bool(true) = value.plain
      else { return nil }
      return recorded
    }
  }

  private static func isNothing(_ program: TriedProgram, _ activation: Activation) -> Bool {
    switch program.evaluate(activation) {
    case .success(let value): value.isNull || value.shortText?.isEmpty ?? false
    case .failure(let error): error.isAbsence || error.isThroughNull
    }
  }
}

extension Result where Success == Value {
  fileprivate var value: Value? { if case .success(let value) = self { value } else { nil } }
}

extension Rule {
  private static func refused(_ more: String, says: String = "", _ marker: String = "") -> Diagnostics.Example
  {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      errors:
        - {status: [403], kind: quota\(more)}
    \(marker)
    --- connectors/acme/recordings/denied.http
    ### no access
    GET /employees

    HTTP 403
    Content-Type: application/json

    {"error": {"message": "the plan has no seats left"}}
    \(Rule.testCase())
      - name: no access
        stream: employees
        settings: {api_key: made-up}
        recording: denied
        fails: {kind: quota\(says)}
    """
  }

  static let errorTextUnread = Rule(
    "rate/error-text-unread", .info, .likely, "a provider's words that an error rule does not pass on",
    page: """
      A recorded refusal says in words what is wrong, and the rule that ends the run with it names neither `message` nor `code`: whoever \
      reads the report sees a status alone. Read the words as the other rules do.
      """,
    failing: refused("", says: "", "#      ^^^^^^ rate/error-text-unread"),
    passing: refused(", message: body.error.message", says: ", message: the plan has no seats left"))

  private static func rule(_ message: String, _ marker: String = "") -> Diagnostics.Example {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      errors:
        - when: "'error' in body"
          kind: request
          message: \(message)
    \(marker)
    """
  }

  static let errorTextNotThere = Rule(
    "rate/error-text-not-there", .warning, .proven,
    "an error's code or words that the recorded errors do not have",
    page: """
      A recorded reply is one that the rule is about, and `code` or `message` finds nothing in it: a failed run would show its status alone. \
      The key may be one of another reply. Correct the path, or choose between several with `coalesce`.
      """,
    failing: rule("body.name", "#              ^^^^^^^^^ rate/error-text-not-there"),
    passing: rule("body.error.message"))
}
