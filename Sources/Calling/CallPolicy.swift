package import HTTP
package import Language
package import Programs

/// How a connector wants its provider to be called: limits, patience, deadlines.
package struct CallPolicy: Sendable {
  package var limits: [RateLimit] = []
  package var quota: QuotaProgram?
  /// How many times in all, the first included.
  package var attempts = 5
  package var backoff = Backoff()
  package var breaker: BreakerPolicy?
  /// For requests that say nothing of their own.
  package var deadlines = Deadlines()
  package var userAgent: String?

  /// How often in a row a call is told to slow down before it is given up.
  ///
  /// Being told uses up no attempts, because nothing failed; but a provider that never lets anything through must not hold a run for
  /// ever.
  static let throttlesInARow = 20

  package init() {}

  package init(_ http: HTTPBlock?, _ surroundings: Surroundings) {
    guard let block = http?.block else { return }
    limits = (block[HTTPBlock.rateLimit] ?? []).map { RateLimit($0, surroundings) }
    quota = block[HTTPBlock.quota].flatMap { QuotaProgram($0, surroundings) }
    userAgent = block[HTTPBlock.userAgent]
    if let retry = block[HTTPBlock.retry]?.block {
      attempts = retry[RetryBlock.attempts] ?? attempts
      backoff = Backoff(
        style: retry[RetryBlock.backoff] ?? backoff.style,
        first: Self.duration(retry[RetryBlock.first]) ?? backoff.first,
        atMost: Self.duration(retry[RetryBlock.atMost]) ?? backoff.atMost)
    }
    if let own = block[HTTPBlock.circuitBreaker]?.block {
      let standard = BreakerPolicy()
      breaker = BreakerPolicy(
        failures: own[CircuitBreakerBlock.failures] ?? standard.failures,
        within: Self.duration(own[CircuitBreakerBlock.within]) ?? standard.within,
        openFor: Self.duration(own[CircuitBreakerBlock.openFor]) ?? standard.openFor)
    }
    if let timeouts = block[HTTPBlock.timeouts]?.block {
      deadlines.connect = Self.duration(timeouts[TimeoutsBlock.connect]) ?? deadlines.connect
      deadlines.idle = Self.duration(timeouts[TimeoutsBlock.idle]) ?? deadlines.idle
      deadlines.total = Self.duration(timeouts[TimeoutsBlock.total]) ?? deadlines.total
    }
  }

  private static func duration(_ value: Milliseconds?) -> Duration? { value.map { .milliseconds($0.count) } }
}
