/// The meaning of a plain scalar by the core schema of YAML 1.2.
///
/// Words such as `yes`, `NO` and `on` are strings here, `012` is twelve, and `1:30` is text; see ``Ambiguity`` for what other readers
/// make of them.
package enum Resolved: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int)
  /// Also an integer too large for 64 bits.
  case float(Double)
  case string

  package init(plain text: String) {
    guard let first = text.utf8.first else {
      self = .null
      return
    }
    // Nearly every text is ruled out by its first byte, at no cost.
    guard Self.begins(with: first) else {
      self = .string
      return
    }
    var text = text
    self = text.withUTF8 { Self.resolve($0) }
  }

  /// Whether a plain text is a null, which is asked of far more texts than what they are.
  static func isNull(_ text: String) -> Bool {
    guard text.utf8.count <= 4 else { return false }
    switch text {
    case "", "~", "null", "Null", "NULL": return true
    default: return false
    }
  }

  /// Whether anything but a string begins with a byte.
  private static func begins(with byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"),
      UInt8(ascii: "f"), UInt8(ascii: "F"):
      true
    default: false
    }
  }

  private static func resolve(_ bytes: UnsafeBufferPointer<UInt8>) -> Resolved {
    guard let first = bytes.first else { return .null }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      return number(bytes) ?? .string
    case UInt8(ascii: "~"):
      return bytes.count == 1 ? .null : .string
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"),
      UInt8(ascii: "F"):
      return bytes.count < 4 || bytes.count > 5 ? .string : word(String(decoding: bytes, as: UTF8.self))
    default:
      return .string
    }
  }

  private static func word(_ text: String) -> Resolved {
    switch text {
    case "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .bool(true)
    case "false", "False", "FALSE": .bool(false)
    default: .string
    }
  }

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Resolved? {
    // No number worth reading is longer, and a long one must not cost a long time.
    guard bytes.count <= 400 else { return nil }
    switch NumberShape(bytes) {
    case .decimal:
      let text = String(decoding: bytes, as: UTF8.self)
      return Int(text).map { .int($0) } ?? Double(text).map { .float($0) }
    case .based(let radix):
      let digits = String(decoding: bytes.dropFirst(2), as: UTF8.self)
      return Int(digits, radix: radix).map { .int($0) } ?? .float(approximate(digits, radix: radix))
    case .float:
      return Double(String(decoding: bytes, as: UTF8.self)).map { .float($0) }
    case .infinity(let isNegative):
      return .float(isNegative ? -Double.infinity : .infinity)
    case .notANumber:
      return .float(.nan)
    case nil:
      return nil
    }
  }

  private static func approximate(_ digits: String, radix: Int) -> Double {
    digits.reduce(0) { $0 * Double(radix) + Double($1.hexDigitValue ?? 0) }
  }
}

/// The forms of number that the core schema knows.
enum NumberShape: Equatable {
  case decimal
  case based(radix: Int)
  case float
  case infinity(isNegative: Bool)
  case notANumber

  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var rest = bytes[...]
    let sign = rest.first
    let isSigned = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
    if isSigned { rest = rest.dropFirst() }
    if let special = Self.special(rest, isSigned: isSigned, isNegative: sign == UInt8(ascii: "-")) {
      self = special
      return
    }
    if !isSigned, let based = Self.based(rest) {
      self = based
      return
    }
    let whole = rest.prefix(while: Self.isDigit)
    rest = rest.dropFirst(whole.count)
    if rest.isEmpty, !whole.isEmpty {
      self = .decimal
      return
    }
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = rest.prefix(while: Self.isDigit).count
      rest = rest.dropFirst(fraction)
    }
    guard !whole.isEmpty || fraction > 0, Self.isExponent(rest) else { return nil }
    self = .float
  }

  /// True for nothing, and for `e` with an optional sign and digits.
  private static func isExponent(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let first = bytes.first else { return true }
    guard first | 0x20 == UInt8(ascii: "e") else { return false }
    var rest = bytes.dropFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  private static func based(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> NumberShape? {
    guard bytes.count > 2, bytes.first == UInt8(ascii: "0") else { return nil }
    let digits = bytes.dropFirst(2)
    switch bytes.dropFirst().first {
    case UInt8(ascii: "x"): return digits.allSatisfy(isHexDigit) ? .based(radix: 16) : nil
    case UInt8(ascii: "o"): return digits.allSatisfy { (0x30...0x37).contains($0) } ? .based(radix: 8) : nil
    default: return nil
    }
  }

  private static func special(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, isSigned: Bool, isNegative: Bool
  ) -> NumberShape? {
    guard bytes.count == 4, bytes.first == UInt8(ascii: ".") else { return nil }
    switch String(decoding: bytes, as: UTF8.self) {
    case ".inf", ".Inf", ".INF": return .infinity(isNegative: isNegative)
    case ".nan", ".NaN", ".NAN": return isSigned ? nil : .notANumber
    default: return nil
    }
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }
}
