import JSON
import Mapping
import Rows
import Testing
import Values

/// What stands for the rows of a record before they are made.
@Suite struct OriginTests {
  private static let rules = """
    fields:
      last_name: name
      employment_status: {match: status, cases: {A: active}, otherwise: unknown}
    """
  private static let record = #"{"name": "Ada", "status": "A"}"#

  private func origin(_ rules: String = rules, of record: String = record) throws -> RowHash? {
    try Mapped("employee", rules).program.origin(of: .json(text: record))
  }

  @Test func `the same record and the same mapping have one origin`() throws {
    #expect(try origin() != nil)
    #expect(try origin() == origin())
  }

  static let otherRecords = [
    #"{"name": "Ada", "status": "B"}"#, #"{"name": "Ada", "status": "A" }"#,
    #"{"name": "Ada", "status": "A", "more": null}"#, #"{"status": "A", "name": "Ada"}"#,
  ]

  @Test(arguments: otherRecords) func `any other byte of a record makes another origin`(_ record: String)
    throws
  {
    #expect(try origin(of: record) != origin())
  }

  static let otherRules = [
    rules.replacingFirst("name: name", by: "name: surname"),
    rules.replacingFirst("A: active", by: "A: terminated"),
    rules.replacingFirst("cases: {A: active}", by: "cases: {A: active, B: active}"),
    rules.replacingFirst("last_name: name", by: "last_name: 'name'"),
    "source_updated_at: instant(changed)\n" + rules,
  ]

  @Test(arguments: otherRules) func `any other rule makes another origin`(_ rules: String) throws {
    #expect(try origin(rules) != origin())
    #expect(try origin(rules) != nil)
  }

  @Test func `another model makes another origin`() throws {
    let rules = "fields:\n  last_name: name"
    let origins = try ["candidate", "learner"].map {
      try Mapped($0, rules).program.origin(of: .json(text: Self.record))
    }
    #expect(origins[0] != nil && origins[1] != nil && origins[0] != origins[1])
  }

  static let unclear = [
    "when: name != 'Joe'\n" + rules, "id: name\n" + rules,
    rules.replacingFirst("last_name: name", by: "last_name: name + string(account.suffix)"),
  ]

  @Test(arguments: unclear) func `where more than the record decides there is no origin`(_ rules: String)
    throws
  {
    #expect(try origin(rules) == nil)
  }

  @Test func `a record that something was added to has no origin`() throws {
    let mapped = try Mapped("employee", Self.rules)
    #expect(mapped.program.origin(of: .map(MapValue([("name", .string("Ada"))]))) == nil)
  }

  @Test func `a row says where it comes from`() throws {
    let mapped = try Mapped("employee", Self.rules)
    var page = mapped.program.page()
    let record = try Value.json(text: Self.record)
    let origin = mapped.program.origin(of: record)
    mapped.program.map(record, key: "1", origin: origin, into: &page)
    #expect(page.rows.map { $0.heads.map(\.origin) } == [[origin]])
  }
}

extension String {
  fileprivate func replacingFirst(_ part: String, by other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
