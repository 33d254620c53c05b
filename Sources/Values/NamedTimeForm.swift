/// The ways of writing a time that have a name.
package enum NamedTimeForm: String, Sendable, CaseIterable {
  case rfc3339
  case iso8601
  case unix
  case unixMilliseconds = "unix_ms"
  case microsoft
  case http

  func instant(from text: String, zone: Zone) -> Instant? {
    switch self {
    case .rfc3339: return Instant(text)
    case .iso8601: return NamedTimeForm.readISO(text, zone)
    case .unix: return NamedTimeForm.readSeconds(text)
    case .unixMilliseconds: return Int64(text).flatMap(NamedTimeForm.instant(milliseconds:))
    case .microsoft: return NamedTimeForm.readMicrosoft(text)
    case .http: return NamedTimeForm.readHTTP(text)
    }
  }

  /// The day as it is written, before any zone is applied.
  func date(from text: String) -> CivilDate? {
    switch self {
    case .rfc3339, .iso8601:
      if let date = CivilDate(String(text.prefix(10))),
        text.utf8.count == 10 || instant(from: text, zone: .utc) != nil
      {
        return date
      }
      return instant(from: text, zone: .utc)?.civil(offset: 0)?.date
    default: return instant(from: text, zone: .utc)?.civil(offset: 0)?.date
    }
  }

  private static func instant(milliseconds: Int64) -> Instant? {
    Instant(nanosecondsSinceEpoch: Int128(milliseconds) * 1_000_000)
  }

  /// Seconds, with decimals if there are any.
  private static func readSeconds(_ text: String) -> Instant? {
    guard let number = Decimal(text), number.scale <= 9, let nanoseconds = number.rounded(toScale: 9) else {
      return nil
    }
    return Instant(nanosecondsSinceEpoch: nanoseconds.coefficient)
  }

  /// Extended and basic forms, with or without time and offset.
  private static func readISO(_ text: String, _ zone: Zone) -> Instant? {
    if let date = CivilDate(text) { return zone.instant(of: CivilTime(date: date)) }
    // What nearly everybody writes, without trying the forms one after the other.
    if text.utf8.last != UInt8(ascii: "z"), !text.utf8.dropFirst(10).starts(with: "t".utf8),
      let instant = InternetTime.read(text)
    {
      return instant
    }
    for pattern in isoPatterns {
      if let instant = pattern.instant(from: text, zone: zone) { return instant }
    }
    return nil
  }

  private static let isoPatterns: [TimePattern] = {
    let days = ["yyyy-MM-dd", "yyyyMMdd"]
    let times = [
      "HH:mm:ss", "HH:mm:ss.S", "HH:mm:ss,S", "HH:mm", "HHmmss", "HHmmss.S", "HHmm",
    ]
    var patterns = days.map { $0 } + ["yyyy-DDD", "yyyyDDD", "yyyy-MM"]
    for day in days {
      for time in times {
        for mark in ["'T'", "' '"] {
          patterns += [day + mark + time, day + mark + time + "X"]
        }
      }
    }
    return patterns.compactMap { try? TimePattern($0) }
  }()

  /// `/Date(1500000000000+0000)/`; the offset only says how the clock stood, the number is UTC.
  private static func readMicrosoft(_ text: String) -> Instant? {
    var rest = Substring(text)
    guard rest.hasPrefix("/Date("), rest.hasSuffix(")/") else { return nil }
    rest = rest.dropFirst(6).dropLast(2)
    let sign = rest.first == "-" ? "-" : ""
    let digits = rest.dropFirst(sign.count).prefix(while: \.isASCIIDigit)
    var tail = Cursor(String(rest.dropFirst(sign.count + digits.count)))
    guard !digits.isEmpty, tail.isAtEnd || InternetTime.readOffset(&tail) != nil && tail.isAtEnd else {
      return nil
    }
    return Int64(sign + digits).flatMap(instant(milliseconds:))
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`, the form that RFC 9110 prefers.
  private static func readHTTP(_ text: String) -> Instant? {
    let zones = ["GMT", "UTC", "+0000"]
    guard let zone = zones.first(where: text.hasSuffix) else { return nil }
    let clock = String(text.dropLast(zone.count))
    return httpPattern?.instant(from: clock)
  }

  private static let httpPattern = try? TimePattern("EEE, dd MMM yyyy HH:mm:ss ")

  func text(of instant: Instant) -> String? {
    switch self {
    case .rfc3339, .iso8601: instant.description
    case .unix: String(instant.seconds)
    case .unixMilliseconds: String(instant.nanosecondsSinceEpoch / 1_000_000)
    case .microsoft: "/Date(\(instant.nanosecondsSinceEpoch / 1_000_000)+0000)/"
    case .http: NamedTimeForm.httpPattern?.text(of: instant).map { $0 + "GMT" }
    }
  }
}
