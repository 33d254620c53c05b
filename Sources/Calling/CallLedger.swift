internal import Language
internal import Programs
internal import Synchronization
internal import Values

/// Small texts that survive a restart, kept beside the integration.
package protocol CallMemory: Sendable {
  func load(_ name: String) async -> String?
  func save(_ name: String, _ value: String?) async
}

/// Writes down what must not be forgotten of limits, quota and breaker, and takes it up again.
///
/// Written when it matters: at once for a pause, an empty quota or an open breaker, else after each tenth of a limit, so that a crash
/// forgets at most that much.
final class CallLedger: Sendable {
  private struct State {
    var recollection: Task<Void, Never>?
    var mustWrite = false
    var isWriting = false
    var hadOpenBreaker = false
  }

  private static let name = "limits"
  private let memory: any CallMemory
  private let clock: any RunClock
  private let state = Mutex(State())

  init(_ memory: any CallMemory, clock: any RunClock) {
    self.memory = memory
    self.clock = clock
  }

  func mustWrite() { state.withLock { $0.mustWrite = true } }

  /// Takes up what was written, before the first call and only then.
  func recall(_ caller: Caller) async {
    let task = state.withLock { state in
      if let known = state.recollection { return known }
      let memory = memory
      let new = Task {
        guard let kept = await memory.load(Self.name).map(KeptLimits.init) else { return }
        self.state.withLock { $0.hadOpenBreaker = kept.breaker != nil }
        Self.apply(kept, to: caller)
      }
      state.recollection = new
      return new
    }
    await task.value
  }

  func writeIfDue(_ caller: Caller) async {
    let (isCoarse, isBroken) = caller.turnstile.read { queue in
      (Self.isDue(caller, queue), queue.accounts[caller.account]?.breaker?.openUntil != nil)
    }
    let isTurn = state.withLock { state in
      if isCoarse || isBroken != state.hadOpenBreaker { state.mustWrite = true }
      state.hadOpenBreaker = isBroken
      guard state.mustWrite, !state.isWriting else { return false }
      state.isWriting = true
      return true
    }
    guard isTurn else { return }
    // One writer at a time; what happened meanwhile is written in one more round.
    while state.withLock({ state in
      guard state.mustWrite else {
        state.isWriting = false
        return false
      }
      state.mustWrite = false
      return true
    }) {
      await memory.save(Self.name, Self.kept(caller).text)
    }
  }

  private static func isDue(_ caller: Caller, _ queue: CallQueue) -> Bool {
    caller.policy.limits.enumerated().contains { number, limit in
      guard let state = queue.limits[Caller.id(limit, number, caller.account)],
        let allowance = state.allowance
      else { return false }
      return state.unwritten >= allowance.coarseness
    }
  }

  private static func kept(_ caller: Caller) -> KeptLimits {
    let clock = caller.clock
    return caller.turnstile.read { queue in
      var kept = KeptLimits()
      kept.writtenAt = clock.moment(of: clock.elapsed)
      if let account = queue.accounts[caller.account] {
        kept.pausedUntil = account.pausedUntil.map(clock.moment(of:))
        kept.quota = account.quota.map { ($0.remaining, clock.moment(of: $0.resetsAt)) }
        if let breaker = account.breaker, let end = breaker.openUntil {
          kept.breaker = (breaker.openings, clock.moment(of: end))
        }
      }
      for (number, limit) in caller.policy.limits.enumerated() {
        let id = Caller.id(limit, number, caller.account)
        queue.limits[id]?.unwritten = 0
        switch queue.limits[id]?.allowance?.memory {
        case .level(let level, let at): kept.limits[number] = .level(level, at: clock.moment(of: at))
        case .used(let spans):
          kept.limits[number] = .used(
            spans.map { ($0.amount, clock.moment(of: $0.first), clock.moment(of: $0.last)) })
        case nil: break
        }
      }
      return kept
    }
  }

  private static func apply(_ kept: KeptLimits, to caller: Caller) {
    let clock = caller.clock
    let now = clock.elapsed
    let lag = max(.zero, kept.writtenAt.map(clock.elapsed(at:)).map { $0 - now } ?? .zero)
    func elapsed(at moment: Instant) -> Duration { clock.elapsed(at: moment) - lag }
    caller.turnstile.update { queue in
      if var account = queue.accounts[caller.account] {
        if let pause = kept.pausedUntil.map(elapsed(at:)), pause > now {
          account.pausedUntil = max(account.pausedUntil ?? pause, pause)
        }
        if let quota = kept.quota, account.quota == nil, elapsed(at: quota.resets) > now {
          account.quota = CallQueue.Quota(
            remaining: quota.remaining, keep: caller.policy.quota?.keep ?? 0,
            resetsAt: elapsed(at: quota.resets), isTooLong: false)
        }
        if let breaker = kept.breaker, account.breaker?.openUntil == nil {
          account.breaker?.recall(openUntil: elapsed(at: breaker.until), openings: breaker.openings)
        }
        queue.accounts[caller.account] = account
      }
      for (number, limit) in caller.policy.limits.enumerated() {
        let id = Caller.id(limit, number, caller.account)
        switch kept.limits[number] {
        case .level(let level, let at):
          queue.limits[id]?.allowance?.recall(.level(level, at: elapsed(at: at)), now: now)
        case .used(let spans):
          let used = spans.map {
            Allowance.Used(first: elapsed(at: $0.1), last: elapsed(at: $0.2), amount: $0.0)
          }
          queue.limits[id]?.allowance?.recall(.used(used), now: now)
        case nil: break
        }
      }
    }
  }
}
