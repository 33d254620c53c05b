/// The rule for times after the last entry of a zone's table, as in `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneFooter: Sendable {
  private enum Day: Sendable {
    /// Month, week (5 is the last) and day of the week.
    case weekday(month: Int, week: Int, day: Int)
    /// Day of the year from 1, never counting 29 February.
    case withoutLeap(Int)
    /// Day of the year from 0.
    case ordinal(Int)
  }

  private struct Change: Sendable {
    let day: Day
    /// Seconds after midnight, possibly of another day.
    let time: Int
  }

  private let standard: Int
  private let summer: (offset: Int, start: Change, end: Change)?

  init?(_ text: String) {
    var cursor = Cursor(text)
    guard ZoneFooter.skipName(&cursor), let west = ZoneFooter.time(&cursor) else { return nil }
    standard = -west
    if cursor.isAtEnd {
      summer = nil
      return
    }
    guard ZoneFooter.skipName(&cursor) else { return nil }
    var offset = standard + 3_600
    if cursor.peek() != 0x2C {
      guard let west = ZoneFooter.time(&cursor) else { return nil }
      offset = -west
    }
    guard cursor.take(","), let start = ZoneFooter.change(&cursor), cursor.take(","),
      let end = ZoneFooter.change(&cursor), cursor.isAtEnd
    else { return nil }
    summer = (offset, start, end)
  }

  func offset(at second: Int64) -> Int {
    guard let summer, let time = Instant(seconds: second)?.civil(offset: standard) else { return standard }
    let year = time.date.year
    guard let start = ZoneFooter.second(of: summer.start, year, offset: standard),
      let end = ZoneFooter.second(of: summer.end, year, offset: summer.offset)
    else { return standard }
    // South of the equator summer goes over the turn of the year.
    let isSummer = start < end ? second >= start && second < end : second >= start || second < end
    return isSummer ? summer.offset : standard
  }

  private static func second(of change: Change, _ year: Int, offset: Int) -> Int64? {
    guard let day = day(of: change.day, year) else { return nil }
    return Int64(day * 86_400 + change.time - offset)
  }

  private static func day(of rule: Day, _ year: Int) -> Int? {
    switch rule {
    case .ordinal(let day): return CivilDate(year: year, month: 1, day: 1).map { $0.daysSinceEpoch + day }
    case .withoutLeap(let day):
      let shift = CivilDate.isLeap(year) && day >= 60 ? 0 : -1
      return CivilDate(year: year, month: 1, day: 1).map { $0.daysSinceEpoch + day + shift }
    case .weekday(let month, let week, let day):
      guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
      var number = 1 + (day - first.dayOfWeek + 7) % 7 + (week - 1) * 7
      while number > CivilDate.days(inMonth: month, of: year) { number -= 7 }
      return first.daysSinceEpoch + number - 1
    }
  }

  // MARK: Reading

  private static func skipName(_ cursor: inout Cursor) -> Bool {
    if cursor.take("<") {
      while let byte = cursor.next() { if byte == 0x3E { return true } }
      return false
    }
    var length = 0
    while let byte = cursor.peek(), (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) {
      _ = cursor.next()
      length += 1
    }
    return length >= 3
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private static func time(_ cursor: inout Cursor) -> Int? {
    let isNegative = cursor.take("-")
    if !isNegative { _ = cursor.take("+") }
    guard let hours = cursor.digits(1...3) else { return nil }
    var seconds = hours * 3_600
    if cursor.take(":") {
      guard let minutes = cursor.digits(2) else { return nil }
      seconds += minutes * 60
      if cursor.take(":") {
        guard let rest = cursor.digits(2) else { return nil }
        seconds += rest
      }
    }
    return isNegative ? -seconds : seconds
  }

  private static func change(_ cursor: inout Cursor) -> Change? {
    guard let day = day(&cursor) else { return nil }
    if cursor.take("/") {
      guard let time = time(&cursor) else { return nil }
      return Change(day: day, time: time)
    }
    return Change(day: day, time: 7_200)
  }

  private static func day(_ cursor: inout Cursor) -> Day? {
    if cursor.take("M") {
      guard let month = cursor.digits(1...2), (1...12).contains(month), cursor.take("."),
        let week = cursor.digits(1), (1...5).contains(week), cursor.take("."), let day = cursor.digits(1),
        day < 7
      else { return nil }
      return .weekday(month: month, week: week, day: day)
    }
    if cursor.take("J") {
      guard let day = cursor.digits(1...3), (1...365).contains(day) else { return nil }
      return .withoutLeap(day)
    }
    guard let day = cursor.digits(1...3), day <= 365 else { return nil }
    return .ordinal(day)
  }
}
