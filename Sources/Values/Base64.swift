/// Base64 as in RFC 4648, section 4.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text of some bytes, padded to a multiple of four characters.
  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var start = 0
    while start < bytes.count {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var word = 0
      for byte in group { word = word << 8 | Int(byte) }
      word <<= 8 * (3 - group.count)
      for place in 0..<4 {
        let isPadding = place > group.count
        text.append(isPadding ? 0x3D : alphabet[word >> (18 - 6 * place) & 63])
      }
      start += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for anything that is not base64.
  ///
  /// The padding at the end may be left off.
  package static func decode(_ text: String) -> [UInt8]? {
    var digits = Array(text.utf8)
    while digits.last == 0x3D, text.utf8.count - digits.count < 2 { digits.removeLast() }
    let isPadded = digits.count != text.utf8.count
    if isPadded && text.utf8.count % 4 != 0 || digits.count % 4 == 1 { return nil }
    var bytes: [UInt8] = []
    var (word, bits) = (0, 0)
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      word = (word << 6 | value) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: word >> bits))
      }
    }
    return bytes
  }

  private static func value(of digit: UInt8) -> Int? {
    switch digit {
    case 0x41...0x5A: Int(digit) - 0x41
    case 0x61...0x7A: Int(digit) - 0x61 + 26
    case 0x30...0x39: Int(digit) - 0x30 + 52
    case 0x2B: 62
    case 0x2F: 63
    default: nil
    }
  }
}
