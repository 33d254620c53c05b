extension TimePattern {
  /// The instant as this pattern writes it, on the clock of a zone; nil when the zone's clock leaves the calendar.
  package func text(of instant: Instant, zone: Zone = .utc) -> String? {
    let offset = zone.offset(at: instant)
    guard let time = instant.civil(offset: offset) else { return nil }
    switch form {
    case .named(let name): return name.text(of: instant)
    case .letters(let elements): return elements.map { TimePattern.text($0, time, offset) }.joined()
    }
  }

  /// The day as this pattern writes it, at midnight UTC where the pattern asks for a time.
  package func text(of date: CivilDate) -> String? {
    CivilTime(date: date).instant(offset: 0).flatMap { text(of: $0) }
  }

  private static func text(_ element: Element, _ time: CivilTime, _ offset: Int) -> String {
    guard case .field(let field, let width) = element else {
      if case .literal(let text) = element { return text }
      return ""
    }
    switch field {
    case .year: return width == 2 ? padded(time.date.year % 100, to: 2) : padded(time.date.year, to: width)
    case .month where width >= 3:
      let name = CalendarNames.months[time.date.month - 1]
      return width == 4 ? name : String(name.prefix(3))
    case .month: return padded(time.date.month, to: width)
    case .day: return padded(time.date.day, to: width)
    case .ordinal: return padded(time.date.dayOfYear, to: width)
    case .weekday:
      let name = CalendarNames.weekdays[time.date.dayOfWeek]
      return width == 4 ? name : String(name.prefix(3))
    case .hour: return padded(time.hour, to: width)
    case .hourOfHalf: return padded((time.hour + 11) % 12 + 1, to: width)
    case .half: return time.hour < 12 ? "AM" : "PM"
    case .minute: return padded(time.minute, to: width)
    case .second: return padded(time.second, to: width)
    case .fraction: return String(padded(Int(time.nanosecond), to: 9).prefix(width))
    case .offset: return offset == 0 ? "Z" : text(ofOffset: offset, width)
    case .offsetWithoutZ: return text(ofOffset: offset, width)
    }
  }

  /// `+02` or `+0530`, `+0200`, `+02:00` for one, two and three letters.
  private static func text(ofOffset offset: Int, _ width: Int) -> String {
    let sign = offset < 0 ? "-" : "+"
    let (hours, minutes) = (abs(offset) / 3_600, abs(offset) / 60 % 60)
    if width == 1, minutes == 0 { return sign + padded(hours, to: 2) }
    return sign + padded(hours, to: 2) + (width == 3 ? ":" : "") + padded(minutes, to: 2)
  }
}
