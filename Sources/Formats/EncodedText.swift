internal import Language

/// Text in another encoding, turned into UTF-8 piece by piece; a mark of the byte order at its beginning is taken away.
struct EncodedText: ByteSource {
  private var source: any ByteSource
  private let encoding: TextEncoding
  private var isBegun = false
  private var isBigEndian = false
  /// Bytes at the end of a piece that need those of the next.
  private var pending: [UInt8] = []
  private var highSurrogate: UInt16?
  private var isAtEnd = false

  init(_ source: any ByteSource, _ encoding: TextEncoding) {
    self.source = source
    self.encoding = encoding
  }

  mutating func next() throws(DecodingFailure) -> [UInt8]? {
    while !isAtEnd {
      guard let piece = try source.next() else {
        isAtEnd = true
        let rest = try finish()
        return rest.isEmpty ? nil : rest
      }
      var bytes = pending + piece
      pending = []
      if !isBegun {
        // The mark may be cut in two.
        if bytes.count < 3 {
          pending = bytes
          continue
        }
        try begin(&bytes)
      }
      let text = convert(bytes)
      if !text.isEmpty { return text }
    }
    return nil
  }

  private mutating func begin(_ bytes: inout [UInt8]) throws(DecodingFailure) {
    isBegun = true
    let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    switch encoding {
    case .utf8:
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
      if isUTF16 {
        throw DecodingFailure("this is UTF-16: write `encoding: utf-16`", at: .init(line: 1, column: 1))
      }
    case .utf16:
      guard isUTF16 else {
        throw DecodingFailure(
          "UTF-16 begins with a byte order mark, and there is none", at: .init(line: 1, column: 1))
      }
      isBigEndian = bytes[0] == 0xFE
      bytes.removeFirst(2)
    case .latin1, .windows1252: break
    }
  }

  /// What is left after the last piece: a text of one or two bytes, or half of a character.
  private mutating func finish() throws(DecodingFailure) -> [UInt8] {
    defer { pending = [] }
    if !isBegun {
      isBegun = true
      return encoding == .utf16 ? [] : convert(pending)
    }
    if !pending.isEmpty { throw DecodingFailure("the text ends within a character") }
    return highSurrogate == nil ? [] : Array("\u{FFFD}".utf8)
  }

  private mutating func convert(_ bytes: [UInt8]) -> [UInt8] {
    switch encoding {
    case .utf8: return bytes
    case .utf16: return convertUTF16(bytes)
    case .latin1, .windows1252:
      if bytes.allSatisfy({ $0 < 0x80 }) { return bytes }
      var text: [UInt8] = []
      text.reserveCapacity(bytes.count + bytes.count / 8)
      for byte in bytes {
        let isSpecial = encoding == .windows1252 && (0x80...0x9F).contains(byte)
        Self.append(isSpecial ? Self.windows1252[Int(byte - 0x80)] : UInt32(byte), to: &text)
      }
      return text
    }
  }

  private mutating func convertUTF16(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var at = 0
    while at + 1 < bytes.count {
      let (first, second) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
      at += 2
      let unit = isBigEndian ? first << 8 | second : second << 8 | first
      if let high = highSurrogate {
        highSurrogate = nil
        if UTF16.isTrailSurrogate(unit) {
          Self.append(0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(unit & 0x3FF)), to: &text)
          continue
        }
        Self.append(0xFFFD, to: &text)
      }
      if UTF16.isLeadSurrogate(unit) {
        highSurrogate = unit
      } else {
        Self.append(UTF16.isTrailSurrogate(unit) ? 0xFFFD : UInt32(unit), to: &text)
      }
    }
    pending = Array(bytes[at...])
    return text
  }

  private static func append(_ code: UInt32, to text: inout [UInt8]) {
    if code < 0x80 {
      text.append(UInt8(truncatingIfNeeded: code))
    } else if let encoded = Unicode.Scalar(code).flatMap(UTF8.encode) {
      text.append(contentsOf: encoded)
    }
  }

  /// The places in which Windows differs from Latin 1.
  private static let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x8D,
    0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A,
    0x0153, 0x9D, 0x017E, 0x0178,
  ]
}
