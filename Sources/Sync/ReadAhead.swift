internal import Programs
internal import Synchronization

/// Reads ahead of whoever works on what was read: a few elements wait in order, and behind them the failure that ended the reading.
///
/// Two stages that wait for each other at every element run one after the other as soon as either is late. With some elements between
/// them each goes on at its own pace.
final class ReadAhead<Element: Sendable>: Sendable {
  private let queue = WaitingElements<Element>()
  private let reading: Task<Void, Never>

  /// Begins to read; `read` gives nil at the end and is not called again after that or after a failure.
  ///
  /// `most` elements wait at once, and fewer where they are heavy: `weight` is what an element holds in memory, in bytes.
  /// What reads runs on `executor`, where one is given.
  init(
    atMost most: Int, on executor: (any TaskExecutor)? = nil, weight: @escaping @Sendable (Element) -> Int,
    _ read: sending @escaping () async throws(RunFailure) -> Element?
  ) {
    reading = Task(executorPreference: executor) { [queue] in
      do throws(RunFailure) {
        while await queue.hasRoom(for: most), let element = try await read() {
          queue.append(element, weight: weight(element))
        }
        queue.end(nil)
      } catch {
        queue.end(error)
      }
    }
  }

  /// Nobody wants what is still being read.
  deinit {
    reading.cancel()
    queue.close()
  }

  /// The next element; nil after the last.
  func next() async throws(RunFailure) -> Element? {
    await withTaskCancellationHandler {
      await queue.wait()
    } onCancel: {
      reading.cancel()
    }
    return try queue.take()
  }
}

/// What was read and not yet taken, between one task that reads and one that takes.
private final class WaitingElements<Element: Sendable>: Sendable {
  private struct State {
    var elements: [(element: Element, weight: Int)] = []
    var weight = 0
    var isEnded = false
    var failure: RunFailure?
    var isClosed = false
    var taker: CheckedContinuation<Void, Never>?
    var reader: CheckedContinuation<Void, Never>?

    func isFull(_ most: Int) -> Bool { elements.count >= most || weight > heaviest }

    /// Elements that hold more than this together are not read beyond.
    private var heaviest: Int { 4 << 20 }
  }

  private let state = Mutex(State())

  /// Waits until another element may be read; false when nobody will take it.
  func hasRoom(for most: Int) async -> Bool {
    while true {
      let (isClosed, isFull) = state.withLock { ($0.isClosed, $0.isFull(most)) }
      if isClosed { return false }
      if !isFull { return true }
      await withCheckedContinuation { continuation in
        let mustWait = state.withLock { state in
          guard !state.isClosed, state.isFull(most) else { return false }
          state.reader = continuation
          return true
        }
        if !mustWait { continuation.resume() }
      }
    }
  }

  func append(_ element: Element, weight: Int) {
    let taker = state.withLock { state in
      state.elements.append((element, weight))
      state.weight += weight
      return state.taker.take()
    }
    taker?.resume()
  }

  func end(_ failure: RunFailure?) {
    let taker = state.withLock { state in
      state.isEnded = true
      state.failure = failure
      return state.taker.take()
    }
    taker?.resume()
  }

  func close() {
    let reader = state.withLock { state in
      state.isClosed = true
      return state.reader.take()
    }
    reader?.resume()
  }

  /// Waits until there is something to be taken, or nothing will come.
  func wait() async {
    await withCheckedContinuation { continuation in
      let mustWait = state.withLock { state in
        guard state.elements.isEmpty, !state.isEnded else { return false }
        state.taker = continuation
        return true
      }
      if !mustWait { continuation.resume() }
    }
  }

  /// The first element; nil, or the failure, when the last one has been taken.
  func take() throws(RunFailure) -> Element? {
    let (element, reader, failure) = state.withLock { state in
      guard !state.elements.isEmpty else { return (nil as Element?, state.reader.take(), state.failure) }
      let (element, weight) = state.elements.removeFirst()
      state.weight -= weight
      return (element, state.reader.take(), nil)
    }
    reader?.resume()
    if let failure { throw failure }
    return element
  }
}
