internal import HTTP
internal import Language
internal import Programs

/// What a reply of the token endpoint or a log-in call means, as the connector says it.
struct ReplyRule: Sendable {
  private let statuses: [ClosedRange<Int>]
  private let when: ExpressionProgram?
  private let then: ErrorAction
  private let kind: FailureKind?
  private let code: ExpressionProgram?
  private let message: ExpressionProgram?
  private let setting: String?
  private let rule: ErrorRule

  init(_ rule: ErrorRule, _ surroundings: Surroundings) {
    self.rule = rule
    statuses = (rule[ErrorRule.status] ?? []).map(\.value.bounds)
    when = rule[ErrorRule.when].map { ExpressionProgram($0, surroundings) }
    then = rule[ErrorRule.then] ?? .fail
    kind = rule[ErrorRule.kind]
    code = rule[ErrorRule.code].map { ExpressionProgram($0, surroundings) }
    message = rule[ErrorRule.message].map { ExpressionProgram($0, surroundings) }
    setting = rule[ErrorRule.setting]?.value
  }

  private func fits(_ reply: ConnectReply) throws(RunFailure) -> Bool {
    guard statuses.isEmpty || statuses.contains(where: { $0.contains(reply.status) }) else { return false }
    return try when?.isTrue(reply.variables) ?? true
  }

  /// What a rule that was written for all requests says of a log-in that gave no token.
  ///
  /// Nothing where it does not fit, cannot be judged, or is about listings.
  func refusal(_ reply: ConnectReply, _ words: Redaction, otherwise: FailureKind) -> RunFailure? {
    guard [.fail, .retry, .refresh_auth].contains(then), (try? fits(reply)) ?? false else { return nil }
    let code = words.clean(try? code?.text(reply.variables))
    let said = words.clean(try? message?.text(reply.variables)) ?? code
    return RunFailure(
      kind ?? (then == .retry ? .provider : otherwise),
      "the provider refused the log-in" + (said.map { ": \($0)" } ?? ""), code: code, status: reply.status,
      at: rule.block.head, setting: setting, isPassing: then == .retry)
  }

  /// The failure that the reply of a token endpoint stands for; nil when the rule does not match.
  func failure(_ reply: ConnectReply, _ words: Redaction) throws(RunFailure) -> TokenFailure? {
    guard try fits(reply) else { return nil }
    let code = words.clean(try self.code?.text(reply.variables) ?? reply.text("error"))
    let said = words.clean(try message?.text(reply.variables) ?? reply.text("error_description"))
    let isPassing = then == .retry
    let kind = kind ?? (isPassing ? .provider : .credentials)
    let failure = RunFailure(
      kind, "the token endpoint refused: \(said ?? code ?? "no reason given")", code: code,
      status: reply.status, at: rule.block.head, setting: setting, isPassing: isPassing)
    let isFinal = !isPassing && (code == "invalid_grant" || self.kind == .credentials)
    return TokenFailure(failure, isFinal: isFinal)
  }
}

/// Keeps credentials out of a provider's words before they are shown.
struct Redaction: Sendable {
  private let secrets: [String]
  private static let longest = 300

  /// Very short values would blacken half of every text.
  init(_ secrets: [String]) { self.secrets = secrets.filter { $0.utf8.count >= 4 } }

  func clean(_ text: String?) -> String? {
    guard let text else { return nil }
    var cleaned = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    for secret in secrets {
      for form in [secret, secret.percentEncoded] where cleaned.contains(form) {
        cleaned = cleaned.split(separator: form, omittingEmptySubsequences: false).joined(
          separator: "[secret]")
      }
    }
    return cleaned.count <= Self.longest ? cleaned : String(cleaned.prefix(Self.longest)) + "…"
  }
}
