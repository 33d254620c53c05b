internal import Values

/// The written form of what is remembered: `name=value` parts, moments in milliseconds since 1970.
///
/// `written=1795204390000;paused=1795204399000;quota=12@1795204400000;breaker=1@1795204459000;0=3.5@1795204399000;1=4@1795204390000-1795204391000`
struct KeptLimits: Sendable {
  enum Level: Sendable {
    case level(Double, at: Instant)
    case used([(amount: Int, first: Instant, last: Instant)])
  }

  /// When it was written: a clock that shows less by now was put back, and nothing may last longer because of that.
  var writtenAt: Instant?
  var pausedUntil: Instant?
  var closedUntil: Instant?
  var quota: (remaining: Int, resets: Instant)?
  var breaker: (openings: Int, until: Instant)?
  /// By the limit's place in the connector.
  var limits: [Int: Level] = [:]

  init() {}

  /// What cannot be read is left out: it was only meant to spare the provider.
  init(_ text: String) {
    for part in text.split(separator: ";") {
      guard let equals = part.firstIndex(of: "=") else { continue }
      let value = part[part.index(after: equals)...]
      switch part[..<equals] {
      case "written": writtenAt = Self.instant(value)
      case "paused": pausedUntil = Self.instant(value)
      case "closed": closedUntil = Self.instant(value)
      case "quota": quota = Self.pair(value).flatMap { amount, at in Int(amount).map { ($0, at) } }
      case "breaker": breaker = Self.pair(value).flatMap { amount, at in Int(amount).map { ($0, at) } }
      case let name:
        guard let number = Int(name) else { continue }
        limits[number] = Self.level(value)
      }
    }
  }

  var text: String {
    var parts: [String] = []
    if let writtenAt { parts.append("written=\(Self.text(writtenAt))") }
    if let pausedUntil { parts.append("paused=\(Self.text(pausedUntil))") }
    if let closedUntil { parts.append("closed=\(Self.text(closedUntil))") }
    if let quota { parts.append("quota=\(quota.remaining)@\(Self.text(quota.resets))") }
    if let breaker { parts.append("breaker=\(breaker.openings)@\(Self.text(breaker.until))") }
    for (number, level) in limits.sorted(by: { $0.key < $1.key }) {
      switch level {
      case .level(let level, let at): parts.append("\(number)=\(level)@\(Self.text(at))")
      case .used(let spans):
        let texts = spans.map { "\($0.amount)@\(Self.text($0.first))-\(Self.text($0.last))" }
        parts.append("\(number)=" + texts.joined(separator: ","))
      }
    }
    return parts.joined(separator: ";")
  }

  private static func level(_ text: Substring) -> Level? {
    if let (amount, at) = pair(text), let level = Double(amount) { return .level(level, at: at) }
    var spans: [(amount: Int, first: Instant, last: Instant)] = []
    for span in text.split(separator: ",") {
      let parts = span.split(whereSeparator: { $0 == "@" || $0 == "-" })
      guard parts.count == 3, let amount = Int(parts[0]), let first = instant(parts[1]),
        let last = instant(parts[2])
      else { return nil }
      spans.append((amount, first, last))
    }
    return .used(spans)
  }

  private static func pair(_ text: Substring) -> (Substring, Instant)? {
    guard let at = text.firstIndex(of: "@"), let moment = instant(text[text.index(after: at)...]) else {
      return nil
    }
    return (text[..<at], moment)
  }

  private static func instant(_ text: Substring) -> Instant? {
    Int64(text).flatMap { Instant(nanosecondsSinceEpoch: Int128($0) * 1_000_000) }
  }

  private static func text(_ instant: Instant) -> String { String(instant.nanosecondsSinceEpoch / 1_000_000) }
}
