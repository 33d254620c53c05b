/// What another reader of YAML, or the way through a number, would make of a plain scalar.
package enum Ambiguity: Sendable, Hashable {
  /// `yes`, `NO`, `on`: text here, a truth value in YAML 1.1.
  case word(Bool)
  /// `012`: twelve here, ten in YAML 1.1, and without its zero as a number.
  case leadingZero
  /// `1:30`: text here, ninety in YAML 1.1.
  case sexagesimal
  /// `1_000`: text here, a number in YAML 1.1.
  case underscores
  /// `1.10`: a number that is written back as `1.1`.
  case trailingZero
  /// `1e5`: a number that is written back as `100000`.
  case exponent
  /// `0x1F` or `0o17`: a number that is written back in decimal digits.
  case notDecimal
  /// `+1`, `1.`, `.5` and numbers with more digits than a computer keeps.
  case inexact
}

extension Scalar {
  /// Nil for quoted and block scalars, and for plain ones that mean the same to everyone.
  package var ambiguity: Ambiguity? { style == .plain ? Ambiguity(plain: text) : nil }
}

extension Ambiguity {
  package init?(plain text: String) {
    guard let first = text.utf8.first, text.utf8.count <= 400 else { return nil }
    let isNumeric = NumberShape.isDigit(first) || first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
    if isNumeric || first == UInt8(ascii: ".") {
      guard let number = Self.number(Array(text.utf8)) else { return nil }
      self = number
    } else {
      guard text.utf8.count <= 3, let isTrue = Self.truth(of: text) else { return nil }
      self = .word(isTrue)
    }
  }

  private static func truth(of text: String) -> Bool? {
    switch text {
    case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON": true
    case "n", "N", "no", "No", "NO", "off", "Off", "OFF": false
    default: nil
    }
  }

  private static func number(_ bytes: [UInt8]) -> Ambiguity? {
    let digits = bytes.first.map(NumberShape.isDigit) ?? false ? bytes[...] : bytes.dropFirst()
    switch bytes.withUnsafeBufferPointer({ NumberShape($0) }) {
    case .decimal:
      if digits.first == UInt8(ascii: "0"), digits.count > 1 { return .leadingZero }
      let isExact = Int(String(decoding: bytes, as: UTF8.self)) != nil && bytes.first != UInt8(ascii: "+")
      return isExact && bytes != [UInt8(ascii: "-"), UInt8(ascii: "0")] ? nil : .inexact
    case .based: return .notDecimal
    case .float: return float(bytes)
    case .infinity, .notANumber: return nil
    case nil: return olderNumber(digits)
    }
  }

  private static func float(_ bytes: [UInt8]) -> Ambiguity? {
    let text = String(decoding: bytes, as: UTF8.self)
    if bytes.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) { return .exponent }
    guard let value = Double(text), "\(value)" != text else { return nil }
    return text.hasSuffix("0") && text.contains(".") ? .trailingZero : .inexact
  }

  /// Forms that only YAML 1.1 takes for numbers.
  private static func olderNumber(_ digits: ArraySlice<UInt8>) -> Ambiguity? {
    guard let first = digits.first, NumberShape.isDigit(first) else { return nil }
    if digits.contains(UInt8(ascii: ":")) { return isSexagesimal(digits) ? .sexagesimal : nil }
    let isUnderscored = digits.contains(UInt8(ascii: "_"))
    let isNumber = digits.allSatisfy {
      NumberShape.isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
    }
    return isUnderscored && isNumber && digits.lazy.filter { $0 == UInt8(ascii: ".") }.count < 2
      ? .underscores : nil
  }

  /// Digits, then groups of a colon and a number below sixty, then perhaps a fraction.
  private static func isSexagesimal(_ digits: ArraySlice<UInt8>) -> Bool {
    let whole = digits.prefix { $0 != UInt8(ascii: ".") }
    let fraction = digits.dropFirst(whole.count + 1)
    let groups = whole.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard fraction.allSatisfy(NumberShape.isDigit), let first = groups.first else { return false }
    let isBelowSixty: (ArraySlice<UInt8>) -> Bool = { group in
      guard group.allSatisfy(NumberShape.isDigit), let high = group.first else { return false }
      return group.count == 1 || group.count == 2 && high < UInt8(ascii: "6")
    }
    return !first.isEmpty && first.allSatisfy(NumberShape.isDigit)
      && groups.dropFirst().allSatisfy(isBelowSixty)
  }
}
