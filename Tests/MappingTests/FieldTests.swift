import JSON
import Mapping
import Testing
import Values

/// One rule, one record, and the field that comes of it.
@Suite struct FieldTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let model: Example
    let rule: String
    let record: String
    let gives: String
    var testDescription: String { "\(rule) of \(record)" }

    init(_ model: Example, _ rule: String, _ record: String, _ gives: String) {
      self.model = model
      self.rule = rule
      self.record = record
      self.gives = gives
    }
  }

  /// A model with the rules that it cannot do without.
  enum Example: String {
    case employee, invoice, leave, event, permission

    var name: String { self == .event ? "employment_event" : rawValue }

    var needed: String {
      switch self {
      case .employee: "last_name: \"'-'\"\n  employment_status: \"'active'\""
      case .invoice:
        "document_kind: \"'invoice'\"\n  number: \"'1'\"\n  status: \"'open'\"\n  currency: \"'USD'\""
      case .leave:
        "employee_id: \"'1'\"\n  kind: \"'sick'\"\n  status: \"'approved'\"\n  start_date: date('2026-01-01')"
      case .event: "employee_id: \"'1'\"\n  kind: \"'unknown'\"\n  effective_date: date('2026-01-01')"
      case .permission: "grantee_kind: \"'user'\""
      }
    }
  }

  static let texts = [
    Case(.employee, "first_name: a", #"{"a": "R&D \"Ω\"\n"}"#, #""R&D \"Ω\"\n""#),
    Case(.employee, "first_name: a", #"{"a": "\u0007\u001f/"}"#, #""\u0007\u001f/""#),
    Case(.employee, "first_name: a", #"{"a": ""}"#, #""""#),
    Case(.employee, "first_name: a", #"{"a": null}"#, "null"),
    Case(.employee, "first_name: a", "{}", "absent"),
    Case(.employee, "first_name: a.b[0].c", #"{"a": {"b": [{"c": "x"}]}}"#, #""x""#),
    Case(.employee, "first_name: a.b[1].c", #"{"a": {"b": [{"c": "x"}]}}"#, "absent"),
    Case(.employee, "first_name: a[0].c", #"{"a": []}"#, "absent"),
    Case(.employee, "first_name: coalesce(a[0], b)", #"{"a": [], "b": "y"}"#, #""y""#),
    Case(.employee, "first_name: a.b", #"{"a": null}"#, "null"),
    Case(.employee, "first_name: a.b", #"{"a": {}}"#, "absent"),
    Case(.employee, "first_name: a.?b", #"{"a": {}}"#, "absent"),
    Case(.employee, "first_name: a.?b.orValue('z')", #"{"a": {}}"#, #""z""#),
    Case(.employee, "first_name: \"'x' + string(a)\"", #"{"a": 12}"#, #""x12""#),
    Case(.employee, "first_name: a", #"{"a": 12}"#, "problem"),
    Case(.employee, "first_name: a", #"{"a": true}"#, "problem"),
    Case(.employee, "first_name: a", #"{"a": ["x"]}"#, "problem"),
    Case(.employee, "manager_id: a", #"{"a": 12345678901234567890}"#, #""12345678901234567890""#),
    Case(.employee, "manager_id: a", #"{"a": "007"}"#, #""007""#),
    Case(.employee, "manager_id: a", #"{"a": ""}"#, "null"),
    Case(.employee, "manager_id: a", #"{"a": 1.5}"#, "problem"),
    Case(.employee, "manager_id: a", #"{"a": {}}"#, "problem"),
    Case(.employee, "work_email: a", #"{"a": "Ada@Example.com"}"#, #""Ada@Example.com""#),
    Case(.employee, "work_email: a", #"{"a": ""}"#, "null"),
    Case(.employee, "work_email: a", #"{"a": "nobody"}"#, "problem"),
    Case(.employee, "work_email: a", #"{"a": "a b@example.com"}"#, "problem"),
    Case(.employee, "work_email: a", #"{"a": "a@b@example.com"}"#, "problem"),
    Case(.employee, "national_id_country: a", #"{"a": "ca"}"#, #""CA""#),
    Case(.employee, "national_id_country: a", #"{"a": "CAN"}"#, "problem"),
    Case(.employee, "preferred_language: a", #"{"a": "fr-CA"}"#, #""fr-CA""#),
    Case(.employee, "preferred_language: a", #"{"a": "fr_CA"}"#, "problem"),
    Case(
      .employee, "timezone: a", #"{"a": "America/Argentina/Buenos_Aires"}"#,
      #""America/Argentina/Buenos_Aires""#),
    Case(.employee, "timezone: a", #"{"a": "America/"}"#, "problem"),
    Case(.leave, "start_time: a", #"{"a": "08:30"}"#, #""08:30""#),
    Case(.leave, "start_time: a", #"{"a": "23:59:59.5"}"#, #""23:59:59.5""#),
    Case(.leave, "start_time: a", #"{"a": "24:00"}"#, "problem"),
    Case(.leave, "start_time: a", #"{"a": "8:30 AM"}"#, "problem"),
  ]

  static let numbers = [
    Case(.employee, "fte: decimal(a)", #"{"a": "0.750"}"#, #""0.750""#),
    Case(.employee, "fte: a", #"{"a": 0.60}"#, #""0.60""#),
    Case(.employee, "fte: a", #"{"a": 1E2}"#, #""100""#),
    Case(.employee, "fte: a", #"{"a": -0.0}"#, #""0.0""#),
    Case(.employee, "fte: a", #"{"a": 1e400}"#, "problem"),
    Case(
      .employee, "fte: a", #"{"a": 1234567890123456789012345678901234567890.10}"#,
      #""1234567890123456789012345678901234567890.10""#),
    Case(.employee, "fte: a", #"{"a": "0.5"}"#, "problem"),
    Case(.employee, "remote: a", #"{"a": true}"#, "true"),
    Case(.employee, "user_active: a == 'yes'", #"{"a": "no"}"#, "false"),
    Case(.employee, "user_active: a", #"{"a": 1}"#, "problem"),
    Case(.leave, "days: \"[]\"", "{}", "[]"),
    Case(.employee, "hire_date: date(a)", #"{"a": "2024-02-29"}"#, #""2024-02-29""#),
    Case(.employee, "hire_date: \"date(a, 'dd/MM/yyyy')\"", #"{"a": "29/02/2024"}"#, #""2024-02-29""#),
    Case(.employee, "hire_date: date(a)", #"{"a": "2023-02-29"}"#, "problem"),
    Case(.employee, "hire_date: date(a)", #"{"a": null}"#, "null"),
    Case(.employee, "hire_date: a", #"{"a": "2024-02-29"}"#, "problem"),
  ]

  static let rules = [
    Case(
      .employee, "gender: {match: a, cases: {F: female, M: male}, otherwise: unknown}", #"{"a": "F"}"#,
      #""female" "F""#),
    Case(
      .employee, "gender: {match: a, cases: {F: female}, otherwise: unknown, ignore_case: true}",
      #"{"a": "f"}"#,
      #""female" "f""#),
    Case(
      .employee, "gender: {match: a, cases: {F: female}, otherwise: unknown}", #"{"a": "X"}"#,
      #""unknown" "X""#),
    Case(
      .employee, "gender: {match: a, cases: {\"1\": female}, otherwise: unknown}", #"{"a": 1}"#,
      #""female" "1""#),
    Case(
      .employee, "gender: {match: a, cases: {F: female}, otherwise: unknown}", #"{"a": null}"#, "null"),
    Case(.employee, "gender: {match: a, cases: {F: female}, otherwise: unknown}", "{}", "absent"),
    Case(.employee, "gender: {match: a, cases: {F: female}, otherwise: unknown}", #"{"a": []}"#, "problem"),
    Case(.employee, "gender: \"a ? 'female' : 'man'\"", #"{"a": true}"#, #""female""#),
    Case(.employee, "gender: \"a ? 'female' : 'man'\"", #"{"a": false}"#, "problem"),
    Case(
      .permission, "roles: {match: a, cases: {owner: owner, r: read}, otherwise: unknown}",
      #"{"a": ["r", "x"]}"#,
      #"["read","unknown"] ["r","x"]"#),
    Case(
      .employee, "pay_rate: {amount: a, currency: \"'usd'\"}", #"{"a": 12.50}"#,
      #"{"amount":"12.50","currency":"USD"}"#),
    Case(
      .employee, "pay_rate: {amount: a, currency: c, unit: minor}", #"{"a": 1250, "c": "USD"}"#,
      #"{"amount":"12.50","currency":"USD"}"#),
    Case(
      .employee, "pay_rate: {amount: a, currency: c, unit: minor}", #"{"a": "-1250", "c": "JPY"}"#,
      #"{"amount":"-1250","currency":"JPY"}"#),
    Case(
      .employee, "pay_rate: {amount: a, currency: c, unit: minor}", #"{"a": 5, "c": "KWD"}"#,
      #"{"amount":"0.005","currency":"KWD"}"#),
    Case(
      .employee, "pay_rate: {amount: a, currency: c, unit: minor, places: {ISK: 2}}",
      #"{"a": 500, "c": "isk"}"#,
      #"{"amount":"5.00","currency":"ISK"}"#),
    Case(
      .employee, "pay_rate: {amount: a, currency: c, unit: minor, places: {ISK: 2}}",
      #"{"a": 500, "c": "JPY"}"#,
      #"{"amount":"500","currency":"JPY"}"#),
    Case(.employee, "pay_rate: {amount: a, currency: c}", #"{"a": null}"#, "null"),
    Case(.employee, "pay_rate: {amount: a, currency: c}", #"{"c": "USD"}"#, "absent"),
    Case(.employee, "pay_rate: {amount: a, currency: c}", #"{"a": 1}"#, "problem"),
    Case(.employee, "pay_rate: {amount: a, currency: c}", #"{"a": "1,5", "c": "USD"}"#, "problem"),
    Case(
      .employee, "home_address: {fields: {city: a, country: b}}", #"{"a": "Zürich", "b": "CH"}"#,
      #"{"city":"Zürich","country":"CH"}"#),
    Case(.employee, "home_address: {fields: {city: a, country: b}}", #"{"a": null}"#, #"{"city":null}"#),
    Case(.employee, "home_address: {fields: {city: a}}", "{}", "absent"),
    Case(.employee, "home_address: {fields: {city: a}, when: b}", #"{"a": "x", "b": false}"#, "absent"),
    Case(.employee, "home_address: {fields: {country: b}}", #"{"b": "Suisse"}"#, "problem"),
    Case(
      .event, "to: {fields: {a: a, b: b, c: c}}", #"{"a": 1.50, "b": null, "c": true}"#,
      #"{"a":"1.50","c":"true"}"#),
    Case(.event, "to: a", #"{"a": {"x": 1, "y": null}}"#, #"{"x":"1"}"#),
    Case(.employee, "team_ids: a.map(t, string(t.id))", #"{"a": [{"id": 1}, {"id": 2}]}"#, #"["1","2"]"#),
    Case(.employee, "team_ids: {each: a, value: id}", #"{"a": [{"id": 1}, {}, {"id": "x"}]}"#, #"["1","x"]"#),
    Case(.employee, "team_ids: {each: a, value: item, when: item != 2}", #"{"a": [1, 2, 3]}"#, #"["1","3"]"#),
    Case(.employee, "team_ids: {each: a, value: id}", #"{"a": null}"#, "null"),
    Case(.employee, "team_ids: {each: a, value: id}", "{}", "absent"),
    Case(.employee, "team_ids: {each: a, value: id}", #"{"a": {"id": 1}}"#, "problem"),
    Case(
      .leave, "days: {each: a, fields: {date: date(d), amount: record.n}}",
      #"{"a": [{"d": "2026-01-02"}], "n": 8}"#,
      #"[{"date":"2026-01-02","amount":"8"}]"#),
  ]

  @Test(arguments: texts + numbers + rules) func `a field has one of three states`(_ test: Case) throws {
    var mapped = try Mapped(test.model.name, "fields:\n  \(test.rule)\n  \(test.model.needed)")
    try mapped.map(test.record)
    let name = String(test.rule.prefix { $0 != ":" })
    if test.gives == "problem" {
      #expect(mapped.lines == [] && mapped.page.quarantined.count == 1, "\(mapped.lines)")
      #expect(mapped.page.quarantined.first?.path.hasPrefix(name) == true, "\(mapped.problems)")
      #expect(mapped.page.quarantined.first?.place != nil)
      return
    }
    #expect(mapped.problems == [])
    let line = try JSONDocument(text: try #require(mapped.lines.first)).root
    let parts = [name, name + "_raw"].compactMap { line[$0] }.map { part in
      var steps = 1_000
      return (try? JSONWriter.text(of: .json(part), steps: &steps, limit: 10_000)) ?? "unwritable"
    }
    #expect((parts.isEmpty ? "absent" : parts.joined(separator: " ")) == test.gives)
  }
}
