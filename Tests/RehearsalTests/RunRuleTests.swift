import Diagnostics
import Language
import Rehearsal
import TestSupport
import Testing

/// Every rule's examples are played: the failing one fails where it says and by that rule, the passing one not at all.
struct RunRuleTests {
  @Test func `the base project passes, with all mishaps`() async {
    let rehearsal = await play(ExampleProject.files)
    #expect(found(rehearsal) == [])
    #expect(rehearsal.cases.map(\.scenarioCount) == [3])
  }

  /// Half of an answer about a job under way is made up for by the next one.
  @Test func `a job that is asked after twice bears a broken answer`() async {
    let files = ExampleProject.overlaid(
      with: """
        streams:
          employees:
            job:
              start: {post: /exports, json: {}}
              id: body.id
              poll: {get: "/exports/${job.id}"}
              done: body.done
              download: {get: "/exports/${job.id}/file"}
            records: body.data
            key: id
            pages: {type: none}
            deletions: {type: none}
        --- connectors/acme/recordings/employees.http (whole)
        ### begun
        POST /exports

        {}

        HTTP 200
        Content-Type: application/json

        {"id": "e1"}

        ### not yet
        GET /exports/e1

        HTTP 200
        Content-Type: application/json

        {"done": false}

        ### done
        GET /exports/e1

        HTTP 200
        Content-Type: application/json

        {"done": true}

        ### the file
        GET /exports/e1/file

        HTTP 200
        Content-Type: application/json

        {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}]}

        --- connectors/acme/tests.yaml
        cases:
          - name: a file of employees
            stream: employees
            settings: {api_key: made-up}
            recording: employees
            expect: {employee: [{id: "1"}]}
            partial: true
        """)
    let rehearsal = await play(files)
    #expect(
      rehearsal.findings.isEmpty || rehearsal.findings.allSatisfy { $0.rule.id == "run/coverage-below" })
    #expect(rehearsal.cases.flatMap(\.findings).map(\.message) == [])
    #expect(rehearsal.cases.map(\.scenarioCount) == [2])
  }

  /// Half of a text of equal lines is a whole one with fewer lines; half of one of its lines is none.
  @Test(arguments: [
    (
      "{type: jsonl}", #"{"id": "1", "lastName": "Byron", "status": "Active"}"#,
      #"{"id": "2", "lastName": "Bloom", "status": "Active"}"#
    ),
    ("{type: csv, columns: [id, lastName, status], header: false}", "1,Byron,Active", "2,Bloom,Active"),
    // The text of an archive is packed again before it is played, and half of that is none.
    (
      "{type: zip, files: \"*.csv\", content: {type: csv, columns: [id, lastName, status], header: false}}",
      "1,Byron,Active", "2,Bloom,Active"
    ),
  ])
  func `half a text of lines is noticed`(_ decode: String, _ first: String, _ second: String) async {
    let files = ExampleProject.overlaid(
      with: """
        streams:
          employees:
            read: {get: /employees}
            decode: \(decode)
            records: body
            key: id
            pages: {type: none}
            deletions: {type: none}
        --- mappings/acme/employees.yaml
        models:
          - model: employee
            fields:
              last_name: lastName
              employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
        --- connectors/acme/recordings/employees.http (whole)
        ### all
        GET /employees

        HTTP 200
        Content-Type: \(decode.contains("zip") ? "application/zip" : "text/plain")

        \(first)
        \(second)

        --- connectors/acme/tests.yaml
        cases:
          - name: a text of lines
            stream: employees
            settings: {api_key: made-up}
            recording: employees
            expect: {employee: [{id: "1"}, {id: "2"}]}
            partial: true
        """)
    let rehearsal = await play(files)
    #expect(rehearsal.findings.map(\.message) == [])
    #expect(rehearsal.cases.flatMap(\.findings).map(\.message) == [])
    #expect(rehearsal.cases.map(\.scenarioCount) == [3])
  }

  /// A page was asked for to be sure that the full one before it was the last; that it may break is no mistake of the connector.
  @Test func `an empty page that was recorded after a full one bears every mishap`() async {
    func page(_ offset: Int, _ records: String) -> String {
      """
      ### from \(offset)
      GET /employees?offset=\(offset)&limit=2

      HTTP 200
      Content-Type: application/json

      {"data": [\(records)], "total": 2}

      """
    }
    func record(_ id: Int) -> String {
      #"{"id": "\#(id)", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}"#
    }
    let files = ExampleProject.overlaid(
      with: """
        streams:
          employees:
            read: {get: /employees}
            records: body.data
            key: id
            pages: {type: offset, send: {query: offset}, size: {value: 2, send: {query: limit}}, total: body.total}
            deletions: {type: none}
        --- connectors/acme/recordings/employees.http (whole)
        \(page(0, record(1) + ", " + record(2)))\(page(2, ""))
        --- connectors/acme/tests.yaml
        cases:
          - name: one full page
            stream: employees
            settings: {api_key: made-up}
            recording: employees
            expect: {employee: [{id: "1"}, {id: "2"}]}
            partial: true
        """)
    let rehearsal = await play(files)
    #expect(rehearsal.cases.flatMap(\.findings).map(\.message) == [])
    #expect(rehearsal.cases.map(\.scenarioCount) == [2])
  }

  @Test func `what stands in the settings of tests need not be a key that can sign`() async {
    let files = ExampleProject.overlaid(
      with: """
        auth: {type: jwt, algorithm: RS256, key: "${settings.api_key}"}
        streams:
          employees:
            read: {post: /list, form: {kind: all}}
            records: body.data
            key: id
            pages: {type: none}
            deletions: {type: none}
        --- connectors/acme/recordings/employees.http (whole)
        ### all
        POST /list

        kind=all

        HTTP 200
        Content-Type: application/json

        {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}]}

        --- connectors/acme/tests.yaml
        cases:
          - name: a list of employees
            stream: employees
            settings: {api_key: made-up}
            recording: employees
            expect: {employee: [{id: "1"}]}
            partial: true
        """)
    let rehearsal = await play(files)
    #expect(rehearsal.cases.flatMap(\.findings).map(\.message) == [])
  }

  @Test(arguments: RunRules.all.map(\.id))
  func `the failing example fails where it says`(_ id: String) async throws {
    let rule = try #require(RunRules.all.first { $0.id == id })
    let files = ExampleProject.overlaid(with: rule.failing.text)
    let expected = Set(Marker.all(in: files))
    #expect(!expected.isEmpty, "the example marks no finding")
    let found = found(await play(files))
    #expect(found.filter { $0.rule == id } == expected, "\(found)")
  }

  @Test(arguments: RunRules.all.map(\.id))
  func `the passing example passes`(_ id: String) async throws {
    let rule = try #require(RunRules.all.first { $0.id == id })
    #expect(found(await play(ExampleProject.overlaid(with: rule.passing.text))) == [])
  }

  private func play(_ files: [String: String]) async -> ConnectorRehearsal {
    let project = ExampleProject.project(files)
    var options = ConnectorRehearsal.Options()
    options.leastCoverage = 60
    return await ConnectorRehearsal.play(project.connectors[0], models: project.models, options)
  }

  private func found(_ rehearsal: ConnectorRehearsal) -> Set<Marker> {
    Set((rehearsal.findings + rehearsal.cases.flatMap(\.findings)).map { Marker($0) })
  }
}
