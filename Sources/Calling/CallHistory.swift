package import Diagnostics
package import HTTP
internal import Language
package import Programs

/// What to do after an attempt, and what it says of the provider's health.
struct CallStep {
  enum Next {
    case done(HTTPResponse)
    case fail(RunFailure)
    /// Nobody of this account calls for so long.
    case slowDown(Duration)
    /// This call rests.
    case later(Duration)
    case now
    case renew(HTTPResponse, RunFailure)
  }

  let next: Next
  let outcome: Breaker.Outcome
}

/// What has been tried for one call; decides what is tried next and neither waits nor calls.
struct CallHistory {
  let startedAt: Duration
  var sent = 0
  /// What the last attempt waited for limits.
  var waited = Duration.zero
  private(set) var notes: [String] = []
  private var failures = 0
  private var throttles = 0
  private var hasRenewed = false

  init(startedAt: Duration) { self.startedAt = startedAt }

  /// After no reply.
  mutating func step(
    after failure: HTTPFailure, _ plan: some CallPlan, _ policy: CallPolicy, jitter: Double
  ) -> CallStep {
    let outcome: Breaker.Outcome = failure.isOurs ? .unknown : .down
    let run = RunFailure(failure, at: plan.place)
    if failure.mayHaveBeenReceived, !plan.isRepeatable {
      return CallStep(next: .fail(run.withUnknownOutcome()), outcome: outcome)
    }
    guard run.isPassing else { return CallStep(next: .fail(run), outcome: outcome) }
    return CallStep(next: again(run, policy, jitter), outcome: outcome)
  }

  /// After a reply.
  mutating func step(
    after verdict: Verdict, _ response: HTTPResponse, _ plan: some CallPlan, _ policy: CallPolicy,
    jitter: Double
  ) -> CallStep {
    switch verdict {
    case .accept: return CallStep(next: .done(response), outcome: .healthy)
    case .throttled(let wait):
      throttles += 1
      guard throttles <= CallPolicy.throttlesInARow else {
        return CallStep(next: .fail(stillThrottled(response, plan)), outcome: .healthy)
      }
      let patience = policy.backoff.restrainedWait(afterFailure: throttles, jitter: jitter)
      return CallStep(next: .slowDown(wait ?? patience), outcome: .healthy)
    case .retry(var failure):
      failure.status = failure.status ?? response.status
      failure.place = failure.place ?? plan.place
      guard plan.isRepeatable else {
        return CallStep(next: .fail(failure.withUnknownOutcome()), outcome: .down)
      }
      return CallStep(next: again(failure, policy, jitter), outcome: .down)
    case .renewCredentials(var failure):
      failure.status = failure.status ?? response.status
      failure.place = failure.place ?? plan.place
      if hasRenewed { return CallStep(next: .fail(failure), outcome: .healthy) }
      hasRenewed = true
      return CallStep(next: .renew(response, failure), outcome: .healthy)
    case .fail(var failure):
      failure.status = failure.status ?? response.status
      failure.place = failure.place ?? plan.place
      return CallStep(next: .fail(failure), outcome: response.status >= 500 ? .down : .healthy)
    }
  }

  private mutating func again(_ failure: RunFailure, _ policy: CallPolicy, _ jitter: Double) -> CallStep.Next
  {
    failures += 1
    throttles = 0
    notes.append(failure.status.map { "status \($0)" } ?? failure.message)
    if failures < policy.attempts {
      return .later(policy.backoff.wait(afterFailure: failures, jitter: jitter))
    }
    var failure = failure
    failure.isPassing = true
    if failures > 1 { failure.notes.append("tried \(failures) times: \(notes.joined(separator: ", "))") }
    return .fail(failure)
  }

  /// What is thrown: the failure, and what it took to find out.
  func told(_ failure: RunFailure, at now: Duration) -> RunFailure {
    guard sent > 1, !failure.isStop else { return failure }
    var failure = failure
    failure.effort = RunFailure.Effort(attempts: sent, elapsed: now - startedAt)
    return failure
  }

  private func stillThrottled(_ response: HTTPResponse, _ plan: some CallPlan) -> RunFailure {
    RunFailure(
      .quota,
      "the provider told us to slow down \(CallPolicy.throttlesInARow) times in a row and let nothing through",
      status: response.status, at: plan.place, isPassing: true)
  }
}

extension RunFailure {
  /// What a missing reply means to the people who can put it right.
  package init(_ failure: HTTPFailure, at place: SourceRange?) {
    self =
      switch failure.kind {
      case .resolution: RunFailure(.not_found, failure.message, at: place, isPassing: true)
      case .connection, .connectTimeout, .idleTimeout, .totalTimeout, .truncated:
        RunFailure(.provider, failure.message, at: place, isPassing: true)
      case .certificate: RunFailure(.credentials, failure.message, at: place)
      case .tls, .tooLarge, .malformed, .tooManyRedirects: RunFailure(.provider, failure.message, at: place)
      case .refusedAddress, .noRecording: RunFailure(.request, failure.message, at: place)
      case .cancelled: .stopped(at: place)
      }
  }

  func withUnknownOutcome() -> RunFailure {
    var failure = self
    failure.message += "; whether the write was carried out is unknown, so it was not sent again"
    failure.isOutcomeUnknown = true
    failure.isPassing = false
    return failure
  }
}

extension HTTPFailure {
  /// It says nothing about the provider's health.
  fileprivate var isOurs: Bool {
    switch kind {
    case .cancelled, .refusedAddress, .noRecording, .tooLarge: true
    default: false
    }
  }
}
