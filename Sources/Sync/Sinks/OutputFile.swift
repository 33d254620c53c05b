internal import Disk
internal import Glibc
internal import Synchronization

/// Bytes on their way into a file or a pipe, handed on in large pieces.
final class OutputFile: Sendable {
  private let descriptor: Int32
  private let closes: Bool
  private let name: String
  private let state: Mutex<State>

  private struct State {
    var pending: [UInt8] = []
    /// What was lost does not come back: nothing is written behind a gap, least of all that all was written.
    var failure: SinkFailure?
    /// What stood in the file before still does: whoever writes nothing takes nothing away.
    var holdsOld: Bool
  }

  /// One write of this size costs little more than one of a line.
  private static let capacity = 1 << 20

  /// A file in the place of whatever stood there, from the first byte on that is written.
  init(path: String) throws(SinkFailure) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    state = Mutex(State(holdsOld: true))
    name = path
    closes = true
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  /// Standard output.
  init() {
    descriptor = STDOUT_FILENO
    state = Mutex(State(holdsOld: false))
    name = "standard output"
    closes = false
  }

  deinit { if closes { close(descriptor) } }

  /// Lets the body append whole lines to what is pending.
  func append(_ body: (inout [UInt8]) -> Void) throws(SinkFailure) {
    let isFull = state.withLock { state in
      body(&state.pending)
      return state.pending.count >= Self.capacity
    }
    if isFull { try flush() }
  }

  func flush() throws(SinkFailure) { try flush(isEnd: false) }

  /// All was written, and may be nothing.
  func finish() throws(SinkFailure) { try flush(isEnd: true) }

  private func flush(isEnd: Bool) throws(SinkFailure) {
    let failure = state.withLock { state in
      if state.failure == nil, isEnd || !state.pending.isEmpty {
        let start = lseek(descriptor, 0, SEEK_CUR)
        if state.holdsOld && !empty() || Descriptor.write(state.pending, to: descriptor) != nil {
          takeBack(from: start)
          state.failure = Self.failure(name)
        }
        state.holdsOld = false
      }
      state.pending.removeAll(keepingCapacity: true)
      return state.failure
    }
    if let failure { throw failure }
  }

  /// Takes away what stood there; a pipe or a device holds nothing.
  private func empty() -> Bool {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return false }
    return information.st_mode & S_IFMT != S_IFREG || ftruncate(descriptor, 0) == 0
  }

  /// Takes away what was written from there on, which may end within a line; in a pipe, or when somebody else has written behind it, it stays.
  private func takeBack(from start: off_t) {
    let reason = errno
    defer { errno = reason }
    let end = lseek(descriptor, 0, SEEK_CUR)
    var information = stat()
    guard start >= 0, end > start, fstat(descriptor, &information) == 0,
      information.st_mode & S_IFMT == S_IFREG, information.st_size == end,
      ftruncate(descriptor, start) == 0
    else { return }
    lseek(descriptor, start, SEEK_SET)
  }

  private static func failure(_ name: String) -> SinkFailure {
    SinkFailure("\(name) cannot be written: \(SystemError.text(errno))")
  }
}
