internal import Diagnostics

/// Rules about what tests name and supply.
extension Rule {
  static let testNone = Rule(
    "test/none", .warning, .proven, "a connector without tests",
    page: """
      Tests are recordings in and canonical records out; they run without a network and prove that a connector reads what the provider sends. \
      `connector record` makes the recordings, `tests.yaml` says what must come of them.
      """,
    failing: """
      --- connectors/other/connector.yaml
      spec: 1
      name: other
      #     ^ test/none connectors/other/connector.yaml:2:1
      title: Another system
      category: hris
      docs: https://developer.example.com
      auth: {type: none}
      http:
        base_url: https://other.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      check: {get: /me}
      """,
    passing: "title: Acme HR\n")

  static let testUntestedStream = Rule(
    "test/untested-stream", .warning, .proven, "a mapped stream that no test reads",
    page:
      """
      A stream with a mapping brings records into the store, and nothing proves which. Add a case with `stream`, a recording \
      and what is expected.
      """,
    failing: """
      \(Rule.teams)
      #   ^ test/untested-stream connectors/acme/connector.yaml:27:3
      """,
    passing: """
      \(Rule.teams)
      --- connectors/acme/recordings/teams.http
      ### all teams
      GET /teams

      HTTP 200
      Content-Type: application/json

      {"teams": [{"id": "t1", "name": "Crew"}]}
      \(Rule.testCase())
        - name: teams
          stream: teams
          settings: {api_key: made-up}
          recording: teams
          expect: {department: [{id: t1, name: Crew}]}
          partial: true
      """)

  private static let teams = """
    --- mappings/acme/teams.yaml (whole)
    mapping: 1
    models:
      - model: department
        fields:
          name: name
          kind: "'team'"
    --- connectors/acme/connector.yaml
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: cursor, token: body.next, send: {query: cursor}}
        deletions: {type: none}
      teams:
        read: {get: /teams}
        records: body.teams
        key: id
        pages: {type: none}
        deletions: {type: none}
        record:
          id: {type: text}
          name: {type: text}
    """

  static let testUnknownStream = Rule(
    "test/unknown-stream", .error, .proven, "a test of a stream that does not exist",
    page: "`stream` names one of the connector's streams.",
    failing: """
      \(Rule.testCase(more: """
          - name: another
        \(Rule.marked("    stream: employes", at: "|employes", "test/unknown-stream"))
            settings: {api_key: made-up}
            recording: employees
            expect: {employee: []}
        """))
      """,
    passing: "title: Acme HR\n")

  static let testUnknownAction = Rule(
    "test/unknown-action", .error, .proven, "a test of an action that does not exist",
    page: "`action` names one of the connector's actions.",
    failing: """
      \(Rule.testedAction(input: "    input: {text: Hello}").text)
        - name: another note
      \(Rule.marked("    action: add_notes", at: "|add_notes", "test/unknown-action"))
          settings: {api_key: made-up}
          recording: note
          result: {id: "7"}
      """,
    passing: Rule.testedAction(input: "    input: {text: Hello}"))

  static let testUnknownRecording = Rule(
    "test/unknown-recording", .error, .proven, "a test of a recording that does not exist",
    page: "`recording` names a file of `recordings/` without its ending `.http`.",
    failing:
      "\(Rule.testCase(recording: Rule.marked("    recording: employes", at: "|employes", "test/unknown-recording")))",
    passing: "\(Rule.testCase())")

  static let testNoRecording = Rule(
    "test/no-recording", .error, .proven, "a test that nothing answers",
    page:
      "Tests never reach the network: each request is answered by the recording that the case names. Record one with `connector record`.",
    failing: """
      \(Rule.testCase(more: """
        \(Rule.marked("  - name: another", at: "|name", "test/no-recording"))
            stream: employees
            settings: {api_key: made-up}
            expect: {employee: [{id: "9"}]}
            partial: true
        """))
      """,
    passing: "\(Rule.testCase())")

  static let testNoWebhooks = Rule(
    "test/no-webhooks", .error, .proven, "a delivery to a connector without webhooks",
    page: "The connector has no `webhooks`, so that a delivery has nowhere to go.",
    failing: """
      \(Rule.testCase(more: """
          - name: an employee changed
            webhook: {body: '{}'}
            settings: {api_key: made-up}
            expect: {employee: []}
        """))
      # ^ test/no-webhooks connectors/acme/connector.yaml:2:1
      """,
    passing: "\(Rule.testCase())")

  static let testDuplicateName = Rule(
    "test/duplicate-name", .warning, .proven, "two cases of one name",
    page: "Reports tell cases by their names. Say what each one shows.",
    failing: """
      \(Rule.testCase(more: """
        \(Rule.marked("  - name: two pages of employees", at: "|two", "test/duplicate-name"))
            stream: employees
            settings: {api_key: made-up}
            recording: employees
            expect: {employee: [{id: "1"}, {id: "2"}]}
            partial: true
        """))
      """,
    passing: "\(Rule.testCase())")

  static let testUnknownInput = Rule(
    "test/unknown-input", .error, .proven, "an input that the action does not have",
    page: "`input` gives the inputs that the action declares, by name.",
    failing: Rule.testedAction(
      input: Rule.marked("    input: {txt: Hello}", at: "|txt", "test/unknown-input")),
    passing: Rule.testedAction(input: "    input: {text: Hello}"))

  static let testMissingInput = Rule(
    "test/missing-input", .error, .proven, "a test that leaves out an input the action needs",
    page: "Inputs that are not `optional` must be given, or the action is refused before any request.",
    failing: Rule.testedAction(input: Rule.marked("    input: {}", at: "|input", "test/missing-input")),
    passing: Rule.testedAction(input: "    input: {text: Hello}"))

  static let testUnknownResult = Rule(
    "test/unknown-result", .error, .proven, "a result that the action does not give",
    page: "`result` holds what the action's own `result` names.",
    failing: Rule.testedAction(
      input: "    input: {text: Hello}",
      result: Rule.marked("    result: {ident: \"7\"}", at: "|ident", "test/unknown-result")),
    passing: Rule.testedAction(input: "    input: {text: Hello}"))

  static let testBadMoment = Rule(
    "test/bad-moment", .error, .proven, "a moment that cannot be read",
    page:
      "`now` is the moment at which the case runs, `2026-11-20T12:00:00Z`; so is `since` where a stream asks by time, or a day.",
    failing: "\(Rule.testCase(more: Rule.marked("    now: yesterday", at: "|yesterday", "test/bad-moment")))",
    passing: "\(Rule.testCase(more: "    now: \"2026-11-20T12:00:00Z\""))")

  static let testSinceUnused = Rule(
    "test/since-unused", .warning, .proven, "a cursor for a stream that has none",
    page:
      "`since` is the cursor that the run begins with. The stream has no `changes`, so that it reads everything however the case begins.",
    failing:
      "\(Rule.testCase(more: Rule.marked("    since: \"2026-11-20T12:00:00Z\"", at: "|since", "test/since-unused")))",
    passing: "\(Rule.testCase())")

  static let testUnusedRecording = Rule(
    "test/unused-recording", .warning, .proven, "a recording that no test uses",
    page:
      "It was recorded for a reason, and nothing proves what comes of it. Add a case for it, or take it away.",
    failing: """
      --- connectors/acme/recordings/empty.http
      ### nobody works here
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [], "next": null}
      --- connectors/acme/connector.yaml
      title: Acme HR
      # ^ test/unused-recording connectors/acme/recordings/empty.http:1:1
      """,
    passing: "title: Acme HR\n")

  static let testUnknownSetting = Rule(
    "test/unknown-setting", .error, .proven, "a setting that the connector does not have",
    page: "Tests supply the settings that the connector declares, made up and never real.",
    failing:
      "\(Rule.testCase(settings: Rule.marked("    settings: {api_ky: made-up}", at: "|api_ky", "test/unknown-setting")))",
    passing: "\(Rule.testCase())")

  static let testBadSetting = Rule(
    "test/bad-setting", .error, .proven, "a value that the setting would refuse",
    page:
      """
      The value is held against the setting's type, pattern, range and values, as the form of the wizard does. A text that \
      looks like a number needs quotes.
      """,
    failing:
      "\(Rule.testCase(settings: Rule.marked("    settings: {api_key: 12345}", at: "|12345", "test/bad-setting")))",
    passing: "\(Rule.testCase(settings: "    settings: {api_key: \"12345\"}"))")

  static let testMissingSetting = Rule(
    "test/missing-setting", .error, .proven, "a test that leaves out a setting the connector needs",
    page: """
      A setting without `optional` and without a default is needed for every run. Supply a made-up one under `settings` at the top of \
      `tests.yaml`, for all cases.
      """,
    failing:
      "\(Rule.testCase(name: Rule.marked("  - name: two pages of employees", at: "|two", "test/missing-setting"), settings: ""))",
    passing: "\(Rule.testCase())")
}
