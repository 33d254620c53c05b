internal import Values

/// Texts that nobody may see, found in whatever form a provider sends them back: plain, escaped for an address, for JSON or for a
/// page, or within base64.
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
    var places = [start]
    for (count, byte) in needle.enumerated() {
      var next: [Int] = []
      for place in places { readings(of: byte, at: place, in: text, into: &next) }
      if next.isEmpty { return count < shortestCut ? nil : places.filter { isCut(text, at: $0) }.max() }
      places = next
    }
    return places.max()
  }

  /// Of what a provider says only the beginning is told, and with it perhaps only that of a secret.
  private static let shortestCut = 8

  private static func isCut(_ text: [UInt8], at place: Int) -> Bool {
    place >= text.count || text[place] == UInt8(ascii: "`") || text[place...].starts(with: "…".utf8)
  }

  /// The places after a byte, for each way in which it may be written here.
  private static func readings(of byte: UInt8, at place: Int, in text: [UInt8], into next: inout [Int]) {
    func found(_ length: Int) {
      if !next.contains(place + length) { next.append(place + length) }
    }
    guard place < text.count else { return }
    let first = text[place]
    if first == byte { found(1) }
    switch first {
    case 0x25:
      let value = hexadecimal(text, place + 1, 2)
      if value == Int(byte) { found(3) }
      // Escaped twice, as an address within an address is.
      if value == 0x25, hexadecimal(text, place + 3, 2) == Int(byte) { found(5) }
    case 0x2B where byte == 0x20: found(1)
    case 0x5C where place + 1 < text.count:
      if text[place + 1] == byte { found(2) }
      if text[place + 1] == 0x75, hexadecimal(text, place + 2, 4) == Int(byte) { found(6) }
      if let control = controls[text[place + 1]], control == byte { found(2) }
    case 0x26:
      for (entity, meant) in entities where meant == byte && text[place...].starts(with: entity.utf8) {
        found(entity.utf8.count)
      }
    default: break
    }
  }

  private static let controls: [UInt8: UInt8] = [0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09]
  private static let entities: [(String, UInt8)] = [
    ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&#39;", 0x27), ("&#x27;", 0x27),
  ]

  private static func hexadecimal(_ text: [UInt8], _ start: Int, _ count: Int) -> Int? {
    guard start + count <= text.count else { return nil }
    var value = 0
    for byte in text[start..<start + count] {
      switch byte {
      case 0x30...0x39: value = value << 4 | Int(byte - 0x30)
      case 0x41...0x46: value = value << 4 | Int(byte - 0x37)
      case 0x61...0x66: value = value << 4 | Int(byte - 0x57)
      default: return nil
      }
    }
    return value
  }
}
