/// The date-time of RFC 3339.
package enum InternetTime {
  /// Nil unless the whole text is a date-time with an offset.
  package static func read(_ text: String) -> Instant? {
    var bytes = Cursor(text)
    guard let time = readLocal(&bytes, separators: "Tt "), let offset = readOffset(&bytes), bytes.isAtEnd
    else { return nil }
    return time.instant(offset: offset)
  }

  /// A date, one of `separators`, and a time of day with optional decimals.
  static func readLocal(_ bytes: inout Cursor, separators: String) -> CivilTime? {
    guard let year = bytes.digits(4), bytes.take("-"), let month = bytes.digits(2), bytes.take("-"),
      let day = bytes.digits(2), let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    var time = CivilTime(date: date)
    guard let separator = bytes.next(), separators.utf8.contains(separator),
      readClock(&bytes, into: &time)
    else { return nil }
    return time
  }

  private static func readClock(_ bytes: inout Cursor, into time: inout CivilTime) -> Bool {
    guard let hour = bytes.digits(2), hour < 24, bytes.take(":"), let minute = bytes.digits(2), minute < 60,
      bytes.take(":"), let second = bytes.digits(2), second < 60
    else { return false }
    time.hour = hour
    time.minute = minute
    time.second = second
    if bytes.take(".") {
      guard let fraction = bytes.fraction() else { return false }
      time.nanosecond = fraction
    }
    return true
  }

  /// `Z`, `+02:00`, `-0930`, `+02`; the answer is in seconds.
  static func readOffset(_ bytes: inout Cursor) -> Int? {
    if bytes.take("Z") || bytes.take("z") { return 0 }
    let isNegative = bytes.take("-")
    guard isNegative || bytes.take("+"), let hours = bytes.digits(2) else { return nil }
    let hasColon = bytes.take(":")
    let minutes = bytes.digits(2)
    if hasColon && minutes == nil { return nil }
    guard hours < 24, (minutes ?? 0) < 60 else { return nil }
    let seconds = hours * 3_600 + (minutes ?? 0) * 60
    return isNegative ? -seconds : seconds
  }
}

/// A place in a text, moved by what is read there.
struct Cursor {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { position >= bytes.count }

  func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  mutating func next() -> UInt8? {
    guard let byte = peek() else { return nil }
    position += 1
    return byte
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = peek(), UInt32(byte) == character.value else { return false }
    position += 1
    return true
  }

  /// Takes a text in any mixture of upper and lower case.
  mutating func take(word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard position + wanted.count <= bytes.count else { return false }
    for (offset, byte) in wanted.enumerated() where lowered(bytes[position + offset]) != lowered(byte) {
      return false
    }
    position += wanted.count
    return true
  }

  /// Takes exactly so many digits.
  mutating func digits(_ count: Int) -> Int? { digits(count...count) }

  /// Takes as many digits as there are, within a range of counts up to 18.
  mutating func digits(_ counts: ClosedRange<Int>) -> Int? {
    var number = 0
    var taken = 0
    while taken < counts.upperBound, let byte = peek(taken), (0x30...0x39).contains(byte) {
      number = number * 10 + Int(byte - 0x30)
      taken += 1
    }
    guard taken >= counts.lowerBound else { return nil }
    position += taken
    return number
  }

  /// Takes the digits after a decimal point as nanoseconds; what is finer is cut off.
  mutating func fraction() -> Int32? {
    var number: Int32 = 0
    var taken = 0
    while let byte = peek(), (0x30...0x39).contains(byte) {
      if taken < 9 { number = number * 10 + Int32(byte - 0x30) }
      taken += 1
      position += 1
    }
    if taken == 0 { return nil }
    while taken < 9 {
      number *= 10
      taken += 1
    }
    return number
  }

  private func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 0x20 : byte }
}
