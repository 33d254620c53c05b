internal import CMicroHTTPD
internal import Glibc
internal import HTTP
internal import Synchronization

/// Serves requests on one address of this machine until it is stopped; the only place that knows libmicrohttpd.
package final class WebListener: Sendable {
  package typealias Handler = @Sendable (WebRequest) async -> WebReply

  /// Why a server cannot start.
  package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    package let message: String
    package var description: String { message }
  }

  package let port: Int
  nonisolated(unsafe) private let daemon: OpaquePointer
  private let context: Unmanaged<Context>
  private let isStopped = Atomic<Bool>(false)

  /// What every callback needs; lives as long as the daemon.
  final class Context: Sendable {
    let handler: Handler
    let largestBody: Int

    init(_ handler: @escaping Handler, largestBody: Int) {
      self.handler = handler
      self.largestBody = largestBody
    }
  }

  /// Starts to serve; port 0 takes a free one.
  package init(
    host: String = "127.0.0.1", port: Int = 0, connections: Int = 1000, largestBody: Int = 16 << 20,
    handler: @escaping Handler
  ) throws(Failure) {
    guard let number = UInt16(exactly: port) else { throw Failure(message: "there is no port \(port)") }
    context = Unmanaged.passRetained(Context(handler, largestBody: largestBody))
    let started = cmicrohttpd_start(
      host, number, UInt32(clamping: connections), 1, 64 << 10, WebListener.access, WebListener.completed,
      context.toOpaque())
    guard let started else {
      context.release()
      throw Failure(message: "\(host):\(port) cannot be listened on: \(String(cString: strerror(errno)))")
    }
    daemon = started
    self.port = Int(cmicrohttpd_port(started))
  }

  deinit { stop() }

  /// Ends the server; requests under way are broken off.
  package func stop() {
    guard !isStopped.exchange(true, ordering: .sequentiallyConsistent) else { return }
    cmicrohttpd_stop(daemon)
    context.release()
  }

  // MARK: Callbacks

  /// Called once with the head of a request, then with each piece of its body, then with nothing left, then once more when the reply is there.
  private static let access: MHD_AccessHandlerCallback = {
    cls, connection, url, method, version, upload, uploadSize, slot in
    guard let cls, let connection, let slot else { return .NO }
    let context = Unmanaged<Context>.fromOpaque(cls).takeUnretainedValue()
    guard let known = slot.pointee else {
      let exchange = WebExchange(
        connection, method: method.map { String(cString: $0) } ?? "",
        path: url.map { String(cString: $0) } ?? "/")
      slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
      return .YES
    }
    let exchange = Unmanaged<WebExchange>.fromOpaque(known).takeUnretainedValue()
    if let uploadSize, uploadSize.pointee > 0 {
      exchange.append(
        UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee), limit: context.largestBody)
      uploadSize.pointee = 0
      return .YES
    }
    return exchange.answer(context)
  }

  private static let completed: MHD_RequestCompletedCallback = { _, _, slot, _ in
    guard let slot, let known = slot.pointee else { return }
    Unmanaged<WebExchange>.fromOpaque(known).release()
    slot.pointee = nil
  }
}
