internal import Diagnostics

/// Rules about what tests expect and what recordings hold.
extension Rule {
  static let testUnknownModel = Rule(
    "test/unknown-model", .error, .proven, "an expected model that the stream does not give",
    page:
      "`expect` names models as the mapping of the stream does. Correct the name, or look whether the mapping makes the right model.",
    failing: """
      \(Rule.testCase(expect: """
            expect:
        \(Rule.marked("      employe:", at: "|employe", "test/unknown-model"))
                - {id: "1", last_name: Byron}
            partial: true
        """))
      """,
    passing: "\(Rule.testCase())")

  static let testUnknownField = Rule(
    "test/unknown-field", .error, .proven, "an expected field that the model does not have",
    page:
      "Canonical models are closed; `connector explain MODEL` lists the fields. What the model lacks stands under `custom`.",
    failing:
      "\(Rule.testCase(expect: Rule.expect("last_nme: Bloggs", at: "|last_nme", "test/unknown-field")))",
    passing: "\(Rule.testCase())")

  static let testUnknownEnumValue = Rule(
    "test/unknown-enum-value", .error, .proven, "an expected value that the canonical enum does not have",
    page:
      """
      Enums of the models have fixed values; `connector explain MODEL.FIELD` lists them. The provider's own word stands in the \
      field with `_raw`.
      """,
    failing:
      "\(Rule.testCase(expect: Rule.expect("employment_status: activ", at: "|activ", "test/unknown-enum-value")))",
    passing: "\(Rule.testCase(expect: Rule.expect("employment_status: active")))")

  static let testWrongType = Rule(
    "test/wrong-type", .error, .proven, "an expected value of another type than the field",
    page:
      "Dates, moments, numbers and texts are compared as what they are. A text that looks like a number needs quotes.",
    failing:
      "\(Rule.testCase(expect: Rule.expect("hire_date: 16.05.2022", at: "|16.05.2022", "test/wrong-type")))",
    passing: "\(Rule.testCase(expect: Rule.expect("hire_date: 2022-05-16")))")

  static let testExpectedUnmapped = Rule(
    "test/expected-unmapped", .error, .proven, "an expected field that the mapping does not fill",
    page: "The case wants a value that nothing gives. Map the field, or take it out of the case.",
    failing:
      "\(Rule.testCase(expect: Rule.expect("job_title: Cook", at: "|job_title", "test/expected-unmapped")))",
    passing: "\(Rule.testCase())")

  static let testVacuous = Rule(
    "test/vacuous", .warning, .likely, "a test that proves nothing",
    page: """
      The recording holds records and none is expected, or nothing is expected at all: the case passes whatever the connector does. Say what \
      must come, or use a recording without records for the case of an empty list, `{employee: []}`.
      """,
    failing: "\(Rule.testCase(expect: Rule.marked("    expect: {}", at: "|{}", "test/vacuous")))",
    passing: "\(Rule.testCase())")

  static let testUnnamedRecord = Rule(
    "test/unnamed-record", .info, .likely, "an expected record that does not say which one it is",
    page: """
      Records are told apart by their `id`; one without it is held against the next that comes, so that a record too few makes all that follow it \
      wrong. Nearly all other expected records of these tests have theirs.
      """,
    failing: """
      \(Rule.testCase(expect: """
            expect:
              employee:
                - {id: "1", last_name: Byron}
                - {id: "2", last_name: Bloggs}
            partial: true
          - name: the same once more
            stream: employees
            settings: {api_key: made-up}
            recording: employees
            expect:
              employee:
                - {id: "1", first_name: Ada}
                - {id: "2", first_name: Joe}
            partial: true
          - name: their states
            stream: employees
            settings: {api_key: made-up}
            recording: employees
            expect:
              employee:
                - {id: "1", employment_status: active}
        \(Rule.marked("        - {employment_status: active}", at: "|employment", "test/unnamed-record"))
            partial: true
        """))
      """,
    passing: "\(Rule.testCase())")

  static let testValueMismatch = Rule(
    "test/value-mismatch", .error, .proven, "an expected value that the mapping does not give",
    page: """
      The mapping was run over the recorded record, and something else came than the case wants. Either the mapping reads the wrong key or the \
      case is wrong; the finding shows both places.
      """,
    failing: "\(Rule.testCase(expect: Rule.expect("first_name: Jo", at: "|Jo}", "test/value-mismatch")))",
    passing: "\(Rule.testCase(expect: Rule.expect("first_name: Joe")))")

  static let testUnexpectedField = Rule(
    "test/unexpected-field", .error, .proven, "a field that comes and that the case does not expect",
    page: """
      A case without `partial` says all that comes of a record, nulls too; what has a null in the recording stands there as null. Expect the \
      field, or write `partial: true` where the others do not matter.
      """,
    failing: """
      \(Rule.testCase(
        name: Rule.marked("  - name: two pages of employees", at: "|two", "test/unexpected-field"), expect: """
            expect:
              employee:
                - {id: "1", last_name: Byron}
                - {id: "2", last_name: Bloggs}
        """))
      """,
    passing: "\(Rule.testCase())")

  static let testCountMismatch = Rule(
    "test/count-mismatch", .error, .proven, "another number of expected records than were recorded",
    page:
      """
      Each recorded record gives one canonical record, and the case lists another number. Records that are left out on purpose \
      are left out by `keep` or `when`.
      """,
    failing: """
      \(Rule.testCase(expect: """
            expect:
        \(Rule.marked("      employee:", at: "|employee", "test/count-mismatch"))
                - {id: "1", last_name: Byron}
            partial: true
        """))
      """,
    passing: "\(Rule.testCase())")

  static let testUnnamedModel = Rule(
    "test/unnamed-model", .info, .likely, "a case that says nothing of one of the models of its stream",
    page: """
      The mapping of the stream makes records of several models. `partial` lets the fields be anything that the case does not name; of a model \
      that it does not name, it proves not even how many records come. Name it too, with an empty list where none comes.
      """,
    failing: unnamedModel("", at: "|expect"), passing: unnamedModel("      department: []"))

  private static func unnamedModel(_ more: String, at mark: String = "") -> Diagnostics.Example {
    """
    --- mappings/acme/employees.yaml
    models:
      - model: employee
        fields:
          last_name: lastName
          first_name: firstName
          hire_date: date(hired)
          employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      - model: department
        when: lastName == 'Nobody'
        fields: {name: lastName, kind: "'department'"}
    --- connectors/acme/tests.yaml
    cases:
      - name: two pages of employees
        stream: employees
        settings: {api_key: made-up}
        recording: employees
    \(marked("    expect:", at: mark, "test/unnamed-model"))
          employee:
            - {id: "1", last_name: Byron}
            - {id: "2", last_name: Bloggs}
    \(more)
        partial: true
    """
  }

  static let testUnmatchedExchange = Rule(
    "test/unmatched-exchange", .warning, .proven, "a recorded request that the connector never makes",
    page: """
      No stream, action, check or log-in of the connector asks for this path by this method. The recording may be of an older version of the \
      connector, or the request was meant to be described and is not.
      """,
    failing: """
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.twoPages("GET /employees", #""next": "c2""#, "GET /employees?cursor=c2", #""next": null"#))

      ### a department
      GET /departments

      HTTP 200
      Content-Type: application/json

      {"departments": []}
      --- connectors/acme/connector.yaml
      title: Acme HR
      # ^ test/unmatched-exchange connectors/acme/connector.yaml:22:3
      """,
    passing: "title: Acme HR\n")

  static let testNothingFails = Rule(
    "test/nothing-fails", .warning, .likely, "a test that must fail, with a recording of successes",
    page:
      """
      The case wants a failure, every reply of its recording is a success, and no error rule with a condition could make one a \
      failure. Record the refusal.
      """,
    failing: """
      check:
        get: /me
        expect: body.active
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: none}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.onePage)
      --- connectors/acme/recordings/slow.http
      ### slow down
      GET /employees

      HTTP 429
      Retry-After: 2

      \(Rule.testCase(more: """
          - name: a wrong key
            stream: employees
            settings: {api_key: made-up}
            recording: employees
        \(Rule.marked("    fails: {kind: credentials}", at: "|fails", "test/nothing-fails"))
          - name: too many requests
            stream: employees
            settings: {api_key: made-up}
            recording: slow
            fails: {kind: quota}
        """))
      """,
    passing: "title: Acme HR\n")

  static let testNoErrorRecorded = Rule(
    "test/no-error-recorded", .info, .heuristic, "recordings without any refusal",
    page:
      """
      Providers differ most in how they refuse: with which status, which words, which headers. A recording of one wrong \
      credential or throttled request proves the error rules.
      """,
    failing: """
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.onePage)
      --- connectors/acme/connector.yaml
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: none}
          deletions: {type: none}
      # ^ test/no-error-recorded connectors/acme/connector.yaml:14:1
      """,
    passing: "title: Acme HR\n")

  /// Both employees at once, and the check.
  private static let onePage = """
    ### everybody
    GET /employees

    HTTP 200
    Content-Type: application/json

    {"data": [\(firstEmployee), {"id": "2", "firstName": "Joe", "lastName": "Bloggs", "hired": "2022-05-16", "status": "Active"}]}

    ### who am I
    GET /me

    HTTP 200
    Content-Type: application/json

    {"name": "Acme", "active": true, "state": "on"}
    """

  static let testWebhookBody = Rule(
    "test/webhook-body-not-json", .error, .proven, "a delivered body that is no JSON",
    page:
      """
      The body goes to the connector byte for byte. It says that it is JSON and cannot be read as such; quotes inside of YAML \
      quotes are the usual reason.
      """,
    failing: """
      \(Rule.webhooks(tests: """
          - name: an employee changed
            webhook:
              headers: {Content-Type: application/json}
        \(Rule.marked("      body: '{\"type\": employee.updated}'", at: "|employee", "test/webhook-body-not-json"))
            expect: {employee: [{id: "1"}]}
            partial: true
        """).text)
      """,
    passing: Rule.webhooks())

  static let testUnredacted = Rule(
    "test/unredacted", .error, .likely, "a recording that holds what looks like a real credential",
    page: """
      Recordings are kept in version control and read by many. `connector record` takes credentials out by itself; this one was written or \
      changed by hand. Put `{secret}` in its place, and make the credential void if it was real.
      """,
    failing: """
      --- connectors/acme/recordings/employees.http (whole)
      ### first page
      GET /employees
      Authorization: Bearer q7Zp4Lr9Tk2Vb8Nd5Hs3

      HTTP 200
      Content-Type: application/json

      {"data": [\(Rule.firstEmployee)], "next": "c2"}

      ### second page
      GET /employees?cursor=c2
      Authorization: {secret}

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "2", "firstName": "Joe", "lastName": "Bloggs", "hired": "2022-05-16", "status": "Active"}], "next": null}

      \(Rule.otherExchanges)
      --- connectors/acme/connector.yaml
      title: Acme HR
      # ^ test/unredacted connectors/acme/recordings/employees.http:3:23
      """,
    passing: "title: Acme HR\n")

  static let testPersonalData = Rule(
    "test/personal-data", .warning, .likely, "a recording with an address that may be a real person's",
    page: """
      Recordings hold no real people. The domains `example.com`, `example.org`, `example.net` and those that end in `.example`, `.test` or \
      `.invalid` belong to nobody and are meant for this.
      """,
    failing: """
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.twoPages("GET /employees", #""next": "c2""#, "GET /employees?cursor=c2", #""next": null, "by": "ada@acme-works.ca""#))
      --- connectors/acme/connector.yaml
      title: Acme HR
      # ^ test/personal-data connectors/acme/recordings/employees.http:15:131
      """,
    passing: "title: Acme HR\n")
}
