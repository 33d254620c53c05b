/// Values that were replaced, found again wherever they stand in a text.
///
/// Long ones are found anywhere; words of names only as words, because `Mark` is also the beginning of `Market`.
struct KnownValues: Sendable {
  struct Find: Sendable {
    let range: Range<Int>
    let kind: PersonalKind
    let original: String
  }

  private struct Entry: Sendable {
    let bytes: [UInt8]
    let original: String
    let kind: PersonalKind
    let rule: Rule
  }

  private enum Rule: Sendable {
    /// Any letters, anywhere.
    case anywhere
    /// Between characters that are no letters and digits.
    case whole
    /// The same, and no part of a number that is written in parts.
    case alone
    /// A word of a name: written like one, or small between dots and dashes.
    case name
  }

  private var entries: [[UInt8]: [Entry]] = [:]
  private static let keyLength = 3

  init(_ book: PseudonymBook) {
    for (kind, texts) in book.originals {
      for text in texts { add(text, kind) }
    }
    for word in book.nameWords where word.count >= 3 { add(word, .fullName, .name) }
    for key in entries.keys {
      entries[key]?.sort { ($1.bytes.count, $0.original) < ($0.bytes.count, $1.original) }
    }
  }

  private mutating func add(_ text: String, _ kind: PersonalKind) {
    let count = text.utf8.count
    let digits = text.count(where: \.isNumber)
    switch kind {
    case .givenName, .familyName, .fullName:
      let words = PseudonymBook.words(of: text)
      guard words.count > 1 else { return }
      add(text, .fullName, .whole)
      let joined = words.joined()
      if joined.count >= 7 { add(joined, .username, .anywhere) }
      if let first = words.first?.first, let last = words.last, last.count >= 4 {
        add("\(first)\(last)", .username, .whole)
      }
    case .email, .address, .words: if count >= 6 { add(text, kind, .anywhere) }
    case .secret, .pageToken: if count >= 8 { add(text, kind, .anywhere) }
    case .phone, .nationalID, .account:
      if count >= 7 { add(text, kind, .whole) }
      if digits >= 7 { add(text.filter { $0.isNumber || $0.isLetter }, kind, .whole) }
    case .birthDate: if digits >= 8 { add(String(text.prefix(10)), kind, .whole) }
    case .username, .street, .organization, .title, .other: if count >= 5 { add(text, kind, .whole) }
    case .city, .postalCode:
      // A short number is also a part of dates and longer numbers.
      if count >= 4 { add(text, kind, digits == count ? .alone : .whole) }
    case .number: if count >= 6 || count >= 4 && text.contains(where: \.isLetter) { add(text, kind, .whole) }
    case .amount: if digits >= 6 { add(text.prefix { $0 != "." && $0 != " " }.description, kind, .whole) }
    }
  }

  private mutating func add(_ text: String, _ kind: PersonalKind, _ rule: Rule) {
    let bytes = Self.lower(Array(text.utf8))
    guard bytes.count >= Self.keyLength else { return }
    let entry = Entry(bytes: bytes, original: text, kind: kind, rule: rule)
    let key = Array(bytes.prefix(Self.keyLength))
    if entries[key]?.contains(where: { $0.bytes == bytes && $0.rule == rule }) ?? false { return }
    entries[key, default: []].append(entry)
  }

  /// What is found, in order; the longest where several begin.
  func finds(in text: String) -> [Find] {
    let bytes = Array(text.utf8)
    guard bytes.count >= Self.keyLength, !entries.isEmpty, !Self.isTimeZone(text) else { return [] }
    let lower = Self.lower(bytes)
    var finds: [Find] = []
    var place = 0
    while place + Self.keyLength <= lower.count {
      let candidates = entries[Array(lower[place..<place + Self.keyLength])] ?? []
      let found = candidates.first { entry in
        lower[place...].starts(with: entry.bytes)
          && Self.stands(entry.rule, bytes, place..<place + entry.bytes.count)
      }
      if let found {
        let range = place..<place + found.bytes.count
        finds.append(
          Find(range: range, kind: found.kind, original: String(decoding: bytes[range], as: UTF8.self)))
        place = range.upperBound
      } else {
        place += 1
      }
    }
    return finds
  }

  private static func stands(_ rule: Rule, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    if rule == .anywhere { return true }
    let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : 0x20
    let after = range.upperBound < bytes.count ? bytes[range.upperBound] : 0x20
    if rule == .alone {
      return !isWord(before) && !isWord(after) && !isJoint(before) && !isJoint(after) && before != 0x3A
        && after != 0x3A
    }
    if rule == .whole { return !isWord(before) && !isWord(after) }
    guard !isLetter(before) || isHump(bytes, range),
      !isLetter(after) || isUpper(after) && !isUpper(bytes[range.upperBound - 1])
    else { return false }
    // A small word in a sentence is a word; between dots it is a name.
    let isSmall = !isUpper(bytes[range.lowerBound]) && bytes[range.lowerBound] < 0x80
    return !isSmall || isJoint(before) || isJoint(after)
  }

  /// `AdaMarlow`: the word begins with a capital behind a small letter.
  private static func isHump(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    range.lowerBound > 0 && !isUpper(bytes[range.lowerBound - 1]) && isUpper(bytes[range.lowerBound])
  }

  private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80 }
  private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) }
  private static func isJoint(_ byte: UInt8) -> Bool {
    "._-/@+%=".utf8.contains(byte) || (0x30...0x39).contains(byte)
  }

  private static func lower(_ bytes: [UInt8]) -> [UInt8] { bytes.map { isUpper($0) ? $0 | 0x20 : $0 } }

  private static let regions: Set<Substring> = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian",
    "Pacific",
  ]

  /// `America/Toronto` is a time zone, whoever lives in Toronto.
  private static func isTimeZone(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return (2...3).contains(parts.count) && parts.first.map(regions.contains) == true
      && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { $0.isLetter || $0 == "_" || $0 == "-" }
      }
  }
}
