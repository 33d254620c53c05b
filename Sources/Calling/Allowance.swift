internal import Language

/// What is left of a limit at a moment; time is the one that only goes forward.
struct Allowance: Sendable {
  private let allowed: RateLimit.Allowed
  /// Bucket: what may go at once, and since when that holds.
  private var level: Double
  private var since: Duration
  /// Window: what went out, by the moment of the last call of each short span.
  private var used: [Used] = []

  struct Used: Sendable, Hashable {
    var first: Duration
    var last: Duration
    var amount: Int
  }

  init(_ allowed: RateLimit.Allowed, now: Duration) {
    self.allowed = allowed
    level = Double(allowed.burst)
    since = now
  }

  /// How long until a call of this cost may go; zero when it may go now.
  mutating func delay(cost: Int, now: Duration) -> Duration {
    switch allowed.style {
    case .bucket:
      refill(now)
      // What costs more than the whole goes when the bucket is full, and leaves a debt.
      let missing = Double(min(max(cost, 0), allowed.burst)) - level
      if missing <= 1e-6 { return .zero }
      return allowed.per * (missing / Double(allowed.requests))
    case .window:
      forget(now)
      var excess = used.reduce(min(max(cost, 0), allowed.requests)) { $0 + $1.amount } - allowed.requests
      guard excess > 0 else { return .zero }
      for span in used {
        excess -= span.amount
        if excess <= 0 { return max(.zero, span.last + allowed.per - now) }
      }
      return allowed.per
    }
  }

  mutating func take(cost: Int, now: Duration) {
    switch allowed.style {
    case .bucket:
      refill(now)
      level -= Double(max(cost, 0))
    case .window:
      // Short spans in the place of single calls: the memory stays small, and what returns returns at most a little late.
      if let last = used.last, now - last.first < allowed.per / 64 {
        used[used.count - 1].last = now
        used[used.count - 1].amount += max(cost, 0)
      } else {
        used.append(Used(first: now, last: now, amount: max(cost, 0)))
      }
    }
  }

  /// Nothing is missing of it.
  mutating func isWhole(now: Duration) -> Bool {
    switch allowed.style {
    case .bucket:
      refill(now)
      return level >= Double(allowed.burst)
    case .window:
      forget(now)
      return used.isEmpty
    }
  }

  /// A tenth of the whole, at least one: what may go unremembered.
  var coarseness: Int { max(1, allowed.requests / 10) }

  private mutating func refill(_ now: Duration) {
    if now > since {
      level = min(Double(allowed.burst), level + (now - since) / allowed.per * Double(allowed.requests))
    }
    since = max(since, now)
  }

  private mutating func forget(_ now: Duration) {
    let gone = used.prefix { $0.last + allowed.per <= now }.count
    used.removeFirst(gone)
  }
}

extension Allowance {
  /// What must be known after a restart.
  enum Memory: Sendable, Hashable {
    case level(Double, at: Duration)
    case used([Used])
  }

  var memory: Memory { allowed.style == .bucket ? .level(level, at: since) : .used(used) }

  /// Takes up what was left; only ever less than there is now.
  mutating func recall(_ memory: Memory, now: Duration) {
    switch memory {
    case .level(let level, let since) where allowed.style == .bucket && level.isFinite:
      var old = self
      old.level = min(level, Double(allowed.burst))
      old.since = min(since, now)
      old.refill(now)
      refill(now)
      self.level = min(self.level, old.level)
    case .used(let spans) where allowed.style == .window:
      let old = spans.filter { $0.first <= $0.last && $0.last <= now && $0.amount > 0 }
      used = (old + used).sorted { $0.last < $1.last }
      forget(now)
    default: break
    }
  }
}
