/// A day of the Gregorian calendar, extended backwards, in the years 1 to 9999.
package struct CivilDate: Sendable, Hashable, Comparable {
  package let year: Int
  package let month: Int
  package let day: Int

  /// Nil for a day that does not exist.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.days(inMonth: month, of: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  package static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// Whether the year has a 29 February.
  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  package static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CivilDate {
  /// Days in the 400 years after which the calendar repeats.
  private static let daysPerCycle = 146_097
  /// Days from 1 March of year 0 to 1 January 1970.
  private static let epochShift = 719_468

  /// Days since 1970-01-01.
  ///
  /// The year is counted from March, so that the leap day comes last.
  package var daysSinceEpoch: Int {
    let shifted = month > 2 ? year : year - 1
    let cycle = shifted / 400
    let yearOfCycle = shifted - cycle * 400
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
    return cycle * Self.daysPerCycle + dayOfCycle - Self.epochShift
  }

  /// Nil outside the years 1 to 9999.
  package init?(daysSinceEpoch days: Int) {
    guard (-719_162...2_932_896).contains(days) else { return nil }
    let shifted = days + Self.epochShift
    let cycle = (shifted >= 0 ? shifted : shifted - (Self.daysPerCycle - 1)) / Self.daysPerCycle
    let dayOfCycle = shifted - cycle * Self.daysPerCycle
    let yearOfCycle =
      (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
    self.init(year: year, month: month, day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// Nil when the sum leaves the calendar.
  package func adding(days: Int64) -> CivilDate? {
    guard let days = Int(exactly: days), abs(days) <= 4_000_000 else { return nil }
    return CivilDate(daysSinceEpoch: daysSinceEpoch + days)
  }

  /// The same day some months later, or the last day of that month where the day does not exist there.
  package func adding(months: Int64) -> CivilDate? {
    guard let months = Int(exactly: months), abs(months) <= 120_000 else { return nil }
    let total = year * 12 + (month - 1) + months
    guard total >= 12 else { return nil }
    let (newYear, newMonth) = (total / 12, total % 12 + 1)
    return CivilDate(
      year: newYear, month: newMonth, day: min(day, CivilDate.days(inMonth: newMonth, of: newYear)))
  }

  /// 0 for Sunday to 6 for Saturday.
  package var dayOfWeek: Int { ((daysSinceEpoch + 4) % 7 + 7) % 7 }

  /// 1 for the first of January.
  package var dayOfYear: Int {
    guard let first = CivilDate(year: year, month: 1, day: 1) else { return 1 }
    return daysSinceEpoch - first.daysSinceEpoch + 1
  }
}

extension CivilDate: CustomStringConvertible {
  /// Reads `yyyy-MM-dd`.
  package init?(_ text: String) {
    guard text.utf8.count == 10 else { return nil }
    var cursor = Cursor(text)
    guard let year = cursor.digits(4), cursor.take("-"), let month = cursor.digits(2), cursor.take("-"),
      let day = cursor.digits(2)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  package var description: String {
    String(unsafeUninitializedCapacity: Self.textLength) { text in
      write(to: text)
      return Self.textLength
    }
  }

  static let textLength = 10

  /// Writes `2026-11-20` at the beginning of a text.
  func write(to text: UnsafeMutableBufferPointer<UInt8>) {
    text.write(year, digits: 4, at: 0)
    text[4] = UInt8(ascii: "-")
    text.write(month, digits: 2, at: 5)
    text[7] = UInt8(ascii: "-")
    text.write(day, digits: 2, at: 8)
  }
}
