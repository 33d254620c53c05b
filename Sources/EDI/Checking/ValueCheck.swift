internal import Diagnostics
internal import Values

/// Checks one value against its length, its form and its codes; the first thing wrong is the one that is said.
enum ValueCheck {
  /// A class, because for nearly every value there is none, and none must cost nothing.
  final class Problem {
    let rule: Rule
    /// IK403.
    let code: String
    /// What the value does wrong, after its name.
    var message: String
    var suggestions: [String]
    /// What a code may be.
    var allowed: [String] = []
    /// It would be right in capital letters.
    var isSmallCode = false

    init(rule: Rule, code: String, message: String, suggestions: [String] = []) {
      self.rule = rule
      self.code = code
      self.message = message
      self.suggestions = suggestions
    }
  }

  /// More codes than anybody reads.
  private static let mostListed = 60

  static func problem(_ element: Guide.Element, _ segment: Segment, _ range: Range<Int>) -> Problem? {
    let bytes = segment.bytes
    var characters = 0
    for place in range {
      let byte = bytes[place]
      if byte < 0x20 || byte == 0x7F {
        return Problem(rule: .elementCharacter, code: "6", message: "has \(ByteText.shown(byte))")
      }
      if byte & 0xC0 != 0x80 { characters += 1 }
    }
    switch element.kind {
    case .whole:
      if let problem = number(bytes, range, allowsPoint: false, element) { return problem }
    case .decimal:
      if let problem = number(bytes, range, allowsPoint: true, element) { return problem }
    case .date:
      if let problem = length(characters, element) { return problem }
      if !isDay(bytes, range) { return notADay(bytes, range) }
    case .time:
      if let problem = length(characters, element) { return problem }
      if !isTime(bytes, range) {
        return Problem(
          rule: .elementTime, code: "9", message: "is no time of day: `\(ByteText.text(bytes[range]))`")
      }
    case .period:
      if let problem = length(characters, element) { return problem }
      return period(segment, element, range)
    case .text, .composite:
      if let problem = length(characters, element) { return problem }
      if bytes[range.upperBound - 1] == 0x20 {
        return Problem(rule: .trailingBlank, code: "6", message: "ends with a blank")
      }
    case .code:
      return code(element, segment, range, characters)
    }
    return nil
  }

  // MARK: Codes

  private static func code(
    _ element: Guide.Element, _ segment: Segment, _ range: Range<Int>, _ characters: Int
  ) -> Problem? {
    guard let codes = element.codes else { return length(characters, element) }
    if codes.contains(Code(segment.bytes, range)) { return nil }
    let text = ByteText.text(segment.bytes[range])
    var bare = text
    while bare.last == " " { bare.removeLast() }
    if bare != text, codes.contains(Code(bare)) {
      return Problem(
        rule: .elementCharacter, code: "6", message: "has blanks after its value: `\(text)`",
        suggestions: [bare])
    }
    let all = codes.all
    let capitals = text.uppercased()
    let problem = Problem(
      rule: .code, code: element.lengths.contains(characters) ? "I6" : "7",
      message: "may not be `\(text)` here")
    if codes.contains(Code(capitals)) {
      problem.message += ": codes are in capital letters"
      problem.suggestions = [capitals]
      problem.isSmallCode = true
    } else {
      problem.suggestions = all.count <= 4 ? all : Suggestions.nearest(to: text, among: all)
      if all.count > 4, all.count <= mostListed { problem.allowed = all }
    }
    return problem
  }

  // MARK: Lengths

  private static func length(_ count: Int, _ element: Guide.Element) -> Problem? {
    if element.lengths.contains(count) { return nil }
    let isShort = count < element.lengths.lowerBound
    let limit =
      isShort ? "\(element.lengths.lowerBound) at least" : "\(element.lengths.upperBound) at most"
    return Problem(
      rule: .elementLength, code: isShort ? "4" : "5",
      message: "has \(count) \(count == 1 ? "character" : "characters"), not \(limit)")
  }

  // MARK: Numbers

  private static func number(
    _ bytes: [UInt8], _ range: Range<Int>, allowsPoint: Bool, _ element: Guide.Element
  ) -> Problem? {
    var digits = 0
    var points = 0
    for place in range {
      switch bytes[place] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "-") where place == range.lowerBound: break
      case UInt8(ascii: ".") where allowsPoint && points == 0: points += 1
      default: digits = -1_000_000
      }
    }
    guard digits > 0 else {
      let form = allowsPoint ? "decimal number" : "whole number"
      return Problem(
        rule: .elementNumber, code: "6", message: "is no \(form): `\(ByteText.text(bytes[range].prefix(40)))`"
      )
    }
    return length(digits, element)
  }

  // MARK: Days and times

  private static func period(_ segment: Segment, _ element: Guide.Element, _ range: Range<Int>) -> Problem? {
    let bytes = segment.bytes
    switch segment.code(element.position - 1) {
    case "D8": return range.count == 8 && isDay(bytes, range) ? nil : notADay(bytes, range)
    case "RD8":
      let middle = range.lowerBound + 8
      guard range.count == 17, bytes[middle] == UInt8(ascii: "-"), isDay(bytes, range.lowerBound..<middle),
        isDay(bytes, middle + 1..<range.upperBound)
      else {
        return Problem(
          rule: .elementDate, code: "8",
          message: "is no period of two days with a hyphen: `\(ByteText.text(bytes[range]))`")
      }
      return nil
    default: return nil
    }
  }

  private static func notADay(_ bytes: [UInt8], _ range: Range<Int>) -> Problem {
    let text = ByteText.text(bytes[range].prefix(40))
    let isForm = range.count == 8 && digits(bytes, range) != nil
    return Problem(
      rule: .elementDate, code: "8",
      message: isForm ? "is no day that exists: `\(text)`" : "is not of the form CCYYMMDD: `\(text)`",
      suggestions: intended(Array(bytes[range])))
  }

  /// The day that was meant, where another order or other signs between its parts leave no doubt.
  private static func intended(_ bytes: [UInt8]) -> [String] {
    let digits = bytes.filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard digits.count == 8, bytes.count == 8 || bytes.count == 10 else { return [] }
    // Year, month, day; day, month, year; month, day, year.
    let orders: [[UInt8]] = [
      digits, Array(digits[4...] + digits[2..<4] + digits[..<2]), Array(digits[4...] + digits[..<4]),
    ]
    let days = Set(orders.filter { isDay($0, 0..<8) && (1900...2100).contains(Self.digits($0, 0..<4) ?? 0) })
    return days.count == 1 ? days.map { ByteText.text($0) } : []
  }

  static func isDay(_ bytes: [UInt8], _ range: Range<Int>) -> Bool { day(bytes, range) != nil }

  /// A day of six or eight digits; of six, the century does not matter.
  static func day(_ bytes: [UInt8], _ range: Range<Int>) -> CivilDate? {
    guard range.count == 8 || range.count == 6, let number = digits(bytes, range) else { return nil }
    let year = number / 10_000 + (range.count == 6 ? 2000 : 0)
    return CivilDate(year: year, month: number / 100 % 100, day: number % 100)
  }

  static func isTime(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard [4, 6, 7, 8].contains(range.count), digits(bytes, range) != nil,
      let hour = digits(bytes, range.lowerBound..<range.lowerBound + 2),
      let minute = digits(bytes, range.lowerBound + 2..<range.lowerBound + 4)
    else { return false }
    let second = range.count >= 6 ? digits(bytes, range.lowerBound + 4..<range.lowerBound + 6) ?? 60 : 0
    return hour < 24 && minute < 60 && second < 60
  }

  /// The value of a few digits; nil when there is anything else.
  static func digits(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.count <= 15 else { return nil }
    var number = 0
    for place in range {
      let byte = bytes[place]
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
  }
}
