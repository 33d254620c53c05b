import HTTP
import Synchronization
import TestSupport
import Testing
import Values

@testable import Curl

/// Addresses that are not public are not called, however they are written.
@Suite(.timeLimit(.minutes(10))) struct AddressGuardTests {
  @Test(arguments: [
    "127.0.0.1", "127.255.255.255", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.254",
    "192.168.1.1",
    "100.64.0.1", "100.127.255.254", "169.254.169.254", "169.254.45.1", "168.63.129.16", "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.6", "192.88.99.3", "224.1.2.3",
    "240.0.0.1",
    "255.255.255.255", "::1", "::", "::ffff:7f00:1", "::ffff:a9fe:a9fe", "::7f00:1", "fe80::1", "fec0::1",
    "fc00::1",
    "fd00:ec2::254", "ff02::2", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:a9fe:a9fe::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "3fff::1", "100::1", "5f00::1", "4000::1",
    "2001:2::1",
  ])
  func `special addresses are refused`(_ text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(AddressGuard().refusal(host: "example.com", port: 443, address: address) != nil)
  }

  @Test(arguments: [
    "1.1.1.1", "100.63.255.254", "100.128.0.1", "172.15.255.255", "172.32.0.1", "198.17.255.255",
    "198.20.0.0", "223.255.255.255",
    "11.0.0.0", "9.255.255.255", "128.0.0.1", "126.255.255.255", "168.63.129.15", "2606:4700::1111",
    "2a00:1450::1",
    "64:ff9b::101:101", "::ffff:101:101",
  ])
  func `public addresses are called`(_ text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(AddressGuard().refusal(host: "example.com", port: 443, address: address) == nil)
  }

  @Test(arguments: [22, 25, 6379, 5432, 11211]) func `ports of other services are refused`(_ port: Int) throws
  {
    let address = try #require(IPAddress("1.1.1.1"))
    #expect(AddressGuard().refusal(host: "example.com", port: port, address: address) != nil)
  }

  @Test(arguments: [
    ("erp.example.com", true), ("ERP.example.com.", true), ("erp.example.com:8080", true),
    ("erp.example.com:81", false),
    ("example.com", false), ("10.1.2.3", true), ("10.1.2.3:8080", true), ("10.1.2.3:81", false),
    ("10.0.0.0/8", true),
    ("10.2.0.0/16", false), ("192.168.0.0/16", false),
  ])
  func `what is allowed is let through`(_ entry: String, _ isLetThrough: Bool) throws {
    let guardian = AddressGuard(allowing: [try #require(AllowedHost(entry))])
    let address = try #require(IPAddress("10.1.2.3"))
    #expect((guardian.refusal(host: "erp.example.com", port: 8080, address: address) == nil) == isLetThrough)
  }

  @Test(arguments: ["", "a b", "http://a", "a/8", "10.0.0.0/33", "a:0", "a:x", "[::1]x", "*", ":80"])
  func `an entry that means nothing is refused`(_ entry: String) { #expect(AllowedHost(entry) == nil) }

  @Test func `letting through is announced once`() throws {
    final class Heard: Sendable {
      let lines = Mutex<[String]>([])
    }
    let heard = Heard()
    let guardian = AddressGuard(allowing: [try #require(AllowedHost("127.0.0.0/8"))]) { line in
      heard.lines.withLock { $0.append(line) }
    }
    for host in ["127.0.0.1", "127.0.0.2", "127.0.0.1"] {
      #expect(guardian.refusal(host: host, port: 80, address: try #require(IPAddress(host))) == nil)
    }
    #expect(
      heard.lines.withLock { $0 } == [
        "calls to 127.0.0.1 at 127.0.0.1 are let through because 127.0.0.0/8 is allowed"
      ])
  }

  /// Ways to write this machine that our own reading lets pass: the judgement must come after resolution.
  static let spellings = [
    "127.0.0.1", "127.1", "127.255.255.254", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.1",
    "0177.0.0.1", "localhost",
    "LOCALHOST", "a.localhost", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1]", "[::]", "[::127.0.0.1]",
  ]

  @Test(arguments: spellings + ["localhost."]) func `a canary on this machine hears nothing`(_ host: String)
    async throws
  {
    let canary = LoopbackServer { _ in [.reply(200)] }
    defer { canary.stop() }
    let client = try CurlClient(options: CurlOptions(userAgent: "t"), guarding: AddressGuard())
    let request = HTTPRequest("GET", try WebAddress("http://\(host):\(canary.port)/"))
    let failure = await #expect(throws: HTTPFailure.self) { try await client.send(request) }
    // Whether the root's `localhost.` leads anywhere depends on the resolver.
    let isUnknownName = host.hasSuffix(".") && failure?.kind == .resolution
    #expect(failure?.kind == .refusedAddress || isUnknownName, "\(host): \(String(describing: failure))")
    #expect(failure?.mayHaveBeenReceived == false)
    #expect(canary.connections == 0)
  }

  @Test(arguments: [
    "10.0.0.1", "169.254.169.254", "192.168.1.1", "[fd00:ec2::254]", "[64:ff9b::a9fe:a9fe]",
    "[2002:a9fe:a9fe::1]",
  ])
  func `nothing is even tried elsewhere`(_ host: String) async throws {
    let client = try CurlClient(options: CurlOptions(userAgent: "t"), guarding: AddressGuard())
    var request = HTTPRequest("GET", try WebAddress("http://\(host)/"))
    request.deadlines.connect = .seconds(20)
    let failure = await #expect(throws: HTTPFailure.self) { try await client.send(request) }
    #expect(failure?.kind == .refusedAddress)
  }

  @Test func `a public name that leads home is refused, and so is one that leads to both sides`() async throws
  {
    let canary = LoopbackServer { _ in [.reply(200)] }
    defer { canary.stop() }
    var options = CurlOptions(userAgent: "t")
    options.resolutions = [
      "public.example.com:\(canary.port):127.0.0.1", "mixed.example.com:\(canary.port):127.0.0.1,192.0.2.1",
    ]
    let client = try CurlClient(options: options, guarding: AddressGuard())
    for name in ["public", "mixed"] {
      let request = HTTPRequest("GET", try WebAddress("http://\(name).example.com:\(canary.port)/"))
      let failure = await #expect(throws: HTTPFailure.self) { try await client.send(request) }
      #expect(failure?.kind == .refusedAddress)
    }
    #expect(canary.connections == 0)
  }

  @Test(arguments: [301, 302, 303, 307, 308]) func `a redirect does not get there either`(_ status: Int)
    async throws
  {
    let canary = LoopbackServer { _ in [.reply(200)] }
    let spellings = Self.spellings
    let server = LoopbackServer { request in
      let number = Int(request.target.dropFirst()) ?? 0
      return [.reply(status, headers: [("Location", "http://\(spellings[number]):\(canary.port)/")])]
    }
    defer {
      canary.stop()
      server.stop()
    }
    let allowed = try #require(AllowedHost("127.0.0.1:\(server.port)"))
    let client = RedirectFollower(
      try CurlClient(options: CurlOptions(userAgent: "t"), guarding: AddressGuard(allowing: [allowed])))
    for number in spellings.indices {
      let failure = await #expect(throws: HTTPFailure.self) {
        try await client.send(CurlClientTests.request(server, "/\(number)"))
      }
      #expect(failure?.kind == .refusedAddress, "\(spellings[number])")
    }
    #expect(server.requests.count == spellings.count)
    #expect(canary.connections == 0)
  }

  @Test func `credentials stay behind when a redirect goes to another port`() async throws {
    let other = LoopbackServer { _ in [.reply(200, "home")] }
    let server = LoopbackServer { _ in
      [.reply(302, headers: [("Location", "http://127.0.0.1:\(other.port)/x")])]
    }
    defer {
      other.stop()
      server.stop()
    }
    var request = try CurlClientTests.request(server)
    for name in ["Authorization", "Cookie", "X-Api-Key"] { request.headers.append(name, "made-up") }
    request.secretHeaders = ["X-Api-Key"]
    let response = try await RedirectFollower(CurlClientTests.client()).send(request)
    #expect(response.body == Array("home".utf8))
    #expect(server.requests.first?.header("Authorization") == "made-up")
    let seen = try #require(other.requests.first)
    for name in ["Authorization", "Cookie", "X-Api-Key"] { #expect(seen.header(name) == nil) }
  }
}
