internal import Glibc
internal import Synchronization

/// Ctrl-C and requests to terminate, counted; the first is a wish, a second one is granted at once.
enum Interruption {
  private static let count = Atomic<Int>(0)
  private static let signal = Atomic<Int32>(0)
  private static let first = Atomic<Int>(0)
  /// `timeout` and other programs around this one send a signal to it and then to the group that it is in: in these nanoseconds it is one wish.
  private static let breath = 200_000_000

  /// How often somebody asked.
  static var requests: Int { count.load(ordering: .relaxed) }

  /// The code to end with after an interruption.
  static var code: ExitCode { signal.load(ordering: .relaxed) == SIGTERM ? .terminated : .interrupted }

  /// Begins to listen; without this the process ends at the first signal, as processes do.
  static func listen() {
    for number in [SIGINT, SIGTERM] {
      Glibc.signal(number) { number in
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let moment = now.tv_sec &* 1_000_000_000 &+ now.tv_nsec
        let (isFirst, first) = Interruption.first.compareExchange(
          expected: 0, desired: moment, ordering: .relaxed)
        if !isFirst, moment &- first < Interruption.breath { return }
        Interruption.signal.store(number, ordering: .relaxed)
        // A second one does not wait for anything.
        if Interruption.count.wrappingAdd(1, ordering: .relaxed).newValue > 1 {
          _exit(number == SIGTERM ? 143 : 130)
        }
      }
    }
  }

  /// Returns when somebody asked.
  static func wait() async {
    listen()
    while requests == 0, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(50)) }
  }
}
