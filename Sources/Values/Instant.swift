/// A point in time with nanoseconds, from the first second of year 1 to the last of year 9999, UTC.
package struct Instant: Sendable, Hashable, Comparable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package let seconds: Int64
  /// 0 to 999,999,999, counted forward from `seconds` also before 1970.
  package let nanoseconds: Int32

  private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// The beginning of 1970.
  package static let epoch = Instant()

  private init() {
    seconds = 0
    nanoseconds = 0
  }

  /// Nil outside the years 1 to 9999.
  package init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard Self.range.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Nil outside the years 1 to 9999.
  package init?(nanosecondsSinceEpoch total: Int128) {
    var (seconds, rest) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest < 0 {
      seconds -= 1
      rest += 1_000_000_000
    }
    guard let seconds = Int64(exactly: seconds) else { return nil }
    self.init(seconds: seconds, nanoseconds: Int32(rest))
  }

  package static func < (left: Instant, right: Instant) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  package var nanosecondsSinceEpoch: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }

  /// Nil when the sum is outside the years 1 to 9999.
  package func adding(_ span: TimeSpan) -> Instant? {
    Instant(nanosecondsSinceEpoch: nanosecondsSinceEpoch + Int128(span.nanoseconds))
  }

  /// Nil when the difference is outside the years 1 to 9999.
  package func subtracting(_ span: TimeSpan) -> Instant? {
    Instant(nanosecondsSinceEpoch: nanosecondsSinceEpoch - Int128(span.nanoseconds))
  }

  /// Nil when the distance does not fit a time span.
  package func since(_ other: Instant) -> TimeSpan? {
    Int64(exactly: nanosecondsSinceEpoch - other.nanosecondsSinceEpoch).map(TimeSpan.init(nanoseconds:))
  }
}

/// A date and a time of day without a zone.
package struct CivilTime: Sendable, Hashable {
  package var date: CivilDate
  package var hour = 0
  package var minute = 0
  package var second = 0
  package var nanosecond: Int32 = 0

  package init(date: CivilDate) { self.date = date }

  /// The instant this clock reading stands for where the clock is `offset` seconds ahead of UTC.
  package func instant(offset: Int) -> Instant? {
    let seconds = date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second - offset
    return Instant(seconds: Int64(seconds), nanoseconds: nanosecond)
  }
}

extension Instant {
  /// What a clock shows that is `offset` seconds ahead of UTC; nil when that leaves the calendar.
  package func civil(offset: Int) -> CivilTime? {
    let local = Int(seconds) + offset
    let days = local >= 0 ? local / 86_400 : -((-local + 86_399) / 86_400)
    guard let date = CivilDate(daysSinceEpoch: days) else { return nil }
    let secondOfDay = local - days * 86_400
    var time = CivilTime(date: date)
    time.hour = secondOfDay / 3_600
    time.minute = secondOfDay / 60 % 60
    time.second = secondOfDay % 60
    time.nanosecond = nanoseconds
    return time
  }
}

extension Instant: CustomStringConvertible {
  /// Reads RFC 3339: `2009-02-13T23:31:30Z`, `2009-02-13T23:31:30.5+02:00`.
  package init?(_ text: String) {
    guard let instant = InternetTime.read(text) else { return nil }
    self = instant
  }

  /// RFC 3339 in UTC with as many decimals as needed.
  package var description: String {
    guard let time = civil(offset: 0) else { return "" }
    let length = CivilDate.textLength + 9
    let clock = String(unsafeUninitializedCapacity: length) { text in
      time.date.write(to: text)
      for (position, part) in [time.hour, time.minute, time.second].enumerated() {
        let place = CivilDate.textLength + position * 3
        text[place] = UInt8(ascii: position == 0 ? "T" : ":")
        text.write(part, digits: 2, at: place + 1)
      }
      return length
    }
    return clock + fractionText(nanoseconds: Int64(nanoseconds)) + "Z"
  }
}
