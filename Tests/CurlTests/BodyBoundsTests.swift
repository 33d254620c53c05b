import HTTP
import TestSupport
import Testing

@testable import Curl

/// Packed bodies are unpacked whole, and bounded while they come in.
@Suite(.timeLimit(.minutes(10))) struct BodyBoundsTests {
  struct Coding: Sendable {
    let name: String
    let packed: [UInt8]
    var expected = Packed.lines
  }

  static let codings: [Coding] = [
    Coding(name: "gzip", packed: Packed.gzip(Packed.lines)),
    Coding(name: "X-GZIP", packed: Packed.gzip(Packed.lines)),
    Coding(
      name: "gzip", packed: Packed.gzip(Packed.lines) + Packed.gzip(Packed.lines),
      expected: Packed.lines + Packed.lines),
    Coding(name: "gzip", packed: Packed.gzip(Packed.lines) + [0, 0, 0]),
    Coding(name: "gzip", packed: [], expected: []),
    Coding(name: "deflate", packed: Packed.deflate(Packed.lines)),
    Coding(name: "deflate", packed: Packed.raw(Packed.lines)),
    Coding(name: "br", packed: Packed.brotli),
    Coding(name: "identity", packed: Packed.lines),
    Coding(name: "UTF-8", packed: Packed.lines),
  ]

  @Test(arguments: codings)
  func `a packed body is unpacked`(_ coding: Coding) async throws {
    let server = LoopbackServer { _ in
      [.reply(200, bytes: coding.packed, headers: [("Content-Encoding", coding.name)])]
    }
    defer { server.stop() }
    let response = try await CurlClientTests.client().send(CurlClientTests.request(server))
    #expect(response.body == coding.expected)
    #expect(response.timing.received == coding.packed.count)
  }

  @Test(arguments: codings.filter { ["gzip", "deflate", "br"].contains($0.name) && $0.packed.count > 20 })
  func `a packed body that was cut is no body`(_ coding: Coding) async throws {
    // Without a length, cut inside: only the packing itself can tell. The trailer of gzip and zlib belongs to it.
    let half = coding.packed.prefix(coding.expected.count > Packed.lines.count ? 30 : coding.packed.count / 2)
    let server = LoopbackServer { _ in
      [.text("HTTP/1.1 200 OK\r\nContent-Encoding: \(coding.name)\r\n\r\n"), .send(Array(half)), .close]
    }
    defer { server.stop() }
    let failure = await #expect(throws: HTTPFailure.self) {
      try await CurlClientTests.client().send(CurlClientTests.request(server))
    }
    #expect(failure?.kind == .truncated)
  }

  @Test(arguments: ["gzip", "identity"])
  func `a long body goes into a file`(_ coding: String) async throws {
    let body = (0..<300_000).flatMap { Array("\($0)\n".utf8) }
    let server = LoopbackServer { _ in
      [
        .reply(
          200, bytes: coding == "gzip" ? Packed.gzip(body) : body, headers: [("Content-Encoding", coding)])
      ]
    }
    defer { server.stop() }
    var request = try CurlClientTests.request(server)
    request.mostInMemory = 100_000
    let response = try await CurlClientTests.client().send(request)
    let file = try #require(response.file)
    #expect(response.body.isEmpty && file.count == body.count)
    var read: [UInt8] = []
    while let piece = file.bytes(from: read.count, count: 70_000), !piece.isEmpty { read += piece }
    #expect(read == body)
    request.mostInMemory = body.count
    #expect(try await CurlClientTests.client().send(request).body == body)
  }

  @Test(arguments: ["gzip", "deflate"])
  func `a bomb is stopped while it unpacks`(_ name: String) async throws {
    // 64 MB of zeros in 64 kB.
    let zeros = [UInt8](repeating: 0, count: 64 << 20)
    let bomb = name == "gzip" ? Packed.gzip(zeros) : Packed.deflate(zeros)
    let server = LoopbackServer { _ in [.reply(200, bytes: bomb, headers: [("Content-Encoding", name)])] }
    defer { server.stop() }
    let failure = await #expect(throws: HTTPFailure.self) {
      try await CurlClientTests.client().send(CurlClientTests.request(server))
    }
    #expect(failure?.kind == .tooLarge)
  }

  struct Bound: Sendable, CustomTestStringConvertible {
    let limits: BodyLimits
    let steps: [LoopbackServer.Step]

    // The bytes themselves would fill the report.
    var testDescription: String { "\(limits), \(steps.count) steps" }
  }

  static let bounds: [Bound] = [
    // With a length that says so, and without one.
    Bound(
      limits: BodyLimits(compressed: 1000), steps: [.reply(200, bytes: [UInt8](repeating: 1, count: 1001))]),
    Bound(
      limits: BodyLimits(compressed: 1000),
      steps: [.text("HTTP/1.1 200 OK\r\n\r\n"), .send([UInt8](repeating: 1, count: 1001)), .close]),
    // For ever, in chunks.
    Bound(
      limits: BodyLimits(decompressed: 100_000),
      steps: [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
        + (0..<1000).map { _ in .text("400\r\n\(String(repeating: "a", count: 1024))\r\n") }),
    Bound(
      limits: BodyLimits(decompressed: 7999),
      steps: [.reply(200, bytes: Packed.gzip(Packed.lines), headers: [("Content-Encoding", "gzip")])]),
    Bound(
      limits: BodyLimits(decompressed: 7999),
      steps: [.reply(200, bytes: Packed.brotli, headers: [("Content-Encoding", "br")])]),
  ]

  @Test(arguments: bounds)
  func `a body ends where its bound is`(_ bound: Bound) async throws {
    let server = LoopbackServer { _ in bound.steps }
    defer { server.stop() }
    var request = try CurlClientTests.request(server)
    request.limits = bound.limits
    let failure = await #expect(throws: HTTPFailure.self) { try await CurlClientTests.client().send(request) }
    #expect(failure?.kind == .tooLarge)
  }

  @Test func `a body as long as its bound is whole`() async throws {
    let server = LoopbackServer { _ in [.reply(200, bytes: [UInt8](repeating: 1, count: 1000))] }
    defer { server.stop() }
    var request = try CurlClientTests.request(server)
    request.limits = BodyLimits(compressed: 1000, decompressed: 1000)
    #expect(try await CurlClientTests.client().send(request).body.count == 1000)
  }
}
