import Glibc
import HTTP
import Testing
import WebServer

@Suite(.timeLimit(.minutes(1)))
struct WebListenerTests {
  /// A reply as the bytes that came over the connection until it was closed.
  private func exchange(_ port: Int, _ request: String) -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return "" }
    _ = request.withCString { write(descriptor, $0, strlen($0)) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count <= 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `a request reaches the handler whole and its answer the caller`() throws {
    let listener = try WebListener { request in
      let query = request.queryValues.map { "\($0.name)->\($0.value)" }.joined(separator: ",")
      return WebReply(
        201,
        text:
          "\(request.method) \(request.path) \(query) \(request.headers["X-Test"] ?? "") \(String(decoding: request.body, as: UTF8.self))"
      )
    }
    defer { listener.stop() }
    let reply = exchange(
      listener.port,
      "POST /a/b?x=1%202&y= HTTP/1.1\r\nHost: localhost\r\nX-Test: yes\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
    )
    #expect(reply.hasPrefix("HTTP/1.1 201"))
    #expect(reply.hasSuffix("POST /a/b x->1 2,y-> yes hello"))
  }

  @Test func `a body beyond the limit is refused`() throws {
    let listener = try WebListener(largestBody: 10) { _ in WebReply(200) }
    defer { listener.stop() }
    let reply = exchange(
      listener.port,
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\nConnection: close\r\n\r\n01234567890123456789"
    )
    #expect(reply.hasPrefix("HTTP/1.1 413"))
  }

  @Test func `a fault cuts the body off`() throws {
    let listener = try WebListener { _ in
      WebReply(200, body: [UInt8](repeating: 65, count: 1000), fault: .cut(after: 100))
    }
    defer { listener.stop() }
    let reply = exchange(listener.port, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    #expect(reply.contains("Content-Length: 1000"))
    #expect(reply.filter { $0 == "A" }.count == 100)
  }

  @Test func `two listeners cannot have one port`() throws {
    let listener = try WebListener { _ in WebReply(200) }
    defer { listener.stop() }
    #expect(throws: WebListener.Failure.self) { try WebListener(port: listener.port) { _ in WebReply(200) } }
  }
}
