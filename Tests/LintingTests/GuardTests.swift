import Diagnostics
import Linting
import TestSupport
import Testing

/// What a condition leaves out is not held against what stands behind it.
@Suite struct GuardTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Keys of the stream.
    var stream = ""
    /// Keys of the model's mapping.
    var model = ""
    /// How `hire_date` and the further fields are mapped.
    var fields = "hire_date: date(hired)"
    let rules: [String]
  }

  /// The second of two employees was hired `soon`, which is no date, and is in the state `Gone`.
  private static let cases: [Case] = [
    Case(
      testDescription: "nothing is left out", rules: ["mapping/fails-on-recording"]
    ),
    Case(testDescription: "keep", stream: "keep: record.status != 'Gone'", rules: []),
    Case(
      testDescription: "a flag of deletions",
      stream: "deletions: {type: flag, when: record.status == 'Gone'}",
      rules: []),
    Case(testDescription: "when of the model", model: "when: status != 'Gone'", rules: []),
    Case(
      testDescription: "a condition that recordings cannot be asked proves nothing",
      model: "when: status != settings.api_key", rules: []),
    Case(
      testDescription: "when of an object",
      fields: "home_address: {when: status != 'Gone', fields: {city: string(date(hired))}}",
      rules: []),
    Case(
      testDescription: "when of a list",
      fields:
        "pay_history: {each: '[record]', when: item.status != 'Gone', fields: {effective_date: date(hired)}}",
      rules: []),
  ]

  @Test(arguments: cases) func `a condition narrows the trial`(_ example: Case) {
    let deletions = example.stream.hasPrefix("deletions") ? example.stream : "deletions: {type: none}"
    let files = ExampleProject.overlaid(
      with: """
        streams:
          employees:
            read: {get: /employees}
            records: body.data
            key: id
            \(example.stream.hasPrefix("keep") ? example.stream : "keep: 'true'")
            pages: {type: cursor, token: body.next, send: {query: cursor}}
            \(deletions)
        --- connectors/acme/tests.yaml (whole)
        tests: 1
        cases: []
        --- connectors/acme/recordings/employees.http (whole)
        ### the only page
        GET /employees

        HTTP 200
        Content-Type: application/json

        {"data": [
          {"id": "1", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"},
          {"id": "2", "lastName": "Bloggs", "hired": "soon", "status": "Gone"}], "next": null}

        --- mappings/acme/employees.yaml
        models:
          - model: employee
            \(example.model.isEmpty ? "when: 'true'" : example.model)
            fields:
              last_name: lastName
              \(example.fields)
              employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
        """)
    let found = Linter.run(ExampleProject.project(files)).findings.map(\.rule.id)
    #expect(found.filter { $0.hasPrefix("mapping/") && $0 != "mapping/unused-source-key" } == example.rules)
  }
}
