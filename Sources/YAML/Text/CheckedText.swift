internal import Diagnostics

/// The bytes of a file made fit for parsing: valid UTF-8, no character that would stop the parser.
///
/// What is unfit is reported and replaced by question marks of the same length, so that everything after it keeps its place and is
/// still checked.
struct CheckedText {
  /// As long as the file, without the byte order mark.
  private(set) var bytes: [UInt8]
  /// Where `bytes` begin in the file.
  let base: Int

  /// What a file of binary data has millions of: counted here, and reported only as often as it is shown.
  private var wrongBytes: [Int] = []
  private var wrongByteCount = 0
  private var controlCharacters = 0
  /// Combining marks on the character before.
  private var marks = 0

  /// As many as a text in another encoding may have to be put right.
  private static let mostWrongBytes = 5_000

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Nil when the file is not text in UTF-8 at all, which is then reported.
  init?(_ reading: Reading) {
    let file = reading.file
    if let encoding = Self.otherEncoding(file.bytes) {
      reading.report(NotUTF8.finding(file, encoding: encoding))
      return nil
    }
    if file.bytes.starts(with: Self.byteOrderMark) {
      base = Self.byteOrderMark.count
      bytes = Array(file.bytes.dropFirst(base))
      reading.report(ByteOrderMark.finding(at: reading.range(0, base)))
    } else {
      base = 0
      bytes = file.bytes
    }
    if !Self.isPlain(bytes) { check(reading) }
  }

  /// UTF-16 and UTF-32 show by their byte order mark, or by the zero bytes around the first characters.
  private static func otherEncoding(_ bytes: [UInt8]) -> String? {
    let start = Array(bytes.prefix(4))
    if start.starts(with: [0xFF, 0xFE, 0, 0]) || start == [0, 0, 0xFE, 0xFF] { return "UTF-32" }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    guard start.count == 4 else { return nil }
    let isZero = start.map { $0 == 0 }
    if isZero == [false, true, false, true] || isZero == [true, false, true, false] { return "UTF-16" }
    if isZero == [false, true, true, true] || isZero == [true, true, true, false] { return "UTF-32" }
    return nil
  }

  /// True when every byte is printable ASCII, a tab or a line end: nothing to check then.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    // Without a branch, so that many bytes are looked at together.
    bytes.withUnsafeBufferPointer { bytes in
      var unusual: UInt8 = 0
      for byte in bytes {
        let isOutside: UInt8 = byte &- 0x20 >= 0x5F ? 1 : 0
        let isLineEnd: UInt8 = byte == 0x0A ? 1 : 0
        let isReturn: UInt8 = byte == 0x0D ? 1 : 0
        let isTab: UInt8 = byte == 0x09 ? 1 : 0
        unusual |= isOutside & ~(isLineEnd | isReturn | isTab)
      }
      return unusual == 0
    }
  }

  private mutating func check(_ reading: Reading) {
    var offset = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte >= 0x20, byte < 0x7F {
        offset += 1
        marks = 0
      } else if byte < 0x80 {
        marks = 0
        if byte != 0x0A, byte != 0x0D, byte != 0x09 {
          reportControl(UInt32(byte), at: base + offset..<base + offset + 1, reading)
          bytes[offset] = UInt8(ascii: "?")
        }
        offset += 1
      } else {
        offset += checkCharacter(at: offset, reading)
      }
    }
    if !wrongBytes.isEmpty {
      reading.report(NotUTF8.finding(bytes: wrongBytes, of: wrongByteCount, in: reading.file))
    }
    reading.count(ControlCharacter.rule, more: controlCharacters - Limits.findingsPerRule)
  }

  /// Looks at one character beyond ASCII and answers its length.
  private mutating func checkCharacter(at offset: Int, _ reading: Reading) -> Int {
    guard let (scalar, length) = Self.decode(bytes, at: offset) else {
      wrongByteCount += 1
      if wrongBytes.count < Self.mostWrongBytes { wrongBytes.append(base + offset) }
      bytes[offset] = UInt8(ascii: "?")
      return 1
    }
    let range = base + offset..<base + offset + length
    marks = Self.isMark(scalar) ? marks + 1 : 0
    guard marks <= Self.mostMarks else {
      if marks == Self.mostMarks + 1 { report(ControlCharacter.piledMarks(at:), at: range, reading) }
      for position in offset..<offset + length { bytes[position] = UInt8(ascii: "?") }
      return length
    }
    if InvisibleCharacter.isSuspicious(scalar) {
      reading.noteInvisible(.init(scalar: scalar, range: range))
    }
    if !Self.isReadable(scalar) {
      if !InvisibleCharacter.isSuspicious(scalar) {
        reportControl(scalar, at: range, reading)
      }
      for position in offset..<offset + length { bytes[position] = UInt8(ascii: "?") }
    }
    return length
  }

  private mutating func reportControl(_ scalar: UInt32, at range: Range<Int>, _ reading: Reading) {
    report({ ControlCharacter.finding(scalar, at: $0) }, at: range, reading)
  }

  private mutating func report(
    _ finding: (SourceRange) -> Finding, at range: Range<Int>, _ reading: Reading
  ) {
    controlCharacters += 1
    if controlCharacters <= Limits.findingsPerRule {
      reading.report(finding(SourceRange(reading.file, range)))
    }
  }

  /// As many combining marks as Unicode's stream-safe texts have in a row; more are no writing, and comparing texts that have them
  /// costs the square of their number.
  private static let mostMarks = 30

  private static func isMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x300...0x36F, 0x483...0x487, 0x591...0x5BD, 0x610...0x61A, 0x64B...0x65F, 0x1AB0...0x1AFF,
      0x1DC0...0x1DFF,
      0x20D0...0x20FF, 0xFE20...0xFE2F:
      true
    default: false
    }
  }

  /// Characters that libyaml refuses, and those that it takes for line ends though YAML 1.2 does not.
  private static func isReadable(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
    default: true
    }
  }

  /// The character at an offset and its length, or nil when the bytes are not UTF-8.
  private static func decode(_ bytes: [UInt8], at offset: Int) -> (UInt32, Int)? {
    let first = bytes[offset]
    let length: Int
    var scalar: UInt32
    switch first {
    case 0xC2...0xDF: (length, scalar) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, scalar) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, scalar) = (4, UInt32(first & 0x07))
    default: return nil
    }
    guard offset + length <= bytes.count else { return nil }
    for position in offset + 1..<offset + length {
      guard bytes[position] & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(bytes[position] & 0x3F)
    }
    let isOverlong = length == 3 && scalar < 0x800 || length == 4 && scalar < 0x10000
    let isSurrogate = (0xD800...0xDFFF).contains(scalar)
    return isOverlong || isSurrogate || scalar > 0x10FFFF ? nil : (scalar, length)
  }
}
