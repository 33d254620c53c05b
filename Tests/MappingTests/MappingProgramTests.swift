import Diagnostics
import Expressions
import Language
import Mapping
import Rows
import Testing
import Values

@Suite struct MappingProgramTests {
  private static let employee = """
    source_updated_at: instant(changed)
    fields:
      last_name: name
      employment_status: {match: status, cases: {A: active}, otherwise: unknown}
      hire_date: date(hired)
    custom:
      shirt: {type: text, value: shirt}
      badge: {type: integer, value: badge}
    """

  @Test func `one bad record does not lose the page`() throws {
    var mapped = try Mapped("employee", Self.employee)
    try mapped.map(#"{"name": "Ada", "status": "A", "changed": "2026-01-02T03:04:05+01:00"}"#, key: "1")
    try mapped.map(#"{"name": "Joe", "status": "A", "hired": "soon"}"#, key: "2")
    try mapped.map(#"{"status": "A"}"#, key: "3")
    try mapped.map(#"{"name": null, "status": "A"}"#, key: "4")
    try mapped.map(#"{"name": "Eve", "status": "Z", "shirt": "M", "badge": 7}"#, key: "5")
    #expect(
      mapped.lines == [
        #"{"id":"1","source_updated_at":"2026-01-02T02:04:05Z","last_name":"Ada","employment_status":"active","employment_status_raw":"A"}"#,
        #"{"id":"5","last_name":"Eve","employment_status":"unknown","employment_status_raw":"Z","custom":{"shirt":"M","badge":7}}"#,
      ])
    #expect(
      mapped.problems == [
        "hire_date: 'soon' is not a date written as iso8601",
        "last_name: `last_name` is required, and the record does not have it",
        "last_name: `last_name` is required, and it is null",
      ])
    let first = try #require(mapped.page.quarantined.first)
    #expect(first.key == "2" && first.model == "employee" && first.raw.hasSuffix(#""hired": "soon"}"#))
    #expect(first.place?.text == "date(hired)" && first.place?.startPosition.line == 8)
    #expect(mapped.page.read == 5)
    let unforeseen = mapped.page.unforeseen.map { "\($0.key.field) \($0.key.word) \($0.value)" }
    #expect(unforeseen == ["employment_status Z 1"])
  }

  @Test func `a record may give several rows, and all or none of them`() throws {
    var mapped = try Mapped(
      "file",
      """
      each: files
      id: record.id + '-' + n
      fields:
        name: title
      """)
    let records = [
      #"{"id": "e", "files": [{"n": "1", "title": "a"}, {"n": "2", "title": "b"}]}"#,
      #"{"id": "f", "files": [{"n": "1", "title": "a"}, {"n": "2"}]}"#, #"{"id": "g", "files": []}"#,
      #"{"id": "h"}"#,
    ]
    for (place, record) in records.enumerated() { try mapped.map(record, key: "\(place)") }
    #expect(mapped.lines == [#"{"id":"e-1","name":"a"}"#, #"{"id":"e-2","name":"b"}"#])
    #expect(mapped.problems == ["[1].name: `name` is required, and the record does not have it"])
    let batch = mapped.page.rows[0]
    #expect(batch.isDerived && batch.withdrawn == ["2", "3"])
    #expect(batch.heads.map { $0.recordKey.map(batch.text) } == ["0", "0"])
  }

  @Test func `a record that no longer fulfils its condition is withdrawn`() throws {
    var mapped = try Mapped("employee", "when: kind == 'person'\n" + Self.employee)
    try mapped.map(#"{"kind": "robot", "name": "Ada", "status": "A"}"#, key: "1")
    try mapped.map(#"{"name": "Ada", "status": "A"}"#, key: "2")
    #expect(mapped.lines == [] && mapped.problems == [] && mapped.page.rows[0].withdrawn == ["1", "2"])
  }

  @Test func `settings and fields that the stream adds can be read`() throws {
    let page = try Mapped(
      "employee", "fields:\n  last_name: name\n  first_name: company\n  employment_status: \"'active'\"")
    var mapped = page
    try mapped.map(#"{"name": "Ada", "company": "old"}"#, carried: MapValue([("company", .string("Acme"))]))
    #expect(
      mapped.lines == [#"{"id":"1","first_name":"Acme","last_name":"Ada","employment_status":"active"}"#])
  }

  @Test(arguments: [
    ("id: instant(n)", "id"), ("source_updated_at: instant(n)", "source_updated_at"),
    ("custom: {made: {type: instant, value: instant(n)}}", "custom.made"),
  ])
  func `a problem outside of fields is told with its name and what is missing`(
    rules: String, name: String
  ) throws {
    var mapped = try Mapped(
      "employee",
      rules
        + "\nfields: {last_name: name, employment_status: {match: s, cases: {A: active}, otherwise: unknown}}"
    )
    try mapped.map(#"{"name": "Ada", "s": "A", "n": 7}"#)
    #expect(
      mapped.problems == [
        "\(name): 'instant' does not take (int); write instant(x, 'unix') for seconds since 1970, 'unix_ms' for milliseconds"
      ])
  }

  @Test func `a trace tells rules, paths and cases`() throws {
    var mapped = try Mapped("employee", Self.employee)
    mapped.trace()
    try mapped.map(#"{"name": "Ada", "status": "A", "badge": 7}"#)
    let trace = try #require(mapped.page.trace)
    #expect(
      trace.entries.map(\.field) == [
        "last_name", "employment_status", "hire_date", "custom.shirt", "custom.badge",
      ])
    #expect(trace.entries.map(\.outcome) == [.value, .value, .absent, .absent, .value])
    #expect(
      trace.entries.map(\.paths) == [
        ["record.name"], ["record.status"], ["record.hired"], ["record.shirt"], ["record.badge"],
      ])
    #expect(trace.matches.map(\.arm) == [0])
  }

  @Test func `a mapping that cannot be run says where`() throws {
    #expect(throws: (any Error).self) { try Mapped("employee", "fields: {first_name: a}") }
    #expect(throws: (any Error).self) { try Mapped("nothing", "fields: {first_name: a}") }
    #expect(throws: (any Error).self) {
      try Mapped("employee", "fields: {last_name: a, employment_status: {fields: {a: b}}}")
    }
  }
}
