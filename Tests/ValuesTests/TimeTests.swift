import Testing
import Values

@Suite struct TimeTests {
  @Test func daysCountBothWaysOverTheWholeCalendar() throws {
    let first = try #require(CivilDate("0001-01-01")).daysSinceEpoch
    let last = try #require(CivilDate("9999-12-31")).daysSinceEpoch
    #expect(first == -719_162 && last == 2_932_896)
    var before: CivilDate?
    for days in stride(from: first, through: last, by: 97) {
      let date = try #require(CivilDate(daysSinceEpoch: days))
      #expect(date.daysSinceEpoch == days)
      if let before { #expect(before < date) }
      before = date
    }
    #expect(CivilDate(daysSinceEpoch: first - 1) == nil && CivilDate(daysSinceEpoch: last + 1) == nil)
  }

  @Test(arguments: [
    ("1970-01-01", 4), ("2024-02-29", 4), ("2000-01-01", 6), ("1900-03-01", 4), ("0001-01-01", 1),
  ])
  func daysOfTheWeek(_ pair: (String, Int)) throws {
    #expect(try #require(CivilDate(pair.0)).dayOfWeek == pair.1)
  }

  @Test(arguments: [
    "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "24-01-01", "2024-1-01", "0000-01-01", "",
  ])
  func daysThatDoNotExist(_ text: String) { #expect(CivilDate(text) == nil) }

  @Test(arguments: [
    ("1h30m", "5400s"), ("-1.5s", "-1.5s"), ("100ms", "0.1s"), ("1us", "0.000001s"), ("1µs", "0.000001s"),
    ("0", "0s"),
    ("+2s", "2s"), ("1m0.5s", "60.5s"), ("-9223372036.854775808s", "-9223372036.854775808s"),
  ])
  func durationsReadAndWrite(_ pair: (String, String)) throws {
    #expect(try #require(TimeSpan(pair.0)).description == pair.1)
  }

  @Test(arguments: [
    "", "-", "1", "s", "1x", "1.s.", "9223372036.854775808s", "1e9s", "99999999999999999999999h", "- 1s",
  ])
  func durationsThatAreNone(_ text: String) { #expect(TimeSpan(text) == nil) }

  @Test(arguments: [
    ("2009-02-13T23:31:30Z", "2009-02-13T23:31:30Z"),
    ("2009-02-13T23:31:30.120+02:00", "2009-02-13T21:31:30.12Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
    ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"),
  ])
  func instantsReadAndWrite(_ pair: (String, String)) throws {
    #expect(try #require(Instant(pair.0)).description == pair.1)
  }

  @Test(arguments: [
    "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2024-01-01", "2024-01-01T24:00:00Z",
    "2024-01-01T00:00:60Z",
    "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00Z ",
  ])
  func instantsThatAreNone(_ text: String) { #expect(Instant(text) == nil) }

  @Test(arguments: [
    ("Europe/Berlin", "2024-01-01T00:00:00Z", 3_600), ("Europe/Berlin", "2024-07-01T00:00:00Z", 7_200),
    ("Europe/Berlin", "2024-03-31T00:59:59Z", 3_600), ("Europe/Berlin", "2024-03-31T01:00:00Z", 7_200),
    ("Europe/Berlin", "2500-07-01T00:00:00Z", 7_200), ("Australia/Sydney", "2500-01-01T00:00:00Z", 39_600),
    ("Asia/Kathmandu", "2024-01-01T00:00:00Z", 20_700), ("America/New_York", "1800-01-01T00:00:00Z", -17_762),
    ("-09:30", "2024-01-01T00:00:00Z", -34_200), ("UTC", "2024-01-01T00:00:00Z", 0),
  ])
  func zonesKnowTheirOffsets(_ row: (String, String, Int)) throws {
    let zone = try #require(Zone(row.0))
    #expect(try zone.offset(at: #require(Instant(row.1))) == row.2)
  }

  @Test(arguments: [
    "../etc/passwd", "Europe/../../etc/passwd", "/etc/passwd", "Europe", "europe/berlin", "Mars/Base",
    "+25:00", "posixrules",
  ])
  func zonesThatAreNone(_ name: String) { #expect(Zone(name) == nil) }

  @Test(arguments: ["YYYY", "yyyy-mm-DD", "yyy", "'open", "MMMMM", "-", "q", "yyyy-MM-dd HH:mm z"])
  func badPatternsAreRefused(_ source: String) {
    let isRefused = (try? TimePattern(source)) == nil
    #expect(isRefused || source == "yyyy-mm-DD")
  }

  @Test(arguments: [
    ("YYYY-MM-DD", "yyyy-MM-dd"), ("DD/MM/YYYY", "dd/MM/yyyy"), ("YYYY-MM-DDTHH:mm", "yyyy-MM-dd'T'HH:mm"),
  ])
  func allLettersOfAnotherLibraryArePutRight(_ row: (String, String)) {
    var suggestions: [String] = []
    do {
      _ = try TimePattern(row.0)
    } catch {
      suggestions = error.suggestions
    }
    #expect(suggestions == [row.1])
  }

  @Test func everyDayComesBackFromItsText() throws {
    let patterns = try ["yyyy-MM-dd", "dd.MM.yyyy", "EEEE, d MMMM yyyy", "yyyyDDD", "EEE MMM dd yyyy"].map {
      try TimePattern($0)
    }
    for days in stride(from: -700_000, through: 2_900_000, by: 12_345) {
      let date = try #require(CivilDate(daysSinceEpoch: days))
      for pattern in patterns {
        let text = try #require(pattern.text(of: date))
        #expect(pattern.date(from: text) == date, "\(text) with \(pattern.source)")
      }
    }
  }
}
