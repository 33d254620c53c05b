internal import Programs
internal import Synchronization
package import Values

/// A clock that tests turn: nothing really waits.
///
/// When it goes by itself, whoever sleeps until the earliest moment turns it there; so several sleepers wake in order.
package final class ManualClock: RunClock {
  private struct State {
    var elapsed = Duration.zero
    var ends: [Duration] = []
    var slept: [Duration] = []
  }

  private let start: Instant
  private let goesByItself: Bool
  private let state = Mutex(State())

  package init(start: Instant = Instant(seconds: 1_795_204_399) ?? .epoch, goesByItself: Bool = true) {
    self.start = start
    self.goesByItself = goesByItself
  }

  package var elapsed: Duration { state.withLock { $0.elapsed } }

  package var now: Instant {
    let (seconds, attoseconds) = elapsed.components
    let span = Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
    return Instant(nanosecondsSinceEpoch: start.nanosecondsSinceEpoch + span) ?? start
  }

  /// All waits that were asked for, in order.
  package var slept: [Duration] { state.withLock { $0.slept } }

  /// How many sleep at the moment.
  package var sleepers: Int { state.withLock { $0.ends.count } }

  /// Whether somebody sleeps until then: who turns the clock too early is overheard by who is about to sleep.
  package func isAwaited(at end: Duration) -> Bool { state.withLock { $0.ends.contains(end) } }

  package func advance(by duration: Duration) { state.withLock { $0.elapsed += duration } }

  package func sleep(for duration: Duration) async throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    let end = state.withLock { state in
      state.slept.append(duration)
      state.ends.append(state.elapsed + duration)
      return state.elapsed + duration
    }
    defer {
      state.withLock { state in
        if let place = state.ends.firstIndex(of: end) { state.ends.remove(at: place) }
      }
    }
    while true {
      // Others get the chance to do what they do before time goes on.
      for _ in 0..<50 { await Task.yield() }
      if Task.isCancelled { throw CancellationError() }
      let isOver = state.withLock { state in
        if goesByItself, state.ends.min() == end { state.elapsed = max(state.elapsed, end) }
        return state.elapsed >= end
      }
      if isOver { return }
    }
  }
}
