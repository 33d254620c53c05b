import Authentication
import Glibc
import Programs
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct LoopbackTests {
  /// Sends a request to the listener and reads the whole reply.
  static func ask(_ port: UInt16, _ request: String) -> String {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isOpen = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard isOpen == 0 else { return "" }
    let bytes = Array(request.utf8)
    _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    var reply: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return String(decoding: reply, as: UTF8.self) }
      reply += buffer[..<count]
    }
  }

  @Test func `the right callback ends the waiting, and nothing else does`() async throws {
    let listener = try LoopbackListener()
    let port = listener.port
    #expect(listener.redirect == "http://127.0.0.1:\(port)/callback")
    let seen = Mutex<[String]>([])
    async let replies = onOwnThread {
      func get(_ target: String, host: String = "127.0.0.1:\(port)", method: String = "GET") -> String {
        Self.ask(port, "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
      }
      return [
        get("/favicon.ico"), get("/callback?code=1", method: "POST"),
        get("/callback?code=1", host: "evil.example.com"), Self.ask(port, "nonsense\r\n\r\n"),
        get("/callback?code=bad"), get("/callback?code=good"),
      ]
    }
    try await listener.wait(clock: SystemClock()) { query in
      seen.withLock { $0.append(query) }
      return query == "code=good" ? .done(page: "thank you") : .again(page: "no <script>")
    }
    let statuses = await replies.map { $0.split(separator: "\r\n").first.map(String.init) ?? "" }
    #expect(
      statuses == [
        "HTTP/1.1 404 Not Found", "HTTP/1.1 405 Method Not Allowed", "HTTP/1.1 421 Misdirected Request",
        "HTTP/1.1 404 Not Found", "HTTP/1.1 400 Bad Request", "HTTP/1.1 200 OK",
      ])
    #expect(await replies[4].contains("no &lt;script&gt;"))
    #expect(seen.withLock { $0 } == ["code=bad", "code=good"])
  }

  @Test func `waiting can be broken off, and a port in use is said`() async throws {
    let listener = try LoopbackListener()
    #expect(throws: ListenerFailure.self) { try LoopbackListener(port: listener.port) }
    let waiting = Task { try await listener.wait(clock: SystemClock()) { _ in .done(page: "") } }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
  }
}
