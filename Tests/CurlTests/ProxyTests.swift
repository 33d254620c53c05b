import HTTP
import TestSupport
import Testing

@testable import Curl

/// Calls through a proxy, and what must not slip past it.
@Suite(.timeLimit(.minutes(10))) struct ProxyTests {
  @Test(
    arguments: [
      (["http_proxy": "p"], "http://example.com/", "p"), (["HTTP_PROXY": "p"], "http://example.com/", nil),
      (["HTTPS_PROXY": "p"], "https://example.com/", "p"), (["https_proxy": "p"], "http://example.com/", nil),
      (["ALL_PROXY": "p"], "http://example.com/", "p"), (["ALL_PROXY": ""], "http://example.com/", nil),
      (["ALL_PROXY": "p", "NO_PROXY": "example.com"], "http://example.com/", nil),
      (["ALL_PROXY": "p", "NO_PROXY": ".example.com,x"], "http://a.example.com/", nil),
      (["ALL_PROXY": "p", "no_proxy": "ample.com"], "http://example.com/", "p"),
      (["ALL_PROXY": "p", "no_proxy": "*"], "http://example.com/", nil), ([:], "http://example.com/", nil),
    ] as [([String: String], String, String?)])
  func `the environment is read as other programs read it`(
    _ environment: [String: String], _ address: String, _ proxy: String?
  ) throws {
    #expect(try ProxyRules(environment: environment).proxy(for: WebAddress(address)) == proxy)
  }

  @Test func `a call goes through the proxy, which may stand on this machine`() async throws {
    let proxy = LoopbackServer { request in [.reply(200, request.target)] }
    defer { proxy.stop() }
    var options = CurlOptions(userAgent: "t")
    options.proxies = ProxyRules(all: proxy.address)
    let client = try CurlClient(options: options, guarding: AddressGuard())
    let response = try await client.send(HTTPRequest("GET", WebAddress("http://api.example.com/x")))
    #expect(response.body == Array("http://api.example.com/x".utf8))
  }

  @Test(arguments: ["user:pa%00ss", "us%0der:x", "user:\u{1}"])
  func `a proxy that cannot be asked is not passed by`(_ user: String) async throws {
    let server = LoopbackServer { _ in [.reply(200)] }
    defer { server.stop() }
    var options = CurlOptions(userAgent: "t")
    options.proxies = ProxyRules(all: "http://\(user)@127.0.0.1:1")
    options.resolutions = ["api.example.com:\(server.port):127.0.0.1"]
    let client = try CurlClient(options: options, guarding: AddressGuard())
    let request = HTTPRequest("GET", try WebAddress("http://api.example.com:\(server.port)/"))
    await #expect(throws: HTTPFailure.self) { try await client.send(request) }
    #expect(server.connections == 0)
  }

  @Test(arguments: AddressGuardTests.spellings + ["localhost.", "169.254.169.254", "10.1"])
  func `the proxy is not asked for addresses that are refused`(_ host: String) async throws {
    let proxy = LoopbackServer { _ in [.reply(200)] }
    defer { proxy.stop() }
    var options = CurlOptions(userAgent: "t")
    options.proxies = ProxyRules(all: proxy.address)
    let client = try CurlClient(options: options, guarding: AddressGuard())
    let request = HTTPRequest("GET", try WebAddress("http://\(host)/"))
    let failure = await #expect(throws: HTTPFailure.self) { try await client.send(request) }
    #expect(failure?.kind == .refusedAddress)
    #expect(proxy.connections == 0)
  }
}
