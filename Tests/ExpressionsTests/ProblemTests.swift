import Expressions
import Testing
import Values

/// One mistake, one problem: at its place, with a repair.
@Suite struct ProblemTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let source: String
    /// `text at the range | part of the message | first suggestion`, the last two optional.
    let problems: [String]
    var testDescription: String { source }

    init(_ source: String, _ problems: String...) {
      self.source = source
      self.problems = problems
    }
  }

  static let syntax: [Case] = [
    Case("record.name = 'x'", "= | use '==' | =="),
    Case("1 === 1", "=== | use '==' | =="),
    Case("true and false", "and | '&&' | &&"),
    Case("true OR false", "OR | '||' | ||"),
    Case("not true", "not | '!' | !"),
    Case("true & false", "& | '&&' | &&"),
    Case("true | false", "| | '||' | ||"),
    Case("record.name | upper", "| | x.upperAscii()"),
    Case("record.name | join(',')", "| | x.join(',')"),
    Case("record?.name", "?. | '.?' | .?"),
    Case("record.name is null", "is | '==' | =="),
    Case("record.name is not null", "is not | '!=' | !="),
    Case("1 not in [1]", "not in | !(a in b)"),
    Case("1 in (1, 2)", "( | [ ] | ["),
    Case("if (true) 1 else 2", "if | condition ? a : b"),
    Case("{{ record.name }}", "{{ | here is one already"),
    Case("${record.name}", "${ | inside of one"),
    Case("\u{201C}abc\u{201D}", "\u{201C}abc\u{201D} | straight quotes | 'abc'"),
    Case("'abc", "'abc | ' is missing"),
    Case("size('abc)", "'abc) | never closed"),
    Case("(1 + 2", "( | never closed"),
    Case("[1, 2", "[ | never closed"),
    Case("size(", "( | never closed"),
    Case("record.tags[", "[ | never closed"),
    Case("1 +", "+ | a value is expected"),
    Case("1 + * 2", "* | a value is missing"),
    Case("1 2", "2 | an operator is missing"),
    Case(
      "record name",
      "name | an operator is missing before 'name'; a key with blanks in it is record['record name']"),
    Case("[1 2, 3]", "2 | an operator or ']'"),
    Case(")", ") | a value is missing"),
    Case("(1))", ") | closes nothing"),
    Case("1, 2", ", | already complete"),
    Case("true ? 1", "? | ':'"),
    Case("record.", ". | a field name is missing"),
    Case("record.in", "in | ['in']"),
    Case("{'a'}", "'a' | key: value"),
    Case("{'a' = 1}", "= | ':' | :"),
    Case("record.tags.filter(x => x == 'a')", "=> | takes the variable first"),
    Case("'\\d+'", "\\d | \\\\, or put r | \\\\d"),
    Case("'\\uD834\\u0041'", "\\uD834 | names no character"),
    Case("b'\\u0041'", "\\u0041 | use \\x"),
    Case("f'x'", "f | no prefix"),
    Case("1e", "1e | is not a number"),
    Case("9223372036854775808", "9223372036854775808 | does not fit"),
    Case("99999999999999999999u", "99999999999999999999u | does not fit a uint"),
    Case("record.name;", "; | without ';'"),
    Case("Point{x: 1}", "Point | write a map"),
    Case("1 ** 2", "** | '*' | *"),
    Case("", " | missing"),
    Case("size('a' 'b') + [1 2]", "'b' | an operator", "2 | an operator"),
    Case("record.name = 'x' and 1 <> 2", "= | '==' | ==", "and | '&&' | &&", "<> | '!=' | !="),
  ]

  static let types: [Case] = [
    Case("recrod.name", "recrod | no variable | record"),
    Case("record.nmae", "nmae | none of the 3 seen | name"),
    Case("record['nmae']", "'nmae' | no field | name"),
    Case("settings.sub_domain", "sub_domain | no field | subdomain"),
    Case("record.nmae.lowerAscii() + record.agee", "nmae | no field | name", "agee | no field | age"),
    Case("record.name.lower()", "lower | x.lowerAscii() | lowerAscii"),
    Case("record.name.toString()", "toString | string(x)"),
    Case("len(record.tags)", "len | size(x)"),
    Case("record.name.length()", "length | size(x)"),
    Case("record.name.trim", "trim | needs its brackets | trim()"),
    Case("record.tags.name", "name | map(x, x.name) | map(x, x.name)"),
    Case("lowerAscii(record.name)", "lowerAscii | record.name.lowerAscii()"),
    Case("record.name.int()", "int | int(record.name)"),
    Case("math.greatst(1)", "greatst | math.greatst | greatest"),
    Case("math.max(1, 2)", "max | math.greatest(a, b)"),
    Case("record.tags.exist(x, x == 'a')", "exist | no function | exists"),
    Case("record.tags.map(x)", "map | list.map(x, result)"),
    Case("record.tags.map(x.y, x)", "x.y | a simple name"),
    Case("has(record)", "record | has(a.b)"),
    Case("has(record['a-b'])", "has(record['a-b']) | asked for with `in` | 'a-b' in record"),
    Case("cel.bind(x, 1)", "bind | cel.bind(name, value, result)"),
    Case("1 + 'a'", "+ | string(1)"),
    Case("1 + 1.5", "+ | write 1.0"),
    Case("record.age + 1.5", "+ | double(record.age)"),
    Case("record.pay * 60", "* | double or null and int; write 60.0"),
    Case(
      "date(record.tags.first())", "record.tags.first() | an optional | record.tags.first().orValue(null)"),
    Case("1 == 1.0", "== | write 1.0"),
    Case("record.?age == 1", "== | write record.?age.orValue(...)"),
    Case("decimal('1') + 1.5", "+ | decimal(1.5)"),
    Case("decimal('1') / 2", "/ | divide(a, b, scale)"),
    Case("date('2024-01-01') + 5", "+ | addDays(5)"),
    Case("date('2024-01-01') == '2024-01-01'", "== | date('2024-01-01')"),
    Case("record.name ? 1 : 2", "record.name | true or false | record.name != ''"),
    Case("!record.name", "record.name | true or false | record.name != ''"),
    Case("record.name && true", "record.name | true or false | record.name != ''"),
    Case("record.tags.all(x, x)", "x | true or false | x != ''"),
    Case("record.age.all(x, true)", "record.age | goes through a list"),
    Case("true ? 1 : 'a'", "true ? 1 : 'a' | int and string"),
    Case("record.name[0]", "record.name | charAt"),
    Case("record.tags['a']", "'a' | is an int"),
    Case("{1: 2}.a", "a | are int"),
    Case("{'a': 1, 'a': 2}", "'a' | twice"),
    Case("{1.5: 1}", "1.5 | a key is"),
    Case("nil == null", "nil | no variable | null"),
    Case("True", "True | no variable | true"),
    Case("'a'.matches('(')", "'(' | not a regular expression"),
    Case("date(record.name, 'YYYY-MM-DD')", "'YYYY-MM-DD' | yyyy | 'yyyy-MM-dd'"),
    Case("instant(record.name, 'rfc339')", "'rfc339' | means nothing | 'rfc3339'"),
    Case("timestamp('2024-01-01T00:00:00Z').getHours('Europe/Berlni')", "'Europe/Berlni' | no time zone"),
    Case("'%z'.format([1])", "'%z' | no clause"),
    Case("[?1]", "1 | marks an optional"),
  ]

  static let record = ObjectShape(
    name: "record",
    fields: [
      "name": .init(.string, seen: 3), "age": .init(.int, seen: 2), "tags": .init(.list(.string)),
      "hired": .init(.wrapper(.string)), "pay": .init(.wrapper(.double)),
    ],
    total: 3, isClosed: true)

  static let environment: Environment = {
    let settings = ObjectShape(name: "settings", fields: ["subdomain": .init(.string)], isClosed: true)
    return Environment(variables: ["record": .init(.object(record)), "settings": .init(.object(settings))])
  }()

  @Test(arguments: syntax + types)
  func problemsAreExact(_ item: Case) {
    let checked = CheckedExpression.check(item.source, in: Self.environment)
    let found = checked.problems
    #expect(found.count == item.problems.count, "\(found.map(\.message))")
    let bytes = Array(item.source.utf8)
    for (problem, wanted) in zip(found, item.problems) {
      let parts = wanted.split(separator: " | ", omittingEmptySubsequences: false).map(String.init)
      #expect(problem.range.upperBound <= bytes.count)
      let place = String(decoding: bytes[problem.range.clamped(to: 0..<bytes.count)], as: UTF8.self)
      #expect(place == parts[0].trimmed, "\(problem.message) at \(problem.range)")
      if parts.count > 1 { #expect("\(problem.message) \(problem.suggestions)".contains(parts[1])) }
      if parts.count > 2 { #expect(problem.suggestions.first == parts[2]) }
    }
  }

  @Test func aWrongResultIsReportedAtTheWholeExpression() {
    let checked = CheckedExpression.check("1 + 1", in: Self.environment, expecting: .string)
    #expect(checked.problems.map(\.range) == [0..<5])
    #expect(checked.problems.first?.suggestions == ["string(1 + 1)"])
    #expect(CheckedExpression.check("record.hired", in: Self.environment, expecting: .string).isValid)
  }

  @Test func bareNamesAreFieldsOfTheImplicitRoot() {
    var environment = Self.environment
    environment.implicitRoot = "record"
    let good = CheckedExpression.check("name.lowerAscii() + settings.subdomain", in: environment)
    #expect(good.isValid && good.variables == ["record", "settings"])
    let bad = CheckedExpression.check("nmae", in: environment)
    #expect(bad.problems.map(\.suggestions) == [["name"]])
  }

  @Test func anOpenRootWinsOverTypeNamesAndNotOverCalls() {
    var environment = Environment(variables: ["record": .init(.dyn)])
    environment.implicitRoot = "record"
    let checked = CheckedExpression.check("type == 'x' && int(string) == 1", in: environment)
    #expect(checked.isValid && checked.variables == ["record"] && checked.functions == ["int"])
  }

  @Test(arguments: ["type(a) == map", "string != type(a)"])
  func `what type() is compared with is a type, whatever the record may hold`(_ source: String) {
    var environment = Environment(variables: ["record": .init(.dyn)])
    environment.implicitRoot = "record"
    let checked = CheckedExpression.check(source, in: environment)
    var variables = Activation()
    variables["record"] = .map(MapValue([("a", .map(MapValue()))]))
    guard case .success(.bool(let answer)) = Program(checked).evaluate(variables) else {
      Issue.record("no answer")
      return
    }
    #expect(answer)
  }

  @Test func nestingIsBoundedAndReportedOnce() {
    let sources = [
      String(repeating: "(", count: 10_000) + "1" + String(repeating: ")", count: 10_000),
      String(repeating: "!", count: 10_000) + "true", String(repeating: "[", count: 10_000),
      "1" + String(repeating: "+1", count: 10_000), "a" + String(repeating: ".b", count: 10_000),
      String(repeating: "{1:", count: 10_000), String(repeating: "f(", count: 10_000),
    ]
    for source in sources {
      let problems = CheckedExpression.check(source, in: Environment()).problems
      #expect(
        problems.count { $0.message.contains("levels deep") } == 1,
        "\(source.prefix(10)): \(problems.map(\.message))")
    }
  }

  /// Each slip is told, and only so many are compared with all the fields.
  @Test func thousandsOfSlipsAmongThousandsOfFields() {
    let fields = (0..<4_000).map { ("setting_\($0)", ObjectShape.Field(.string)) }
    let shape = ObjectShape(
      name: "settings", fields: Dictionary(uniqueKeysWithValues: fields), isClosed: true)
    let environment = Environment(variables: ["settings": .init(.object(shape))])
    let problems = (0..<4_000).flatMap {
      CheckedExpression.check("settings.seting_\($0)", in: environment).problems
    }
    #expect(problems.count == 4_000 && problems.allSatisfy { $0.message.contains("no field 'seting_") })
    #expect(problems.first?.suggestions.first == "setting_0" && problems.last?.suggestions == [])
  }

  @Test func longLogicalChainsAreNotDeep() {
    let source = "true" + String(repeating: " && true", count: 5_000)
    #expect(CheckedExpression.check(source, in: Environment()).isValid)
  }
}

extension String {
  fileprivate var trimmed: String { self == " " ? "" : self }
}
