internal import Patterns

/// Finds what looks like a person's address or number by its own form, wherever it stands in a text.
struct TextShapes: Sendable {
  struct Find: Sendable {
    let range: Range<Int>
    let kind: PersonalKind
    let text: String
  }

  private let patterns: [(kind: PersonalKind, pattern: Pattern)]

  init() {
    let sources: [(PersonalKind, String)] = [
      (.email, #"[A-Za-z0-9._%+-]*[A-Za-z0-9_+-](@|%40)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"#),
      (.account, #"\b[A-Z]{2}[0-9]{2}([ ]?[A-Z0-9]{4}){2,7}([ ]?[A-Z0-9]{1,4})?\b"#),
      (.nationalID, #"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b"#),
      (.nationalID, #"\b[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}\b"#),
      (.phone, #"\+[0-9]{1,3}[ .()-]{0,2}[0-9]{2,4}[ .()-]{0,2}[0-9]{2,4}([ .-]?[0-9]{2,4}){0,3}"#),
      (.phone, #"\([0-9]{3}\)[ ]?[0-9]{3}[ .-][0-9]{4}\b"#),
      (.phone, #"\b[0-9]{3}[.-][0-9]{3}[.-][0-9]{4}\b"#),
    ]
    patterns = sources.compactMap { kind, source in (try? Pattern(source)).map { (kind, $0) } }
  }

  /// What is found, in order, nothing twice.
  func finds(in text: String) -> [Find] {
    let bytes = Array(text.utf8)
    guard bytes.count >= 6,
      bytes.contains(where: {
        $0 == UInt8(ascii: "@") || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "%")
      })
    else { return [] }
    var finds: [Find] = []
    for (kind, pattern) in patterns {
      var offset = 0
      while offset <= bytes.count, let range = pattern.match(in: text, from: offset)?.first ?? nil {
        let found = String(decoding: bytes[range], as: UTF8.self)
        if Self.isTrue(kind, found), !finds.contains(where: { $0.range.overlaps(range) }),
          !Self.isPartOfNumber(bytes, range)
        {
          finds.append(Find(range: range, kind: kind, text: found))
        }
        offset = max(range.upperBound, offset + 1)
      }
    }
    return finds.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// What the whole text is.
  func kind(of text: String) -> PersonalKind? {
    guard let first = finds(in: text).first, first.range == 0..<text.utf8.count else { return nil }
    return first.kind
  }

  /// Check digits where the form alone says too little.
  private static func isTrue(_ kind: PersonalKind, _ text: String) -> Bool {
    let digits = text.utf8.filter { (0x30...0x39).contains($0) }.map { Int($0) - 0x30 }
    switch kind {
    case .account: return isIBAN(text)
    case .nationalID where digits.count == 9 && !text.utf8.elementsEqual(text.utf8.filter { $0 != 0x20 }):
      return isLuhn(digits)
    case .nationalID where text.split(separator: "-").map(\.count) == [3, 3, 3]: return isLuhn(digits)
    case .phone: return (8...15).contains(digits.count)
    default: return true
    }
  }

  /// Digits that go on are a longer number, as time stamps and ids have them.
  private static func isPartOfNumber(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    func isDigit(_ place: Int) -> Bool {
      bytes.indices.contains(place) && (0x30...0x39).contains(bytes[place])
    }
    guard isDigit(range.upperBound - 1) else { return false }
    return isDigit(range.lowerBound - 1) || isDigit(range.upperBound)
  }

  static func isLuhn(_ digits: [Int]) -> Bool {
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
      let doubled = digit.offset % 2 == 1 ? digit.element * 2 : digit.element
      return sum + (doubled > 9 ? doubled - 9 : doubled)
    }
    return sum % 10 == 0
  }

  /// ISO 13616: the first four characters go to the end, letters become numbers, and the rest by 97 is 1.
  static func isIBAN(_ text: String) -> Bool {
    let bytes = text.utf8.filter { $0 != 0x20 }
    guard (15...34).contains(bytes.count) else { return false }
    var rest = 0
    for byte in bytes.dropFirst(4) + bytes.prefix(4) {
      switch byte {
      case 0x30...0x39: rest = (rest * 10 + Int(byte) - 0x30) % 97
      case 0x41...0x5A: rest = (rest * 100 + Int(byte) - 0x41 + 10) % 97
      default: return false
      }
    }
    return rest == 1
  }
}
