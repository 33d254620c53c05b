import Expressions
import Testing

/// Types and resolved names, printed.
@Suite struct CheckingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let source: String
    let printed: String
    var testDescription: String { source }

    init(_ source: String, _ printed: String) {
      self.source = source
      self.printed = printed
    }
  }

  static let cases: [Case] = [
    Case("record.age > 30", "(record~record.age~int > 30~int)~bool"),
    Case("record.name + 'x'", "(record~record.name~string + 'x'~string)~string"),
    Case("record.other", "record~record.other~dyn"),
    Case("record.age == null", "(record~record.age~int == null~null)~bool"),
    Case("[1, 2]", "[1~int, 2~int]~list(int)"),
    Case("[1, 'a']", "[1~int, 'a'~string]~list(dyn)"),
    Case("[]", "[]~list(dyn)"),
    Case("[[], [1]]", "[[]~list(int), [1~int]~list(int)]~list(list(int))"),
    Case("{'a': 1}", "{'a'~string: 1~int}~map(string, int)"),
    Case("{'a': 1}.a", "{'a'~string: 1~int}~map(string, int).a~int"),
    Case("{'a': 1}.?a", "{'a'~string: 1~int}~map(string, int).?a~optional(int)"),
    Case(
      "{'a': 1}.?a.orValue(2)", "{'a'~string: 1~int}~map(string, int).?a~optional(int).orValue(2~int)~int"),
    Case(
      "record.tags.map(x, x.size())", "record~record.tags~list(string).map(x, x~string.size()~int)~list(int)"),
    Case("true ? 1 : null", "(true~bool ? 1~int : null~null)~wrapper(int)"),
    Case("math.greatest(1, 2)", "math.greatest(1~int, 2~int)~int"),
    Case("coalesce(record.hired, 'x')", "coalesce(record~record.hired~wrapper(string), 'x'~string)~string"),
    Case(
      "coalesce(record.hired, null)",
      "coalesce(record~record.hired~wrapper(string), null~null)~wrapper(string)"),
    Case(
      "record.?name.orValue(null)", "record~record.?name~optional(string).orValue(null~null)~wrapper(string)"),
    Case(
      "record.?tags.orValue([])",
      "record~record.?tags~optional(list(string)).orValue([]~list(string))~list(string)"),
    Case("date(instant(null))", "date(instant(null~null)~timestamp)~date"),
    Case("cel.bind(x, 1, x + x)", "cel.bind(x, 1~int, (x~int + x~int)~int)~int"),
    Case("type(1)", "type(1~int)~type(int)"),
    Case("google.protobuf.Timestamp", "google.protobuf.Timestamp~type(timestamp)"),
    Case(
      "date('2024-01-01') - date('2023-01-01')",
      "(date('2024-01-01'~string)~date - date('2023-01-01'~string)~date)~duration"),
    Case("decimal('1') * 2", "(decimal('1'~string)~decimal * 2~int)~decimal"),
    Case("dyn(1) + 1", "(dyn(1~int)~dyn + 1~int)~dyn"),
    Case(
      "optional.of(1).optMap(x, [x])",
      "optional.of(1~int)~optional(int).optMap(x, [x~int]~list(int))~optional(list(int))"),
    Case("true && false || true", "((true~bool && false~bool)~bool || true~bool)~bool"),
  ]

  private static let environment: Environment = {
    let shape = ObjectShape(
      name: "record",
      fields: [
        "name": .init(.string), "age": .init(.int), "tags": .init(.list(.string)),
        "hired": .init(.wrapper(.string)),
      ], isClosed: false)
    return Environment(variables: ["record": .init(.object(shape))])
  }()

  @Test(arguments: cases)
  func typesAreFound(_ item: Case) {
    let checked = CheckedExpression.check(item.source, in: Self.environment)
    #expect(checked.problems.isEmpty)
    #expect(checked.printed == item.printed)
  }

  private static let observed: Environment = {
    func seen(_ name: String, _ fields: [String: ObjectShape.Field]) -> ExpressionType {
      .object(ObjectShape(name: name, fields: fields, total: 2, isClosed: true))
    }
    let body = seen(
      "body",
      [
        "added": .init(.list(seen("added", ["id": .init(.int), "amount": .init(.double)]))),
        "removed": .init(.list(seen("removed", ["id": .init(.int)]))),
        "errors": .init(.string), "one": .init(seen("one", ["id": .init(.int)])),
      ])
    return Environment(variables: ["body": .init(body)])
  }()

  @Test(arguments: [
    "body.added + body.removed", "(body.added + body.removed).map(x, x.amount)",
    "true ? body.one : body.added[0]", "[body.added, body.removed].flatten().map(x, x.amount)",
    "type(body.errors) == list && body.errors.exists(e, e.code == 'x')",
    "type(body.errors) == list ? body.errors[0].code : body.errors",
    "list == type(body.errors) && size(body.errors) > 0 && body.errors[0].code == 'x'",
  ])
  func `what was seen of one object proves nothing of another`(_ source: String) {
    let checked = CheckedExpression.check(source, in: Self.observed)
    #expect(checked.problems.map(\.message) == [])
  }

  @Test(arguments: [
    "body.removed.map(x, x.amount)", "type(body.errors) == list || body.errors.exists(e, true)",
    "(type(body.errors) == list && true) || body.errors.exists(e, true)",
    "type(body.errors) == list ? 1 : body.errors[0]",
  ])
  func `what a condition tells holds behind it only`(_ source: String) {
    #expect(CheckedExpression.check(source, in: Self.observed).problems.count == 1)
  }

  @Test func readsAreCollected() {
    let source = "record.tags.map(x, x + record.name).join(',') + string(math.abs(record.age))"
    let checked = CheckedExpression.check(source, in: Self.environment)
    #expect(checked.variables == ["record"])
    #expect(checked.functions == ["join", "math.abs", "string"])
  }

  @Test(arguments: [
    ("record.name", "name"), ("record['name'].x", "name,x"), ("record.tags[0]", "tags,0"),
    ("record.tags[-1]", ""),
    ("record.name + 'x'", ""), ("record.?name", ""), ("[1][0]", ""), ("record", "-"),
  ])
  func plainPathsAreRecognized(_ pair: (String, String)) {
    let path = Program(CheckedExpression.check(pair.0, in: Self.environment)).plainPath
    let text = path.map { path in
      path.steps.isEmpty
        ? "-"
        : path.steps.map {
          if case .field(let name) = $0 { name } else if case .position(let p) = $0 { "\(p)" } else { "" }
        }
        .joined(separator: ",")
    }
    #expect(text ?? "" == pair.1)
  }
}
