/// Writing texts as JSON, byte by byte.
package enum JSONText {
  /// Appends a text in quotes.
  package static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    var from = 0
    for at in 0..<text.count where mustBeEscaped(text[at]) {
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[from..<at]))
      appendEscape(of: text[at], to: &bytes)
      from = at + 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[from...]))
    bytes.append(0x22)
  }

  /// Appends a text in quotes.
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { append($0, to: &bytes) }
  }

  /// Puts what was appended since `start` into quotes, escaped where it must be.
  package static func quote(from start: Int, in bytes: inout [UInt8]) {
    guard bytes[start...].contains(where: mustBeEscaped) else {
      bytes.insert(0x22, at: start)
      bytes.append(0x22)
      return
    }
    let text = Array(bytes[start...])
    bytes.removeLast(text.count)
    text.withUnsafeBufferPointer { append($0, to: &bytes) }
  }

  static func mustBeEscaped(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C }

  private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(0x5C)
    switch byte {
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x00..<0x20:
      let digits = StaticString("0123456789abcdef").utf8Start
      bytes.append(contentsOf: StaticString("u00").utf8Start.bytes(3))
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
}

extension UnsafePointer<UInt8> {
  fileprivate func bytes(_ count: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: self, count: count)
  }
}
