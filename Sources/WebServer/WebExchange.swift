internal import CMicroHTTPD
internal import Glibc
internal import HTTP
internal import Synchronization

/// One request of a listener with its reply.
///
/// The library calls from its own thread; while the handler works, the connection is suspended and no call comes.
final class WebExchange: Sendable {
  private struct State {
    var body: [UInt8] = []
    var isTooLarge = false
    var isAsked = false
    var reply: WebReply?
  }

  nonisolated(unsafe) private let connection: OpaquePointer
  private let method: String
  private let path: String
  private let state = Mutex(State())

  init(_ connection: OpaquePointer, method: String, path: String) {
    self.connection = connection
    self.method = method
    self.path = path
  }

  func append(_ bytes: UnsafeRawBufferPointer, limit: Int) {
    state.withLock { state in
      guard !state.isTooLarge, state.body.count + bytes.count <= limit else {
        state.isTooLarge = true
        state.body = []
        return
      }
      state.body += bytes
    }
  }

  /// Asks the handler, or sends what it answered.
  func answer(_ context: WebListener.Context) -> MHD_Result {
    if let reply = state.withLock({ $0.reply }) { return send(reply) }
    let (isFirst, isTooLarge, body) = state.withLock { state in
      defer { state.isAsked = true }
      return (!state.isAsked, state.isTooLarge, state.body)
    }
    guard isFirst else { return .YES }
    if isTooLarge { return send(WebReply(413, text: "the body is too large\n")) }
    let request = WebRequest(method: method, path: path, query: query, headers: headers, body: body)
    cmicrohttpd_suspend(connection)
    Task.detached { [self] in
      let reply = await context.handler(request)
      state.withLock { $0.reply = reply }
      cmicrohttpd_resume(connection)
    }
    return .YES
  }

  // MARK: Reading

  private var headers: HeaderFields {
    var fields = HeaderFields()
    withUnsafeMutablePointer(to: &fields) { pointer in
      cmicrohttpd_values(
        connection, .HEADER_KIND,
        { context, _, name, value in
          guard let context, let name else { return .YES }
          context.assumingMemoryBound(to: HeaderFields.self).pointee.append(
            String(cString: name), value.map { String(cString: $0) } ?? "")
          return .YES
        }, pointer)
    }
    return fields
  }

  /// The query put together again: the library takes it apart before anybody sees it.
  private var query: String {
    var pairs: [String] = []
    withUnsafeMutablePointer(to: &pairs) { pointer in
      cmicrohttpd_values(
        connection, .GET_ARGUMENT_KIND,
        { context, _, name, value in
          guard let context, let name else { return .YES }
          var pair = String(cString: name).percentEncoded
          if let value { pair += "=" + String(cString: value).percentEncoded }
          context.assumingMemoryBound(to: [String].self).pointee.append(pair)
          return .YES
        }, pointer)
    }
    return pairs.joined(separator: "&")
  }

  // MARK: Answering

  private func send(_ reply: WebReply) -> MHD_Result {
    guard let response = reply.fault.map({ faulty($0, reply.body) }) ?? whole(reply.body) else {
      return .NO
    }
    for field in reply.headers.fields { cmicrohttpd_add_header(response, field.name, field.value) }
    let result = cmicrohttpd_queue(connection, UInt32(clamping: reply.status), response)
    cmicrohttpd_release(response)
    return result
  }

  private func whole(_ body: [UInt8]) -> OpaquePointer? {
    body.withUnsafeBytes { cmicrohttpd_response($0.baseAddress, $0.count) }
  }

  private func faulty(_ fault: WebReply.Fault, _ body: [UInt8]) -> OpaquePointer? {
    let source = Unmanaged.passRetained(FaultyBody(body, fault))
    return cmicrohttpd_streamed_response(
      UInt64(body.count), 1 << 16,
      { context, position, buffer, most in
        guard let context, let buffer else { return -2 }
        let body = Unmanaged<FaultyBody>.fromOpaque(context).takeUnretainedValue()
        return body.read(at: Int(position), into: UnsafeMutableRawPointer(buffer), most: most)
      }, source.toOpaque(), { context in context.map { Unmanaged<FaultyBody>.fromOpaque($0).release() } })
  }
}

/// A body that breaks off or comes slowly.
private final class FaultyBody: Sendable {
  private let bytes: [UInt8]
  private let fault: WebReply.Fault

  init(_ bytes: [UInt8], _ fault: WebReply.Fault) {
    self.bytes = bytes
    self.fault = fault
  }

  /// The number of bytes put into the buffer, or the library's sign for an error.
  func read(at position: Int, into buffer: UnsafeMutableRawPointer, most: Int) -> Int {
    var most = most
    var end = bytes.count
    switch fault {
    case .cut(let after):
      end = min(end, after)
      if position >= end { return -2 }
    case .slow(let pieces, let pause):
      most = min(most, max(bytes.count / max(pieces, 1), 1))
      let parts = pause.components
      var time = timespec(tv_sec: Int(parts.seconds), tv_nsec: Int(parts.attoseconds / 1_000_000_000))
      nanosleep(&time, nil)
    }
    let count = min(most, end - position)
    guard count > 0 else { return -1 }
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { buffer.copyMemory(from: start + position, byteCount: count) }
    }
    return count
  }
}
