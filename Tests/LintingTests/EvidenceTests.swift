import Diagnostics
import Linting
import TestSupport
import Testing

/// What recordings prove, and what they leave open.
@Suite struct EvidenceTests {
  private static let http = """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}

    """
  private static let refused = """
    --- connectors/acme/recordings/refused.http (whole)
    ### not allowed
    GET /employees

    HTTP 403
    Content-Type: application/json

    {"problem": {"detail": "no"}}

    """

  /// The way to ask for changes, and that to sign, send headers that no file names.
  @Test(arguments: [
    ("etag", "bearer, token: \"${settings.api_key}\"", "If-None-Match: \"v1\""),
    (
      "last_modified", "bearer, token: \"${settings.api_key}\"",
      "If-Modified-Since: Tue, 17 Nov 2026 10:00:00 GMT"
    ),
    (
      "etag",
      "aws_sigv4, access_key_id: k, secret_access_key: \"${settings.api_key}\", region: r, service: s3",
      "X-Amz-Date: 20261120T120000Z"
    ),
  ])
  func `what the runtime sends by itself is sent`(_ kind: String, _ style: String, _ header: String) {
    let text = """
      auth: {type: \(style)}
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: none}
          changes: {type: conditional, by: \(kind)}
          deletions: {type: none}
      --- connectors/acme/recordings/same.http (whole)
      ### nothing new
      GET /employees
      \(header)

      HTTP 304

      --- connectors/acme/tests.yaml
      cases:
        - name: nothing new
          stream: employees
          settings: {api_key: made-up}
          since: '"v1"'
          recording: same
          expect: {employee: []}
      """
    let found = Linter.run(ExampleProject.project(ExampleProject.overlaid(with: text))).findings
    #expect(found.filter { $0.message.contains("nothing sends") }.map(\.message) == [])
  }

  @Test(arguments: [
    "${settings.kind == 'all' ? '/employees' : '/people'}",
    "${{'all': '/employees', 'some': '/people'}[settings.kind]}",
    "/${settings.kind == 'all' ? 'employees' : 'people'}",
  ])
  func `an address that a setting chooses is one of those it chooses from`(_ address: String) {
    let text = """
      settings:
        api_key: {type: secret, title: API key}
        kind: {type: enum, title: Kind, values: {all: All, some: Some}, default: all}
      streams:
        employees:
          read: {get: "\(address)"}
          records: body.data
          key: id
          pages: {type: cursor, token: body.nxt, send: {query: cursor}}
          deletions: {type: none}
      """
    // Only what a recording of the stream shows can be known to be misspelt.
    #expect(messages(text).contains { $0.contains("`nxt`") }, "\(messages(text))")
    let other = text.split(separator: "employees'").joined(separator: "staff'")
    #expect(messages(other).contains { $0.contains("no recording") }, "\(messages(other))")
  }

  @Test func `an error rule is not judged by replies of other statuses`() {
    let rules = "  errors:\n    - {status: [401], message: body.problem.detail}\n"
    #expect(messages(Self.http + rules) == [])
    #expect(messages(Self.http + rules + Self.refused) == [])
  }

  @Test func `an error rule is judged by replies of its statuses`() {
    let rules = "  errors:\n    - {status: [403], message: body.problem.detial}\n"
    #expect(
      messages(Self.http + rules + Self.refused) == [
        "`detial` is in none of the recorded replies, below `problem`"
      ])
  }

  @Test func `words that no recording shows are one remark`() throws {
    let findings = findings(
      """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active, Left: terminated, Away: on_leave}, otherwise: unknown}
      """)
    let finding = try #require(findings.first)
    #expect(findings.count == 1)
    #expect(finding.severity == .info)
    #expect(finding.message == "no recorded record has the values `Left`, `Away`")
  }

  @Test func `what identifies an account is known to requests`() {
    let auth = """
      settings:
        client_id: {type: string, title: Client id}
        client_secret: {type: secret, title: Client secret}
      auth:
        type: oauth2
        grant: client_credentials
        token_url: https://login.example.com/token
        client_id: ${settings.client_id}
        client_secret: ${settings.client_secret}
        identify: {get: /connections, capture: {tenant: "body[0].tenantId"}}

      """
    let tests = "--- connectors/acme/tests.yaml (whole)\ntests: 1\ncases: []\n"
    let known = messages(auth + Self.http + "  headers: {Tenant: \"${account.tenant}\"}\n" + tests)
    let unknown = messages(auth + Self.http + "  headers: {Tenant: \"${account.tennant}\"}\n" + tests)
    #expect(!known.contains { $0.contains("captured") })
    #expect(unknown.contains("no value `tennant` is captured when the account is connected"))
  }

  @Test(arguments: ["${report}", "${report.id}"])
  func `elements of a list in the other stream are typed by recordings`(_ part: String) {
    let streams = """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
        reports:
          for_each: {type: parent, stream: employees, each: reports, as: report}
          read: {get: "/reports/\(part)"}
          records: body.data
          key: id
          pages: {type: none}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### first page
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active", "reports": ["r1"]}], "next": null}
      """
    let rules = Set(findings(streams).map(\.rule.id))
    #expect(rules.contains("spec/expression-type") == part.contains(".id"), "\(rules)")
  }

  @Test func `a variable of one stream is told apart from no variable at all`() {
    let streams = """
        headers: {Tenant: "${tenant}"}
      streams:
        employees:
          for_each: {type: list, of: "['a', 'b']", as: tenant}
          read: {get: "/${tenant}/employees"}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}

      """
    let message = "`tenant` is not available here: it is what `for_each` of `employees` goes through"
    #expect(messages(Self.http + streams).contains(message))
  }

  @Test func `pages whose number stands in the body itself are one reading`() {
    func page(_ number: Int) -> String {
      """
      ### page \(number)
      POST /employees

      {"page": \(number)}

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "\(number)", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}], "total": 2}

      """
    }
    let rules = findings(
      """
      streams:
        employees:
          read: {post: /employees, json: {page: "${page.number}"}}
          records: body.data
          key: id
          pages: {type: page, size: {value: 1}, total: body.total}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      \(page(1))\(page(2))
      """
    ).map(\.rule.id)
    #expect(!rules.contains("paging/short-total"), "\(rules)")
  }

  @Test(arguments: ["/employees?limit=1", "/employees"])
  func `a check that asks a stream's path for one record is no page of it`(_ target: String) {
    let rules = findings(
      """
      check: {get: "\(target)"}
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: offset, send: {query: offset}, size: {value: 100, send: {query: limit}}, total: body.total}
          deletions: {type: none}
      --- connectors/acme/tests.yaml (whole)
      tests: 1
      cases: []
      --- connectors/acme/recordings/check.http (whole)
      ### one of two
      GET \(target)

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}], "total": 2}
      --- connectors/acme/recordings/employees.http (whole)
      ### the only page
      GET /employees?limit=100

      HTTP 200
      Content-Type: application/json

      {"data": [
        {"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"},
        {"id": "2", "firstName": "Joe", "lastName": "Bloggs", "hired": "2022-05-16", "status": "Active"}], "total": 2}
      """
    ).map(\.rule.id)
    #expect(!rules.contains("paging/short-total"), "\(rules)")
  }

  @Test(arguments: ["X-Tenant", "X-Tenent"])
  func `a header is held against those that were recorded`(_ name: String) {
    let recording = """
      --- connectors/acme/recordings/employees.http (whole)
      ### the only page
      GET /employees
      X-Tenant: t1

      HTTP 200
      Content-Type: application/json

      {"data": [], "next": null}
      """
    let found = messages(Self.http + "  headers: {\(name): t1}\n" + recording)
    #expect(
      found.contains("the recorded requests call the header `X-Tenant`") == (name != "X-Tenant"), "\(found)")
  }

  @Test(arguments: ["hook_key", "hook_kye"])
  func `what a challenge tells to keep is a value of the account`(_ name: String) {
    let found = messages(
      """
      webhooks:
        signature: {type: hmac, hash: sha256, key: "${account.\(name)}", header: X-Signature, encoding: hex, signed: "${body}"}
        challenges:
          when: has(payload.key)
          signed: false
          keep: {hook_key: payload.key}
          request: {put: "/hooks/${payload.hook}/verify", json: {key: "${account.hook_key}"}}
          answer: {status: 200}
        id: payload.id
        events: [{then: sync, stream: employees}]
      """)
    let message = "no value `hook_kye` is captured when the account is connected"
    #expect(found.contains(message) == (name != "hook_key"), "\(found)")
    #expect(!found.contains { $0.contains("`hook_key`") }, "\(found)")
  }

  private func findings(_ example: String) -> [Finding] {
    Linter.run(ExampleProject.project(ExampleProject.overlaid(with: example))).findings
  }

  private func messages(_ example: String) -> [String] {
    findings(example).filter { $0.rule.id != "test/unused-recording" }.map(\.message)
  }
}
