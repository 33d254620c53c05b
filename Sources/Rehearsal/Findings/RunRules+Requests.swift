internal import Diagnostics

/// Rules about requests, failures, and cases that prove nothing.
extension Rule {
  static let unrecordedRequest = Rule(
    "run/unrecorded-request", .error, .proven, "a request that no recorded exchange answers",
    page: """
      Nothing is ever sent: what is not in the recording has no answer. Method, path, query, body and the recorded headers must agree. The second \
      place is the exchange that comes nearest, with what is different there. Each exchange answers once.
      """,
    failing: """
      streams:
        employees:
          read: {get: /people}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
          stream: employees
          settings: {api_key: made-up}
          recording: employees
      #              ^^^^^^^^^ run/unrecorded-request
          expect: {employee: []}
      """,
    passing: "spec: 1")

  static let unaskedExchange = Rule(
    "run/unasked-exchange", .error, .proven, "a recorded exchange that no case asks for",
    page: """
      Usually paging ended too early, or a request is made differently. Exchanges beside the point belong into a recording of their own; one that \
      repeats a request which was played, and the one of `check`, may stay.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: none}
          deletions: {type: none}
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
          stream: employees
          settings: {api_key: made-up}
          recording: employees
      #              ^^^^^^^^^ run/unasked-exchange
          expect: {employee: [{id: "1", last_name: Byron}]}
          partial: true
      """,
    passing: "spec: 1")

  static let caseFailed = Rule(
    "run/failed", .error, .proven, "a case that fails and should not",
    page:
      "The run ended with this failure. The second place is the line of the connector behind it. When the failure "
      + "is what the case shows, say so with `fails`.",
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.employees
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
      #         ^^^^^^^^^^^^^^^^^^^^^^ run/failed
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          expect: {employee: [{id: "1"}]}
          partial: true
      """,
    passing: "spec: 1")

  static let caseDidNotFail = Rule(
    "run/did-not-fail", .error, .proven, "a case that should fail and does not",
    page:
      "The case wants a failure, and the run came to a good end. Look at `errors` and at the recorded status.",
    failing: """
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          fails: {kind: credentials}
      #   ^^^^^ run/did-not-fail
      """,
    passing: "spec: 1")

  static let otherFailure = Rule(
    "run/other-failure", .error, .proven, "a failure of another kind, code or wording than expected",
    page:
      "The kind says who can put it right, and decides what an administrator is told. The second place is the line behind the failure.",
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.employees
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          fails: {kind: credentials}
      #                 ^^^^^^^^^^^ run/other-failure
      """,
    passing: "spec: 1")

  static let otherAnswer = Rule(
    "run/other-answer", .error, .proven, "a delivery that is answered otherwise than expected",
    page: """
      The status or the body of the answer is another one. A delivery is signed with the settings of the case unless it says `sign: false`; \
      one that is refused is answered with 401, and the reason stands below the finding.
      """,
    failing: """
      webhooks:
        signature: {type: hmac, hash: sha256, key: "${settings.api_key}", header: X-Signature, encoding: hex, signed: "${body}"}
        events:
          - {then: ignore}
      --- connectors/acme/tests.yaml
      cases:
        - name: an unsigned delivery
          settings: {api_key: made-up}
          webhook:
            sign: false
            body: '{"type": "ping"}'
            status: 200
      #             ^^^ run/other-answer
          expect: {}
      """,
    passing: "spec: 1")

  static let scenario = Rule(
    "run/scenario", .error, .proven, "a good case that does not bear a mishap",
    page: """
      Each good stream case is played again with what befalls every listing: a 429 with `Retry-After`, a 500, a refused token, half a reply, a \
      page that comes twice. The first three must give the same records, the others must fail. `--no-scenarios` leaves them out.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        errors:
          - {status: [500], then: end_pages}
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
      #         ^^^^^^^^^^^^^^^^^^^^^^ run/scenario
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          expect: {employee: [{id: "1", last_name: Byron}, {id: "2"}]}
          partial: true
      """,
    passing: "spec: 1")

  static let nothingTested = Rule(
    "run/no-tests", .error, .proven, "a connector without tests",
    page: """
      What no case runs may stop working and nobody sees it. `connectors/<name>/tests.yaml` holds the cases; a recording is a file \
      `recordings/<name>.http` beside it.
      """,
    failing: """
      --- connectors/acme/tests.yaml (whole)
      tests: 1
      cases: []
      # ^ run/no-tests connectors/acme/tests.yaml:2:1
      """,
    passing: "spec: 1")

  static let caseProvesNothing = Rule(
    "run/vacuous", .error, .proven, "a case that cannot fail",
    page: """
      Nothing was asked and nothing came, or what is expected says nothing about it. Name records with their fields, or the \
      failure, or the ids that are gone.
      """,
    failing: """
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
      #         ^^^^^^^^^^^^^^^^^^^^^^ run/vacuous
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          expect: {employee: [{}, {}]}
          partial: true
      """,
    passing: "spec: 1")

  static let cannotRun = Rule(
    "run/cannot-run", .error, .proven, "a connector that cannot be run",
    page:
      "Something in the connector, or in one of its mappings, cannot be compiled; `connector lint` tells what and why.",
    failing: """
      --- mappings/acme/employees.yaml (whole)
      mapping: 1
      models:
        - model: employee
      #   ^^^^^ run/cannot-run
          fields:
            first_name: firstName
      """,
    passing: "spec: 1")

  static let coverageBelow = Rule(
    "run/coverage-below", .error, .proven, "cases that show less of a connector than is wanted",
    page: """
      With `--min-coverage` a connector fails whose cases show less than that share of what it says: canonical fields that came out with a \
      value, words of enums, ways in which listings end, rules for errors, streams, events, actions. `--coverage` names what nobody has \
      seen, with the line and what recording would show it.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        errors:
          - {status: [402], then: skip_stream}
          - {status: [403], then: fail, kind: permission}
          - {status: [409], then: retry}
          - {status: [410], then: end_pages}
          - {status: [422], then: fail, kind: request}
      --- connectors/acme/tests.yaml
      cases:
      # ^ run/coverage-below connectors/acme/tests.yaml:2:1
        - name: two pages of employees
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          expect: {employee: [{id: "1", last_name: Byron}, {id: "2"}]}
          partial: true
      """,
    passing: "spec: 1")
}
