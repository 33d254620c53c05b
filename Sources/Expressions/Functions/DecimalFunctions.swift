internal import JSON
internal import Values

extension FunctionLibrary {
  static let decimals = FunctionLibrary(
    "decimals", "Exact decimal numbers, for money.",
    functions: [
      Function(
        "decimal",
        "The exact decimal number in a text or of a number. A number of a record keeps the digits it was sent with. Null stays null.",
        examples: [Example("decimal('12.50')", "decimal('12.50')"), Example("decimal(3)", "decimal('3')")],
        [
          Overload.function(.decimal, .decimal) { (value, _) in value.plain }.withViews,
          Overload.function(.wrapper(.string), .decimal) { (value, _) throws(CallFailure) in
            value.isNull ? .null : try DecimalArithmetic.read(value)
          }
          .withViews,
          Overload.function(.wrapper(.int), .decimal) { (value, _) throws(CallFailure) in
            value.isNull ? .null : try DecimalArithmetic.read(value)
          }
          .withViews,
          Overload.function(.wrapper(.uint), .decimal) { (value, _) throws(CallFailure) in
            value.isNull ? .null : try DecimalArithmetic.read(value)
          }
          .withViews,
          Overload.function(.wrapper(.double), .decimal) { (value, _) throws(CallFailure) in
            value.isNull ? .null : try DecimalArithmetic.read(value)
          }
          .withViews,
        ]),
      Function(
        "divide", "The quotient with so many digits after the point; halves go away from zero.",
        examples: [Example("divide(decimal('10'), 3, 2)", "decimal('3.33')")],
        DecimalArithmetic.pairs.map { pair in
          .function([pair.0, pair.1, .int], .decimal) { (arguments, _) throws(CallFailure) in
            guard let a = DecimalArithmetic.decimal(arguments[0]),
              let b = DecimalArithmetic.decimal(arguments[1]),
              case .int(let scale) = arguments[2]
            else { return .null }
            if b.coefficient == 0 { throw CallFailure(.divisionByZero, "division by zero") }
            return try DecimalArithmetic.fit(a.divided(by: b, scale: DecimalArithmetic.scale(scale)))
          }
        }),
      Function(
        "round", "The number with so many digits after the point; halves go away from zero.",
        examples: [
          Example("decimal('2.345').round(2)", "decimal('2.35')"),
          Example("decimal('-2.5').round(0)", "decimal('-3')"),
        ],
        [
          .method(.decimal, .int, .decimal) { (a, b, _) throws(CallFailure) in
            guard case .decimal(let number) = a, case .int(let scale) = b else { return .null }
            return try DecimalArithmetic.fit(number.rounded(toScale: DecimalArithmetic.scale(scale)))
          }
        ]),
      Function(
        "scale",
        "The same number written with so many digits after the point; an error where digits would be lost.",
        examples: [Example("string(decimal('2.5').scale(2))", "'2.50'")],
        [
          .method(.decimal, .int, .decimal) { (a, b, _) throws(CallFailure) in
            guard case .decimal(let number) = a, case .int(let scale) = b else { return .null }
            let scaled = number.rounded(toScale: try DecimalArithmetic.scale(scale))
            if let scaled, scaled != number {
              throw .argument("\(number) has more than \(scale) digits after the point; use round(\(scale))")
            }
            return try DecimalArithmetic.fit(scaled)
          }
        ]),
    ])
}

/// Arithmetic of decimals with each other and with whole numbers.
///
/// There is none with doubles, on purpose.
enum DecimalArithmetic {
  static let pairs: [(ExpressionType, ExpressionType)] = [
    (.decimal, .decimal), (.decimal, .int), (.int, .decimal), (.decimal, .uint), (.uint, .decimal),
  ]

  static let additions = overloads { $0.adding($1) }
  static let subtractions = overloads { $0.subtracting($1) }
  static let products = overloads { $0.multiplied(by: $1) }

  private static func overloads(_ operation: @escaping @Sendable (Decimal, Decimal) -> Decimal?) -> [Overload]
  {
    pairs.map { pair in
      .function(pair.0, pair.1, .decimal) { (a, b, _) throws(CallFailure) in
        guard let a = decimal(a), let b = decimal(b) else { return .null }
        return try fit(operation(a, b))
      }
    }
  }

  static func decimal(_ value: Value) -> Decimal? {
    switch value {
    case .decimal(let number): number
    case .int(let number): Decimal(number)
    case .uint(let number): Decimal(number)
    default: nil
    }
  }

  static func fit(_ number: Decimal?) throws(CallFailure) -> Value {
    guard let number else { throw .overflow("the result has more than 38 digits") }
    return .decimal(number)
  }

  static func scale(_ scale: Int64) throws(CallFailure) -> Int {
    guard (0...Int64(Decimal.maximumScale)).contains(scale) else {
      throw .argument("the digits after the point are 0 to \(Decimal.maximumScale), not \(scale)")
    }
    return Int(scale)
  }

  /// The number in a text, in the digits of a document, or of a number.
  static func read(_ value: Value) throws(CallFailure) -> Value {
    let text: String
    if case .json(let view) = value, let digits = view.numberText {
      text = digits
    } else {
      switch value.plain {
      case .string(let written): text = written
      case .int(let number): return .decimal(Decimal(number))
      case .uint(let number): return .decimal(Decimal(number))
      case .double(let number): text = String(number)
      default: return .null
      }
    }
    guard let number = Decimal(text) else {
      throw CallFailure(.conversion, "'\(text.prefix(60))' is not a decimal number of up to 38 digits")
    }
    return .decimal(number)
  }
}
