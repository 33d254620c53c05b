/// A length of time in nanoseconds, about 292 years in each direction.
package struct TimeSpan: Sendable, Hashable, Comparable {
  package let nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Nil when the seconds do not fit.
  package init?(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return nil }
    nanoseconds = product
  }

  package static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.nanoseconds < right.nanoseconds }

  /// Whole seconds, toward zero.
  package var seconds: Int64 { nanoseconds / 1_000_000_000 }

  /// Nil when the sum does not fit.
  package func adding(_ other: TimeSpan) -> TimeSpan? {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(other.nanoseconds)
    return overflow ? nil : TimeSpan(nanoseconds: sum)
  }

  /// Nil when the difference does not fit.
  package func subtracting(_ other: TimeSpan) -> TimeSpan? {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
    return overflow ? nil : TimeSpan(nanoseconds: difference)
  }
}

extension TimeSpan: CustomStringConvertible {
  /// Reads `1h30m`, `1.5s`, `-250ms`: numbers with a unit each, of `h m s ms us ns`.
  package init?(_ text: String) {
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
    if rest == "0" {
      self.init(nanoseconds: 0)
      return
    }
    if rest.isEmpty { return nil }
    var total: Int128 = 0
    while !rest.isEmpty {
      guard let part = TimeSpan.takePart(&rest) else { return nil }
      total += part
      if total > Int128(Int64.max) + 1 { return nil }
    }
    guard let nanoseconds = Int64(exactly: isNegative ? -total : total) else { return nil }
    self.init(nanoseconds: nanoseconds)
  }

  /// Takes one number and its unit off the front; the answer is in nanoseconds.
  private static func takePart(_ rest: inout Substring) -> Int128? {
    let whole = rest.prefix(while: \.isASCIIDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = Substring()
    if rest.first == "." {
      rest.removeFirst()
      fraction = rest.prefix(while: \.isASCIIDigit)
      rest = rest.dropFirst(fraction.count)
    }
    if whole.isEmpty && fraction.isEmpty { return nil }
    let unit = rest.prefix { !$0.isASCIIDigit && $0 != "." }
    rest = rest.dropFirst(unit.count)
    guard let scale = nanoseconds(per: String(unit)) else { return nil }
    // More digits than an Int64 of nanoseconds can hold cannot fit whatever the unit.
    guard whole.count <= 19 || whole.allSatisfy({ $0 == "0" }) else { return nil }
    var amount = (Int128(String(whole)) ?? 0) * Int128(scale)
    var place = Int128(scale)
    var share: Int128 = 0
    for digit in fraction.prefix(18) {
      guard let value = digit.wholeNumberValue else { return nil }
      share = share * 10 + Int128(value) * Int128(scale)
      place = place * 10
    }
    if !fraction.isEmpty { amount += share * Int128(scale) / place }
    return amount
  }

  private static func nanoseconds(per unit: String) -> Int64? {
    switch unit {
    case "ns": 1
    case "us", "µs", "μs": 1_000
    case "ms": 1_000_000
    case "s": 1_000_000_000
    case "m": 60_000_000_000
    case "h": 3_600_000_000_000
    default: nil
    }
  }

  /// Seconds with as many decimals as needed: `5400s`, `-0.25s`.
  package var description: String {
    let magnitude = nanoseconds.magnitude
    let sign = nanoseconds < 0 ? "-" : ""
    return sign + String(magnitude / 1_000_000_000)
      + fractionText(nanoseconds: Int64(magnitude % 1_000_000_000)) + "s"
  }
}

/// A point and the digits of a fraction of a second without trailing zeros; empty for zero.
func fractionText(nanoseconds: Int64) -> String {
  if nanoseconds == 0 { return "" }
  var digits = padded(nanoseconds, to: 9)
  while digits.last == "0" { digits.removeLast() }
  return "." + digits
}

/// A number with zeros in front up to a width.
func padded<T: BinaryInteger>(_ number: T, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

extension UnsafeMutableBufferPointer<UInt8> {
  /// Writes the last digits of a number that is not negative; dates become text so often that joining pieces would cost too much.
  func write(_ number: Int, digits: Int, at place: Int) {
    var rest = number
    for place in (place..<place + digits).reversed() {
      self[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }
}

extension Character {
  /// `isNumber` would also accept the digits of other scripts.
  var isASCIIDigit: Bool { ("0"..."9").contains(self) && utf8.count == 1 }
}
