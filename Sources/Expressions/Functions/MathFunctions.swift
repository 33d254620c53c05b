internal import Values

extension FunctionLibrary {
  static let mathematics = FunctionLibrary("mathematics", "Numbers.", functions: MathFunctions.all)
}

private enum MathFunctions {
  static let all = [
    extreme(
      "math.greatest", "The greatest of some numbers or of a list of them.", "math.greatest(1, 3, 2)",
      .greater),
    extreme("math.least", "The least of some numbers or of a list of them.", "math.least([3, 4])", .less),
    rounding("math.ceil", "The next whole number up.", "math.ceil(1.2)", "2.0") { $0.rounded(.up) },
    rounding("math.floor", "The next whole number down.", "math.floor(-1.2)", "-2.0") { $0.rounded(.down) },
    rounding("math.round", "The nearest whole number; halves go away from zero.", "math.round(2.5)", "3.0") {
      $0.rounded(.toNearestOrAwayFromZero)
    },
    rounding("math.trunc", "The whole part.", "math.trunc(-1.7)", "-1.0") { $0.rounded(.towardZero) },
    test("math.isNaN", "Whether a double is no number.", "math.isNaN(0.0 / 0.0)") { $0.isNaN },
    test("math.isInf", "Whether a double is infinite.", "math.isInf(1.0 / 0.0)") { $0.isInfinite },
    test("math.isFinite", "Whether a double is a finite number.", "math.isFinite(1.5)") { $0.isFinite },
    abs, sign, squareRoot,
    bits("math.bitAnd", "The bits set in both numbers.", "math.bitAnd(6, 3)", "2") { $0 & $1 },
    bits("math.bitOr", "The bits set in one of the numbers.", "math.bitOr(6, 3)", "7") { $0 | $1 },
    bits("math.bitXor", "The bits set in exactly one of the numbers.", "math.bitXor(6, 3)", "5") { $0 ^ $1 },
    bitNot,
    shift("math.bitShiftLeft", "The bits moved up, zeros behind them.", "math.bitShiftLeft(1, 4)", "16") {
      $0 << $1
    },
    shift("math.bitShiftRight", "The bits moved down, zeros before them.", "math.bitShiftRight(16, 4)", "1") {
      $0 >> $1
    },
  ]

  // MARK: Extremes

  private static func extreme(_ name: String, _ summary: String, _ example: String, _ wanted: Ordering)
    -> Function
  {
    let pick = { @Sendable (values: [Value], context: inout CallContext) throws(CallFailure) -> Value in
      var best: Value?
      try context.spend(values.count)
      for value in values {
        let value = value.plain
        guard isNumber(value) else {
          throw CallFailure(.noSuchOverload, "\(value.kind.title) is not a number")
        }
        guard let current = best else {
          best = value
          continue
        }
        do throws(ComparisonFailure) {
          if try value.order(to: current) == wanted { best = value }
        } catch { throw CallFailure(error) }
      }
      guard let best else { throw .argument("there is no number in the list") }
      return best
    }
    let types: [ExpressionType] = [.int, .uint, .double, .decimal]
    let lists = (types + [.dyn]).map { type in
      Overload.function([.list(type)], type) { (arguments, context) throws(CallFailure) in
        guard case .list(let list) = arguments[0] else { return .null }
        return try pick(list.values, &context)
      }
    }
    let numbers = (types + [.dyn]).map { Overload.function([$0], $0, isVariadic: true, pick) }
    return Function(name, summary, examples: [Example(example, "3")], lists + numbers)
  }

  private static func isNumber(_ value: Value) -> Bool {
    switch value {
    case .int, .uint, .double, .decimal: true
    default: false
    }
  }

  // MARK: Doubles

  private static func rounding(
    _ name: String, _ summary: String, _ example: String, _ result: String,
    _ operation: @escaping @Sendable (Double) -> Double
  ) -> Function {
    Function(
      name, summary, examples: [Example(example, result)],
      [
        .function(.double, .double) { (value, _) in
          guard case .double(let number) = value else { return .null }
          return .double(operation(number))
        }
      ])
  }

  private static func test(
    _ name: String, _ summary: String, _ example: String, _ holds: @escaping @Sendable (Double) -> Bool
  ) -> Function {
    Function(
      name, summary, examples: [Example(example, "true")],
      [
        .function(.double, .bool) { (value, _) in
          guard case .double(let number) = value else { return .null }
          return .bool(holds(number))
        }
      ])
  }

  private static let abs = Function(
    "math.abs", "The number without its sign.", examples: [Example("math.abs(-3)", "3")],
    [ExpressionType.int, .uint, .double, .decimal].map { type in
      .function(type, type) { (value, _) throws(CallFailure) in
        switch value {
        case .int(let number):
          if number == .min { throw .overflow("the size of \(number) does not fit an int") }
          return .int(Swift.abs(number))
        case .double(let number): return .double(number.magnitude)
        case .decimal(let number) where number.coefficient < 0:
          return try DecimalArithmetic.fit(number.negated)
        default: return value
        }
      }
    })

  private static let sign = Function(
    "math.sign", "-1, 0 or 1 for a number below, at or above zero.",
    examples: [Example("math.sign(-2.5)", "-1.0")],
    [ExpressionType.int, .uint, .double].map { type in
      .function(type, type) { (value, _) in
        switch value {
        case .int(let number): .int(number.signum())
        case .uint(let number): .uint(number == 0 ? 0 : 1)
        case .double(let number): .double(number.isNaN || number == 0 ? number : number < 0 ? -1 : 1)
        default: value
        }
      }
    })

  private static let squareRoot = Function(
    "math.sqrt", "The square root as a double.", examples: [Example("math.sqrt(9)", "3.0")],
    [ExpressionType.int, .uint, .double].map { type in
      .function(type, .double) { (value, _) in
        switch value {
        case .int(let number): .double(Double(number).squareRoot())
        case .uint(let number): .double(Double(number).squareRoot())
        case .double(let number): .double(number.squareRoot())
        default: value
        }
      }
    })

  // MARK: Bits

  private static func bits(
    _ name: String, _ summary: String, _ example: String, _ result: String,
    _ operation: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> Function {
    Function(
      name, summary, examples: [Example(example, result)],
      [
        .function(.int, .int, .int) { (a, b, _) in
          guard case .int(let a) = a, case .int(let b) = b else { return .null }
          return .int(Int64(bitPattern: operation(UInt64(bitPattern: a), UInt64(bitPattern: b))))
        },
        .function(.uint, .uint, .uint) { (a, b, _) in
          guard case .uint(let a) = a, case .uint(let b) = b else { return .null }
          return .uint(operation(a, b))
        },
      ])
  }

  private static let bitNot = Function(
    "math.bitNot", "Every bit turned over.", examples: [Example("math.bitNot(0)", "-1")],
    [
      .function(.int, .int) { (value, _) in
        guard case .int(let number) = value else { return .null }
        return .int(~number)
      },
      .function(.uint, .uint) { (value, _) in
        guard case .uint(let number) = value else { return .null }
        return .uint(~number)
      },
    ])

  private static func shift(
    _ name: String, _ summary: String, _ example: String, _ result: String,
    _ operation: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> Function {
    Function(
      name, summary, examples: [Example(example, result)],
      [
        .function(.int, .int, .int) { (a, b, _) throws(CallFailure) in
          guard case .int(let number) = a, case .int(let distance) = b else { return .null }
          // A Swift shift takes any distance: 64 and more leave nothing.
          return .int(Int64(bitPattern: operation(UInt64(bitPattern: number), try checked(distance))))
        },
        .function(.uint, .int, .uint) { (a, b, _) throws(CallFailure) in
          guard case .uint(let number) = a, case .int(let distance) = b else { return .null }
          return .uint(operation(number, try checked(distance)))
        },
      ])
  }

  private static func checked(_ distance: Int64) throws(CallFailure) -> UInt64 {
    if distance < 0 { throw .argument("the distance \(distance) is less than zero") }
    return UInt64(distance)
  }
}
