package import Calling
package import HTTP
package import Programs

/// Makes calls with the patience that a connector asks for.
package protocol Calls: Sendable {
  func call(_ plan: some CallPlan) async throws(RunFailure) -> HTTPResponse
  /// See `HTTPClient.receiver`.
  var receiver: (any TaskExecutor)? { get }
}

extension Calls {
  package var receiver: (any TaskExecutor)? { nil }
}

extension Caller: Calls {}
