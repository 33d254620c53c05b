package import Diagnostics
package import Expressions
package import HTTP
package import Programs

/// What a reply means, as the connector says it.
package enum Verdict: Sendable {
  case accept
  /// Slow down: for this long, or with patience that grows when the reply does not say.
  case throttled(wait: Duration?)
  /// Passing: try again as `retry` says.
  case retry(RunFailure)
  /// One renewal and one more attempt, then this failure.
  case renewCredentials(RunFailure)
  case fail(RunFailure)
}

/// A call that is to be made until it succeeds or must be given up.
package protocol CallPlan: Sendable {
  /// Made anew for each attempt, so that tokens and signatures are fresh also after a long wait.
  func request() async throws(RunFailure) -> HTTPRequest
  func verdict(_ response: HTTPResponse) throws(RunFailure) -> Verdict
  /// Gets new credentials; false when there is nothing to renew.
  func renew(after response: HTTPResponse) async throws(RunFailure) -> Bool
  /// The path as the connector writes it, for limits by path.
  var path: String { get }
  /// What the call costs where a limit has `cost`.
  var cost: Int { get }
  /// What the call costs by the expression of one limit.
  func cost(by expression: ExpressionProgram) throws(RunFailure) -> Int
  /// What the call is counted under by a limit that each channel, mailbox or the like has for itself; nil where it has no such thing.
  func share(by expression: ExpressionProgram) throws(RunFailure) -> String?
  /// What expressions on the reply may name, for limits that the body tells of; nil when nobody asks.
  func variables(of response: HTTPResponse) -> Activation?
  /// False for a write without an idempotency key: never repeated after the provider may have received it.
  var isRepeatable: Bool { get }
  var place: SourceRange { get }
}

extension CallPlan {
  package var cost: Int { 1 }
  package var isRepeatable: Bool { true }
  package func cost(by expression: ExpressionProgram) throws(RunFailure) -> Int { cost }
  package func share(by expression: ExpressionProgram) throws(RunFailure) -> String? { nil }
  package func variables(of response: HTTPResponse) -> Activation? { nil }
}
