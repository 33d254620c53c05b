import Testing

/// The quick forms of expressions give what the expressions themselves give.
@Suite struct QuickFormsTests {
  static let expressions = [
    "a", "a.b", "a[0]", "a.b.lowerAscii()", "a.lowerAscii()", "a.upperAscii()", "a.replace(' ', '_')",
    "a.upperAscii().replace(' ', '_')", "a + b", "a + ' ' + b", "coalesce(a, b)", "coalesce(a, b) + '!'",
    "coalesce(a.b, b, 'z')", "a + a.b", "a == null ? b : a", "a == null || a == '' ? b : a",
    "(a != '' && null != a ? a : b) + '!'", "!(a == 'x Y') ? a : 'same'", "a.b == 'Q' ? a.b : b",
    "a == 'x Y' || b == 'B' ? 'either' : 'none'", "a == null ? a : b.lowerAscii()",
  ]
  static let dates = ["date(a)", "date(a, 'dd/MM/yyyy')", "date(a, 'yyyyMMdd')", "date(coalesce(a, b))"]

  static let values = [
    #""x Y""#, #""É ÀZ""#, #""""#, "null", "1", "1.50", "true", "[]", #"["p"]"#, "{}", #"{"b": "Q"}"#,
    #"{"b": null}"#,
    #""tab\tquote\"""#, #""2024-02-29""#, #""2023-02-29""#, #""29/02/2024""#, #""29/02/24""#, #""20240229""#,
    #""2024-02-29T10:00:00Z""#, #""2024-02-29T10:00:00.5+02:00""#, #""2024-02-29T24:00:00Z""#,
    #""0000-01-01""#,
  ]

  /// What a rule gives for each record, and what the same expression gives where it has no quick form: `[x][0]` has the value of `x`.
  private static func compare(_ field: String, _ expression: String, _ records: [String]) throws {
    func mapped(_ rule: String) throws -> Mapped {
      try Mapped(
        "employee",
        "fields:\n  last_name: \"'-'\"\n  employment_status: \"'active'\"\n  \(field): \"\(rule)\"")
    }
    let (quick, plain) = (try mapped(expression), try mapped("[\(expression)][0]"))
    for record in records {
      var (one, other) = (quick, plain)
      try one.map(record)
      try other.map(record)
      #expect(
        one.lines == other.lines && one.problems == other.problems, "\(field): \(expression) of \(record)")
    }
  }

  private static func records() -> [String] {
    values.map { #"{"a": \#($0), "b": "B"}"# } + values.map { #"{"b": \#($0)}"# }
      + [#"{"a": "first", "a": "last"}"#, "{}"]
  }

  @Test(arguments: expressions) func `texts come out the same`(_ expression: String) throws {
    for field in ["first_name", "work_email", "manager_id", "national_id_country"] {
      try Self.compare(field, expression, Self.records())
    }
  }

  @Test(arguments: dates) func `dates come out the same`(_ expression: String) throws {
    try Self.compare("hire_date", expression, Self.records())
  }

  @Test func `numbers and truth values come out the same`() throws {
    let numbers = [
      "0", "-0", "7", "-7", "1.50", "1e2", "9223372036854775807", "9223372036854775808", #""7""#, "null",
      "true",
    ]
    let records = numbers.map { #"{"a": \#($0)}"# } + ["{}"]
    for field in ["fte", "user_active", "manager_id"] { try Self.compare(field, "a", records) }
  }

  @Test func `hints of one record do not mislead in the next`() throws {
    var mapped = try Mapped(
      "employee", "fields:\n  last_name: a\n  first_name: b.c\n  employment_status: \"'active'\"")
    let records = [
      (#"{"a": "1", "b": {"c": "2"}}"#, #""first_name":"2","last_name":"1""#),
      (#"{"b": {"x": 0, "c": "4"}, "a": "3"}"#, #""first_name":"4","last_name":"3""#),
      (#"{"x": {"a": "no"}, "a": "5", "b": null}"#, #""first_name":null,"last_name":"5""#),
      (#"{"a": {"a": "no"}, "a": "6"}"#, #""last_name":"6""#),
      (#"{"a": "no", "a": "7"}"#, #""last_name":"7""#),
      (#"{"b": "a", "a": "8"}"#, #""last_name":"8""#),
      (#"{"a": "9", "b": {"c": "c"}}"#, #""first_name":"c","last_name":"9""#),
    ]
    for (place, record) in records.enumerated() { try mapped.map(record.0, key: "\(place)") }
    let expected = records.enumerated().filter { $0.offset != 5 }.map {
      #"{"id":"\#($0.offset)",\#($0.element.1),"employment_status":"active"}"#
    }
    #expect(mapped.lines == expected)
    #expect(mapped.problems.count == 1)
  }
}
