import Curl
import HTTP
import Testing
import WebServer

@Suite(.timeLimit(.minutes(10)))
struct WebListenerTests {
  private let client: CurlClient

  init() throws {
    let host = try #require(AllowedHost("127.0.0.1"))
    client = try CurlClient(options: CurlOptions(userAgent: "test"), guarding: AddressGuard(allowing: [host]))
  }

  private func request(_ method: String, _ listener: WebListener, _ path: String, body: String? = nil) throws
    -> HTTPRequest
  {
    var request = HTTPRequest(
      method, try WebAddress("http://127.0.0.1:\(listener.port)\(path)"),
      headers: HeaderFields([.init("X-Test", "yes")]), body: body.map { Array($0.utf8) })
    // The handler shares its threads with all the other tests.
    request.deadlines = Deadlines(connect: .seconds(60), idle: .seconds(400), total: .seconds(400))
    return request
  }

  @Test func `a request reaches the handler whole and its answer the caller`() async throws {
    let listener = try WebListener { request in
      let query = request.queryValues.map { "\($0.name)->\($0.value)" }.joined(separator: ",")
      let body = String(decoding: request.body, as: UTF8.self)
      return WebReply(
        201, text: "\(request.method) \(request.path) \(query) \(request.headers["X-Test"] ?? "") \(body)")
    }
    defer { listener.stop() }
    let reply = try await client.send(request("POST", listener, "/a/b?x=1%202&y=", body: "hello"))
    #expect(reply.status == 201)
    #expect(String(decoding: reply.body, as: UTF8.self) == "POST /a/b x->1 2,y-> yes hello")
  }

  @Test func `a body beyond the limit is refused`() async throws {
    let listener = try WebListener(largestBody: 10) { _ in WebReply(200) }
    defer { listener.stop() }
    let reply = try await client.send(request("POST", listener, "/", body: "01234567890123456789"))
    #expect(reply.status == 413)
  }

  @Test func `a fault cuts the body off`() async throws {
    let listener = try WebListener { _ in
      WebReply(200, body: [UInt8](repeating: 65, count: 1000), fault: .cut(after: 100))
    }
    defer { listener.stop() }
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client.send(request("GET", listener, "/"))
    }
    #expect(failure?.kind == .truncated)
  }

  @Test func `two listeners cannot have one port`() throws {
    let listener = try WebListener { _ in WebReply(200) }
    defer { listener.stop() }
    #expect(throws: WebListener.Failure.self) { try WebListener(port: listener.port) { _ in WebReply(200) } }
  }
}
