internal import Values

/// A date pattern in which year, month and day have all their digits, such as `dd/MM/yyyy`: read without a step per letter.
struct DateForm: Sendable {
  private let count: Int
  private let year: Int
  private let month: Int
  private let day: Int
  /// The characters between the digits, with zeros in the places of the digits, as two words.
  private let separators: (UInt64, UInt64)
  /// All bits where a separator stands.
  private let mask: (UInt64, UInt64)

  /// Nil for a pattern that has anything else, or more than any that is in use.
  init?(_ pattern: String) {
    var places: [UInt8: Int] = [:]
    let letters = Array(pattern.utf8)
    guard letters.count <= Self.room else { return nil }
    var (separators, mask) = (SIMD16<UInt8>.zero, SIMD16<UInt8>.zero)
    var at = 0
    while at < letters.count {
      let letter = letters[at]
      let width = letters[at...].prefix { $0 == letter }.count
      switch (letter, width) {
      case (UInt8(ascii: "y"), 4), (UInt8(ascii: "M"), 2), (UInt8(ascii: "d"), 2):
        guard places.updateValue(at, forKey: letter) == nil else { return nil }
      case (0x41...0x5A, _), (0x61...0x7A, _), (0x27, _), (0x80..., _), (0x30...0x39, _): return nil
      default:
        for place in at..<at + width { (separators[place], mask[place]) = (letter, 0xFF) }
      }
      at += width
    }
    guard let year = places[UInt8(ascii: "y")], let month = places[UInt8(ascii: "M")],
      let day = places[UInt8(ascii: "d")]
    else { return nil }
    (count, self.year, self.month, self.day) = (letters.count, year, month, day)
    self.separators = Self.words(separators)
    self.mask = Self.words(mask)
  }

  private static func words(_ bytes: SIMD16<UInt8>) -> (UInt64, UInt64) {
    let words = unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
    return (words[0], words[1])
  }

  /// Bytes of the canonical form.
  static let length = 10
  /// As many bytes at `start` may be read, whatever they are.
  static let room = 16

  /// Writes the canonical form over the text at `start`, where there is room for it; false when it is not written as the pattern says.
  func adopt(_ text: UnsafeMutablePointer<UInt8>, _ count: Int) -> Bool {
    guard count == self.count else { return false }
    let first = UnsafeRawPointer(text).loadUnaligned(as: UInt64.self)
    let second = UnsafeRawPointer(text).loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    guard first & mask.0 == separators.0, second & mask.1 == separators.1 else { return false }
    guard let year = Digits.number(text + year, 4), let month = Digits.number(text + month, 2),
      let day = Digits.number(text + day, 2), CivilDate(year: year, month: month, day: day) != nil
    else { return false }
    Digits.write(year, 4, to: text)
    text[4] = 0x2D
    Digits.write(month, 2, to: text + 5)
    text[7] = 0x2D
    Digits.write(day, 2, to: text + 8)
    return true
  }
}

/// Instants that are written in the canonical form already, which most providers do.
enum InstantForm {
  /// The moment, for a text such as `2026-11-20T12:00:00Z`; nil for one that is written in any other way.
  static func civil(_ text: UnsafeMutablePointer<UInt8>, _ count: Int) -> CivilTime? {
    guard count == 20, text[4] == 0x2D, text[7] == 0x2D, text[10] == 0x54, text[13] == 0x3A, text[16] == 0x3A,
      text[19] == 0x5A, let year = Digits.number(text, 4), let month = Digits.number(text + 5, 2),
      let day = Digits.number(text + 8, 2), let date = CivilDate(year: year, month: month, day: day),
      let hour = Digits.number(text + 11, 2), hour < 24, let minute = Digits.number(text + 14, 2),
      minute < 60,
      let second = Digits.number(text + 17, 2), second < 60
    else { return nil }
    var time = CivilTime(date: date)
    (time.hour, time.minute, time.second) = (hour, minute, second)
    return time
  }
}

/// Decimal digits of a fixed width.
enum Digits {
  /// Nil when one of the bytes is no digit.
  @inline(__always)
  static func number(_ text: UnsafePointer<UInt8>, _ width: Int) -> Int? {
    var number = 0
    for at in 0..<width {
      let digit = text[at] &- 0x30
      if digit > 9 { return nil }
      number = number &* 10 &+ Int(digit)
    }
    return number
  }

  @inline(__always)
  static func write(_ number: Int, _ width: Int, to text: UnsafeMutablePointer<UInt8>) {
    var rest = number
    for at in (0..<width).reversed() {
      text[at] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }
}
