internal import Values

/// Numbers as they are written.
enum NumberLiteral {
  /// Nil when the number does not fit its type.
  static func value(_ digits: String, isDouble: Bool, isUnsigned: Bool) -> Value? {
    if isDouble { return Double(digits).map(Value.double) }
    let isHex = digits.hasPrefix("0x") || digits.hasPrefix("0X")
    let plain = isHex ? String(digits.dropFirst(2)) : digits
    guard let magnitude = UInt64(plain, radix: isHex ? 16 : 10) else { return nil }
    if isUnsigned { return .uint(magnitude) }
    // One more than the largest int is allowed here: with a minus in front it is the smallest one.
    return magnitude <= UInt64(Int64.max) + 1 ? .uint(magnitude).asLiteralInt : nil
  }

  static func complaint(_ digits: String, isUnsigned: Bool) -> String {
    if digits.utf8.count == 2, digits.lowercased() == "0x" { return "'\(digits)' lacks its digits" }
    let bounds = isUnsigned ? "0 to \(UInt64.max)" : "\(Int64.min) to \(Int64.max)"
    return "\(digits) does not fit \(isUnsigned ? "a uint" : "an int"), which goes from \(bounds)"
  }
}

extension Value {
  /// The int of this size; the size just beyond the largest int stays a uint for the parser to negate.
  fileprivate var asLiteralInt: Value {
    guard case .uint(let magnitude) = self, let number = Int64(exactly: magnitude) else { return self }
    return .int(number)
  }
}

/// The letters before a quote: `b` for bytes, `r` for text without escapes.
struct TextPrefix {
  var isRaw = false
  var isBytes = false

  init() {}

  init?(_ word: String) {
    switch word.lowercased() {
    case "r": isRaw = true
    case "b": isBytes = true
    case "br", "rb": (isRaw, isBytes) = (true, true)
    default: return nil
    }
  }
}

/// The inside of a text literal, with its escapes resolved.
struct TextLiteral {
  private let bytes: [UInt8]
  private let body: Range<Int>
  private let prefix: TextPrefix
  private var position: Int
  private(set) var problems: [ExpressionProblem] = []

  init(_ bytes: [UInt8], _ body: Range<Int>, _ prefix: TextPrefix) {
    self.bytes = bytes
    self.body = body
    self.prefix = prefix
    position = body.lowerBound
  }

  mutating func value() -> Value {
    var result: [UInt8] = []
    if prefix.isRaw {
      result = Array(bytes[body])
    } else {
      while position < body.upperBound {
        let byte = bytes[position]
        position += 1
        if byte == 0x5C { escape(into: &result) } else { result.append(byte) }
      }
    }
    return prefix.isBytes ? .bytes(result) : .string(String(decoding: result, as: UTF8.self))
  }

  private static let simple: [UInt8: UInt8] = [
    0x61: 0x07, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09, 0x76: 0x0B, 0x5C: 0x5C,
    0x3F: 0x3F,
    0x22: 0x22, 0x27: 0x27, 0x60: 0x60,
  ]

  private mutating func escape(into result: inout [UInt8]) {
    let start = position - 1
    guard position < body.upperBound else { return }
    let mark = bytes[position]
    position += 1
    if let byte = Self.simple[mark] {
      result.append(byte)
      return
    }
    switch mark {
    case 0x78, 0x58: append(number(digits: 2, radix: 16), isCodePoint: false, from: start, into: &result)
    case 0x75: append(codePoint(), isCodePoint: true, from: start, into: &result)
    case 0x55: append(number(digits: 8, radix: 16), isCodePoint: true, from: start, into: &result)
    case 0x30...0x33:
      position -= 1
      append(number(digits: 3, radix: 8), isCodePoint: false, from: start, into: &result)
    default:
      while position < body.upperBound, bytes[position] & 0xC0 == 0x80 { position += 1 }
      let written = String(decoding: bytes[start..<position], as: UTF8.self)
      complain(
        "there is no escape \(written); for a backslash write \\\\, or put r before the quote", from: start,
        suggestions: ["\\" + written])
    }
  }

  private mutating func number(digits: Int, radix: Int) -> UInt32? {
    guard position + digits <= body.upperBound else { return nil }
    let text = String(decoding: bytes[position..<position + digits], as: UTF8.self)
    guard text.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D }), let number = UInt32(text, radix: radix) else {
      return nil
    }
    position += digits
    return number
  }

  /// The number after `\u`; a pair of surrogates, as JSON writes them, is one character.
  private mutating func codePoint() -> UInt32? {
    guard let first = number(digits: 4, radix: 16) else { return nil }
    guard 0xD800..<0xDC00 ~= first, bytes[position..<body.upperBound].starts(with: [0x5C, 0x75]) else {
      return first
    }
    let after = position
    position += 2
    guard let second = number(digits: 4, radix: 16), 0xDC00..<0xE000 ~= second else {
      position = after
      return first
    }
    return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
  }

  private mutating func append(
    _ number: UInt32?, isCodePoint: Bool, from start: Int, into result: inout [UInt8]
  ) {
    guard let number else {
      complain("the escape is not complete", from: start)
      return
    }
    if prefix.isBytes {
      if isCodePoint {
        complain("bytes have no \\u and \\U; use \\x", from: start)
      } else {
        result.append(UInt8(truncatingIfNeeded: number))
      }
    } else if let scalar = Unicode.Scalar(number) {
      result += Array(String(Character(scalar)).utf8)
    } else {
      complain("the escape names no character", from: start)
    }
  }

  private mutating func complain(_ message: String, from start: Int, suggestions: [String] = []) {
    problems.append(ExpressionProblem(.syntax, message, at: start..<position, suggestions: suggestions))
  }
}
