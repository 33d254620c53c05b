internal import Diagnostics
internal import Expressions
internal import Language
internal import Values

/// The provider's code and words, looked for in the recorded replies that an error rule is about.
enum RateErrorTextCheck: Check {
  static let rules: [Rule] = [.errorTextNotThere]

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

  /// The recorded replies that a rule takes.
  private static func replies(
    _ rule: ErrorRule, _ stream: String?, _ context: ConnectorContext
  ) -> [Evidence.Recorded] {
    guard let when = rule[ErrorRule.when].flatMap({ context.environments.looseProgram($0.source) }) else {
      return []
    }
    let statuses = (rule[ErrorRule.status] ?? []).map(\.value.bounds)
    return context.evidence.exchanges.compactMap { recorded in
      guard stream == nil || recorded.stream == stream, recorded.body != nil,
        statuses.isEmpty || statuses.contains(where: { $0.contains(recorded.exchange.status) }),
        case .success(let value) = when.evaluate(recorded.activation), case .bool(true) = value.plain
      else { return nil }
      return recorded
    }
  }

  private static func isNothing(_ program: Program, _ activation: Activation) -> Bool {
    switch program.evaluate(activation) {
    case .success(let value): value.isNull || value.shortText?.isEmpty ?? false
    case .failure(let error): error.isAbsence || error.isThroughNull
    }
  }
}

extension Rule {
  private static func rule(_ message: String, _ marker: String = "") -> Diagnostics.Example {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      errors:
        - when: "'error' in body"
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
