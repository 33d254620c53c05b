import Expressions
import JSON
import Testing
import Values

/// Values, errors and their places, and the bounds of evaluation.
@Suite struct EvaluationTests {
  private static let record = #"""
    {"name": "Ada", "a": {"b": [1, 2.50, "x", null, true]}, "amount": 1234567890123456.10, "none": null,
     "big": 12345678901234567890, "e": 1e2, "é": "é", "nested": {"k": {"v": 7}}}
    """#

  private func record() throws -> Value { .json(try JSONDocument(text: Self.record).root) }

  @Test(arguments: [
    ("r.a.b[0]", "1"), ("r.a.b[1]", "2.5"), ("r.a.b[2]", "'x'"), ("r.a.b[3] == null", "true"),
    ("size(r.a.b)", "5"),
    ("type(r.a.b[0]) == int && type(r.a.b[1]) == double && type(r.e) == double", "true"),
    ("type(r.a) == map && type(r.a.b) == list && type(r.none) == null_type", "true"),
    ("type(r.big) == double", "true"),
    ("decimal(r.amount)", "decimal('1234567890123456.10')"),
    ("string(decimal(r.amount))", "'1234567890123456.10'"),
    ("r.a.b.map(x, type(x)).size()", "5"), ("r.nested.map(k, k)", "['k']"), ("'name' in r", "true"),
    ("'x' in r", "false"),
    ("1.0 in r.a.b", "true"), ("r.nested == {'k': {'v': 7}}", "true"), ("[r.name][0]", "'Ada'"),
    ("r.nested.transformMap(k, v, v.v)", "{'k': 7}"), ("r['é']", "'é'"),
    ("has(r.a.b) && !has(r.a.c)", "true"),
    ("r.?zz.?yy.orValue(1)", "1"), ("r.?none.?yy.hasValue()", "false"),
    ("coalesce(r.zz.yy, r.none.x, r.none, 5)", "5"),
    ("r.?name.orValue(r.zz)", "'Ada'"), ("r.?name.or(r.zz).value()", "'Ada'"),
    ("r.?zz.or(r.?yy).or(optional.of(1)).or(r.zz).value()", "1"),
    ("dyn(optional.of(1)).orValue(1 / 0)", "1"),
    ("blank(r.zz.yy) && blank(r.none.x) && blank(r.none) && blank(r.?zz) && !blank(r.name)", "true"),
    ("date(instant(r.none))", "null"), ("instant(date(r.none))", "null"),
    ("date(instant(r.none), 'UTC')", "null"),
    ("r.none.trim().lowerAscii().upperAscii().replace('a', 'b').substring(1)", "null"),
    ("r.none.split(',')", "null"), ("r.?zz.orValue(null)", "null"),
    ("r.a.b + [1]", "[1, 2.5, 'x', null, true, 1]"), ("r.name + '!'", "'Ada!'"),
    ("r.name.matches('^A')", "true"),
    ("json(r.nested)", "'{\"k\":{\"v\":7}}'"), ("json([r.amount])", "'[1234567890123456.10]'"),
    ("r.a.b[0] < 2 && r.a.b[1] > 2", "true"), ("r.a.b.filter(x, x == 'x')", "['x']"),
    ("lookup(r.nested, 'k').v", "7"),
    ("cel.bind(x, r.nested, x.k.v + x.k.v)", "14"), ("optional.of(r.none).hasValue()", "true"),
    ("[[1, 2], [3]].map(x, x.map(y, y * size(x)))", "[[2, 4], [3]]"),
  ])
  func viewsBehaveAsTheirValues(_ pair: (String, String)) throws {
    let found = try evaluate(pair.0, ["r": record()])
    var steps = 1_000
    #expect(try found.equals(evaluate(pair.1), steps: &steps), "\(found)")
  }

  @Test func absenceIsToldFromOtherErrors() throws {
    let variables = try ["r": record()]
    let missing = try #require(failure(of: "r.a.zz", variables))
    #expect(missing.isAbsence && !missing.isThroughNull && missing.range == 4..<6)
    let throughNull = try #require(failure(of: "r.none.zz.yy", variables))
    #expect(throughNull.isAbsence && throughNull.isThroughNull)
    let called = try #require(failure(of: "r.zz.lowerAscii()", variables))
    #expect(called.isAbsence)
    let wrong = try #require(failure(of: "r.name.zz", variables))
    #expect(!wrong.isAbsence)
    let unmatched = try #require(failure(of: "lookup({'A': 1}, r.name)", variables))
    #expect(!unmatched.isAbsence && unmatched.kind == .noMatch)
  }

  @Test(arguments: [
    ("9223372036854775807 + 1", EvaluationError.Kind.overflow, 0..<23),
    ("1 + (1 / 0)", .divisionByZero, 5..<10),
    ("-9223372036854775808 / -1", .overflow, 0..<25), ("-9223372036854775808 % -1", .overflow, 0..<25),
    ("int(double('NaN'))", .conversion, 0..<18), ("uint(-1)", .conversion, 0..<8),
    ("int(1e300)", .conversion, 0..<10),
    ("[1][1]", .indexOutOfRange, 4..<5), ("{'a': 1}.b", .noSuchKey("b"), 9..<10),
    ("math.abs(-9223372036854775808)", .overflow, 0..<30),
    ("-(-9223372036854775808)", .overflow, 0..<23), ("1u - 2u", .overflow, 0..<7),
    ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", .overflow, 0..<50),
    ("'a'.charAt(2)", .indexOutOfRange, 0..<13),
    ("optional.none().value()", .noValue, 0..<23), ("date('2024-02-30')", .conversion, 0..<18),
    ("decimal('99999999999999999999999999999999999999') * 99", .overflow, 0..<54),
    ("'x'.matches(dyn('('))", .invalidArgument, 0..<21), ("string(b'\\xff')", .conversion, 0..<15),
    ("parseJson('{')", .conversion, 0..<14), ("dyn(1) + 'a'", .noSuchOverload, 0..<12),
  ])
  func errorsHaveKindAndPlace(_ row: (String, EvaluationError.Kind, Range<Int>)) throws {
    let error = try #require(failure(of: row.0))
    #expect(error.kind == row.1)
    #expect(error.range == row.2)
  }

  @Test(arguments: [
    "lists.range(1000000000)", "lists.range(1000000).map(x, x)",
    "lists.range(2000).map(x, lists.range(2000)).size()",
    "lists.range(400).all(a, lists.range(400).all(b, lists.range(400).all(c, true)))",
    "lists.range(1000).map(x, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa').join('bbbbbbbbbbbbbbbbbbbbbbbbbbb').replace('', 'cccccccccccccccccccccccccccccc')",
    "cel.bind(a, 'aaaaaaaaaa', cel.bind(b, a.replace('a', a), cel.bind(c, b.replace('a', b), c.replace('a', c).replace('a', c))))",
    "lists.range(9999).map(x, '%.999f'.format([1.0]))",
  ])
  func largeWorkEndsInAnError(_ source: String) {
    let checked = CheckedExpression.check(source, in: Environment())
    #expect(checked.isValid)
    #expect(Program(checked).evaluate(Activation()).budgetIsSpent)
  }

  /// A value that shares its parts doubles with every line; nothing that goes through it may follow.
  @Test(arguments: ["X == X", "json(X)", "'%s'.format([X])", "X", "[X].distinct()", "X in [X]", "{'a': X}"])
  func sharedPartsDoNotUnfold(_ use: String) {
    var source = use.replacing("X", with: "x40")
    for level in (1...40).reversed() {
      source = "cel.bind(x\(level), [x\(level - 1), x\(level - 1)], \(source))"
    }
    let checked = CheckedExpression.check("cel.bind(x0, [1], \(source))", in: Environment())
    #expect(checked.isValid)
    #expect(Program(checked).evaluate(Activation()).budgetIsSpent)
  }

  /// The parser goes on behind a mistake, so that all of them are told at once; what it makes of the rest is nobody's meaning.
  @Test(arguments: [
    "true ? 'a' : string(1 'yyyy''T''HH')", "1 == 1 || (2", "[1, 2", "'a' 'b'", "true ? 1 : 2)", "'a' == 'b",
  ])
  func whatCannotBeReadIsNotEvaluated(_ source: String) throws {
    let checked = CheckedExpression.check(source, in: Environment())
    let problem = try #require(checked.problems.first { $0.kind == .syntax })
    guard case .failure(let error) = Program(checked).evaluate(Activation()) else {
      Issue.record("\(source) has a value")
      return
    }
    #expect(error.message == problem.message && !error.isAbsence)
  }

  @Test func budgetErrorsAreNotAbsorbed() {
    let source = "lists.range(99999).all(x, lists.range(99999).all(y, true)) || true"
    let error = failure(of: source)
    #expect(error?.kind == .budget)
  }

  @Test func anOperandThatDecidesWinsOverOneThatFails() throws {
    #expect(try evaluate("1 / 0 == 1 || true").isTrue)
    #expect(try evaluate("!(1 / 0 == 1 && false)").isTrue)
    #expect(try evaluate("[1, 0].exists(x, 1 / x == 1)").isTrue)
    #expect(failure(of: "1 / 0 == 1 || false")?.kind == .divisionByZero)
  }

  @Test func oneProgramServesManyThreads() async throws {
    let program = Program(
      CheckedExpression.check(
        "r.map(x, x * 2).filter(x, x > 2)", in: Environment(variables: ["r": .init(.dyn)])))
    await withTaskGroup(of: Bool.self) { group in
      for number in 0..<64 {
        group.addTask {
          let list = Value.list((0..<10).map { .int(Int64($0 + number)) })
          guard case .success(.list(let result)) = program.evaluate(Activation(["r": list])) else {
            return false
          }
          return result.count == (number == 0 ? 8 : number == 1 ? 9 : 10)
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}

extension Value {
  fileprivate var isTrue: Bool { if case .bool(true) = self { true } else { false } }
}

extension Result<Value, EvaluationError> {
  fileprivate var budgetIsSpent: Bool {
    if case .failure(let error) = self { error.kind == .budget } else { false }
  }
}
