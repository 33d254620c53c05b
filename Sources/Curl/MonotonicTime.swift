internal import Glibc

/// Time that only goes forward; libcurl's own deadlines are kept by the same clock.
enum MonotonicTime {
  static var now: Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
