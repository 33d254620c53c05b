internal import Diagnostics
internal import Expressions
internal import Language

/// Expressions that read nothing, where what comes from outside is wanted.
enum ConstantCheck: Check {
  static let rules: [Rule] = [.constantExpression]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for text in texts.own where text.isConstant { check(text, isMapping: false, &report) }
    for text in texts.mapped.values.joined() where text.isConstant { check(text, isMapping: true, &report) }
  }

  private static func check(_ text: CheckedText, isMapping: Bool, _ report: inout FindingList) {
    guard let key = text.path.last, !report.touch(text.range) else { return }
    let words: String
    switch key {
    case "when" where text.checked.type == .bool, "keep" where text.checked.type == .bool,
      "expect" where text.checked.type == .bool:
      words = "`\(key)` asks nothing: it always says `\(text.checked.source)`"
    case "each" where isMapping: words = "`each` reads nothing of the record"
    case "id" where isMapping && text.path.components.count < 4: words = "`id` is the same for every record"
    case "code", "message", "id", "value":
      let holder = text.path.components.first
      guard !isMapping, text.constantText == nil, holder != "settings" else { return }
      guard key == "code" || key == "message" || holder == "webhooks" else { return }
      words = "`\(key)` is the same for everything that comes: `\(text.checked.source)`"
    case _ where text.path.components.dropLast().last == "capture":
      words = "`\(key)` is captured from nothing: it is always `\(text.checked.source)`"
    default: return
    }
    report.add(Finding(.constantExpression, words, at: text.range, path: text.path.description))
  }
}

extension Rule {
  private static func rules(_ message: String, _ marker: String = "") -> Diagnostics.Example {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      errors:
        - {status: [403], message: \(message)}
    \(marker)
    """
  }

  static let constantExpression = Rule(
    "spec/constant-expression", .error, .proven,
    "an expression that reads nothing, where something must be read",
    page: """
      A condition that always holds decides nothing, and a code or an id that is the same for everything that comes tells nothing apart. Name \
      what is to be read, or leave the key out.
      """,
    failing: rules("42", "#                              ^^ spec/constant-expression"),
    passing: rules("body.error"))
}
