internal import Language
internal import Programs
internal import Values

/// Who waits for what at a provider, and who goes next; a value that neither sleeps nor resumes anybody.
///
/// All limits of a call are taken together or not at all, so that a call that waits for one uses up none of the others. Accounts take
/// turns; within an account calls go in order, past those that wait for a limit that they do not need.
struct CallQueue: Sendable {
  /// A limit: one of an account, or one that all accounts of the provider share.
  struct LimitID: Sendable, Hashable {
    let account: String?
    let number: Int
    /// What has the limit for itself; nil where all calls share it.
    var share: String?
  }

  struct Limit: Sendable {
    var allowance: Allowance?
    var concurrency: Int?
    var underWay = 0
    var pausedUntil: Duration?

    /// A new one would be the same.
    func isWhole(now: Duration) -> Bool {
      var allowance = allowance
      return underWay == 0 && (pausedUntil ?? .zero) <= now
        && allowance?.isWhole(now: now) ?? true
    }
  }

  /// What a call takes of a limit.
  struct Share: Sendable, Hashable {
    let limit: LimitID
    let cost: Int
  }

  struct Waiter: Sendable {
    let id: UInt64
    let account: String
    let shares: [Share]
  }

  struct Quota: Sendable, Hashable {
    var remaining: Int
    var keep: Int
    var resetsAt: Duration
    var isTooLong: Bool
  }

  struct Account: Sendable {
    var waiters: [Waiter] = []
    var pausedUntil: Duration?
    /// The same, so long that nobody waits for it.
    var closedUntil: Duration?
    var quota: Quota?
    var breaker: Breaker?
    var underWay = 0
    /// When the first of those who wait may go; nil when nobody waits, or only for another call to end.
    var waitsUntil: Duration?
  }

  /// What came of looking at all who wait.
  struct Turn: Sendable {
    var granted: [Waiter] = []
    var refused: [(waiter: Waiter, reason: Refusal)] = []
    /// When to look again, unless something happens before.
    var wakeAt: Duration?
  }

  /// Waiting makes no sense.
  enum Refusal: Sendable, Hashable {
    case quotaUsedUp(until: Duration)
    case providerDown(until: Duration)
    case notWanted(until: Duration)
  }

  var limits: [LimitID: Limit] = [:]
  var accounts: [String: Account] = [:]
  /// Accounts with someone waiting, who is next first.
  private var order: [String] = []

  mutating func enter(_ waiter: Waiter) {
    accounts[waiter.account, default: Account()].waiters.append(waiter)
    if !order.contains(waiter.account) { order.append(waiter.account) }
  }

  /// Makes room for limits that each channel, mailbox or the like has for itself; those that are whole again are forgotten.
  mutating func open(_ new: [(id: LimitID, limit: Limit)], now: Duration) {
    for (id, limit) in new where limits[id] == nil {
      if limits.count >= Self.mostKept {
        limits = limits.filter { known, limit in known.share == nil || !limit.isWhole(now: now) }
      }
      limits[id] = limit
    }
  }

  /// More shares than this are looked through for those that nobody has used of late.
  private static let mostKept = 4_096

  /// False when it does not wait any more.
  mutating func leaveQueue(_ id: UInt64, account: String) -> Bool {
    guard let place = accounts[account]?.waiters.firstIndex(where: { $0.id == id }) else { return false }
    accounts[account]?.waiters.remove(at: place)
    return true
  }

  /// A call is over: its place among those under way is free.
  mutating func end(_ waiter: Waiter, _ outcome: Breaker.Outcome, now: Duration) {
    for share in waiter.shares { limits[share.limit]?.underWay -= 1 }
    accounts[waiter.account]?.underWay -= 1
    accounts[waiter.account]?.breaker?.end(outcome, now: now)
  }

  /// Stops these limits, or the whole account when there are none, until a moment.
  mutating func hold(_ account: String, _ held: [LimitID], until end: Duration) {
    for id in held {
      guard let pause = limits[id]?.pausedUntil, pause > end else {
        limits[id]?.pausedUntil = end
        continue
      }
    }
    guard held.isEmpty else { return }
    if let pause = accounts[account]?.pausedUntil, pause > end { return }
    accounts[account]?.pausedUntil = end
  }

  /// Lets go who may, one call of each account at a time.
  mutating func turn(now: Duration) -> Turn {
    var turn = Turn()
    var reserved: Set<LimitID> = []
    for name in order { accounts[name]?.waitsUntil = nil }
    var moved = true
    while moved {
      moved = false
      for name in order where admit(name, &reserved, &turn, now) {
        order.removeAll { $0 == name }
        order.append(name)
        moved = true
      }
    }
    order.removeAll { accounts[$0]?.waiters.isEmpty ?? true }
    turn.wakeAt = order.compactMap { accounts[$0]?.waitsUntil }.min()
    return turn
  }

  /// Lets the first call of an account go that has all it needs.
  private mutating func admit(
    _ name: String, _ reserved: inout Set<LimitID>, _ turn: inout Turn, _ now: Duration
  ) -> Bool {
    guard var account = accounts[name] else { return false }
    defer { accounts[name] = account }
    var position = 0
    while position < account.waiters.count {
      let waiter = account.waiters[position]
      switch readiness(of: waiter, account, &reserved, now) {
      case .ready:
        account.waiters.remove(at: position)
        account.underWay += 1
        account.breaker?.start()
        account.quota?.remaining -= 1
        take(waiter.shares, now)
        turn.granted.append(waiter)
        return true
      case .refused(let reason):
        account.waiters.remove(at: position)
        turn.refused.append((waiter, reason))
      case .later(let moment):
        if let moment { account.waitsUntil = account.waitsUntil.map { min($0, moment) } ?? moment }
        position += 1
      }
    }
    return false
  }

  private enum Readiness {
    case ready
    /// Nil: when another call ends.
    case later(Duration?)
    case refused(Refusal)
  }

  private mutating func readiness(
    of waiter: Waiter, _ account: Account, _ reserved: inout Set<LimitID>, _ now: Duration
  ) -> Readiness {
    switch account.breaker?.gate(now: now) {
    case .closedUntil(let moment): return .later(moment)
    case .awaitsProbe: return .later(nil)
    case .givenUpUntil(let moment): return .refused(.providerDown(until: moment))
    case .open, nil: break
    }
    if let quota = account.quota, quota.remaining <= quota.keep, quota.resetsAt > now {
      return quota.isTooLong ? .refused(.quotaUsedUp(until: quota.resetsAt)) : .later(quota.resetsAt)
    }
    if let end = account.closedUntil, end > now { return .refused(.notWanted(until: end)) }
    if let pause = account.pausedUntil, pause > now { return .later(pause) }
    return room(for: waiter.shares, &reserved, now)
  }

  private mutating func room(
    for shares: [Share], _ reserved: inout Set<LimitID>, _ now: Duration
  ) -> Readiness {
    var isReady = true
    var wake: Duration?
    for share in shares {
      if reserved.contains(share.limit) {
        isReady = false
        continue
      }
      guard var limit = limits[share.limit] else { continue }
      let delay = max(
        limit.allowance?.delay(cost: share.cost, now: now) ?? .zero, (limit.pausedUntil ?? now) - now)
      limits[share.limit] = limit
      let isFull = limit.concurrency.map { limit.underWay >= $0 } ?? false
      if delay <= .zero, !isFull { continue }
      isReady = false
      // Who is first in line keeps the place: small calls do not overtake a large one for ever.
      reserved.insert(share.limit)
      if delay > .zero { wake = max(wake ?? .zero, now + delay) }
    }
    return isReady ? .ready : .later(wake)
  }

  private mutating func take(_ shares: [Share], _ now: Duration) {
    for share in shares {
      limits[share.limit]?.allowance?.take(cost: share.cost, now: now)
      limits[share.limit]?.underWay += 1
    }
  }
}
