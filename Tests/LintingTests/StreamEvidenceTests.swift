import Diagnostics
import Linting
import TestSupport
import Testing

/// Whose a recorded exchange is, and what its records and replies prove of a stream.
@Suite struct StreamEvidenceTests {
  @Test(arguments: [("uid", 0), ("wid", 1)])
  func `a record that is gone may be told by another key`(_ key: String, _ count: Int) {
    let findings = findings(
      """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: flag, when: has(record.gone), key: \(key)}
      --- connectors/acme/recordings/employees.http (whole)
      ### first page
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "1", "uid": "a", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"},
          {"uid": "b", "gone": true, "status": "Active"}], "next": null}

      """)
    #expect(findings.filter { $0.rule.id == "request/key-not-in-records" }.count == count)
  }

  @Test(arguments: [("record.from.id", []), ("record.form.id", ["request/unrecorded-path"])])
  func `what is carried is read of the outer element`(_ carried: String, _ rules: [String]) {
    let findings = findings(
      """
      streams:
        employees:
          read: {get: /employees}
          records: {from: body.data, explode: to, carry: {boss: \(carried)}}
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### first page
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [{"from": {"id": 7}, "to": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}]}], "next": null}

      """)
    #expect(findings.map(\.rule.id).filter { $0.hasSuffix("-path") } == rules)
  }

  @Test(arguments: [
    ("hw-address", "record['hw-address']"), ("record.hw-address", "['hw-address']"), ("hw - address", nil),
    ("hw-mac", nil),
  ])
  func `a key with a hyphen is told from a difference`(_ expression: String, _ written: String?) {
    let findings = findings(
      """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### first page
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "1", "hw-address": "a", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}], "next": null}

      --- mappings/acme/employees.yaml (whole)
      mapping: 1
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
            hire_date: date(hired)
          custom:
            mac: {type: text, value: "\(expression)"}
      """)
    let found = findings.first { $0.message.contains("stands in quotes") }
    #expect(found?.suggestions.first == written, "\(findings.map(\.message))")
  }

  @Test(arguments: [("", true), (", every: 1d", false)])
  func `a listing that is read for what changed only is not complete`(_ every: String, _ isFound: Bool) {
    let findings = findings(
      """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
        lines:
          for_each: {type: parent, stream: employees, as: employee, changed_only: true}
          read: {get: "/employees/${employee.id}/lines"}
          records: body.data
          key: id
          pages: {type: none}
          deletions: {type: listing\(every)}
      """)
    #expect(findings.contains { $0.rule.id == "paging/listing-needs-full-read" } == isFound)
  }

  @Test(arguments: [("record.to", "to"), ("form", nil)])
  func `elements that hold no records are told`(_ path: String, _ suggestion: String?) {
    let findings = findings(
      """
      streams:
        employees:
          read: {get: /employees}
          records: {from: body.data, explode: \(path)}
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### first page
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [{"to": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}]}], "next": null}

      """)
    let found = findings.first { $0.rule.id == "request/records-not-a-list" }
    #expect(found?.range.text == path)
    #expect(found?.suggestions.first == suggestion)
  }

  @Test(arguments: [
    ("{type: csv}", "text/csv", "id,firstName,lastName,hired,status\n1,Ada,Byron,2021-03-01,Active", "body"),
    (
      "{type: xml, lists: [e]}", "text/xml",
      "<r><e><id>1</id><firstName>Ada</firstName><lastName>Byron</lastName><hired>2021-03-01</hired><status>Active</status></e></r>",
      "body.r.e"
    ),
  ])
  func `a misspelt path is told of whatever the reply is written in`(
    _ decode: String, _ type: String, _ reply: String, _ records: String
  ) {
    let findings = findings(
      """
      streams:
        employees:
          read: {get: /employees}
          decode: \(decode)
          records: \(records)
          key: id
          pages: {type: none}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### all
      GET /employees

      HTTP 200
      Content-Type: \(type)

      \(reply)

      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastNmae
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      """)
    #expect(findings.filter { $0.severity == .error }.map(\.range.text) == ["lastNmae"])
  }

  /// A first record of what a stream reads proves the credentials; a page that follows has nothing of that request.
  @Test func `a page that is gone on to is no check`() {
    let findings = findings(
      """
      check: {get: /employees, query: {$top: "1"}}
      streams:
        employees:
          read: {get: /employees, query: {$select: id}}
          records: body.data
          key: id
          pages: {type: next_url, url: body.next}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### first page
      GET /employees?$select=id

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}],
          "next": "/employees?$skiptoken=x"}

      ### second page
      GET /employees?$skiptoken=x

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "2", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}]}

      """)
    #expect(!findings.contains { $0.rule.id == "paging/end-not-recorded" })
  }

  /// The address of the next page looks like nothing that was written; that for a token does neither.
  @Test func `asking for a token reads no page`() {
    let findings = findings(
      """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: next_url, url: body.next}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### a token
      POST https://login.example.com/token
      Content-Type: application/x-www-form-urlencoded

      grant_type=client_credentials

      HTTP 200
      Content-Type: application/json

      {"access_token": "{secret}"}

      ### first page
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}],
          "next": "https://api.example.com/v1/employees/more"}

      ### second page
      GET https://api.example.com/v1/employees/more

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "2", "firstName": "Joe", "lastName": "Bloggs", "hired": "2022-05-16", "status": "Active"}], "next": null}

      """)
    #expect(!findings.contains { $0.rule.id == "request/records-not-a-list" }, "\(findings.map(\.message))")
  }

  static let one = [("[body.employee]", 0), ("[body.employe]", 1)]

  @Test(arguments: one) func `what reads one record is judged by its own replies`(
    _ records: String, _ count: Int
  ) {
    let findings = findings(
      """
      streams:
        employees:
          one: {get: "/employees/${key}", records: "\(records)"}
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      --- connectors/acme/recordings/one.http (whole)
      ### one of them
      GET /employees/1

      HTTP 200
      Content-Type: application/json

      {"employee": {"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}}

      """)
    #expect(
      findings.filter { $0.rule.area == "request" || $0.rule.area == "spec" }.count == count,
      "\(findings.map(\.message))")
  }

  /// All queries go to one address, and recordings leave their text out.
  @Test(arguments: [("me", 0), ("team", 1)])
  func `an answer of GraphQL is told from others by what it holds`(_ name: String, _ count: Int) {
    let findings = findings(
      """
      check: {post: /graphql, graphql: {query: "query { team: me(a: {b: 1}) @x { id } }"}, expect: has(body.data.\(name).nme)}
      streams:
        employees:
          read: {post: /graphql, graphql: {query: "query($after: String) { employees(after: $after) { id } }"}}
          records: body.data.employees
          key: id
          pages: {type: none}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### employees
      POST /graphql
      Content-Type: application/json

      {"variables": {}}

      HTTP 200
      Content-Type: application/json

      {"data": {"employees": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}]}}

      ### team
      POST /graphql
      Content-Type: application/json

      {}

      HTTP 200
      Content-Type: application/json

      {"data": {"\(name)": {"id": 1}}}

      """)
    #expect(findings.filter { $0.rule.id == "request/unrecorded-path" }.count == count)
  }

  @Test func `asking how far a job is gives no page of its stream`() {
    let findings = findings(
      """
      streams:
        employees:
          job:
            start: {post: /jobs}
            id: body.id
            poll: {get: "/jobs/${job.id}"}
            done: status == 200
            download: {get: "/jobs/${job.id}", query: {part: "0"}}
          records: body.data
          key: id
          pages: {type: link_header}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### started
      POST /jobs

      HTTP 202
      Content-Type: application/json

      {"id": "j"}

      ### under way
      GET /jobs/j

      HTTP 202
      Content-Type: application/json

      {"id": "j"}

      ### done
      GET /jobs/j

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}]}

      ### part
      GET /jobs/j?part=0

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}]}

      """)
    let rules = Set(findings.map(\.rule.id))
    #expect(rules.isDisjoint(with: ["request/records-not-a-list", "paging/repeated-page"]))
  }

  @Test func `what a job finds elsewhere is read as pages of its stream`() {
    let findings = findings(
      """
      streams:
        employees:
          job:
            start: {post: /jobs}
            id: body.id
            poll: {get: "/jobs/${job.id}"}
            done: body.done
            find: {get: "/files/${job.done.file}", urls: "[body.url]"}
          records: body.dta
          key: id
          pages: {type: none}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### started
      POST /jobs

      HTTP 200
      Content-Type: application/json

      {"id": "j"}

      ### done
      GET /jobs/j

      HTTP 200
      Content-Type: application/json

      {"id": "j", "done": true, "file": "f"}

      ### where
      GET /files/f

      HTTP 200
      Content-Type: application/json

      {"url": "https://files.example.com/1"}

      ### the file
      GET https://files.example.com/1

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}]}

      """)
    #expect(findings.first { $0.rule.id == "request/unrecorded-path" }?.suggestions == ["data"])
  }

  private func findings(_ example: String) -> [Finding] {
    Linter.run(ExampleProject.project(ExampleProject.overlaid(with: example))).findings
  }
}
