import Glibc
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import Curl

/// Calls over real sockets to a server that does what the test says.
@Suite(.timeLimit(.minutes(10))) struct CurlClientTests {
  static func client(_ change: (inout CurlOptions) -> Void = { _ in }) throws -> CurlClient {
    var options = CurlOptions(userAgent: "connector/test")
    change(&options)
    let loopback = try #require(AllowedHost("127.0.0.0/8"))
    return try CurlClient(options: options, guarding: AddressGuard(allowing: [loopback]))
  }

  /// For places that may throw nothing else.
  static func quietClient(_ change: (inout CurlOptions) -> Void) throws(HTTPFailure) -> CurlClient {
    var options = CurlOptions(userAgent: "connector/test")
    change(&options)
    return try CurlClient(
      options: options, guarding: AddressGuard(allowing: ["127.0.0.0/8"].compactMap { AllowedHost($0) }))
  }

  static func request(_ server: LoopbackServer, _ target: String = "/", method: String = "GET") throws
    -> HTTPRequest
  {
    HTTPRequest(method, try WebAddress(server.address + target))
  }

  @Test func `a reply comes back with its headers and body`() async throws {
    let server = LoopbackServer { _ in
      [.reply(200, "[1,2]", headers: [("X-One", "a"), ("x-one", "b"), ("Set-Cookie", "c=d")])]
    }
    defer { server.stop() }
    let response = try await Self.client().send(Self.request(server, "/a%2Fb/../c?x=%20y%2Bz"))
    #expect(response.status == 200)
    #expect(response.body == Array("[1,2]".utf8))
    #expect(response.headers.values(of: "X-ONE") == ["a", "b"])
    #expect(response.timing.received == 5)
    #expect(response.timing.total > .zero)
    let seen = try #require(server.requests.first)
    #expect(seen.target == "/a%2Fb/../c?x=%20y%2Bz", "a signature is over this very text")
    #expect(seen.header("User-Agent") == "connector/test")
    #expect(seen.header("Accept-Encoding") == "gzip, deflate, br")
  }

  @Test(arguments: ["POST", "PUT", "PATCH", "DELETE", "GET"])
  func `a body goes out whole, without headers of libcurl's own`(_ method: String) async throws {
    let server = LoopbackServer { _ in [.reply(201)] }
    defer { server.stop() }
    var request = try Self.request(server, method: method)
    request.body = Array(repeating: 0x61, count: 3_000_000)
    request.headers.append("X-Empty", "")
    _ = try await Self.client().send(request)
    let seen = try #require(server.requests.first)
    #expect(seen.method == method)
    #expect(seen.body.count == 3_000_000)
    #expect(seen.header("Content-Type") == nil)
    #expect(seen.header("Expect") == nil)
    #expect(seen.header("X-Empty") == "")
  }

  @Test func `connections are kept`() async throws {
    let server = LoopbackServer { _ in [.reply(200, "x")] }
    defer { server.stop() }
    let client = try Self.client()
    for _ in 0..<5 { _ = try await client.send(Self.request(server)) }
    #expect(server.connections == 1)
    #expect(server.requests.count == 5)
  }

  @Test func `many calls run at once`() async throws {
    let server = LoopbackServer { request in [.wait(milliseconds: 50), .reply(200, request.target)] }
    defer { server.stop() }
    let client = try Self.client()
    let bodies = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<40 {
        group.addTask {
          String(decoding: try await client.send(Self.request(server, "/\(number)")).body, as: UTF8.self)
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(bodies == Set((0..<40).map { "/\($0)" }))
  }

  @Test func `nobody waits for the first reply of a server that is slow with it`() async throws {
    let isAskedMore = Mutex(false)
    let server = LoopbackServer { request in
      if request.target != "/slow" {
        isAskedMore.withLock { $0 = true }
        return [.reply(200)]
      }
      // The first reply is kept back until somebody asks for more, or nobody does.
      for _ in 0..<2_000 where !isAskedMore.withLock({ $0 }) { usleep(10_000) }
      return [.reply(isAskedMore.withLock { $0 } ? 200 : 504)]
    }
    defer { server.stop() }
    let client = try Self.client()
    async let slow = client.send(Self.request(server, "/slow"))
    while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    _ = try await client.send(Self.request(server, "/quick"))
    #expect(try await slow.status == 200)
  }

  struct Broken: Sendable {
    let name: String
    let steps: [LoopbackServer.Step]
    let kind: HTTPFailure.Kind
  }

  static let broken: [Broken] = [
    Broken(
      name: "shorter than its length",
      steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .close],
      kind: .truncated),
    Broken(
      name: "chunks without an end",
      steps: [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"), .close],
      kind: .truncated),
    Broken(name: "closed without a word", steps: [.close], kind: .truncated),
    Broken(
      name: "cut inside the headers", steps: [.text("HTTP/1.1 200 OK\r\nContent-"), .close], kind: .truncated),
    Broken(name: "no HTTP", steps: [.text("220 smtp.example.com ready\r\n"), .close], kind: .malformed),
    Broken(
      name: "an encoding that it does not have",
      steps: [.reply(200, "plain", headers: [("Content-Encoding", "gzip")])], kind: .malformed),
    Broken(
      name: "headers for ever",
      steps: [.text("HTTP/1.1 200 OK\r\n")]
        + (0..<300).map { .text("X-\($0): \(String(repeating: "a", count: 1000))\r\n") }
        + [.close],
      kind: .tooLarge),
  ]

  @Test(arguments: broken)
  func `a broken reply is no reply`(_ broken: Broken) async throws {
    let server = LoopbackServer { _ in broken.steps }
    defer { server.stop() }
    let failure = await #expect(throws: HTTPFailure.self) {
      try await Self.client().send(Self.request(server))
    }
    #expect(failure?.kind == broken.kind, "\(broken.name): \(String(describing: failure))")
    #expect(failure?.mayHaveBeenReceived == true)
  }

  @Test func `deadlines end what does not end`() async throws {
    let silent = LoopbackServer { _ in [.wait(milliseconds: 50_000), .reply(200)] }
    let dripping = LoopbackServer { _ in
      [.text("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")]
        + (0..<5000).flatMap { _ in [LoopbackServer.Step.text("x"), .wait(milliseconds: 60)] }
    }
    defer {
      silent.stop()
      dripping.stop()
    }
    var request = try Self.request(silent)
    request.deadlines = Deadlines(connect: .seconds(30), idle: .milliseconds(200), total: .seconds(45))
    let idle = await #expect(throws: HTTPFailure.self) { try await Self.client().send(request) }
    #expect(idle?.kind == .idleTimeout)

    request = try Self.request(dripping)
    request.deadlines = Deadlines(connect: .seconds(30), idle: .seconds(20), total: .seconds(2))
    // The reply would go on for half a minute, each piece in time.
    let total = await #expect(throws: HTTPFailure.self) { try await Self.client().send(request) }
    #expect(total?.kind == .totalTimeout)
    #expect(total?.mayHaveBeenReceived == true)
  }

  @Test func `cancelling ends a call at once`() async throws {
    let server = LoopbackServer { _ in [.wait(milliseconds: 300_000), .reply(200)] }
    defer { server.stop() }
    let client = try Self.client()
    let request = try Self.request(server)
    let task = Task { await Result { () async throws(HTTPFailure) in try await client.send(request) } }
    while server.requests.isEmpty { await Task.yield() }
    task.cancel()
    guard case .failure(let failure) = await task.value else {
      Issue.record("it came back")
      return
    }
    // Whoever waited to the end would have had the reply.
    #expect(failure.kind == .cancelled)
  }

  @Test func `nothing is sent where nobody listens`() async throws {
    let server = LoopbackServer { _ in [.reply(200)] }
    let request = try Self.request(server)
    server.stop()
    try await Task.sleep(for: .milliseconds(50))
    let failure = await #expect(throws: HTTPFailure.self) { try await Self.client().send(request) }
    #expect(failure?.kind == .connection)
    #expect(failure?.mayHaveBeenReceived == false)
  }

  @Test func `a write that may not be repeated is not repeated by the library either`() async throws {
    // The first request warms the connection; the second gets no answer on it, which is where libcurl repeats by itself.
    let server = LoopbackServer { request in request.method == "GET" ? [.reply(200, "x")] : [.close] }
    defer { server.stop() }
    let client = try Self.client()
    _ = try await client.send(Self.request(server))
    var write = try Self.request(server, method: "POST")
    write.body = [0x31]
    write.isNeverRepeated = true
    let failure = await #expect(throws: HTTPFailure.self) { try await client.send(write) }
    #expect(failure?.mayHaveBeenReceived == true)
    #expect(server.requests.filter { $0.method == "POST" }.count == 1)
  }

  @Test(arguments: [("X-A", "b\r\nX-Injected: 1"), ("X A", "b"), ("", "b"), ("X-A", "b\u{0}")])
  func `headers cannot smuggle others`(_ name: String, _ value: String) async throws {
    let server = LoopbackServer { _ in [.reply(200)] }
    defer { server.stop() }
    var request = try Self.request(server)
    request.headers.append(name, value)
    let failure = await #expect(throws: HTTPFailure.self) { try await Self.client().send(request) }
    #expect(failure?.kind == .malformed)
    #expect(server.requests.isEmpty)
  }
}

extension Result where Failure == HTTPFailure {
  fileprivate init(_ body: () async throws(HTTPFailure) -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
