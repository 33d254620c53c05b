internal import Cryptography
internal import Values

/// Texts that nobody may see, found in whatever form a provider sends them back: plain, escaped for an address, for JSON or for a
/// page, in hexadecimal digits, or within base64.
struct SecretTexts: Sendable {
  private var needles: [[UInt8]] = []
  private var known: Set<String> = []

  /// Shorter ones would be found everywhere, and are guessed anyway.
  private static let shortest = 4
  /// Within base64 a few letters mean nothing.
  private static let shortestPacked = 8

  init(_ secrets: [String] = []) {
    for secret in secrets { add(secret) }
  }

  mutating func add(_ secret: String) {
    guard secret.utf8.count >= Self.shortest, known.insert(secret).inserted else { return }
    let plain = Array(secret.utf8)
    needles.append(plain)
    if plain.count >= Self.shortestPacked {
      let digits = Hexadecimal.encode(plain)
      needles += [Array(digits.utf8), Array(digits.uppercased().utf8)]
    }
    for shift in 0..<3 {
      // What lies before and after decides about the letters at both ends, which are left off.
      let packed = Array(Base64.encode(Array(repeating: 0, count: shift) + plain).utf8)
      let certain = Array(packed[[0, 2, 3][shift]...].dropLast((plain.count + shift) % 3 == 0 ? 0 : 4))
      guard certain.count >= Self.shortestPacked else { continue }
      needles.append(certain)
      let forAddresses = certain.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }
      if forAddresses != certain { needles.append(forAddresses) }
    }
  }

  /// Adds what was put into a request, and the part of it after a word such as `Bearer`.
  mutating func add(credential: String) {
    add(credential)
    if let blank = credential.utf8.firstIndex(of: 0x20) {
      add(String(credential[credential.index(after: blank)...]))
    }
  }

  /// Whether any of them is in the text, in any form.
  func isIn(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.contains { end(at: $0, in: bytes) != nil }
  }

  /// The text with three stars in place of each.
  func hidden(in text: String) -> String {
    let bytes = Array(text.utf8)
    var shown: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if let end = end(at: place, in: bytes) {
        shown += Array("***".utf8)
        place = end
      } else {
        shown.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: shown, as: UTF8.self)
  }

  /// Where the longest one that begins here ends.
  private func end(at start: Int, in text: [UInt8]) -> Int? {
    var longest: Int?
    for needle in needles {
      guard let end = Self.end(of: needle, at: start, in: text) else { continue }
      longest = max(longest ?? end, end)
    }
    return longest
  }

  /// Follows all ways to read the text as the needle at once: which characters are escaped, and how, is nobody's promise.
  private static func end(of needle: [UInt8], at start: Int, in text: [UInt8]) -> Int? {
    // Most places do not even begin like it.
    guard text[start] == needle[0] || escapes.contains(text[start]) else { return nil }
    var best: Int?
    var open = [Reading(count: 0, place: start)]
    var seen: Set<Reading> = []
    while let reading = open.popLast() {
      let (count, place) = (reading.count, reading.place)
      if count == needle.count || count >= shortestCut && isCut(text, at: place) {
        best = max(best ?? place, place)
      }
      guard count < needle.count, place < text.count else { continue }
      for (meant, length) in meanings(at: place, in: text) where needle[count...].starts(with: meant) {
        let next = Reading(count: count + meant.count, place: place + length)
        if seen.insert(next).inserted { open.append(next) }
      }
    }
    return best
  }

  /// So many bytes of a needle were found up to a place.
  private struct Reading: Hashable {
    let count, place: Int
  }

  /// Of what a provider says only the beginning is told, and with it perhaps only that of a secret.
  private static let shortestCut = 8

  private static func isCut(_ text: [UInt8], at place: Int) -> Bool {
    place >= text.count || text[place] == UInt8(ascii: "`") || text[place...].starts(with: "…".utf8)
  }

  /// What may be meant at a place, for each way to read it, and how long it is written.
  private static func meanings(at place: Int, in text: [UInt8]) -> [(meant: [UInt8], length: Int)] {
    var found: [(meant: [UInt8], length: Int)] = [([text[place]], 1)]
    switch text[place] {
    case 0x25:
      guard let byte = number(text, place + 1, 2) else { break }
      found.append(([UInt8(byte)], 3))
      // Escaped twice, as an address within an address is.
      if byte == 0x25, let inner = number(text, place + 3, 2) { found.append(([UInt8(inner)], 5)) }
    case 0x2B: found.append(([0x20], 1))
    case 0x5C: found += escaped(at: place, in: text)
    case 0x26:
      for (entity, meant) in entities where text[place...].starts(with: entity.utf8) {
        found.append(([meant], entity.utf8.count))
      }
      if let numbered = numbered(at: place, in: text) { found.append(numbered) }
    default: break
    }
    return found
  }

  /// What follows backslashes: one, or several where a text in JSON is within another one.
  private static func escaped(at place: Int, in text: [UInt8]) -> [(meant: [UInt8], length: Int)] {
    var after = place
    while after < min(text.count, place + 8), text[after] == 0x5C { after += 1 }
    let slashes = after - place
    var found = [2, 4, 8].filter { $0 <= slashes }.map { (meant: [UInt8(0x5C)], length: $0) }
    guard after < text.count else { return found }
    found.append(([controls[text[after]] ?? text[after]], slashes + 1))
    guard text[after] == 0x75, let unit = number(text, after + 1, 4) else { return found }
    if let scalar = Unicode.Scalar(unit) {
      found.append((Array(String(scalar).utf8), slashes + 5))
    } else if let low = number(text, after + slashes + 6, 4),
      let scalar = Unicode.Scalar(0x10000 &+ (unit & 0x3FF) << 10 &+ low & 0x3FF)
    {
      found.append((Array(String(scalar).utf8), 2 * slashes + 10))
    }
    return found
  }

  /// `&#252;` and `&#xFC;`.
  private static func numbered(at place: Int, in text: [UInt8]) -> (meant: [UInt8], length: Int)? {
    let digits = text[place...].prefix(10)
    guard let end = digits.firstIndex(of: 0x3B), digits.dropFirst().first == 0x23 else { return nil }
    let written = String(decoding: text[(place + 2)..<end], as: UTF8.self)
    let value = written.lowercased().hasPrefix("x") ? UInt32(written.dropFirst(), radix: 16) : UInt32(written)
    return value.flatMap(Unicode.Scalar.init).map { (Array(String($0).utf8), end + 1 - place) }
  }

  private static let escapes: Set<UInt8> = [0x25, 0x26, 0x2B, 0x5C]
  private static let controls: [UInt8: UInt8] = [0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09]
  private static let entities: [(String, UInt8)] = [
    ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27),
  ]

  /// A number in hexadecimal digits.
  private static func number(_ text: [UInt8], _ start: Int, _ count: Int) -> UInt32? {
    guard start + count <= text.count else { return nil }
    var value: UInt32 = 0
    for byte in text[start..<start + count] {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
      default: return nil
      }
    }
    return value
  }
}
