import Programs
import Synchronization
import Values

/// A clock that stands still until it is told, or somebody sleeps on it.
final class TestClock: RunClock, Sendable {
  private struct State {
    var elapsed = Duration.zero
    var slept: [Duration] = []
  }
  private let state = Mutex(State())
  let start: Int64

  init(start: Int64 = 1_800_000_000) { self.start = start }

  var now: Instant {
    let (seconds, attoseconds) = elapsed.components
    return Instant(seconds: start + seconds, nanoseconds: Int32(attoseconds / 1_000_000_000)) ?? .epoch
  }

  var elapsed: Duration { state.withLock { $0.elapsed } }

  /// Every wait there was.
  var slept: [Duration] { state.withLock { $0.slept } }

  func advance(by duration: Duration) { state.withLock { $0.elapsed += duration } }

  func sleep(for duration: Duration) async throws(CancellationError) {
    state.withLock { state in
      state.elapsed += duration
      state.slept.append(duration)
    }
    await Task.yield()
  }
}
