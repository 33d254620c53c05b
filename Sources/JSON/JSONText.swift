/// Writing texts as JSON, byte by byte.
package enum JSONText {
  /// Appends a text in quotes.
  package static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    if isPlain(text) {
      bytes.append(contentsOf: text)
    } else {
      for byte in text {
        if let escape = escape(of: byte) { bytes.append(contentsOf: escape) } else { bytes.append(byte) }
      }
    }
    bytes.append(0x22)
  }

  /// Appends a text in quotes.
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { append($0, to: &bytes) }
  }

  /// Puts what was appended since `start` into quotes, escaped where it must be.
  package static func quote(from start: Int, in bytes: inout [UInt8]) {
    let text = Array(bytes[start...])
    bytes.removeLast(text.count)
    text.withUnsafeBufferPointer { append($0, to: &bytes) }
  }

  /// Whether JSON escapes nothing of a text.
  package static func isPlain(_ text: some Sequence<UInt8>) -> Bool {
    text.withContiguousStorageIfAvailable { isPlain($0) } ?? !text.contains(where: mustBeEscaped)
  }

  /// Eight bytes at a time: one of them is below 0x20 or is one of the two characters, or none is.
  package static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = text.baseAddress else { return true }
    let bytes = UnsafeRawPointer(start)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    var at = 0
    while at + 8 <= text.count {
      let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      // A byte that is smaller than n borrows into its top bit, unless that bit was set before.
      let found =
        (word &- ones &* 0x20) & ~word | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash
      if found & tops != 0 { return false }
      at += 8
    }
    while at < text.count {
      if mustBeEscaped(text[at]) { return false }
      at += 1
    }
    return true
  }

  static func mustBeEscaped(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C }

  /// What is written in place of a byte; nil for the byte itself.
  package static func escape(of byte: UInt8) -> [UInt8]? {
    switch byte {
    case 0x22, 0x5C: return [0x5C, byte]
    case 0x0A: return [0x5C, UInt8(ascii: "n")]
    case 0x0D: return [0x5C, UInt8(ascii: "r")]
    case 0x09: return [0x5C, UInt8(ascii: "t")]
    case 0x00..<0x20:
      func digit(_ number: UInt8) -> UInt8 { number < 10 ? 0x30 + number : 0x57 + number }
      return Array("\\u00".utf8) + [digit(byte >> 4), digit(byte & 15)]
    default: return nil
    }
  }
}
