internal import Language

/// The forms that texts of some types have.
enum TextForms {
  /// Brings the text appended since `start` into the form of its type; says what is wrong when it has none.
  static func adopt(_ type: PlainType, from start: Int, in bytes: inout [UInt8]) -> String? {
    let text = bytes[start...]
    switch type {
    case .country: return adoptCode(2, "is a country's code of two letters such as `CA`", start, &bytes)
    case .currency: return adoptCode(3, "is a currency's code of three letters such as `USD`", start, &bytes)
    case .email: return isEmail(text) ? nil : "is an e-mail address, and this has no form of one"
    case .language:
      return isLanguage(text) ? nil : "is a language's tag such as `fr-CA`, and this has no form of one"
    case .timezone:
      return isZone(text) ? nil : "is a time zone's name such as `America/Toronto`, and this is none"
    case .time:
      return isTime(text)
        ? nil : "is a time of day such as `08:30` or `08:30:00`, and this is written otherwise"
    default: return nil
    }
  }

  /// Codes are written in capitals.
  private static func adoptCode(
    _ length: Int, _ meaning: String, _ start: Int, _ bytes: inout [UInt8]
  ) -> String? {
    guard bytes.count - start == length, bytes[start...].allSatisfy(isLetter) else {
      return meaning + ", and this is none"
    }
    for at in start..<bytes.count { bytes[at] &= 0xDF }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isEmail(_ text: ArraySlice<UInt8>) -> Bool {
    guard let mark = text.firstIndex(of: 0x40), mark > text.startIndex, mark + 1 < text.endIndex else {
      return false
    }
    return text.allSatisfy { $0 > 0x20 } && !text[(mark + 1)...].contains(0x40)
  }

  private static func isLanguage(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: 0x2D, omittingEmptySubsequences: false)
    guard let first = parts.first, (2...8).contains(first.count), first.allSatisfy(isLetter) else {
      return false
    }
    return parts.dropFirst().allSatisfy {
      (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || isDigit($0) }
    }
  }

  private static func isZone(_ text: ArraySlice<UInt8>) -> Bool {
    text.split(separator: 0x2F, omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x5F || $0 == 0x2B || $0 == 0x2D }
    }
  }

  /// `08:30`, `08:30:00`, `08:30:00.5`.
  private static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
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
