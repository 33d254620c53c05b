internal import Glibc
package import Values

/// The time, as the runtime sees it: tests bring one of their own and wait for nothing.
package protocol RunClock: Sendable {
  /// The moment, for people and providers.
  var now: Instant { get }
  /// Time that only goes forward, for waits and measurements.
  var elapsed: Duration { get }
  func sleep(for duration: Duration) async throws(CancellationError)
}

/// The clock of the machine.
package struct SystemClock: RunClock {
  package init() {}

  package var now: Instant {
    let time = Self.read(CLOCK_REALTIME)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec)) ?? Instant.epoch
  }

  package var elapsed: Duration {
    let time = Self.read(CLOCK_MONOTONIC)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  package func sleep(for duration: Duration) async throws(CancellationError) {
    do {
      try await Task.sleep(for: duration)
    } catch {
      throw CancellationError()
    }
  }

  private static func read(_ clock: clockid_t) -> timespec {
    var time = timespec()
    clock_gettime(clock, &time)
    return time
  }
}
