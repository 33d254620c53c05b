/// An exact decimal number: a whole coefficient and how many of its digits stand after the point.
///
/// Trailing zeros are kept, so `1234567890123456.10` reads and writes as itself. Up to 38 digits.
package struct Decimal: Sendable {
  package let coefficient: Int128
  package let scale: Int

  /// The most digits after the point, and the most digits at all that every `Int128` can hold.
  package static let maximumScale = 38

  package init?(coefficient: Int128, scale: Int) {
    guard (0...Self.maximumScale).contains(scale) else { return nil }
    self.coefficient = coefficient
    self.scale = scale
  }

  package init(_ number: Int64) {
    coefficient = Int128(number)
    scale = 0
  }

  package init(_ number: UInt64) {
    coefficient = Int128(number)
    scale = 0
  }

  /// Ten to a power of 0 to 38.
  private static func power(_ exponent: Int) -> Int128 {
    var power: Int128 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}

extension Decimal {
  /// Nil when the sum has more digits than fit.
  package func adding(_ other: Decimal) -> Decimal? {
    combined(with: other) { $0.addingReportingOverflow($1) }
  }

  /// Nil when the difference has more digits than fit.
  package func subtracting(_ other: Decimal) -> Decimal? {
    combined(with: other) { $0.subtractingReportingOverflow($1) }
  }

  private func combined(
    with other: Decimal, by operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
  ) -> Decimal? {
    let common = max(scale, other.scale)
    guard let left = coefficient(atScale: common), let right = other.coefficient(atScale: common) else {
      return nil
    }
    let (result, overflow) = operation(left, right)
    return overflow ? nil : Decimal(coefficient: result, scale: common)
  }

  private func coefficient(atScale wanted: Int) -> Int128? {
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: Self.power(wanted - scale))
    return overflow ? nil : product
  }

  /// Nil when the product has more digits than fit; it has the decimals of both factors.
  package func multiplied(by other: Decimal) -> Decimal? {
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: other.coefficient)
    return overflow ? nil : Decimal(coefficient: product, scale: scale + other.scale)
  }

  /// Nil for the one coefficient that has no opposite.
  package var negated: Decimal? {
    coefficient == .min ? nil : Decimal(coefficient: -coefficient, scale: scale)
  }

  /// The number with so many digits after the point; halves go away from zero, as in SQL.
  package func rounded(toScale wanted: Int) -> Decimal? {
    guard (0...Self.maximumScale).contains(wanted) else { return nil }
    if wanted >= scale {
      return coefficient(atScale: wanted).flatMap { Decimal(coefficient: $0, scale: wanted) }
    }
    let divisor = Self.power(scale - wanted)
    return Decimal(coefficient: Self.roundedQuotient(coefficient, divisor), scale: wanted)
  }

  /// The quotient with so many digits after the point; nil when it does not fit or the divisor is zero.
  package func divided(by other: Decimal, scale wanted: Int) -> Decimal? {
    guard (0...Self.maximumScale).contains(wanted), other.coefficient != 0 else { return nil }
    // a/10^s divided by b/10^t, at scale w, is a * 10^(w + t - s) / b.
    let shift = wanted + other.scale - scale
    var (dividend, divisor) = (coefficient, other.coefficient)
    if shift >= 0 {
      guard shift <= Self.maximumScale else { return nil }
      let (product, overflow) = dividend.multipliedReportingOverflow(by: Self.power(shift))
      if overflow { return nil }
      dividend = product
    } else {
      let (product, overflow) = divisor.multipliedReportingOverflow(by: Self.power(-shift))
      // A divisor too large to write down makes a quotient that rounds to nothing.
      if overflow { return Decimal(coefficient: 0, scale: wanted) }
      divisor = product
    }
    if dividend == .min { return nil }
    return Decimal(coefficient: Self.roundedQuotient(dividend, divisor), scale: wanted)
  }

  private static func roundedQuotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    let isHalfOrMore = remainder.magnitude >= divisor.magnitude - remainder.magnitude
    guard remainder != 0, isHalfOrMore else { return quotient }
    return (dividend < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
  }

  /// The whole part, when it fits.
  package var truncated: Int64? { Int64(exactly: coefficient / Self.power(scale)) }
}

extension Decimal: Comparable, Hashable {
  package static func == (left: Decimal, right: Decimal) -> Bool { order(left, right) == 0 }
  package static func < (left: Decimal, right: Decimal) -> Bool { order(left, right) < 0 }

  /// Cross-multiplied in 256 bits, because bringing both to one scale may not fit in 128.
  private static func order(_ left: Decimal, _ right: Decimal) -> Int {
    let common = max(left.scale, right.scale)
    let a = left.coefficient.multipliedFullWidth(by: power(common - left.scale))
    let b = right.coefficient.multipliedFullWidth(by: power(common - right.scale))
    if a.high != b.high { return a.high < b.high ? -1 : 1 }
    return a.low == b.low ? 0 : a.low < b.low ? -1 : 1
  }

  package func hash(into hasher: inout Hasher) {
    var (digits, places) = (coefficient, scale)
    while places > 0, digits % 10 == 0 {
      digits /= 10
      places -= 1
    }
    hasher.combine(digits)
    hasher.combine(places)
  }
}

extension Decimal: CustomStringConvertible {
  /// Reads `-12.50`, `1e3`, `1.5E-3`; nil for anything else or beyond 38 digits.
  package init?(_ text: String) { self.init(utf8: text.utf8) }

  /// Reads the text of a number given as UTF-8.
  package init?(utf8 text: some Collection<UInt8>) {
    var rest = text[...]
    let isNegative = rest.first == 0x2D
    if rest.first == 0x2D || rest.first == 0x2B { rest = rest.dropFirst() }
    var magnitude: Int128 = 0
    var places = 0
    var (seenDigit, seenPoint) = (false, false)
    while let byte = rest.first, byte == 0x2E || (0x30...0x39).contains(byte) {
      rest = rest.dropFirst()
      if byte == 0x2E {
        if seenPoint { return nil }
        seenPoint = true
        continue
      }
      let (tenfold, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tenfold.addingReportingOverflow(Int128(byte - 0x30))
      if overflow || carry { return nil }
      magnitude = sum
      seenDigit = true
      if seenPoint { places += 1 }
    }
    guard seenDigit, let exponent = Decimal.exponent(rest) else { return nil }
    self.init(magnitude: isNegative ? -magnitude : magnitude, places: places - exponent)
  }

  /// The number after `e`, zero for an empty rest, nil for anything else.
  private static func exponent(_ rest: some Collection<UInt8>) -> Int? {
    guard let mark = rest.first else { return 0 }
    guard mark == 0x65 || mark == 0x45 else { return nil }
    var digits = Array(rest.dropFirst())
    let isNegative = digits.first == 0x2D
    if digits.first == 0x2D || digits.first == 0x2B { digits.removeFirst() }
    guard (1...4).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return isNegative ? -number : number
  }

  private init?(magnitude: Int128, places: Int) {
    if places >= 0 {
      self.init(coefficient: magnitude, scale: places)
      return
    }
    if magnitude == 0 {
      self.init(coefficient: 0, scale: 0)
      return
    }
    guard -places <= Self.maximumScale else { return nil }
    let (product, overflow) = magnitude.multipliedReportingOverflow(by: Self.power(-places))
    if overflow { return nil }
    self.init(coefficient: product, scale: 0)
  }

  /// Plain digits with all decimals of the scale, never an exponent.
  package var description: String {
    if scale == 0 { return String(coefficient) }
    let digits = padded(coefficient.magnitude, to: scale + 1)
    return "\(coefficient < 0 ? "-" : "")\(digits.dropLast(scale)).\(digits.suffix(scale))"
  }
}
