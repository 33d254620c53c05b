internal import Expressions
internal import HTTP
internal import Programs
internal import Values

/// A way that needs nothing but the settings: no call, no token, nothing to keep.
protocol DirectStyle: AuthStyle {
  func prepare(_ draft: inout RequestDraft, _ variables: Activation) throws(RunFailure)
  func sign(_ request: inout HTTPRequest, _ variables: Activation, _ moment: Signing) throws(RunFailure)
  /// What it puts into a request is taken once: a refusal may be of the second time that a broken connection had it sent.
  var isTakenOnce: Bool { get }
  /// What it puts into a request tells when that was.
  var bearsMoment: Bool { get }
}

extension DirectStyle {
  func prepare(_ draft: inout RequestDraft, _ variables: Activation) throws(RunFailure) {}
  func sign(_ request: inout HTTPRequest, _ variables: Activation, _ moment: Signing) throws(RunFailure) {}

  var isTakenOnce: Bool { false }
  var bearsMoment: Bool { false }

  func authenticator(_ connection: Connection) throws(RunFailure) -> any Authenticator {
    DirectAuthenticator(style: self, connection: connection)
  }
}

/// When a request is signed, and the number that is used once.
struct Signing: Sendable {
  let now: Instant
  let nonce: String
}

/// The proof of a direct style.
private struct DirectAuthenticator<Style: DirectStyle>: Authenticator {
  let style: Style
  let connection: Connection

  func prepare(_ draft: inout RequestDraft) async throws(RunFailure) {
    try style.prepare(&draft, await connection.variables())
  }

  func sign(_ request: inout HTTPRequest) async throws(RunFailure) {
    let signing = Signing(now: connection.moment, nonce: Nonce.make())
    try style.sign(&request, await connection.variables(), signing)
  }

  func renew(after refused: RefusedCall?) async throws(RunFailure) -> Bool {
    refused != nil && (style.isTakenOnce || isCorrected)
  }

  var isCorrected: Bool { style.bearsMoment && connection.time.isCorrected }

  func notice(_ response: HTTPResponse) {
    guard style.bearsMoment, response.isRefusal else { return }
    connection.time.learn(from: response, now: connection.clock.now)
  }
}
