package import Diagnostics

/// What `connector test` finds; `connector explain run/difference` shows a page as for the rules of lint.
package enum RunRules {
  package static let all: [Rule] = [
    .difference, .missingRecord, .unexpectedRecord, .otherOrder, .quarantinedRecord, .incompleteListing,
    .unrecordedRequest, .unaskedExchange,
    .caseFailed, .caseDidNotFail, .otherFailure, .otherAnswer,
    .scenario, .nothingTested, .caseProvesNothing, .cannotRun, .coverageBelow,
  ]
}

/// Rules about records.
extension Rule {
  static let difference = Rule(
    "run/difference", .error, .proven, "a field that comes out differently than the case expects",
    page: """
      The recording was read and mapped, and this value came of it. The second place is the rule of the mapping that made it. When what came \
      is right, `connector test --review` writes it into the case.
      """,
    failing: expecting("last_name: Bryon", at: "Bryon", "run/difference"),
    passing: expecting("last_name: Byron"))

  static let missingRecord = Rule(
    "run/missing-record", .error, .proven, "an expected record, or deletion, that does not come",
    page: """
      The case names a record that the run does not give, or a source id that is not marked as gone. Look whether paging ends too early, \
      whether `keep` leaves the record out, and whether `key` names the right path.
      """,
    failing: expecting(#"id: "3", last_name: Byron"#, at: "id", "run/missing-record"),
    passing: expecting("last_name: Byron"))

  static let unexpectedRecord = Rule(
    "run/unexpected-record", .error, .proven, "a record, or deletion, that the case does not expect",
    page: """
      More comes than the case names. Name it, or write `partial: true` when the case is about something else; with `partial` fields and models \
      that are not named may be anything, but all records of a named model are still expected.
      """,
    failing: """
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          expect:
            employee:
      #     ^^^^^^^^ run/unexpected-record
              - {id: "1", last_name: Byron}
          partial: true
      """,
    passing: expecting("last_name: Byron"))

  static let otherOrder = Rule(
    "run/other-order", .error, .proven, "records that come in another order than expected",
    page: """
      Records are expected in the order of the pages. Where the provider's order is not the case's, put the expectation right: the \
      order shows which page came first.
      """,
    failing: """
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          expect:
            employee:
              - {id: "2", last_name: Bloggs}
      #          ^^ run/other-order
              - {id: "1", last_name: Byron}
          partial: true
      """,
    passing: expecting("last_name: Byron"))

  static let quarantinedRecord = Rule(
    "run/quarantined", .error, .proven, "a recorded record that cannot become canonical",
    page: """
      In a real run the record would go into quarantine with this reason, and the run would not be green. Put the mapping right; the second \
      place is the expression that cannot use the record.
      """,
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: "status == 'Active' ? null : lastName"
            first_name: firstName
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
      #         ^^^^^^^^^^^^^^^^^^^^^^ run/quarantined
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          expect: {employee: []}
      """,
    passing: expecting("last_name: Byron"))

  static let incompleteListing = Rule(
    "run/incomplete", .error, .proven, "a listing of which records may be missing",
    page: """
      Nothing is cut off in silence: a real run that meets this is partial, and what it did not see is not taken for gone. The only page is \
      full and names no next one; the next page is at another origin; the requests for `fields` do not give the same records; records lack what \
      `keep` asks for. Record the listing to its end (a case may set `page_size`), or put right what the second place says: most often \
      the token of the next page is sought in the wrong place.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.nextPage, send: {query: cursor}, size: {value: 1}}
          deletions: {type: none}
      --- connectors/acme/tests.yaml
      cases:
        - name: one page of employees
      #         ^^^^^^^^^^^^^^^^^^^^^ run/incomplete
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          expect: {employee: [{id: "1", last_name: Byron}]}
          partial: true
      """,
    passing: expecting("last_name: Byron"))

  /// The tests of the base project with an expected employee that is written like this, and a mark under a part of it.
  private static func expecting(_ fields: String, at part: String? = nil, _ rule: String = "") -> Example {
    let line = "        - {\(fields)}"
    var mark = ""
    if let part, let found = line.firstRange(of: part) {
      let indent = line.distance(from: line.startIndex, to: found.lowerBound)
      let spaces = String(repeating: " ", count: indent - 1)
      mark = "\n#" + spaces + String(repeating: "^", count: part.count) + " " + rule
    }
    return Example(
      """
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          expect:
            employee:
      """ + "\n" + line + mark + """

                - {id: "2", last_name: Bloggs}
            partial: true
        """)
  }
}
