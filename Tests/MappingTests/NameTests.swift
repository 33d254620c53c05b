import Diagnostics
import Mapping
import Testing

/// What `let` names, at run time.
@Suite struct NameTests {
  private static let employee = """
    let:
      primary: jobs.filter(job, job.main)[?0]
      title: primary.title.orValue(null)
      started: date(primary.start.orValue(null))
    when: blank(hidden)
    fields:
      last_name: name
      employment_status: "'active'"
      job_title: title
      hire_date: started
      pay_history:
        each: pays
        fields:
          effective_date: started
          rate: {amount: rate, currency: "'CAD'"}
    custom:
      job: {type: text, value: "coalesce(title, 'none') + ' of ' + name"}
    """

  @Test func `a name has one value for a record, inside of lists too`() throws {
    var mapped = try Mapped("employee", Self.employee)
    try mapped.map(
      #"{"name": "Ada", "jobs": [{"main": false, "title": "Mate"}, {"main": true, "title": "Pilot", "start": "2026-01-02"}], "pays": [{"rate": 5}]}"#,
      key: "1")
    try mapped.map(#"{"name": "Joe", "jobs": [], "pays": []}"#, key: "2")
    #expect(
      mapped.lines == [
        #"{"id":"1","last_name":"Ada","job_title":"Pilot","employment_status":"active","hire_date":"2026-01-02","#
          + #""pay_history":[{"effective_date":"2026-01-02","rate":{"amount":"5","currency":"CAD"}}],"custom":{"job":"Pilot of Ada"}}"#,
        #"{"id":"2","last_name":"Joe","job_title":null,"employment_status":"active","hire_date":null,"pay_history":[],"custom":{"job":"none of Joe"}}"#,
      ])
    #expect(mapped.problems == [])
  }

  @Test func `what the record lacks is absent behind a name as without it`() throws {
    var mapped = try Mapped("employee", Self.employee)
    try mapped.map(#"{"name": "Ada"}"#)
    #expect(
      mapped.lines == [
        #"{"id":"1","last_name":"Ada","employment_status":"active","custom":{"job":"none of Ada"}}"#
      ])
  }

  @Test func `a name that fails costs what reads it and nothing else`() throws {
    var mapped = try Mapped("employee", Self.employee)
    let bad = #""jobs": [{"main": true, "title": "Pilot", "start": "soon"}]"#
    try mapped.map(#"{"name": "Ada", \#(bad)}"#, key: "1")
    // The condition does not read it.
    try mapped.map(#"{"name": "Joe", "hidden": "yes", \#(bad)}"#, key: "2")
    #expect(mapped.problems == ["hire_date: 'soon' is not a date written as iso8601"])
    #expect(mapped.page.quarantined.first?.place?.text == "date(primary.start.orValue(null))")
  }

  @Test func `a trace tells what stands behind a name`() throws {
    var mapped = try Mapped("employee", Self.employee)
    mapped.trace()
    try mapped.map(#"{"name": "Ada", "jobs": [{"main": true, "title": "Pilot"}]}"#)
    let entry = try #require(mapped.page.trace?.entries.first { $0.field == "job_title" })
    #expect(
      entry.expressions.map(\.text) == [
        "title", "primary.title.orValue(null)", "jobs.filter(job, job.main)[?0]",
      ])
    #expect(entry.paths.contains("record.jobs"))
  }
}
