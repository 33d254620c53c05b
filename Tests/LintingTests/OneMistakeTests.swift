import Diagnostics
import Language
import Linting
import TestSupport
import Testing

/// What follows from a mistake is not told besides it.
@Suite struct OneMistakeTests {
  @Test(arguments: [("people", "request/unknown-stream"), ("[employees]", "spec/wrong-type")])
  func `a stream like none that there is lacks nothing else`(_ name: String, _ rule: String) throws {
    let findings = findings(
      """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
        leavers:
          like: \(name)
          read: {get: /leavers}
      """)
    let errors = findings.filter { $0.severity == .error }
    #expect(errors.map(\.rule.id) == [rule])
    #expect(errors.first?.range.text == name)
  }

  @Test func `a model whose file is broken is not missing as well`() {
    var files = ExampleProject.files
    files["schemas/models/spot.json"] = "{\"title\": \"Spot\"}\n"
    files["mappings/acme/employees.yaml"] =
      "mapping: 1\nmodels:\n  - model: spot\n    fields: {name: lastName}\n"
    files["connectors/acme/tests.yaml"] = nil
    let errors = Linter.run(MemoryTree(files)).findings.filter { $0.severity == .error }
    #expect(Set(errors.map(\.range.file.path)) == ["schemas/models/spot.json"], "\(errors.map(\.message))")
  }

  /// Each of the two follows from the other, and one of them must stay.
  @Test(arguments: ["17", "some_text", "[1]"])
  func `a block that is another thing is told, and not what its anchors stand for`(_ other: String) {
    let findings = findings(
      """
      streams:
        employees: \(other)
        leavers:
          read: {get: /leavers}
          records: body.data
          key: id
          pages: *paging
          deletions: {type: none}
      """)
    let errors = findings.filter { $0.severity == .error }
    #expect(errors.map(\.rule.id) == ["spec/wrong-type"])
    #expect(errors.first?.range.text == other)
  }

  @Test func `a stream like another that lacks a key lacks it too, and it is told there`() {
    let findings = findings(
      """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
        leavers:
          like: employees
          read: {get: /leavers}
      """)
    #expect(findings.filter { $0.rule == .missingKey }.map(\.range.text).contains("employees"))
  }

  /// The recorded deliveries then show no event, which is no second mistake and hides the first one even less.
  @Test func `a misspelt name where deliveries are split is told`() {
    let findings = findings(
      """
      webhooks:
        signature: {type: hmac, hash: sha256, key: "${settings.api_key}", header: X-Sig, encoding: hex, signed: "${body}"}
        split: "has(payloda.employees) ? payload.employees.map(e, {'kind': e.action, 'id': e.id}) : []"
        kind: event.kind
        events:
          - {when: kind == 'changed', then: read_again, stream: employees, keys: "[event.id]"}
      """)
    #expect(findings.contains { $0.rule.id == "spec/unknown-variable" && $0.message.contains("payloda") })
  }

  @Test func `a value of the account is told in the case that misspells it`() throws {
    let finding = try #require(
      findings(
        """
        auth:
          type: oauth2
          grant: client_credentials
          token_url: https://api.example.com/token
          client_id: acme-app
          client_secret: ${settings.api_key}
          capture: {team: body.team}
        --- connectors/acme/recordings/sign-in.http
        ### a token
        POST https://api.example.com/token
        Content-Type: application/x-www-form-urlencoded

        grant_type=client_credentials&client_id=acme-app&client_secret=made-up

        HTTP 200
        Content-Type: application/json

        {"access_token": "{secret}", "token_type": "Bearer", "expires_in": 3600, "team": "t1"}
        --- connectors/acme/tests.yaml
        cases:
          - name: signing in
            settings: {api_key: made-up}
            sign_in: {lasts: 1h}
            recording: sign-in
            account: {taem: t1}
        """
      ).first { $0.rule.id == "auth/other-sign-in" })
    #expect(finding.range.text == "taem")
    #expect(finding.suggestions == ["team"])
  }

  @Test func `what a stream gives to a shared request is told where it is misspelt`() throws {
    let finding = try #require(
      findings(
        """
        streams:
          employees:
            with: {object: person}
            read: {post: /query, json: {object: "${with.object}"}}
            records: body.data
            key: id
            pages: {type: none}
            deletions: {type: none}
          leavers:
            like: employees
            with: {obect: leaver}
        --- connectors/acme/recordings/leavers.http
        ### all
        POST /query
        Content-Type: application/json

        {"object": "leaver"}

        HTTP 200
        Content-Type: application/json

        {"data": [{"id": "1", "lastName": "Byron"}]}
        --- connectors/acme/tests.yaml
        cases:
          - name: leavers
            stream: leavers
            settings: {api_key: made-up}
            recording: leavers
            expect: {employee: [{id: "1"}]}
            partial: true
        --- mappings/acme/leavers.yaml
        mapping: 1
        models:
          - model: employee
            fields: {last_name: lastName}
        """
      ).first { $0.rule.id == "request/unsent-part" })
    #expect(finding.range.text == "obect")
  }

  /// Which of several ways asked at the one address for all is told by the case that plays the recording.
  @Test func `what a way to sign in sends is held against its own recording`() throws {
    let finding = try #require(
      findings(
        """
        settings:
          api_key: {type: secret, title: API key}
          way: {type: enum, title: Sign in with, values: {key: A key, word: A password}, default: key}
        auth:
          type: choose
          by: way
          cases:
            key:
              type: session
              login: {post: /login, json: {proof: {key: "${settings.api_key}"}}}
              token: body.token
              lasts: 1h
              send: {header: X-Token}
            word:
              type: session
              login: {post: /login, json: {proof: {pasword: "${settings.api_key}"}}}
              token: body.token
              lasts: 1h
              send: {header: X-Token}
        --- connectors/acme/recordings/sign-in.http
        ### a token
        POST /login
        Content-Type: application/json

        {"proof": {"password": "made-up"}}

        HTTP 200
        Content-Type: application/json

        {"token": "{secret}"}
        --- connectors/acme/tests.yaml
        cases:
          - name: signing in
            settings: {api_key: made-up, way: word}
            sign_in: {lasts: 1h}
            recording: sign-in
        """
      ).first { $0.rule.id == "request/unsent-part" })
    #expect(finding.range.text == "pasword")
  }

  /// Both are spelt much like what the mapping is called.
  @Test func `of two streams without a mapping the one is meant that is spelt most like it`() {
    let finding = findings(
      """
      streams:
        employee_list: &list
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
        emplyees: *list
      """
    ).first { $0.rule.id == "mapping/stray" }
    #expect(finding?.range.text == "emplyees")
  }

  /// All examples of mistakes as connectors of one project: what is wrong in one hides nothing in another.
  @Test func `what is found in a connector does not depend on others`() {
    var all: [String: String] = [:]
    var expected: Set<String> = []
    for (number, rule) in RuleList.all.enumerated() {
      let files = ExampleProject.overlaid(with: rule.failing.text)
      guard files.keys.allSatisfy({ $0.contains("/acme/") }) else { continue }
      let named = Dictionary(
        uniqueKeysWithValues: files.map { path, text in
          (path.replacing("acme", with: "c\(number)"), text.replacing("acme", with: "c\(number)"))
        })
      expected.formUnion(places(named))
      all.merge(named) { _, new in new }
    }
    #expect(expected.count > 150)
    #expect(places(all).symmetricDifference(expected).sorted() == [])
  }

  private func places(_ files: [String: String]) -> Set<String> {
    Set(
      Linter.run(ExampleProject.project(files)).findings.map {
        "\($0.range.file.path):\($0.range.startPosition.line) \($0.rule.id)"
      })
  }

  private func findings(_ example: String) -> [Finding] {
    Linter.run(ExampleProject.project(ExampleProject.overlaid(with: example))).findings
  }
}
