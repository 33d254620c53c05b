package import Diagnostics
package import Language
internal import YAML

/// What certain replies mean, as a connector says it (`errors`): of pages, of actions, of log-ins and token endpoints.
package struct ErrorProgram: Sendable {
  private let statuses: [ClosedRange<Int>]
  private let when: ExpressionProgram?
  package let then: ErrorAction
  package let kind: FailureKind?
  package let code: ExpressionProgram?
  package let message: ExpressionProgram?
  package let setting: String?
  /// The whole rule.
  package let place: SourceRange
  /// Where it begins.
  package let head: SourceRange

  package init(_ rule: ErrorRule, _ surroundings: Surroundings) {
    statuses = (rule[ErrorRule.status] ?? []).map(\.value.bounds)
    when = rule[ErrorRule.when].map { ExpressionProgram($0, surroundings) }
    then = rule[ErrorRule.then] ?? .fail
    kind = rule[ErrorRule.kind]
    code = rule[ErrorRule.code].map { ExpressionProgram($0, surroundings) }
    message = rule[ErrorRule.message].map { ExpressionProgram($0, surroundings) }
    setting = rule[ErrorRule.setting]?.value
    place = rule.block.node.range
    head = rule.block.head
  }

  /// Whether the condition names something of a reply.
  package func names(_ word: String) -> Bool { when?.text.source.contains(word) ?? false }

  /// Status and condition must both hold, as far as they are given.
  package func fits(
    _ status: Int, _ holds: (ExpressionProgram) throws(RunFailure) -> Bool
  ) throws(RunFailure) -> Bool {
    guard statuses.isEmpty || statuses.contains(where: { $0.contains(status) }) else { return false }
    guard let when else { return true }
    return try holds(when)
  }
}
