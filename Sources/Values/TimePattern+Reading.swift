/// What a text says about a time, before a zone is added where it names none.
struct TimeReading {
  var year: Int?
  var month = 1
  var day = 1
  var hour = 0
  var isAfternoon: Bool?
  var minute = 0
  var second = 0
  var nanosecond: Int32 = 0
  var offset: Int?
  var dayOfYear: Int?

  var civil: CivilTime? {
    guard let year else { return nil }
    var date = CivilDate(year: year, month: month, day: day)
    if let dayOfYear, let first = CivilDate(year: year, month: 1, day: 1) {
      let day = first.adding(days: Int64(dayOfYear - 1))
      date = day?.year == year ? day : nil
    }
    guard let date else { return nil }
    var time = CivilTime(date: date)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    if let isAfternoon {
      guard (1...12).contains(hour) else { return nil }
      time.hour = hour % 12 + (isAfternoon ? 12 : 0)
    } else {
      time.hour = hour
    }
    time.minute = minute
    time.second = second
    time.nanosecond = nanosecond
    return time
  }
}

extension TimePattern {
  /// The instant a text stands for; `zone` is where its clock hangs when the text does not say.
  package func instant(from text: String, zone: Zone = .utc) -> Instant? {
    switch form {
    case .named(let name): return name.instant(from: text, zone: zone)
    case .letters(let elements):
      guard let reading = TimePattern.read(text, elements), let time = reading.civil else { return nil }
      if let offset = reading.offset { return time.instant(offset: offset) }
      return zone.instant(of: time)
    }
  }

  /// The day a text stands for, as it is written there: no zone moves it.
  package func date(from text: String) -> CivilDate? {
    switch form {
    case .named(let name): name.date(from: text)
    case .letters(let elements): TimePattern.read(text, elements)?.civil?.date
    }
  }

  private static func read(_ text: String, _ elements: [Element]) -> TimeReading? {
    var cursor = Cursor(text)
    var reading = TimeReading()
    for (position, element) in elements.enumerated() {
      switch element {
      case .literal(let wanted): if !cursor.take(word: wanted) { return nil }
      case .field(let field, let width):
        // A field directly before another one has no mark where it ends and so has its exact width.
        let next = position + 1 < elements.count ? elements[position + 1] : nil
        let isExact = if case .field? = next { true } else { false }
        if !read(field, width, isExact, &cursor, &reading) { return nil }
      }
    }
    return cursor.isAtEnd ? reading : nil
  }

  private static func read(
    _ field: Field, _ width: Int, _ isExact: Bool, _ cursor: inout Cursor, _ reading: inout TimeReading
  ) -> Bool {
    switch field {
    case .year:
      guard let year = cursor.digits(width == 2 ? 2...2 : 4...4) else { return false }
      // Two digits are read as the years 1970 to 2069.
      reading.year = width == 2 ? (year >= 70 ? 1900 + year : 2000 + year) : year
      return true
    case .month where width >= 3: return take(CalendarNames.months, width, &cursor) { reading.month = $0 + 1 }
    case .weekday: return take(CalendarNames.weekdays, width, &cursor) { _ in }
    case .half:
      if cursor.take(word: "am") || cursor.take(word: "a.m.") { reading.isAfternoon = false; return true }
      if cursor.take(word: "pm") || cursor.take(word: "p.m.") { reading.isAfternoon = true; return true }
      return false
    case .fraction:
      guard let fraction = cursor.fraction() else { return false }
      reading.nanosecond = fraction
      return true
    case .offset, .offsetWithoutZ:
      guard let offset = InternetTime.readOffset(&cursor) else { return false }
      reading.offset = offset
      return true
    case .ordinal:
      guard let day = cursor.digits(3), (1...366).contains(day) else { return false }
      reading.dayOfYear = day
      return true
    case .month, .day, .hour, .hourOfHalf, .minute, .second:
      guard let number = cursor.digits(width == 2 || isExact ? 2...2 : 1...2) else { return false }
      reading.set(field, number)
      return true
    }
  }

  /// Takes one of the names, whole or short according to the width of the pattern.
  private static func take(
    _ names: [String], _ width: Int, _ cursor: inout Cursor, _ set: (Int) -> Void
  ) -> Bool {
    for (number, name) in names.enumerated()
    where cursor.take(word: width == 4 ? name : String(name.prefix(3))) {
      set(number)
      return true
    }
    return false
  }
}

extension TimeReading {
  fileprivate mutating func set(_ field: TimePattern.Field, _ number: Int) {
    switch field {
    case .month: month = number
    case .day: day = number
    case .hour: hour = number
    case .hourOfHalf:
      hour = number
      isAfternoon = isAfternoon ?? false
    case .minute: minute = number
    case .second: second = number
    default: break
    }
  }
}

/// English names, which is what the interfaces of providers speak.
enum CalendarNames {
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November",
    "December",
  ]
  static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}
