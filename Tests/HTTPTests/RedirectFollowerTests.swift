import HTTP
import Testing

/// Redirects are followed by rules that keep credentials at home.
@Suite struct RedirectFollowerTests {
  /// Answers by address and remembers what it was asked.
  final class Scripted: HTTPClient {
    let replies: [String: (status: Int, location: String)]
    let log = Log()

    actor Log {
      var requests: [HTTPRequest] = []
      func add(_ request: HTTPRequest) { requests.append(request) }
    }

    init(_ replies: [String: (Int, String)]) {
      self.replies = replies.mapValues { (status: $0.0, location: $0.1) }
    }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
      await log.add(request)
      guard let reply = replies[request.address.description] else {
        return HTTPResponse(status: 200, headers: HeaderFields(), body: [], address: request.address)
      }
      let headers = HeaderFields([HeaderFields.Field("Location", reply.location)])
      return HTTPResponse(status: reply.status, headers: headers, body: [], address: request.address)
    }
  }

  static func request(_ address: String, _ method: String = "GET", body: String? = nil) throws -> HTTPRequest
  {
    var request = HTTPRequest(method, try WebAddress(address), body: body.map { Array($0.utf8) })
    request.headers.append("Authorization", "Bearer made-up")
    request.headers.append("Cookie", "a=b")
    request.headers.append("X-Api-Key", "made-up")
    request.headers.append("Accept", "application/json")
    request.secretHeaders = ["X-Api-Key"]
    request.certificate = ClientCertificate(certificate: "c", key: "k")
    request.digest = DigestCredentials(username: "u", password: "p")
    return request
  }

  @Test(arguments: [
    ("https://a.example.com/x", "https://b.example.com/y"),
    ("https://a.example.com/x", "https://a.example.com:8443/y"),
    ("https://a.example.com/x", "//evil.example.com/y"),
    ("http://a.example.com/x", "https://a.example.com/y"),
  ])
  func `another origin gets no credential`(_ from: String, _ to: String) async throws {
    let client = Scripted([from: (302, to)])
    _ = try await RedirectFollower(client).send(Self.request(from))
    let requests = await client.log.requests
    #expect(requests.count == 2)
    let second = try #require(requests.last)
    #expect(second.headers.fields.map(\.name) == ["Accept"])
    #expect(second.certificate == nil)
    #expect(second.digest == nil)
  }

  @Test func `a signature is made anew for what is sent, and never elsewhere`() async throws {
    let client = Scripted([
      "https://a.example.com/x": (303, "/y"), "https://a.example.com/y": (302, "https://b.example.com/z"),
      "https://b.example.com/z": (302, "/last"),
    ])
    var request = try HTTPRequest("POST", WebAddress("https://a.example.com/x"), body: Array("a=1".utf8))
    request.headers.append("Content-Type", "application/x-www-form-urlencoded")
    let sign: RequestProof.Signer = { request, _ in
      request.headers.append(
        "X-Signature", "\(request.method) \(request.address.path) \(request.body?.count ?? 0)")
      request.secretHeaders = ["X-Signature"]
    }
    request.proof = RequestProof(of: request, by: sign)
    try await sign(
      &request, HTTPResponse(status: 200, headers: HeaderFields(), body: [], address: request.address))
    _ = try await RedirectFollower(client).send(request)
    let requests = await client.log.requests
    #expect(requests.map { $0.headers["X-Signature"] } == ["POST /x 3", "GET /y 0", nil, nil])
    #expect(requests.map { $0.headers["Content-Type"] != nil } == [true, false, false, false])
  }

  @Test func `the same origin keeps them`() async throws {
    let client = Scripted(["https://a.example.com/x": (301, "/y?z=1")])
    let response = try await RedirectFollower(client).send(Self.request("https://a.example.com/x"))
    let second = try #require(await client.log.requests.last)
    #expect(second.headers["Authorization"] != nil)
    #expect(second.headers["X-Api-Key"] != nil)
    #expect(second.certificate != nil)
    #expect(response.address.description == "https://a.example.com/y?z=1")
  }

  @Test(arguments: [
    (301, "PUT", "PUT"), (302, "POST", "GET"), (303, "POST", "GET"), (303, "PUT", "GET"),
    (302, "PUT", "PUT"),
    (307, "POST", "POST"), (308, "PUT", "PUT"), (303, "HEAD", "HEAD"), (302, "GET", "GET"),
  ])
  func `methods change as browsers change them`(_ status: Int, _ method: String, _ expected: String)
    async throws
  {
    let client = Scripted(["https://a.example.com/x": (status, "/y")])
    let hasBody = method == "POST" || method == "PUT"
    _ = try await RedirectFollower(client).send(
      Self.request("https://a.example.com/x", method, body: hasBody ? "b" : nil))
    let second = try #require(await client.log.requests.last)
    #expect(second.method == expected)
    #expect((second.body != nil) == (hasBody && expected == method))
  }

  struct Refused: Sendable {
    let method: String
    let status: Int
    let to: String
    var holdsSecret = false
  }

  @Test(arguments: [
    Refused(method: "GET", status: 302, to: "http://a.example.com/x"),
    Refused(method: "GET", status: 302, to: "https://b.example.com/", holdsSecret: true),
    Refused(method: "POST", status: 307, to: "https://b.example.com/"),
    Refused(method: "PUT", status: 302, to: "https://b.example.com/"),
    Refused(method: "POST", status: 301, to: "/y"),
    Refused(method: "GET", status: 302, to: "ftp://a.example.com/"),
    Refused(method: "GET", status: 302, to: "https://u:p@a.example.com/"),
    Refused(method: "GET", status: 302, to: "https://a.example.com\\@127.0.0.1/"),
  ])
  func `some redirects are not followed`(_ refused: Refused) async throws {
    let client = Scripted(["https://a.example.com/x": (refused.status, refused.to)])
    var request = try Self.request(
      "https://a.example.com/x", refused.method, body: refused.method == "GET" ? nil : "b")
    request.holdsSecretElsewhere = refused.holdsSecret
    let failure = await #expect(throws: HTTPFailure.self) { try await RedirectFollower(client).send(request) }
    #expect(failure?.kind == .malformed)
    #expect(await client.log.requests.count == 1)
  }

  @Test func `a circle ends`() async throws {
    let client = Scripted([
      "https://a.example.com/x": (302, "/y"), "https://a.example.com/y": (302, "/x"),
    ])
    let failure = await #expect(throws: HTTPFailure.self) {
      try await RedirectFollower(client).send(Self.request("https://a.example.com/x"))
    }
    #expect(failure?.kind == .tooManyRedirects)
    #expect(await client.log.requests.count == 6)
  }

  @Test func `what is no redirect comes back as it is`() async throws {
    let client = Scripted(["https://a.example.com/x": (304, "/y")])
    let response = try await RedirectFollower(client).send(Self.request("https://a.example.com/x"))
    #expect(response.status == 304)
  }
}
