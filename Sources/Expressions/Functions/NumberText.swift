internal import Glibc

/// Doubles as text.
enum NumberText {
  /// The fewest digits that read back as the same number, without an exponent where that stays short.
  static func shortest(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    let text = String(number)
    let isWhole = number == number.rounded() && abs(number) < 1e15
    if isWhole { return number == 0 && number.sign == .minus ? "-0" : String(Int64(number)) }
    return expanded(text)
  }

  /// `4.5e-05` as `0.000045`; huge and tiny numbers keep their exponent, as `1e+21`.
  private static func expanded(_ text: String) -> String {
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
      return text
    }
    let mantissa = text[..<mark]
    let isNegative = mantissa.first == "-"
    let digits = mantissa.filter { $0 != "." && $0 != "-" }
    let whole = mantissa.drop { $0 == "-" }.prefix { $0 != "." }.count
    let point = whole + exponent
    let sign = isNegative ? "-" : ""
    let significant = digits.hasSuffix("0") && digits.count > 1 ? String(digits.dropLast()) : String(digits)
    if point <= 0, point > -6 { return sign + "0." + String(repeating: "0", count: -point) + significant }
    if point > 0, point <= 21 {
      if significant.count <= point {
        return sign + significant + String(repeating: "0", count: point - significant.count)
      }
      return sign + significant.prefix(point) + "." + significant.dropFirst(point)
    }
    let fraction = significant.dropFirst()
    let scientific = point - 1
    let magnitude = String(abs(scientific))
    return sign + significant.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e"
      + (scientific < 0 ? "-" : "+") + (magnitude.count < 2 ? "0" : "") + magnitude
  }

  /// So many digits after the point, rounded exactly: halves of the binary value go to the even digit.
  static func fixed(_ number: Double, digits: Int) -> String { printed(number, digits: digits, "%.*f") }

  /// One digit before the point, so many after it, and an exponent of at least two digits.
  static func scientific(_ number: Double, digits: Int) -> String { printed(number, digits: digits, "%.*e") }

  private static func printed(_ number: Double, digits: Int, _ format: String) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    let arguments: [any CVarArg] = [Int32(clamping: digits), number]
    return withVaList(arguments) { list in
      // The longest double has 309 digits before the point.
      var buffer = [CChar](repeating: 0, count: 400 + max(0, min(digits, 1_000)))
      let length = Int(vsnprintf(&buffer, buffer.count, format, list))
      let bytes = buffer.prefix(max(0, min(length, buffer.count - 1))).map { UInt8(bitPattern: $0) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
