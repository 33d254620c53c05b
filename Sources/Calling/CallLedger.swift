internal import Language
internal import Programs
internal import Synchronization
internal import Values

/// Small texts that survive a restart and are shared by all processes that call for the same.
package protocol CallMemory: Sendable {
  /// What is kept; waits for nobody who writes.
  func load(_ place: CallMemoryPlace) async -> String?
  /// Replaces what is kept by what `body` makes of it, in one step, whoever else does the same; nothing happens where nothing can be kept.
  func amend(_ place: CallMemoryPlace, _ body: @Sendable (String?) -> String?) async
}

/// Whose calls a text is about.
package enum CallMemoryPlace: Sendable, Hashable, CaseIterable {
  /// Those of one integration.
  case account
  /// Those of all integrations of the connector.
  case application
}

/// Tells others what was called, and takes over what they told: other processes, and the next one after a restart.
///
/// Told when it matters: at once a pause, an empty quota or an open breaker, else each tenth of a limit before it is used. So each
/// process knows of the others but for a tenth, a crash forgets no more than that, and nothing has to be given back.
final class CallLedger: Sendable {
  private struct State {
    var recollection: Task<Void, Never>?
    var mustTell = false
    var isTelling = false
    var hadOpenBreaker = false
  }

  private let memory: any CallMemory
  private let state = Mutex(State())

  init(_ memory: any CallMemory) { self.memory = memory }

  func mustTell() { state.withLock { $0.mustTell = true } }

  /// Takes up what was told, before the first call and only then.
  func recall(_ caller: Caller) async {
    let task = state.withLock { state in
      if let known = state.recollection { return known }
      let new = Task {
        for place in caller.places {
          guard let kept = await memory.load(place).map(KeptLimits.init) else { continue }
          if kept.breaker != nil { self.state.withLock { $0.hadOpenBreaker = true } }
          caller.learn(kept, place, onlyFirst: true)
          caller.recallBreaker(kept)
        }
      }
      state.recollection = new
      return new
    }
    await task.value
  }

  func tellIfDue(_ caller: Caller) async {
    let (isDue, isBroken) = caller.state
    let isTurn = state.withLock { state in
      if isDue || isBroken != state.hadOpenBreaker { state.mustTell = true }
      state.hadOpenBreaker = isBroken
      guard state.mustTell, !state.isTelling else { return false }
      state.isTelling = true
      return true
    }
    guard isTurn else { return }
    // One at a time; what happened meanwhile is told in one more round.
    while state.withLock({ state in
      guard state.mustTell else {
        state.isTelling = false
        return false
      }
      state.mustTell = false
      return true
    }) {
      for place in caller.places {
        await memory.amend(place) { text in
          caller.learn(text.map(KeptLimits.init) ?? KeptLimits(), place)
          return caller.told(place).text
        }
      }
    }
  }
}

extension Caller {
  /// Where something is to be told.
  fileprivate var places: [CallMemoryPlace] {
    policy.limits.contains { $0.scope == .application } ? [.account, .application] : [.account]
  }

  /// Whether others are to be told of a limit, and whether the provider counts as down.
  fileprivate var state: (isDue: Bool, isBroken: Bool) {
    turnstile.read { queue in
      let isDue = policy.limits.indices.contains { queue.limits[id($0)]?.allowance?.isToBeTold == true }
      return (isDue, queue.accounts[account]?.breaker?.openUntil != nil)
    }
  }

  private func id(_ number: Int) -> CallQueue.LimitID { Self.id(policy.limits[number], number, account) }

  private func limits(_ place: CallMemoryPlace) -> [Int] {
    policy.limits.indices.filter { (policy.limits[$0].scope == .application) == (place == .application) }
  }

  /// Only in the beginning: later we know ourselves how the provider is.
  fileprivate func recallBreaker(_ kept: KeptLimits) {
    guard let breaker = kept.breaker else { return }
    let end = clock.elapsed(at: breaker.until) - lag(of: kept)
    turnstile.update { queue in
      guard queue.accounts[account]?.breaker?.openUntil == nil else { return }
      queue.accounts[account]?.breaker?.recall(openUntil: end, openings: breaker.openings)
    }
  }

  /// How much the clock was put back since it was written.
  private func lag(of kept: KeptLimits) -> Duration {
    max(.zero, kept.writtenAt.map { clock.elapsed(at: $0) - clock.elapsed } ?? .zero)
  }

  /// Takes over what others told.
  ///
  /// What was loaded without a lock may be older than what another caller of this process has told since: it is only for those
  /// who know nothing yet (`onlyFirst`).
  fileprivate func learn(_ kept: KeptLimits, _ place: CallMemoryPlace, onlyFirst: Bool = false) {
    let lag = lag(of: kept)
    turnstile.update { queue in
      // Read when everybody else has to wait: by an older time what is long back would still count as taken.
      let now = clock.elapsed
      if place == .account, var account = queue.accounts[account] {
        if let pause = kept.pausedUntil.map({ clock.elapsed(at: $0) - lag }), pause > now {
          account.pausedUntil = max(account.pausedUntil ?? pause, pause)
        }
        if let end = kept.closedUntil.map({ clock.elapsed(at: $0) - lag }), end > now {
          account.closedUntil = max(account.closedUntil ?? end, end)
        }
        if let quota = kept.quota, account.quota == nil, clock.elapsed(at: quota.resets) - lag > now {
          account.quota = CallQueue.Quota(
            remaining: quota.remaining, keep: policy.quota?.keep ?? 0,
            resetsAt: clock.elapsed(at: quota.resets) - lag,
            isTooLong: policy.quota?.isTooLong(clock.elapsed(at: quota.resets) - lag - now) ?? false)
        }
        queue.accounts[self.account] = account
      }
      for number in limits(place) {
        if onlyFirst, queue.limits[id(number)]?.allowance?.isInformed == true { continue }
        let memory = kept.limits[number].map { Allowance.Memory($0, clock, lag) }
        queue.limits[id(number)]?.allowance?.learn(memory, now: now)
      }
    }
  }

  /// What others are to know from now on.
  fileprivate func told(_ place: CallMemoryPlace) -> KeptLimits {
    var told = KeptLimits()
    told.writtenAt = clock.moment(of: clock.elapsed)
    turnstile.update { queue in
      if place == .account, let account = queue.accounts[account] {
        told.pausedUntil = account.pausedUntil.map(clock.moment(of:))
        told.closedUntil = account.closedUntil.map(clock.moment(of:))
        told.quota = account.quota.map { ($0.remaining, clock.moment(of: $0.resetsAt)) }
        if let breaker = account.breaker, let end = breaker.openUntil {
          told.breaker = (breaker.openings, clock.moment(of: end))
        }
      }
      for number in limits(place) {
        told.limits[number] = queue.limits[id(number)]?.allowance?.tell().kept(clock)
      }
    }
    return told
  }

  /// What a call that has just told must wait for, because others had taken what it took.
  func owed(_ waiter: CallQueue.Waiter) -> Duration {
    turnstile.read { queue in
      waiter.shares.reduce(.zero) { longest, share in
        max(longest, queue.limits[share.limit]?.allowance?.takeOwed() ?? .zero)
      }
    }
  }
}

extension Allowance.Memory {
  fileprivate init(_ kept: KeptLimits.Level, _ clock: any RunClock, _ lag: Duration) {
    switch kept {
    case .level(let level, let at): self = .level(level, at: clock.elapsed(at: at) - lag)
    case .used(let spans):
      self = .used(
        spans.map {
          .init(
            first: clock.elapsed(at: $0.first) - lag, last: clock.elapsed(at: $0.last) - lag,
            amount: $0.amount)
        })
    }
  }

  fileprivate func kept(_ clock: any RunClock) -> KeptLimits.Level {
    switch self {
    case .level(let level, let at): .level(level, at: clock.moment(of: at))
    case .used(let spans):
      .used(spans.map { ($0.amount, clock.moment(of: $0.first), clock.moment(of: $0.last)) })
    }
  }
}
