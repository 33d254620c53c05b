internal import Programs
internal import Synchronization
internal import Values

/// A clock on which waits cost nothing: whoever sleeps turns it to the end of his sleep.
///
/// Of several sleepers the one with the earliest end turns it, so that they wake in order.
final class RehearsalClock: RunClock {
  private struct State {
    var elapsed = Duration.zero
    var ends: [Duration] = []
  }

  private let start: Instant
  private let state = Mutex(State())

  /// Turns that others get before time goes on: enough for what was woken to go to sleep again itself.
  private static let turns = 20

  init(_ start: Instant) { self.start = start }

  var elapsed: Duration { state.withLock { $0.elapsed } }

  var now: Instant {
    let (seconds, attoseconds) = elapsed.components
    let span = Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
    return Instant(nanosecondsSinceEpoch: start.nanosecondsSinceEpoch + span) ?? start
  }

  func sleep(for duration: Duration) async throws(CancellationError) {
    let end = state.withLock { state in
      state.ends.append(state.elapsed + duration)
      return state.elapsed + duration
    }
    defer {
      state.withLock { state in
        if let place = state.ends.firstIndex(of: end) { state.ends.remove(at: place) }
      }
    }
    while true {
      for _ in 0..<Self.turns { await Task.yield() }
      if Task.isCancelled { throw CancellationError() }
      let isOver = state.withLock { state in
        if state.ends.min() == end { state.elapsed = max(state.elapsed, end) }
        return state.elapsed >= end
      }
      if isOver { return }
    }
  }
}
