internal import Disk
internal import Glibc
internal import Synchronization

/// A file descriptor that is written to in large pieces.
package final class DescriptorSink: Sink {
  private let descriptor: Int32
  package let isTerminal: Bool
  private let state = Mutex(State())

  private struct State {
    var pending: [UInt8] = []
    var failure: String?
    /// Nothing more can be written, be it an error or a reader that has seen enough.
    var isClosed = false
  }

  /// One write of this size costs about as much as one of a line.
  private static let capacity = 1 << 16

  package init(_ descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
  }

  package var columns: Int? {
    guard isTerminal else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  package var isClosed: Bool { state.withLock { $0.isClosed } || hasNoReader }

  /// A pipe whose reader is gone says so before anything more is written.
  private var hasNoReader: Bool {
    var question = pollfd(fd: descriptor, events: 0, revents: 0)
    return poll(&question, 1, 0) > 0 && question.revents & Int16(POLLERR | POLLNVAL) != 0
  }
  package var failure: String? { state.withLock { $0.failure } }

  package func write(_ bytes: some Collection<UInt8>) {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.pending += bytes
      if state.pending.count >= Self.capacity { drain(&state) }
    }
  }

  package func flush() { state.withLock { drain(&$0) } }

  private func drain(_ state: inout State) {
    guard !state.isClosed else { return }
    let failure = Descriptor.write(state.pending, to: descriptor)
    state.pending.removeAll(keepingCapacity: true)
    guard let failure else { return }
    // `connector lint | head -1` is no failure.
    if failure != EPIPE { state.failure = SystemError.text(failure) }
    state.isClosed = true
  }
}
