internal import Glibc
package import Programs
internal import Values

/// Waits on this machine for the browser to bring the answer of a consent page (RFC 8252).
///
/// A listener for one purpose: it reads the request line of small GET requests to 127.0.0.1, answers with a page in plain words, and
/// ends when the right one has come. Reading never waits for long: a browser opens connections that it does not use.
package final class LoopbackListener: Sendable {
  private let socket: Int32
  /// The port that it listens on.
  package let port: UInt16
  private let path: String

  package static let longestRequest = 32_768

  /// Listens on a port of 127.0.0.1; 0 takes a free one.
  package init(port: UInt16 = 0, path: String = "/callback") throws(ListenerFailure) {
    self.path = path
    let socket = Glibc.socket(
      AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard socket >= 0 else { throw ListenerFailure(message: "no socket can be opened") }
    var yes: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
    }
    guard bound == 0, listen(socket, 16) == 0 else {
      let reason = errno == EADDRINUSE ? "port \(port) is in use" : "nobody may listen on port \(port)"
      close(socket)
      throw ListenerFailure(message: reason)
    }
    _ = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
    }
    self.socket = socket
    self.port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(socket) }

  /// The address to which the consent page sends the browser back.
  package var redirect: String { "http://127.0.0.1:\(port)\(path)" }

  /// What to tell the browser, and whether to go on waiting.
  package enum Answer: Sendable {
    case done(page: String)
    case again(page: String)
  }

  /// Hands the query of each callback to `judge` until that is content.
  package func wait(
    clock: any RunClock, judge: (String) async -> Answer
  ) async throws(CancellationError) {
    while true {
      if Task.isCancelled { throw CancellationError() }
      let connection = accept(socket, nil, nil)
      guard connection >= 0 else {
        try await clock.sleep(for: Self.glance)
        continue
      }
      defer { close(connection) }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      _ = fcntl(connection, F_SETFL, O_NONBLOCK)
      guard let head = try await Self.head(of: connection, clock) else { continue }
      switch query(of: head) {
      case .failure(let status):
        Self.reply(connection, status.rawValue, "This is not the page you are looking for.")
      case .success(let query):
        switch await judge(query) {
        case .done(let page):
          Self.reply(connection, "200 OK", page)
          return
        case .again(let page): Self.reply(connection, "400 Bad Request", page)
        }
      }
    }
  }

  private static let glance = Duration.milliseconds(20)
  private static let patience = Duration.seconds(3)

  /// Everything up to the empty line; nil when it does not come soon or is too long.
  private static func head(
    of connection: Int32, _ clock: any RunClock
  ) async throws(CancellationError) -> String? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    let start = clock.elapsed
    while bytes.count < longestRequest, clock.elapsed - start < patience {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count > 0 {
        bytes += buffer[..<min(count, buffer.count)]
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("\r\n\r\n") || text.contains("\n\n") { return text }
      } else if count < 0, errno == EAGAIN || errno == EINTR {
        try await clock.sleep(for: glance)
      } else {
        return nil
      }
    }
    return nil
  }

  private enum Refusal: String, Error {
    case notFound = "404 Not Found"
    case wrongMethod = "405 Method Not Allowed"
    case wrongHost = "421 Misdirected Request"
  }

  private func query(of head: String) -> Result<String, Refusal> {
    let lines = head.split(whereSeparator: \.isNewline)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3 else { return .failure(.notFound) }
    guard words[0] == "GET" else { return .failure(.wrongMethod) }
    // A name that leads here by rebinding is not the address that the provider was told.
    let host = lines.first { $0.lowercased().hasPrefix("host:") }?.dropFirst(5).filter { $0 != " " } ?? ""
    guard host == "127.0.0.1:\(port)" || host == "localhost:\(port)" else { return .failure(.wrongHost) }
    let parts = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let found = parts.first, found == path else { return .failure(.notFound) }
    return .success(parts.count > 1 ? String(parts[1]) : "")
  }

  /// A page of one sentence; whatever a provider wrote in it is shown as text.
  private static func reply(_ connection: Int32, _ status: String, _ sentence: String) {
    let page = """
      <!doctype html><meta charset="utf-8"><title>Connector</title>
      <body style="font: 18px sans-serif; margin: 4em auto; max-width: 34em"><p>\(sentence.escapedForMarkup())</p>

      """
    let text = """
      HTTP/1.1 \(status)\r
      Content-Type: text/html; charset=utf-8\r
      Content-Length: \(page.utf8.count)\r
      Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r
      Referrer-Policy: no-referrer\r
      Cache-Control: no-store\r
      Connection: close\r
      \r
      \(page)
      """
    let bytes = Array(text.utf8)
    _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    shutdown(connection, Int32(SHUT_WR))
  }
}

/// Why nobody can listen.
package struct ListenerFailure: Error, Sendable, Hashable, CustomStringConvertible {
  let message: String
  package var description: String { message }
}
