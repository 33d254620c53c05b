internal import Language

/// What is left of a limit at a moment; time is the one that only goes forward.
struct Allowance: Sendable {
  private let allowed: RateLimit.Allowed
  /// Bucket: what may go at once, and since when that holds.
  private var level: Double
  private var since: Duration
  /// Window: what went out, by the moment of the last call of each short span.
  private var used: [Used] = []
  /// What was taken and others who share the limit have not been told.
  private(set) var untold = 0
  private var untoldSpans: [Used] = []
  /// Bucket: what was told last, here or by others.
  private var told: (level: Double, at: Duration)?
  /// What others told was taken over already.
  private(set) var isInformed = false
  /// How long the last call must wait after all, because others had taken what it took.
  private var owed = Duration.zero

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
    let amount = max(cost, 0)
    untold += amount
    switch allowed.style {
    case .bucket:
      refill(now)
      level -= Double(amount)
    case .window:
      let call = Used(first: now, last: now, amount: amount)
      append(call, to: &used)
      append(call, to: &untoldSpans)
    }
  }

  /// Short spans in the place of single calls: the memory stays small, and what returns returns at most a little late.
  private func append(_ new: Used, to spans: inout [Used]) {
    guard let last = spans.last, new.last - last.first < allowed.per / 64 else { return spans.append(new) }
    spans[spans.count - 1].last = max(last.last, new.last)
    spans[spans.count - 1].amount += new.amount
  }

  /// A tenth of the whole, at least one: what others need not know yet.
  private var coarseness: Int { max(1, allowed.requests / 10) }

  /// Enough was taken for others to be told.
  var isToBeTold: Bool { untold >= coarseness }

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
  /// What must be known after a restart, and by others who share the limit.
  enum Memory: Sendable, Hashable {
    case level(Double, at: Duration)
    case used([Used])
  }

  /// Takes over what others have told; what was taken here and they do not know yet stays to be told.
  mutating func learn(_ told: Memory?, now: Duration) {
    isInformed = true
    let before = delay(cost: 0, now: now)
    switch told {
    case .level(let left, let moment) where allowed.style == .bucket && left.isFinite:
      let (left, moment) = (min(left, Double(allowed.burst)), min(moment, now))
      level -= taken(byOthersUntil: left, moment)
      self.told = (left, moment)
    case .used(let spans) where allowed.style == .window:
      let theirs = spans.filter { $0.first <= $0.last && $0.last <= now && $0.amount > 0 }
      used = []
      for span in (theirs + untoldSpans).sorted(by: { $0.last < $1.last }) { append(span, to: &used) }
      forget(now)
    default: break
    }
    owed = min(max(owed, delay(cost: 0, now: now) - before), allowed.per)
  }

  /// What others are to know from now on.
  mutating func tell() -> Memory {
    untold = 0
    untoldSpans = []
    guard allowed.style == .bucket else { return .used(used) }
    told = (level, since)
    return .level(level, at: since)
  }

  /// What others took of a bucket since both sides knew of each other.
  private func taken(byOthersUntil left: Double, _ moment: Duration) -> Double {
    func level(_ level: Double, at start: Duration, when end: Duration) -> Double {
      min(Double(allowed.burst), level + (end - start) / allowed.per * Double(allowed.requests))
    }
    guard let told else {
      return max(0, self.level + Double(untold) - level(left, at: moment, when: since))
    }
    let end = max(moment, told.at)
    return max(0, level(told.level, at: told.at, when: end) - level(left, at: moment, when: end))
  }

  /// What the call that told must wait for, once.
  mutating func takeOwed() -> Duration {
    defer { owed = .zero }
    return owed
  }
}
