internal import Language
internal import Programs
internal import Values

/// An amount of money: exact digits and a currency.
struct MoneyProgram: Sendable {
  let amount: ValueProgram
  let currency: ValueProgram
  private let unit: MoneyUnit
  /// Decimal places where the provider counts otherwise than everybody.
  private let places: [String: Int]

  /// Nil for a rule that lacks a part.
  init?(_ rule: MoneyRule, _ scope: inout Compilation) {
    guard let amount = rule[MoneyRule.amount], let currency = rule[MoneyRule.currency] else { return nil }
    self.amount = ValueProgram(amount, &scope)
    self.currency = ValueProgram(currency, &scope)
    unit = rule[MoneyRule.unit] ?? .major
    places = Dictionary((rule[MoneyRule.places] ?? []).map { ($0.name, $0.value) }) { first, _ in first }
  }

  /// Appends the digits and then the currency's code; `split` is where the code begins.
  func append(
    in frame: inout MappingFrame, to bytes: inout [UInt8]
  ) throws(FieldProblem) -> (presence: Presence, split: Int) {
    guard let value = try amount.value(in: &frame) else { return (.absent, bytes.count) }
    if value.isNull { return (.null, bytes.count) }
    let start = bytes.count
    do throws(Misfit) {
      try appendDigits(value, to: &bytes)
    } catch {
      throw FieldProblem("an amount \(error.message)", at: amount.place)
    }
    let split = bytes.count
    let code = try currency.value(in: &frame) ?? .null
    do throws(Misfit) {
      if case .null = try ScalarForms.append(code, as: .currency, to: &bytes) {
        throw Misfit("has to be there, and the record does not say it")
      }
    } catch {
      throw FieldProblem("the currency of an amount \(error.message)", at: currency.place)
    }
    guard unit == .minor else { return (.value, split) }
    return (.value, try scale(from: start, split: split, in: &bytes))
  }

  /// Numbers and texts keep their digits.
  private func appendDigits(_ value: Value, to bytes: inout [UInt8]) throws(Misfit) {
    guard case .string(let text) = value.plain else {
      return try ScalarForms.appendDecimal(value, .decimal, to: &bytes)
    }
    guard let number = Decimal(text) else { throw Misfit("is an exact number, and this text is none") }
    let start = bytes.count
    bytes.append(contentsOf: number.description.utf8)
    try DecimalForms.adopt(from: start, in: &bytes)
  }

  /// From the smallest part of the currency to the currency itself: the point moves, no digit changes.
  private func scale(
    from start: Int, split: Int, in bytes: inout [UInt8]
  ) throws(FieldProblem) -> Int {
    let code = Array(bytes[split...])
    let name = String(decoding: code, as: UTF8.self)
    let places = places[name] ?? CurrencyPlaces.of(name)
    guard let number = Decimal(utf8: bytes[start..<split]),
      let scaled = Decimal(coefficient: number.coefficient, scale: number.scale + places)
    else { throw FieldProblem("an amount has too many digits", at: amount.place) }
    bytes.removeLast(bytes.count - start)
    bytes.append(contentsOf: scaled.description.utf8)
    let split = bytes.count
    bytes.append(contentsOf: code)
    return split
  }

  /// Writes `{"amount":"12.50","currency":"USD"}`.
  func write(in frame: inout MappingFrame, to bytes: inout [UInt8]) throws(FieldProblem) -> Presence {
    var parts: [UInt8] = []
    let (presence, split) = try append(in: &frame, to: &parts)
    switch presence {
    case .absent: break
    case .null: bytes.append(contentsOf: "null".utf8)
    case .value:
      bytes.append(contentsOf: "{\"amount\":\"".utf8)
      bytes.append(contentsOf: parts[..<split])
      bytes.append(contentsOf: "\",\"currency\":\"".utf8)
      bytes.append(contentsOf: parts[split...])
      bytes.append(contentsOf: "\"}".utf8)
    }
    return presence
  }
}

/// How many decimal places the smallest part of a currency has (ISO 4217).
enum CurrencyPlaces {
  private static let unusual: [String: Int] = [
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
    "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3, "IQD": 3, "JOD": 3,
    "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
  ]

  static func of(_ code: String) -> Int { unusual[code] ?? 2 }
}
