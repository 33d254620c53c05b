/// Puts the text that a recording holds in place of an archive back into one: a text file cannot hold the archive itself.
///
/// One file, not compressed. A reply that is an archive already is left as it is.
enum PackedText {
  /// - Parameter pattern: What the file must be named like, `*` standing for any part.
  static func archive(of text: [UInt8], namedLike pattern: String) -> [UInt8] {
    guard !text.starts(with: [0x50, 0x4B]), text.count <= largest else { return text }
    let name = Array(pattern.replacing("*", with: "recorded").utf8)
    let size = number(text.count, 4)
    // What is alike in both headers: versions and flags, a moment, the checksum, two sizes, the length of the name.
    let shared =
      number(20, 2) + number(0x0800, 2) + number(0, 2) + number(0x21_0000, 4) + number(checksum(text), 4)
      + size
      + size + number(name.count, 2)
    let file = number(0x0403_4B50, 4) + shared + number(0, 2) + name + text
    let entry =
      number(0x0201_4B50, 4) + number(20, 2) + shared + number(0, 2) + number(0, 2) + number(0, 2)
      + number(0, 2) + number(0, 4) + number(0, 4) + name
    let end =
      number(0x0605_4B50, 4) + number(0, 4) + number(1, 2) + number(1, 2) + number(entry.count, 4)
      + number(file.count, 4) + number(0, 2)
    return file + entry + end
  }

  /// No recording is larger.
  private static let largest = 4_194_304

  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// CRC-32, as archives have it.
  private static func checksum(_ bytes: [UInt8]) -> Int {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return Int(sum ^ 0xFFFF_FFFF)
  }
}
