internal import HTTP
internal import Language
internal import Programs

/// What a reply of the token endpoint or a log-in call means, as the connector says it.
extension ErrorProgram {
  private func fits(_ reply: ConnectReply) throws(RunFailure) -> Bool {
    try fits(reply.status) { (when) throws(RunFailure) in try when.isTrue(reply.variables) }
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
      at: head, setting: setting, isPassing: then == .retry)
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
      status: reply.status, at: head, setting: setting, isPassing: isPassing)
    let isFinal = !isPassing && (code == "invalid_grant" || self.kind == .credentials)
    return TokenFailure(failure, isFinal: isFinal)
  }
}
