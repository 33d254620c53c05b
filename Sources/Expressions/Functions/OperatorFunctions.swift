internal import Values

extension FunctionLibrary {
  /// Operators are functions under names that nobody can write, so that one mechanism types and runs them.
  static let operators = FunctionLibrary(
    "operators", "Arithmetic, comparison and membership.",
    functions: OperatorFunctions.all)
}

private enum OperatorFunctions {
  static let all = [
    add, subtract, multiply, divide, remainder, negate, not, equal, unequal, membership,
    comparison("_<_", "Whether the left is less than the right.", "1 < 2") { $0 == .less },
    comparison("_<=_", "Whether the left is at most the right.", "2 <= 2") { $0 == .less || $0 == .equal },
    comparison("_>_", "Whether the left is more than the right.", "'b' > 'a'") { $0 == .greater },
    comparison("_>=_", "Whether the left is at least the right.", "2.0 >= 1") {
      $0 == .greater || $0 == .equal
    },
  ]

  // MARK: Arithmetic

  private static let add = Function(
    "_+_", "The sum of numbers and times, the joining of texts, bytes and lists.",
    examples: [Example("1 + 2", "3"), Example("'a' + 'b'", "'ab'"), Example("[1] + [2]", "[1, 2]")],
    int { $0.addingReportingOverflow($1) } + uint { $0.addingReportingOverflow($1) } + double { $0 + $1 }
      + [
        .function(.string, .string, .string) { (a, b, context) throws(CallFailure) in
          guard case .string(let a) = a, case .string(let b) = b else { return .null }
          try context.produce(a.utf8.count + b.utf8.count)
          return .string(a + b)
        },
        .function(.bytes, .bytes, .bytes) { (a, b, context) throws(CallFailure) in
          guard case .bytes(let a) = a, case .bytes(let b) = b else { return .null }
          try context.produce(a.count + b.count)
          return .bytes(a + b)
        },
        .function(.list(.parameter("A")), .list(.parameter("A")), .list(.parameter("A"))) {
          (a, b, context) throws(CallFailure) in
          guard case .list(let a) = a, case .list(let b) = b else { return .null }
          try context.produce(a.count + b.count)
          return .list(a.values + b.values)
        },
      ] + TimeArithmetic.additions + DecimalArithmetic.additions)

  private static let subtract = Function(
    "_-_", "The difference of numbers and times.",
    examples: [
      Example("5 - 7", "-2"), Example("date('2024-03-01') - date('2024-02-28')", "duration('48h')"),
    ],
    int { $0.subtractingReportingOverflow($1) } + uint { $0.subtractingReportingOverflow($1) }
      + double { $0 - $1 }
      + TimeArithmetic.subtractions + DecimalArithmetic.subtractions)

  private static let multiply = Function(
    "_*_", "The product of numbers.",
    examples: [Example("3 * 4", "12"), Example("decimal('2.50') * 3", "decimal('7.50')")],
    int { $0.multipliedReportingOverflow(by: $1) } + uint { $0.multipliedReportingOverflow(by: $1) }
      + double { $0 * $1 } + DecimalArithmetic.products)

  private static let divide = Function(
    "_/_", "The quotient of numbers; of whole numbers without its fraction.",
    examples: [Example("7 / 2", "3"), Example("7.0 / 2.0", "3.5")],
    divisions {
      $0.dividedReportingOverflow(by: $1)
    } _: {
      $0.dividedReportingOverflow(by: $1)
    } + double { $0 / $1 })

  private static let remainder = Function(
    "_%_", "What a division of whole numbers leaves over, with the sign of the dividend.",
    examples: [Example("-7 % 3", "-1")],
    divisions {
      $0.remainderReportingOverflow(dividingBy: $1)
    } _: {
      $0.remainderReportingOverflow(dividingBy: $1)
    })

  private static let negate = Function(
    "-_", "The number with the other sign.", examples: [Example("-(2 + 3)", "-5")],
    [
      .function(.int, .int) { (value, _) throws(CallFailure) in
        guard case .int(let number) = value else { return .null }
        if number == .min { throw .overflow("the negative of \(number) does not fit an int") }
        return .int(-number)
      },
      .function(.double, .double) { (value, _) in
        guard case .double(let number) = value else { return .null }
        return .double(-number)
      },
      .function(.decimal, .decimal) { (value, _) throws(CallFailure) in
        guard case .decimal(let number) = value else { return .null }
        return try DecimalArithmetic.fit(number.negated)
      },
      .function(.duration, .duration) { (value, _) throws(CallFailure) in
        guard case .duration(let span) = value, let negative = TimeSpan(nanoseconds: 0).subtracting(span)
        else {
          throw .overflow("the duration does not fit")
        }
        return .duration(negative)
      },
    ])

  private static let not = Function(
    "!_", "The opposite of a condition.", examples: [Example("!true", "false")],
    [
      .function(.bool, .bool) { (value, _) in
        guard case .bool(let flag) = value else { return .null }
        return .bool(!flag)
      }
    ])

  private typealias Checked<T> = @Sendable (T, T) -> (partialValue: T, overflow: Bool)

  private static func int(_ operation: @escaping Checked<Int64>) -> [Overload] {
    [
      .function(.int, .int, .int) { (a, b, _) throws(CallFailure) in
        guard case .int(let a) = a, case .int(let b) = b else { return .null }
        let (result, overflow) = operation(a, b)
        if overflow { throw .overflow("the result does not fit an int") }
        return .int(result)
      }
    ]
  }

  private static func uint(_ operation: @escaping Checked<UInt64>) -> [Overload] {
    [
      .function(.uint, .uint, .uint) { (a, b, _) throws(CallFailure) in
        guard case .uint(let a) = a, case .uint(let b) = b else { return .null }
        let (result, overflow) = operation(a, b)
        if overflow { throw .overflow("the result does not fit a uint") }
        return .uint(result)
      }
    ]
  }

  private static func double(_ operation: @escaping @Sendable (Double, Double) -> Double) -> [Overload] {
    [
      .function(.double, .double, .double) { (a, b, _) in
        guard case .double(let a) = a, case .double(let b) = b else { return .null }
        return .double(operation(a, b))
      }
    ]
  }

  private static func divisions(
    _ signed: @escaping Checked<Int64>, _ unsigned: @escaping Checked<UInt64>
  ) -> [Overload] {
    [
      .function(.int, .int, .int) { (a, b, _) throws(CallFailure) in
        guard case .int(let a) = a, case .int(let b) = b else { return .null }
        if b == 0 { throw CallFailure(.divisionByZero, "division by zero") }
        let (result, overflow) = signed(a, b)
        if overflow { throw .overflow("the result does not fit an int") }
        return .int(result)
      },
      .function(.uint, .uint, .uint) { (a, b, _) throws(CallFailure) in
        guard case .uint(let a) = a, case .uint(let b) = b else { return .null }
        if b == 0 { throw CallFailure(.divisionByZero, "division by zero") }
        return .uint(unsigned(a, b).partialValue)
      },
    ]
  }

  // MARK: Comparison

  private static let equal = Function(
    "_==_", "Whether two values are equal; numbers by size, lists and maps by their parts.",
    examples: [Example("[1, 2] == [1, 2]", "true"), Example("dyn(1) == 1.0", "true")],
    equality(negated: false))

  private static let unequal = Function(
    "_!=_", "Whether two values differ.", examples: [Example("'a' != 'A'", "true")], equality(negated: true))

  private static func equality(negated: Bool) -> [Overload] {
    let compare = { @Sendable (a: Value, b: Value, context: inout CallContext) throws(CallFailure) -> Value in
      .bool(try context.equal(a, b) != negated)
    }
    return [.function(.parameter("A"), .parameter("A"), .bool, compare)]
      + [(ExpressionType.decimal, ExpressionType.int), (.decimal, .uint)].flatMap {
        [.function($0.0, $0.1, .bool, compare), .function($0.1, $0.0, .bool, compare)]
      }
  }

  private static func comparison(
    _ name: String, _ summary: String, _ example: String, _ holds: @escaping @Sendable (Ordering) -> Bool
  ) -> Function {
    let compare = { @Sendable (a: Value, b: Value, _: inout CallContext) throws(CallFailure) -> Value in
      do throws(ComparisonFailure) { return .bool(holds(try a.order(to: b))) } catch {
        throw CallFailure(error)
      }
    }
    let alike: [ExpressionType] = [
      .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .date, .decimal,
    ]
    let mixed: [(ExpressionType, ExpressionType)] = [
      (.int, .uint), (.int, .double), (.uint, .double), (.decimal, .int), (.decimal, .uint),
    ]
    let overloads =
      alike.map { Overload.function($0, $0, .bool, compare) }
      + mixed.flatMap { [.function($0.0, $0.1, .bool, compare), .function($0.1, $0.0, .bool, compare)] }
    return Function(name, summary, examples: [Example(example, "true")], overloads)
  }

  // MARK: Membership

  private static let membership = Function(
    "@in", "Whether a list has an element, or a map a key.",
    examples: [Example("2 in [1, 2]", "true"), Example("'a' in {'a': 1}", "true")],
    [
      .function(.parameter("A"), .list(.parameter("A")), .bool) {
        (wanted, list, context) throws(CallFailure) in
        guard case .list(let list) = list else { return .null }
        for element in list where try context.equal(wanted, element) { return .bool(true) }
        return .bool(false)
      },
      .function(.parameter("A"), .map(.parameter("A"), .parameter("B")), .bool) { (key, map, _) in
        guard case .map(let map) = map, let key = MapKey(lookingUp: key) else { return .bool(false) }
        return .bool(map.value(for: key) != nil)
      },
    ])
}
