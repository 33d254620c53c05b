package import HTTP
package import Programs
package import Values
internal import Diagnostics
internal import Language
internal import Synchronization

/// Makes the calls of one account to one provider: within the limits, as patiently as the connector says, and remembering across
/// restarts what the provider allows.
package final class Caller: Sendable {
  let client: any HTTPClient
  let policy: CallPolicy
  let provider: String
  let account: String
  let clock: any RunClock
  let turnstile: Turnstile
  let memory: CallLedger
  private let log: (any CallLog)?
  private let secrets: [String]
  private let random: Mutex<any RandomNumberGenerator & Sendable>
  private let backoffs = Mutex<[Duration]>([])

  /// Callers of the same provider and account in one process share their limits through `shared`; of `secrets` the log shows nothing.
  package init(
    client: any HTTPClient, policy: CallPolicy, provider: String, account: String, clock: any RunClock,
    shared: SharedLimits, memory: any CallMemory, log: (any CallLog)? = nil, secrets: [String] = [],
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    self.client = client
    self.policy = policy
    self.provider = provider
    self.account = account
    self.clock = clock
    self.memory = CallLedger(memory)
    self.log = log
    self.secrets = secrets
    self.random = Mutex(random)
    turnstile = shared.turnstile(of: provider, clock: clock)
    let now = clock.elapsed
    turnstile.update { queue in
      for (number, limit) in policy.limits.enumerated() where limit.each == nil {
        let id = Self.id(limit, number, account)
        if queue.limits[id] == nil {
          queue.limits[id] = CallQueue.Limit(allowance: limit.allowed.map { Allowance($0, now: now) })
        }
        queue.limits[id]?.concurrency = limit.concurrency
      }
      var entry = queue.accounts[account] ?? CallQueue.Account()
      if entry.breaker == nil { entry.breaker = policy.breaker.map(Breaker.init) }
      queue.accounts[account] = entry
    }
  }

  package var receiver: (any TaskExecutor)? { client.receiver }

  /// Until when nothing goes out because calls wait: for a limit, for the provider, or for patience; nil when nothing waits.
  package var waitingUntil: Instant? {
    let (moment, underWay) = turnstile.read { queue in
      (queue.accounts[account]?.waitsUntil, queue.accounts[account]?.underWay ?? 0)
    }
    let moments = [moment].compactMap { $0 } + backoffs.withLock { $0 }
    guard underWay == 0, let first = moments.min() else { return nil }
    return clock.moment(of: first)
  }

  /// The reply that the plan accepts; everything else has been tried, or is told by the failure.
  package func call(_ plan: some CallPlan) async throws(RunFailure) -> HTTPResponse {
    await memory.recall(self)
    var history = CallHistory(startedAt: clock.elapsed)
    while true {
      let waiter = try await enter(plan, &history)
      // Before the call goes out: others may be about to call as well, and this process may die.
      await memory.tellIfDue(self)
      let step: CallStep
      do {
        let owed = owed(waiter)
        if owed > .zero { try await sleep(owed) }
        step = try await attempt(plan, &history)
      } catch {
        turnstile.leave(waiter, .unknown)
        throw error
      }
      // Others must not slip through between the pause and the end of this call.
      switch step.next {
      case .slowDown(let pause): hold(waiter, for: pause)
      case .fail(let failure): if let pause = failure.pause { close(waiter, for: pause) }
      default: break
      }
      turnstile.leave(waiter, step.outcome)
      await memory.tellIfDue(self)
      switch step.next {
      case .done(let response): return response
      case .fail(let failure): throw history.told(failure, at: clock.elapsed)
      case .slowDown, .now: break
      case .later(let wait): try await sleep(wait)
      case .renew(let response, let failure):
        guard try await plan.renew(after: response) else {
          throw history.told(failure, at: clock.elapsed)
        }
      }
    }
  }

  private func enter(
    _ plan: some CallPlan, _ history: inout CallHistory
  ) async throws(RunFailure) -> CallQueue.Waiter {
    let shares = try shares(of: plan)
    let start = clock.elapsed
    defer { history.waited = clock.elapsed - start }
    do {
      return try await turnstile.enter(account: account, shares)
    } catch {
      switch error {
      case .cancelled: throw .stopped(at: plan.place)
      case .refused(let refusal):
        throw history.told(failure(refusal, history, plan.place), at: clock.elapsed)
      }
    }
  }

  /// What the call takes of which limits; those that are somebody's own come into being here.
  private func shares(of plan: some CallPlan) throws(RunFailure) -> [CallQueue.Share] {
    var shares: [CallQueue.Share] = []
    var own: [(id: CallQueue.LimitID, limit: CallQueue.Limit)] = []
    let now = clock.elapsed
    for (number, limit) in policy.limits.enumerated() where limit.applies(to: plan.path) {
      let cost = try limit.cost.map { (expression) throws(RunFailure) in try plan.cost(by: expression) }
      var id = Self.id(limit, number, account)
      if let each = limit.each {
        id.share = try plan.share(by: each) ?? ""
        let allowance = limit.allowed.map { Allowance($0, now: now) }
        own.append((id, CallQueue.Limit(allowance: allowance, concurrency: limit.concurrency)))
      }
      shares.append(CallQueue.Share(limit: id, cost: max(0, cost ?? 1)))
    }
    if !own.isEmpty { turnstile.update { [own] queue in queue.open(own, now: now) } }
    return shares
  }

  /// One request and what follows from its reply.
  private func attempt(
    _ plan: some CallPlan, _ history: inout CallHistory
  ) async throws(RunFailure) -> CallStep {
    var request = try await plan.request()
    request.isNeverRepeated = !plan.isRepeatable
    if let agent = policy.userAgent, request.headers["User-Agent"] == nil {
      request.headers.append("User-Agent", agent)
    }
    history.sent += 1
    RequestCount.note()
    let response: HTTPResponse
    do {
      response = try await client.send(request)
    } catch {
      record(request, .failed(error.message), CallTiming(), history)
      return history.step(after: error, plan, policy, jitter: jitter())
    }
    record(request, .status(response.status), response.timing, history)
    if let reading = try policy.quota?.reading(response, plan.variables(of: response), now: clock.now) {
      notice(reading)
    }
    return history.step(after: try plan.verdict(response), response, plan, policy, jitter: jitter())
  }

  private func jitter() -> Double { random.withLock { Double.random(in: 0...1, using: &$0) } }

  private func sleep(_ wait: Duration) async throws(RunFailure) {
    let end = clock.elapsed + wait
    backoffs.withLock { $0.append(end) }
    defer { backoffs.withLock { ends in if let place = ends.firstIndex(of: end) { ends.remove(at: place) } } }
    do {
      try await clock.sleep(for: wait)
    } catch {
      throw .stopped(at: nil)
    }
  }

  /// Stops the calls that the provider meant: those of the limits on a part of all calls that this one fell under, or all of the account.
  private func hold(_ waiter: CallQueue.Waiter, for pause: Duration) {
    let end = clock.elapsed + pause
    turnstile.update { [part = parts(of: waiter)] in $0.hold(account, part, until: end) }
    memory.mustTell()
  }

  /// The limits on a part of all calls that a call falls under.
  private func parts(of waiter: CallQueue.Waiter) -> [CallQueue.LimitID] {
    waiter.shares.map(\.limit).filter {
      policy.limits.indices.contains($0.number) && policy.limits[$0.number].isOfPart
    }
  }

  /// Nobody of the account calls for so long, in this run and in others; a day at most, because some replies name moments that are mistakes.
  private func close(_ waiter: CallQueue.Waiter, for pause: Duration) {
    guard parts(of: waiter).isEmpty else { return }
    let end = clock.elapsed + min(pause, .seconds(86_400))
    turnstile.update { $0.accounts[account]?.closedUntil = end }
    memory.mustTell()
  }

  /// The provider counts better than we do; but it does not count yet what is under way.
  private func notice(_ reading: QuotaReading) {
    let now = clock.elapsed
    let fallback = policy.limits.compactMap { $0.allowed?.per }.min() ?? .seconds(60)
    turnstile.update { queue in
      guard var entry = queue.accounts[account] else { return }
      let resetsAt = now + (reading.resets ?? fallback)
      var remaining = reading.remaining - max(0, entry.underWay - 1)
      // Replies overtake each other: within one allowance the lower number is the newer one.
      if let known = entry.quota, known.resetsAt > now, abs(known.resetsAt - resetsAt) < .seconds(2) {
        remaining = min(remaining, known.remaining)
      }
      entry.quota = CallQueue.Quota(
        remaining: remaining, keep: reading.keep, resetsAt: resetsAt, isTooLong: reading.isTooLong)
      queue.accounts[account] = entry
    }
    if reading.remaining <= reading.keep { memory.mustTell() }
  }

  private func record(
    _ request: HTTPRequest, _ outcome: CallRecord.Outcome, _ timing: CallTiming, _ history: CallHistory
  ) {
    log?.record(
      CallRecord(
        request, outcome, timing, provider: provider, attempt: history.sent, waited: history.waited,
        secrets: secrets))
  }

  private func failure(_ refusal: CallQueue.Refusal, _ history: CallHistory, _ place: SourceRange)
    -> RunFailure
  {
    switch refusal {
    case .quotaUsedUp(let end):
      RunFailure(
        .quota, "the allowance is used up until \(clock.moment(of: end)), longer than `at_most` lets us wait",
        at: place, isPassing: true, notes: history.notes)
    case .providerDown(let end):
      RunFailure(
        .provider,
        "the provider has been failing for a while; it is not called before \(clock.moment(of: end))",
        at: place, isPassing: true, notes: history.notes)
    case .notWanted(let end):
      RunFailure(
        .quota, "the provider wants no calls before \(clock.moment(of: end)), and none was made", at: place,
        isPassing: true, notes: history.notes)
    }
  }

  static func id(_ limit: RateLimit, _ number: Int, _ account: String) -> CallQueue.LimitID {
    CallQueue.LimitID(account: limit.scope == .account ? account : nil, number: number)
  }
}

private func abs(_ duration: Duration) -> Duration { duration < .zero ? .zero - duration : duration }

extension RunClock {
  /// The moment for people that a reading of `elapsed` stands for.
  func moment(of elapsed: Duration) -> Instant {
    let (seconds, attoseconds) = (elapsed - self.elapsed).components
    let span = Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
    return Instant(nanosecondsSinceEpoch: now.nanosecondsSinceEpoch + span) ?? now
  }

  /// The reading of `elapsed` at a moment.
  func elapsed(at moment: Instant) -> Duration { elapsed + moment.distance(from: now) }
}
