internal import Diagnostics
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// A call for a token: with the earlier proofs, repeated where that can help.
///
/// It does not go through the limits of the provider's API: token endpoints have their own.
struct LoginCall: Sendable {
  let connection: Connection
  let place: SourceRange?
  /// A code can be redeemed once: only a lost reply is worth a second attempt.
  var isRepeatable = true
  /// The request holds an assertion, which is good at its moment only.
  var bearsMoment = false

  /// What came back.
  ///
  /// The request is made anew for each attempt, so that assertions are fresh.
  ///
  /// A lost reply is answered by one immediate repetition: a server with a grace time gives the same token again.
  func send(
    _ make: () async throws(RunFailure) -> HTTPRequest
  ) async throws(TokenFailure) -> HTTPResponse {
    var waits: [Duration] = isRepeatable ? [.seconds(1), .seconds(3)] : []
    var mayRepeatLost = true
    var mayCorrect = bearsMoment && isRepeatable
    let start = connection.clock.elapsed
    while true {
      // Nobody else may renew meanwhile: a provider that takes a minute to fail is not asked again.
      if connection.clock.elapsed - start >= ConnectBase.longestCall { waits = [] }
      let request = try await prepared(make)
      let failure: RunFailure
      RequestCount.note()
      do {
        let response = try await connection.client.send(request)
        if mayCorrect, response.isRefusal || response.status == 400 {
          mayCorrect = false
          connection.time.learn(from: response, now: connection.clock.now)
          if connection.time.isCorrected { continue }
        }
        guard Self.isPassing(response.status), !waits.isEmpty else { return response }
        try await pause(Self.asked(response) ?? waits[0])
        waits.removeFirst()
        continue
      } catch let error as HTTPFailure {
        if error.mayHaveBeenReceived, mayRepeatLost {
          mayRepeatLost = false
          continue
        }
        failure = Self.failure(error, place)
        guard Self.isWorthRepeating(error), !error.mayHaveBeenReceived, !waits.isEmpty else {
          throw TokenFailure(failure)
        }
      } catch let error as TokenFailure {
        throw error
      } catch {
        throw TokenFailure(RunFailure(.provider, "the call for a token failed", at: place))
      }
      try await pause(waits.removeFirst())
    }
  }

  private func prepared(
    _ make: () async throws(RunFailure) -> HTTPRequest
  ) async throws(TokenFailure) -> HTTPRequest {
    do {
      var request = try await make()
      try await request.sign(with: connection.earlier)
      return request
    } catch {
      throw TokenFailure(error)
    }
  }

  static func isPassing(_ status: Int) -> Bool {
    status >= 500 || status == 429 || status == 408 || status == 425
  }

  /// What `Retry-After` asks for, when that is short enough to wait here.
  private static func asked(_ response: HTTPResponse) -> Duration? {
    guard let text = response.headers["Retry-After"], let seconds = Int(text), (0...20).contains(seconds)
    else { return nil }
    return .seconds(seconds)
  }

  private func pause(_ length: Duration) async throws(TokenFailure) {
    do {
      try await connection.clock.sleep(for: length)
    } catch {
      throw TokenFailure(.stopped(at: nil))
    }
  }

  private static func isWorthRepeating(_ failure: HTTPFailure) -> Bool {
    switch failure.kind {
    case .resolution, .connection, .connectTimeout, .idleTimeout, .totalTimeout, .truncated: true
    case .refusedAddress, .tls, .certificate, .tooLarge, .malformed, .tooManyRedirects, .cancelled,
      .noRecording:
      false
    }
  }

  static func failure(_ failure: HTTPFailure, _ place: SourceRange?) -> RunFailure {
    if failure.kind == .cancelled { return .stopped(at: place) }
    if failure.kind == .certificate { return RunFailure(.credentials, failure.message, at: place) }
    return RunFailure(
      failure.kind == .refusedAddress ? .request : .provider, failure.message, at: place,
      isPassing: isWorthRepeating(failure))
  }
}
