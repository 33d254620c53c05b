/// Follows redirects by hand, and drops every credential when they lead to another origin.
///
/// Libraries that follow by themselves carry headers along; here each hop is a request of its own, judged like the first.
package struct RedirectFollower<Client: HTTPClient>: HTTPClient {
  private let client: Client

  /// More than any honest provider needs; a circle ends here.
  private static var maximum: Int { 5 }

  package init(_ client: Client) { self.client = client }

  package var receiver: (any TaskExecutor)? { client.receiver }

  package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    var request = request
    var timing = CallTiming()
    var hops = 0
    while true {
      var response = try await sent(request, mayHaveBeenReceived: hops > 0)
      timing.add(response.timing)
      response.timing = timing
      guard !request.wantsRedirects, let next = try request.following(response) else { return response }
      hops += 1
      guard hops <= Self.maximum else {
        throw HTTPFailure(
          .tooManyRedirects, "\(request.address.origin) redirects more than \(Self.maximum) times",
          mayHaveBeenReceived: true)
      }
      // The deadline is for the whole call, however many requests it becomes.
      let left = request.deadlines.total - response.timing.total
      guard left > .zero else {
        throw HTTPFailure(.totalTimeout, "redirects took all the time", mayHaveBeenReceived: true)
      }
      RequestCount.note()
      request = try await next.signedAnew(after: response)
      request.deadlines.total = left
    }
  }

  private func sent(
    _ request: HTTPRequest, mayHaveBeenReceived: Bool
  ) async throws(HTTPFailure) -> HTTPResponse {
    do {
      return try await client.send(request)
    } catch {
      guard mayHaveBeenReceived else { throw error }
      throw HTTPFailure(error.kind, error.message, mayHaveBeenReceived: true)
    }
  }
}

extension HTTPRequest {
  /// The request that a reply asks for; nil when it is no redirect.
  fileprivate func following(_ response: HTTPResponse) throws(HTTPFailure) -> HTTPRequest? {
    guard [301, 302, 303, 307, 308].contains(response.status), let location = response.headers["Location"]
    else {
      return nil
    }
    var next = self
    do {
      next.address = try address.resolving(location)
    } catch {
      throw HTTPFailure(
        .malformed, "\(address.origin) redirects to what is no web address: \(error.message)",
        mayHaveBeenReceived: true)
    }
    if address.scheme == .https, next.address.scheme == .http {
      throw refusal("from https to http", next.address)
    }
    // Nothing was done at the old address, and a GET of the new one would look as if it were: good status, and nothing sent.
    if response.status == 301, method == "POST" {
      throw HTTPFailure(
        .malformed,
        "\(address.path) has moved to \(next.address.origin)\(next.address.path), where a POST does not follow it",
        mayHaveBeenReceived: true)
    }
    next.changeMethod(for: response.status)
    guard next.address.origin != address.origin else { return next }
    if holdsSecretElsewhere {
      throw refusal("to another origin with a credential in the request", next.address)
    }
    if next.body != nil || next.file != nil { throw refusal("to another origin with a body", next.address) }
    next.dropCredentials()
    return next
  }

  private func refusal(_ what: String, _ target: WebAddress) -> HTTPFailure {
    HTTPFailure(
      .malformed, "\(address.origin) redirects \(what), which is not followed: \(target.origin)",
      mayHaveBeenReceived: true)
  }

  /// A signature is good for one method, address and body.
  fileprivate func signedAnew(after response: HTTPResponse) async throws(HTTPFailure) -> HTTPRequest {
    guard let proof else { return self }
    var again = self
    again.headers = proof.headers
    again.body = proof.body
    try await proof.sign(&again, response)
    return again
  }

  /// As browsers do: 303 always asks for a GET, 302 turns a POST into one, 307 and 308 keep the request.
  private mutating func changeMethod(for status: Int) {
    let turnsIntoGet = status == 303 ? method != "HEAD" : status == 302 && method == "POST"
    guard turnsIntoGet else { return }
    method = "GET"
    body = nil
    file = nil
    headers.forgetBody()
    proof?.body = nil
    proof?.headers.forgetBody()
  }

  private mutating func dropCredentials() {
    for name in secretHeaders + ["Authorization", "Cookie", "Proxy-Authorization"] { headers.remove(name) }
    // It named the first host.
    headers.remove("Host")
    certificate = nil
    digest = nil
    proof = nil
  }
}

extension HeaderFields {
  fileprivate mutating func forgetBody() {
    for name in ["Content-Type", "Content-Length", "Content-Encoding"] { remove(name) }
  }
}

extension CallTiming {
  fileprivate mutating func add(_ other: CallTiming) {
    resolve += other.resolve
    connect += other.connect
    secure += other.secure
    firstByte += other.firstByte
    total += other.total
    received += other.received
  }
}
