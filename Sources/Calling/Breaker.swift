/// When calls stop because the provider is down, and when one is tried again.
package struct BreakerPolicy: Sendable, Hashable {
  package var failures: Int
  package var within: Duration
  package var openFor: Duration

  package init(failures: Int = 10, within: Duration = .seconds(60), openFor: Duration = .seconds(60)) {
    self.failures = max(1, failures)
    self.within = within
    self.openFor = openFor
  }
}

/// Closed, open, or letting one probe through; a value that knows no clock.
struct Breaker: Sendable, Hashable {
  /// Whether a call may go.
  enum Gate: Sendable, Hashable {
    case open
    case closedUntil(Duration)
    /// A probe is under way; its outcome decides.
    case awaitsProbe
    /// It stayed down through several probes: who waits on would only hold up the run.
    case givenUpUntil(Duration)
  }

  /// How a call went, as far as the provider's health is concerned.
  enum Outcome: Sendable, Hashable {
    case healthy, down
    /// It never got an answer for reasons of ours.
    case unknown
  }

  private let policy: BreakerPolicy
  private var failures: [Duration] = []
  private(set) var openUntil: Duration?
  /// How often in a row it opened.
  private(set) var openings = 0
  private var isProbing = false

  /// A provider that fails the first call and two probes is down for longer than a run should wait.
  static let patience = 2

  init(_ policy: BreakerPolicy) { self.policy = policy }

  func gate(now: Duration) -> Gate {
    guard let openUntil else { return .open }
    if isProbing { return .awaitsProbe }
    if now >= openUntil { return .open }
    return openings > Self.patience ? .givenUpUntil(openUntil) : .closedUntil(openUntil)
  }

  /// A call goes out; while the breaker is open it is the probe.
  mutating func start() { if openUntil != nil { isProbing = true } }

  mutating func end(_ outcome: Outcome, now: Duration) {
    let wasProbe = isProbing
    isProbing = false
    switch outcome {
    case .unknown: return
    case .healthy:
      failures = []
      openings = 0
      openUntil = nil
    case .down:
      failures.append(now)
      failures.removeAll { $0 + policy.within < now }
      // Calls that were under way when it opened change nothing.
      if openUntil != nil && !wasProbe { return }
      if wasProbe || failures.count >= policy.failures {
        openUntil = now + policy.openFor
        openings += 1
        failures = []
      }
    }
  }

  /// Takes up what held before a restart.
  mutating func recall(openUntil: Duration, openings: Int) {
    self.openUntil = openUntil
    self.openings = max(1, openings)
  }
}
