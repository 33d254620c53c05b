internal import Values

/// Exact digits in their canonical form: no exponent, no sign before zero.
enum DecimalForms {
  /// Brings the number appended since `start` into its canonical form.
  ///
  /// Digits stay as they are, however many there are; only an exponent is worked out.
  static func adopt(from start: Int, in bytes: inout [UInt8]) throws(Misfit) {
    let digits = bytes[start...]
    let hasExponent = digits.contains { $0 == 0x65 || $0 == 0x45 }
    if !hasExponent {
      let isNegativeZero = digits.first == 0x2D && digits.dropFirst().allSatisfy { $0 == 0x30 || $0 == 0x2E }
      if isNegativeZero { bytes.remove(at: start) }
      return
    }
    guard let number = Decimal(utf8: digits) else {
      throw Misfit("is an exact number of 38 digits at most, and this is larger or finer")
    }
    bytes.removeLast(bytes.count - start)
    let isZero = number.coefficient == 0
    bytes.append(contentsOf: (isZero ? "0" : number.description).utf8)
  }
}
