internal import Glibc
internal import Synchronization
internal import Threads

/// A small web server on loopback that does exactly what a test says, down to the bytes.
package final class LoopbackServer: Sendable {
  /// A request as it came in.
  package struct Request: Sendable {
    package let method: String
    package let target: String
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    package func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  /// What to do on the connection.
  package enum Step: Sendable {
    case send([UInt8])
    case wait(milliseconds: UInt32)
    /// Closes the connection; without it the next request on it is awaited.
    case close
  }

  package let port: Int
  private let listener: Int32
  private let respond: @Sendable (Request) -> [Step]

  private struct State {
    var requests: [Request] = []
    var connections = 0
    var open: Set<Int32> = []
    var isListening = true
    var isStopped = false
  }

  private let state = Mutex(State())

  /// Everything that was asked so far.
  package var requests: [Request] { state.withLock { $0.requests } }
  package var connections: Int { state.withLock { $0.connections } }
  package var address: String { "http://127.0.0.1:\(port)" }

  package init(respond: @escaping @Sendable (Request) -> [Step]) {
    self.respond = respond
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    precondition(isBound, "no port on loopback for the test")
    port = Int(UInt16(bigEndian: address.sin_port))
    precondition(SystemThread.start { self.accept() }, "no thread for the test's server")
  }

  /// Ends it; connections that are open are cut.
  ///
  /// Within the lock, in which they are closed as well: the number of a closed one may by then be that of another test's server.
  package func stop() {
    state.withLock { state in
      state.isStopped = true
      if state.isListening { shutdown(listener, Int32(SHUT_RDWR)) }
      for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
    }
  }

  private func accept() {
    while true {
      let connection = Glibc.accept(listener, nil, nil)
      if connection < 0, errno == EINTR || errno == ECONNABORTED { continue }
      guard connection >= 0 else { break }
      let isStopped = state.withLock { state in
        state.connections += 1
        if !state.isStopped { state.open.insert(connection) }
        return state.isStopped
      }
      if isStopped {
        close(connection)
        break
      }
      if !SystemThread.start({ self.serve(connection) }) { close(connection) }
    }
    state.withLock { state in
      state.isListening = false
      close(listener)
    }
  }

  private func serve(_ connection: Int32) {
    defer {
      state.withLock { state in
        state.open.remove(connection)
        close(connection)
      }
    }
    var pending: [UInt8] = []
    while let request = read(connection, &pending) {
      for step in respond(request) {
        switch step {
        case .send(let bytes): if !Self.write(bytes, to: connection) { return }
        case .wait(let milliseconds): usleep(milliseconds * 1000)
        case .close: return
        }
      }
    }
  }

  private func read(_ connection: Int32, _ pending: inout [UInt8]) -> Request? {
    let blankLine = Array("\r\n\r\n".utf8)
    while true {
      if let end = Self.find(blankLine, in: pending) {
        let lines = String(decoding: pending[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
          guard let colon = line.firstIndex(of: ":") else { return nil }
          return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        let start = end + blankLine.count
        while pending.count < start + length { if !Self.more(connection, &pending) { return nil } }
        let body = Array(pending[start..<start + length])
        pending.removeFirst(start + length)
        let request = Request(
          method: String(words.first ?? ""), target: words.count > 1 ? String(words[1]) : "",
          headers: headers,
          body: body)
        state.withLock { $0.requests.append(request) }
        return request
      }
      if !Self.more(connection, &pending) { return nil }
    }
  }

  private static func more(_ connection: Int32, _ pending: inout [UInt8]) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(connection, &buffer, buffer.count, 0)
    if count <= 0 { return false }
    pending += buffer[..<count]
    return true
  }

  private static func find(_ word: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= word.count else { return nil }
    return (0...bytes.count - word.count).first { Array(bytes[$0..<$0 + word.count]) == word }
  }

  private static func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

extension LoopbackServer.Step {
  /// A whole reply with its length.
  package static func reply(
    _ status: Int, _ body: String = "", headers: [(String, String)] = []
  ) -> LoopbackServer.Step {
    .reply(status, bytes: Array(body.utf8), headers: headers)
  }

  package static func reply(
    _ status: Int, bytes: [UInt8], headers: [(String, String)] = []
  ) -> LoopbackServer.Step {
    let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
    return .send(
      Array("HTTP/1.1 \(status) Reply\r\nContent-Length: \(bytes.count)\r\n\(lines)\r\n".utf8) + bytes)
  }

  package static func text(_ text: String) -> LoopbackServer.Step { .send(Array(text.utf8)) }
}
