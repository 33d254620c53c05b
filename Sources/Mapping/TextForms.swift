internal import Language

/// The forms that texts of some types have.
enum TextForms {
  /// Brings the text appended since `start` into the form of its type; says what is wrong when it has none.
  static func adopt(_ type: PlainType, from start: Int, in bytes: inout [UInt8]) -> String? {
    bytes.withUnsafeMutableBufferPointer { bytes in
      bytes.baseAddress.flatMap { adopt(type, $0 + start, bytes.count - start) }
    }
  }

  /// The same for a text that lies anywhere.
  static func adopt(_ type: PlainType, _ start: UnsafeMutablePointer<UInt8>, _ count: Int) -> String? {
    let text = UnsafeMutableBufferPointer(start: start, count: count)
    switch type {
    case .country: return adoptCode(text, 2, "is a country's code of two letters such as `CA`")
    case .currency: return adoptCode(text, 3, "is a currency's code of three letters such as `USD`")
    case .email: return isEmail(text) ? nil : "is an e-mail address, and this has no form of one"
    case .language:
      return isLanguage(text[...]) ? nil : "is a language's tag such as `fr-CA`, and this has no form of one"
    case .timezone:
      return isZone(text[...]) ? nil : "is a time zone's name such as `America/Toronto`, and this is none"
    case .time:
      return isTime(text[...])
        ? nil : "is a time of day such as `08:30` or `08:30:00`, and this is written otherwise"
    default: return nil
    }
  }

  private typealias Text = UnsafeMutableBufferPointer<UInt8>

  /// Codes are written in capitals.
  private static func adoptCode(_ text: Text, _ length: Int, _ meaning: String) -> String? {
    guard text.count == length, text.allSatisfy(isLetter) else { return meaning + ", and this is none" }
    for at in 0..<length { text[at] &= 0xDF }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// One `@` with something on both sides of it, and no white space.
  private static func isEmail(_ text: Text) -> Bool {
    guard let start = text.baseAddress else { return false }
    var (marks, mark, blanks) = (0, 0, 0)
    for at in 0..<text.count {
      let byte = start[at]
      blanks &+= byte <= 0x20 ? 1 : 0
      marks &+= byte == 0x40 ? 1 : 0
      mark = byte == 0x40 ? at : mark
    }
    return blanks == 0 && marks == 1 && mark > 0 && mark < text.count - 1
  }

  private static func isLanguage(_ text: Slice<Text>) -> Bool {
    let parts = text.split(separator: 0x2D, omittingEmptySubsequences: false)
    guard let first = parts.first, (2...8).contains(first.count), first.allSatisfy(isLetter) else {
      return false
    }
    return parts.dropFirst().allSatisfy {
      (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || isDigit($0) }
    }
  }

  private static func isZone(_ text: Slice<Text>) -> Bool {
    text.split(separator: 0x2F, omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x5F || $0 == 0x2B || $0 == 0x2D }
    }
  }

  /// `08:30`, `08:30:00`, `08:30:00.5`.
  private static func isTime(_ text: Slice<Text>) -> Bool {
    var rest = text
    func number(below limit: Int) -> Bool {
      guard let tens = rest.popFirst(), let ones = rest.popFirst(), isDigit(tens), isDigit(ones) else {
        return false
      }
      return Int(tens - 0x30) * 10 + Int(ones - 0x30) < limit
    }
    guard number(below: 24), rest.popFirst() == 0x3A, number(below: 60) else { return false }
    if rest.isEmpty { return true }
    guard rest.popFirst() == 0x3A, number(below: 60) else { return false }
    if rest.isEmpty { return true }
    return rest.popFirst() == 0x2E && (1...9).contains(rest.count) && rest.allSatisfy(isDigit)
  }
}
