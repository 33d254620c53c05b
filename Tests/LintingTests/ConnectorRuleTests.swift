import Diagnostics
import Linting
import TestSupport
import Testing

/// Variants of mistakes, and near misses of them, that the one example of a rule cannot show.
@Suite struct ConnectorRuleTests {
  struct Case: Sendable, CustomStringConvertible {
    let text: String
    let rules: [String]

    init(_ text: String, _ rules: String...) {
      self.text = text
      self.rules = rules
    }

    var description: String { text }
  }

  private static func found(_ example: String) -> [String] {
    let project = ExampleProject.project(ExampleProject.overlaid(with: example))
    return Linter.run(project).findings.map(\.rule.id)
  }

  private static func http(_ lines: String, base: String = "https://api.example.com/v1") -> String {
    """
    http:
      base_url: \(base)
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
    \(lines)
    """
  }

  // MARK: Requests

  static let requests: [Case] = [
    Case("get: /companies/${now.getFullYear()}"),
    Case("get: /companies:search"),
    Case("get: \"/companies/{{ id }}\"", "spec/foreign-template"),
    Case("get: /companies/<id>", "request/path-placeholder-style"),
    Case("get: /companies/%s", "request/path-placeholder-style"),
    Case("get: /companies/%20"),
    Case("get: https://other.example.com/companies"),
    Case("get: http://other.example.com/companies", "security/plain-http"),
    Case("get: http://localhost:8080/companies"),
    Case("get: /soap?wsdl"),
    Case("get: /companies?page=1", "request/query-in-path"),
    Case("get: //companies", "request/double-slash"),
    Case("get: /v1beta/companies"),
    Case("get: /v1/companies", "request/repeated-base-path"),
    Case("get: /companies#top", "request/bad-path-character"),
    Case("post: /companies\n      text: x", "request/content-type-missing"),
    Case("post: /companies\n      headers: {content-type: text/csv}\n      text: x"),
    Case("post: /companies\n      headers: {Content-Type: application/vnd.acme+json}\n      json: {}"),
    Case("delete: /companies\n      json: {ids: [1]}"),
    Case("report: /books/1\n      headers: {Depth: \"1\"}\n      xml: <sync-collection/>"),
    Case("propfind: /books/1"),
    Case(
      "report: /books/1\n      xml: {d:find: {\"@xmlns:d\": \"DAV:\", id: [1, {\"#text\": a}], none: null}}"),
    Case("report: /books/1\n      xml: {a: {}, b: {}}", "spec/bad-value"),
    Case("report: /books/1\n      xml: {a: [1, 2]}", "spec/bad-value"),
    Case("report: /books/1\n      xml: [a]", "spec/bad-value"),
    Case("report: /books/1\n      xml: {first name: x}", "spec/bad-value"),
    Case("report: /books/1\n      xml: {a: {\"@b\": {c: 1}}}", "spec/bad-value"),
    Case("report: /books/1\n      xml: {a: {b: [[1]]}}", "spec/bad-value"),
    Case("report: /books/1\n      xml:", "spec/bad-value"),
    Case("head: /companies\n      json: {ids: [1]}", "request/body-on-get"),
    Case("post: /graphql\n      graphql: {query: \"{ me { id } }\"}", "request/graphql-errors"),
  ]

  @Test(arguments: requests) func `requests of actions`(_ test: Case) {
    let text = "actions:\n  find:\n    title: Find\n    request:\n      \(test.text)"
    #expect(Self.found(text) == test.rules)
  }

  // MARK: Trees

  static let trees: [Case] = [
    Case("for_each: {type: tree, from: \"[{'id': '1'}]\", as: folder, when: folder.id != ''}"),
    Case(
      "for_each: {type: tree, from: \"[{'id': '1'}]\", as: folder}\n    changes: {type: filter, field: updated}",
      "spec/conflicting-keys"),
    Case(
      "for_each:\n      - {type: list, of: \"['a']\", as: drive}\n      - {type: tree, from: \"[drive]\", as: folder}",
      "spec/conflicting-keys"),
    Case("for_each: {type: parent, stream: employees, as: folder}", "request/parent-loop"),
  ]

  @Test(arguments: trees) func `trees are read whole and by themselves`(_ test: Case) {
    let text = """
      streams:
        employees:
          read: {get: "/employees/${folder.id}", query: {x: "${type(folder)}"}}
          records: body.data
          key: id
          pages: {type: none}
          deletions: {type: none}
          \(test.text)
      """
    #expect(Self.found(text).filter { $0 != "request/never-recorded" } == test.rules)
  }

  // MARK: Proofs

  static let proofs: [Case] = [
    Case(
      "{type: session, login: {post: /token}, token: body.token, lasts: 1h, send: {header: Authorization}}"),
    Case("{type: basic, username: admin, password: x}", "auth/conflicting-proofs"),
    Case("{type: api_key, key: \"${settings.api_key}\", send: {header: X-Key}}"),
  ]

  @Test(arguments: proofs) func `a session replaces the proof that its log-in carries`(_ test: Case) {
    let text = """
      auth:
        type: all
        of:
          - {type: bearer, token: "${settings.api_key}"}
          - \(test.text)
      """
    #expect(Self.found(text) == test.rules)
  }

  // MARK: Tokens

  static let tokens: [Case] = [
    Case("{type: token, token: body.next, send: {query: cursor}, lasts: 30d}"),
    Case(
      "{type: since, field: hired, field_format: date, send: {query: cursor}}", "request/duplicate-parameter"),
  ]

  @Test(
    arguments: tokens,
    [
      "{type: cursor, token: body.next, send: {query: cursor}}",
      "{type: keyset, by: last.id, send: {query: cursor}, size: {value: 2}}",
    ])
  func `a run may begin and go on with one token`(_ test: Case, _ pages: String) {
    let text = """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: \(pages)
          changes: \(test.text)
          deletions: {type: none}
      """
    #expect(Self.found(text).filter { $0.hasPrefix("request/duplicate") } == test.rules)
  }

  // MARK: Moments

  static let moments: [Case] = [
    Case("\"${since}\"", "paging/null-at-first"), Case("\"${since == null ? 'x' : string(since)}\""),
  ]

  @Test(arguments: moments) func `a moment inside of a body needs a first one`(_ test: Case) {
    let text = """
      streams:
        employees:
          read: {post: /employees, json: {filter: {changed: \(test.text)}}}
          records: body.data
          key: id
          pages: {type: none}
          changes: {type: since, field: hired, field_format: date}
          deletions: {type: none}
      """
    #expect(Self.found(text).filter { $0.hasPrefix("paging/null") } == test.rules)
  }

  static let parameters: [Case] = [
    Case("${format(since, 'yyyy-MM-dd')}", "paging/null-at-first"),
    Case("${'>=' + string(since)}", "paging/null-at-first"),
    Case("${int(since) * 1000}", "paging/null-at-first"),
    Case("${since}"), Case("${since == null ? null : format(since, 'yyyy-MM-dd')}"),
  ]

  @Test(arguments: parameters) func `what a moment becomes can be made of none`(_ test: Case) {
    let text = """
      streams:
        employees:
          read: {get: /employees, query: {changed: "\(test.text)"}}
          records: body.data
          key: id
          pages: {type: none}
          changes: {type: since, field: hired, field_format: date}
          deletions: {type: none}
      """
    #expect(Self.found(text).filter { $0.hasPrefix("paging/null") } == test.rules)
  }

  @Test(arguments: [
    ("updated gt ${since}", "'updated gt ' + string(since)"),
    ("[${format(since, 'yyyy-MM-dd')} TO *]", "'[' + format(since, 'yyyy-MM-dd') + ' TO *]'"),
    ("not 'before' ${since}", "..."),
  ])
  func `a text around the moment is shown as one expression`(_ text: String, _ expression: String) {
    let example = """
      streams:
        employees:
          read: {get: /employees, query: {changed: "\(text)"}}
          records: body.data
          key: id
          pages: {type: none}
          changes: {type: since, field: hired, field_format: date}
          deletions: {type: none}
      """
    let findings = Linter.run(ExampleProject.project(ExampleProject.overlaid(with: example))).findings
    let advice = findings.first { $0.rule.id == "paging/null-at-first" }?.evidence.map(\.text).joined()
    #expect(advice?.hasSuffix("`${since == null ? null : \(expression)}`") == true, "\(advice ?? "")")
  }

  @Test(arguments: [Case("['chosen']"), Case("body.names", "request/slice-unused")])
  func `a call that chooses something is made for itself`(_ test: Case) {
    let text = """
      streams:
        employees:
          for_each: {type: discovered, request: {post: /choose}, items: "\(test.text)", as: chosen}
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: none}
          deletions: {type: none}
      """
    #expect(Self.found(text).filter { $0 == "request/slice-unused" } == test.rules)
  }

  // MARK: Hosts

  static let patterns: [Case] = [
    Case("[a-z0-9-]+"), Case("[A-Za-z][A-Za-z0-9_-]{2,30}"), Case("[a-z0-9.-]+"), Case("acme|beta"),
    Case(".*", "security/loose-pattern"), Case("[^ ]+", "security/loose-pattern"),
    Case("[^/]+", "security/loose-pattern"), Case("[a-z0-9:.-]+", "security/loose-pattern"),
    Case("[\\\\w@]+", "security/loose-pattern"),
  ]

  @Test(arguments: patterns) func `patterns of settings inside a host`(_ test: Case) {
    let text = """
      settings:
        api_key: {type: secret, title: API key}
        company: {type: string, title: Company, pattern: "\(test.text)"}
      \(Self.http("", base: "https://${settings.company}.example.com/v1"))
      --- connectors/acme/tests.yaml
      settings: {company: acme}
      """
    #expect(Self.found(text) == test.rules)
  }

  static let hosts: [Case] = [
    Case("https://api.example.com/${settings.place}"),
    Case("https://${settings.place}", "security/open-host"),
    Case("https://${settings.place}/v1", "security/open-host"),
    Case("https://api.${settings.place}/v1", "security/open-host"),
    Case("https://${settings.place}.com/v1", "security/open-host"),
    Case("https://${settings.place}.example.com/v1"),
    Case("https://${settings.place}.example.com:8443/v1"),
    Case("https://api-${settings.place}.example.co.uk/v1"),
  ]

  @Test(arguments: hosts) func `hosts that a setting ends`(_ test: Case) {
    let text = """
      settings:
        api_key: {type: secret, title: API key}
        place: {type: string, title: Place, pattern: "[a-z0-9.-]+"}
      \(Self.http("", base: test.text))
      --- connectors/acme/tests.yaml
      settings: {place: acme}
      """
    #expect(Self.found(text) == test.rules)
  }

  @Test func `a setting that begins a path wants its stroke`() {
    let text = """
      settings:
        api_key: {type: secret, title: API key}
        place: {type: string, title: Place}
      check: {get: "${settings.place}"}
      """
    let findings = Linter.run(ExampleProject.project(ExampleProject.overlaid(with: text))).findings
    let advice = findings.first { $0.rule.id == "security/open-host" }?.evidence.map(\.text)
    #expect(advice == ["`/` before it, if a path below the base address is meant"])
  }

  @Test func `a setting of kind url may be the whole address`() {
    let text = """
      settings:
        api_key: {type: secret, title: API key}
        server: {type: url, title: Server}
      \(Self.http("", base: "${settings.server}/api"))
      --- connectors/acme/tests.yaml
      settings: {server: https://hr.example.com}
      """
    #expect(Self.found(text) == [])
  }

  // MARK: Secrets

  static let values: [Case] = [
    Case("application/json"), Case("\"Bearer ${settings.api_key}\""), Case("2026-11-20"),
    Case("Bearer token"),
    Case("acme-integration-2026"),
    Case("\"Bearer a81b22c93d04e55f\"", "security/hard-coded-secret"),
    Case("sk_live_51Habcdefgh0123456", "security/hard-coded-secret"),
    Case(
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk",
      "security/hard-coded-secret"),
    Case("\"-----BEGIN PRIVATE KEY----- MIIB\"", "security/hard-coded-secret"),
  ]

  @Test(arguments: values) func `values of headers`(_ test: Case) {
    #expect(Self.found(Self.http("  headers: {X-Value: \(test.text)}")) == test.rules)
  }

  static let settings: [Case] = [
    Case("access_token", "security/credential-not-secret"),
    Case("client_secret", "security/credential-not-secret"),
    Case("signing_key", "security/credential-not-secret"), Case("public_key"), Case("key_id"),
    Case("project_key"),
    Case("client_id"),
  ]

  @Test(arguments: settings) func `names of settings`(_ test: Case) {
    let text = """
      settings:
        api_key: {type: secret, title: API key}
        \(test.text): {type: string, title: Value}
      check: {get: /me, headers: {X-Value: "${settings.\(test.text)}"}}
      --- connectors/acme/tests.yaml
      settings: {\(test.text): made-up}
      """
    #expect(Self.found(text) == test.rules)
  }

  @Test func `a credential that stands in an address is told with both`() throws {
    let text = """
      settings:
        api_key: {type: secret, title: API key}
        access_token: {type: string, title: Token}
      check: {get: /me, query: {token: "${settings.access_token}"}}
      --- connectors/acme/tests.yaml
      settings: {access_token: made-up}
      """
    let findings = Linter.run(ExampleProject.project(ExampleProject.overlaid(with: text))).findings
    #expect(findings.map(\.rule.id) == ["security/credential-not-secret"])
    #expect(try #require(findings.first).related.map(\.text).contains { $0.contains("in an address here") })
  }

  // MARK: Signing in

  static let parents: [Case] = [
    Case("", "paging/deletions-unsaid"),
    Case("    deletions: {type: listing}"),
    Case("    changes: {type: filter, field: hired, field_format: date}"),
  ]

  @Test(arguments: parents) func `parents that are gone are asked about`(_ test: Case) {
    let text = """
      streams:
        teams:
          read: {get: /teams}
          records: body.data
          key: id
          pages: {type: none}
      \(test.text)
        employees:
          for_each: {type: parent, stream: teams, as: team}
          read: {get: "/teams/${team.id}/employees"}
          records: body.data
          key: id
          pages: {type: none}
          deletions: {type: none}
      """
    #expect(Self.found(text).filter { $0.hasPrefix("paging/deletions") } == test.rules)
  }

  static let beginnings: [Case] = [
    Case("{type: since, field: hired, field_format: date, send: {query: from}}"),
    Case(
      "{type: window, field: hired, field_format: date, from: {query: from}, step: 30d, start: \"2026-01-01\"}"
    ),
    Case(
      "{type: since, field: left, field_format: date, send: {query: from}}", "request/duplicate-parameter"),
  ]

  @Test(arguments: beginnings) func `pages may go on by the moment that a run begins with`(_ test: Case) {
    let text = """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: keyset, by: last.hired, send: {query: from}, size: {value: 2}}
          changes: \(test.text)
          deletions: {type: none}
      """
    #expect(Self.found(text).filter { $0.hasPrefix("request/duplicate") } == test.rules)
  }

  static let ways: [Case] = [
    Case("{type: basic, username: \"${settings.api_key}\", password: x}"),
    Case("{type: basic, username: api, password: \"${settings.api_key}\"}"),
    Case("{type: none}", "spec/unused-setting"),
    Case("{type: bearer, token: \"bearer ${settings.api_key}\"}", "auth/doubled-prefix"),
    Case("{type: bearer, token: \"${settings.api_key}\", prefix: \"Token \"}", "auth/prefix-spacing"),
    Case("{type: jwt, algorithm: RS256, key: \"${settings.api_key}\", key_encoding: base64}"),
    Case(
      """
      {type: oauth2, grant: password, token_url: "https://login.example.com/token", client_id: a, username: b, \
      password: "${settings.api_key}"}
      """),
    Case(
      """
      {type: oauth2, grant: client_credentials, token_url: "https://login.example.com/token", client_id: a, \
      token_params: {key: "${settings.api_key}"}}
      """, "auth/secret-missing"),
    Case(
      """
      {type: oauth2, grant: authorization_code, authorize_url: "https://login.example.com/ok", \
      token_url: "https://login.example.com/token?key=${settings.api_key}", client_id: a}
      """, "security/secret-in-url"),
  ]

  @Test(arguments: ways) func `ways of signing in`(_ test: Case) {
    #expect(Self.found("auth: \(test.text)") == test.rules)
  }

  @Test func `a parameter of the credential is taken`() {
    let text = """
      auth: {type: api_key, send: {query: cursor}, key: "${settings.api_key}"}
      """
    #expect(Self.found(text) == ["request/duplicate-parameter"])
  }

  // MARK: Limits and errors

  static let blocks: [Case] = [
    Case("  errors: [{status: [404], then: empty}, {status: [204], then: empty}]"),
    Case("  errors: [{status: [400, 401, 403], kind: quota}, {status: [4xx], message: body}]"),
    Case(
      "  errors: [{status: [4xx], message: body}, {status: [429], kind: quota}]", "rate/unreachable-error"),
    Case("  errors: [{status: [2xx], then: retry}]", "rate/success-without-when"),
    Case("  errors: [{status: [409, 423], then: retry}]"),
    Case("  errors: [{status: [401], setting: api_kye}]", "spec/unknown-setting"),
    Case("  retry: {first: 90s}", "rate/backoff-bounds"),
    Case("  timeouts: {connect: 3m}", "rate/timeout-order"),
  ]

  @Test(arguments: blocks) func `error rules and waits`(_ test: Case) {
    #expect(Self.found(Self.http(test.text)) == test.rules)
  }

  static let limits: [Case] = [
    Case("[{requests: 500, per: 1m}, {requests: 10, per: 1s}]"),
    Case("[{requests: 5, per: 1s}, {requests: 500, per: 1m}]", "rate/limit-never-reached"),
    Case("[{requests: 5, per: 1s}, {requests: 500, per: 1m, scope: application}]"),
    Case("[{requests: 5, per: 1s}, {requests: 5, per: 1s, paths: [/employees]}]"),
    Case("[{requests: 5, per: 1s, paths: [\"/emp*\"]}]"),
    Case("[{requests: 5, per: 1s, paths: [/teams]}]", "rate/paths-match-nothing"),
    Case("[{concurrency: 4}, {requests: 5, per: 1s}]"),
  ]

  @Test(arguments: limits) func `limits beside each other`(_ test: Case) {
    let text = """
      http:
        base_url: https://api.example.com/v1
        rate_limit: \(test.text)
        throttled: {status: [429], wait: {header: Retry-After}}
      """
    #expect(Self.found(text) == test.rules)
  }

  // MARK: Families

  @Test func `a family is not asked for what its members say`() {
    let text = """
      --- connectors/family/connector.yaml (whole)
      spec: 1
      name: family
      title: Family
      category: hris
      docs: https://developer.example.com
      family: true
      http: {base_url: https://api.example.com/v1}
      """
    #expect(Self.found(text) == [])
  }

  @Test func `what a family wrote is found there`() throws {
    let text = """
      --- connectors/family/connector.yaml (whole)
      spec: 1
      name: family
      title: Family
      category: hris
      docs: https://developer.example.com
      family: true
      http:
        base_url: http://api.example.com/v1
        throttled: {status: [429], wait: {header: Retry-After}}
      --- connectors/child/connector.yaml (whole)
      spec: 1
      name: child
      title: Child
      extends: family
      settings:
        api_key: {type: secret, title: API key}
      auth: {type: bearer, token: "${settings.api_key}"}
      check: {get: /me}
      """
    let project = ExampleProject.project(ExampleProject.overlaid(with: text))
    let findings = Linter.run(project).findings.filter { $0.rule.area == "security" }
    let finding = try #require(findings.first)
    #expect(findings.count == 1)
    #expect(finding.range.file.path == "connectors/family/connector.yaml")
  }
}
