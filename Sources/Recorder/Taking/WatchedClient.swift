package import HTTP
internal import Synchronization

/// A call with its reply, as they went over the wire.
package struct WatchedExchange: Sendable {
  package let request: HTTPRequest
  package let response: HTTPResponse

  package init(_ request: HTTPRequest, _ response: HTTPResponse) {
    self.request = request
    self.response = response
  }
}

/// Makes calls through another client and keeps what was said.
package final class WatchedClient: HTTPClient {
  private let client: any HTTPClient
  private let ledger: WatchedCalls

  package init(_ client: any HTTPClient, into ledger: WatchedCalls) {
    self.client = client
    self.ledger = ledger
  }

  package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    let response = try await client.send(request)
    ledger.add(WatchedExchange(request, response))
    return response
  }
}

/// What was said since somebody last asked.
package final class WatchedCalls: Sendable {
  private let exchanges = Mutex<[WatchedExchange]>([])

  package init() {}

  func add(_ exchange: WatchedExchange) { exchanges.withLock { $0.append(exchange) } }

  /// Hands over what was kept, in order, and forgets it.
  package func take() -> [WatchedExchange] {
    exchanges.withLock { kept in
      defer { kept = [] }
      return kept
    }
  }
}
