package import Language

/// How patience grows from one failure to the next.
package struct Backoff: Sendable, Hashable {
  package var style: BackoffStyle
  package var first: Duration
  package var atMost: Duration

  package init(
    style: BackoffStyle = .exponential, first: Duration = .seconds(1), atMost: Duration = .seconds(60)
  ) {
    self.style = style
    self.first = first
    self.atMost = atMost
  }

  /// The longest wait after the n-th failure, counted from one.
  package func length(afterFailure number: Int) -> Duration {
    let steps = max(1, number)
    switch style {
    case .constant: return min(first, atMost)
    case .linear: return min(first * min(steps, 1_000_000), atMost)
    case .exponential:
      var length = first
      // Sixty doublings of a nanosecond are thirty years.
      for _ in 1..<min(steps, 60) where length < atMost { length *= 2 }
      return min(length, atMost)
    }
  }

  /// Full jitter: anywhere from nothing to the whole length, so that those who failed together do not return together.
  package func wait(afterFailure number: Int, jitter: Double) -> Duration {
    length(afterFailure: number) * min(max(jitter, 0), 1)
  }

  /// At least half the length: who was told to slow down does not come back at once.
  func restrainedWait(afterFailure number: Int, jitter: Double) -> Duration {
    length(afterFailure: number) * (0.5 + min(max(jitter, 0), 1) / 2)
  }
}
