import Diagnostics
import Language
import Rehearsal
import TestSupport
import Testing

/// Each kind of thing is seen when a case comes by it, and named with its line when none does.
struct CoverageTests {
  private func coverage(_ example: String, scenarios: Bool = true) async throws -> Coverage {
    let project = ExampleProject.project(ExampleProject.overlaid(with: example))
    var options = ConnectorRehearsal.Options()
    options.measuresCoverage = true
    options.playsScenarios = scenarios
    let rehearsal = await ConnectorRehearsal.play(project.connectors[0], models: project.models, options)
    return try #require(rehearsal.coverage)
  }

  @Test func `everything is counted, and what nobody has seen is named`() async throws {
    let coverage = try await coverage("spec: 1")
    #expect(coverage.count(.fields) == .init(seen: 4, all: 4))
    #expect(coverage.count(.arms) == .init(seen: 1, all: 2))
    #expect(coverage.count(.pages) == .init(seen: 2, all: 2))
    #expect(coverage.count(.rules) == .init(seen: 1, all: 1))
    #expect(coverage.count(.streams) == .init(seen: 1, all: 1))
    #expect(coverage.count(.events) == .init(seen: 0, all: 0))
    #expect(coverage.total == .init(seen: 9, all: 10))
    #expect(coverage.percent == 90)
    let gap = try #require(coverage.unseen.first)
    #expect(gap.name == "employee.employment_status: otherwise")
    #expect(gap.wanted == "a record whose `status` is a word that no case names")
    #expect(gap.place.file.path == "mappings/acme/employees.yaml" && gap.place.text == "unknown")
  }

  @Test func `a rule that only a mishap comes by counts, and only when it is played`() async throws {
    #expect(try await coverage("spec: 1", scenarios: false).count(.rules) == .init(seen: 0, all: 1))
  }

  struct Gap: Sendable, CustomTestStringConvertible {
    let example: String
    let name: String
    let wanted: String
    var testDescription: String { name }
  }

  private static let mapping = """
    --- mappings/acme/employees.yaml
    models:
      - model: employee
        fields:
          last_name: lastName
          employment_status: {match: status, cases: {Active: active, Gone: terminated}, otherwise: unknown}
    """

  static let gaps = [
    Gap(
      example: mapping + "\n      middle_name: middleName\n", name: "employee.middle_name",
      wanted: "a record with `middleName`; none of 2 records has one"),
    Gap(
      example: mapping + "\n      middle_name: \"status == 'Gone' ? lastName : null\"\n",
      name: "employee.middle_name",
      wanted:
        "a record for which `status == 'Gone' ? lastName : null` gives a value; none of 2 records has one"),
    Gap(
      example: mapping + "\n    custom:\n      badge: {type: text, value: badge}\n",
      name: "employee.custom.badge", wanted: "a record with `badge`"),
    Gap(
      example: mapping + "\n    source_updated_at: instant(changed)\n", name: "employee.source_updated_at",
      wanted: "a record for which `instant(changed)` gives a value"),
    Gap(
      example: mapping + "\n      home_address: {fields: {city: town, country: lastName}}\n",
      name: "employee.home_address.city", wanted: "a record with `town`"),
    Gap(
      example: mapping, name: "employee.employment_status: `Gone`",
      wanted: "a record whose `status` is `Gone`"),
    Gap(
      example: "http: {base_url: \"https://api.example.com/v1\", errors: [{status: [402, 405-409]}]}",
      name: "http: status 402 or 405-409", wanted: "an answer with status 402 or 405-409"),
    Gap(
      example: "http: {base_url: \"https://api.example.com/v1\", errors: [{when: body.broken}]}",
      name: "http: `body.broken`", wanted: "an answer for which it holds"),
    Gap(
      example: """
        actions:
          hire:
            title: Hire somebody
            request: {post: /employees}
        """, name: "hire", wanted: "a case that runs it"),
    Gap(
      example: """
        webhooks:
          signature: {type: token, header: X-Token, value: "${settings.api_key}"}
          kind: payload.kind
          events:
            - {when: kind == "gone", then: ignore}
            - {then: ignore}
        """, name: "any other event", wanted: "a delivery that no event above fits"),
    Gap(
      example: """
        streams:
          employees:
            read: {get: /employees}
            records: body.data
            key: id
            pages: {type: cursor, token: body.next, send: {query: cursor}, size: {value: 50}}
            deletions: {type: none}
          jobs:
            read: {get: /jobs}
            records: body.data
            key: id
            pages: {type: page, send: {query: page}, size: {value: 50}}
            deletions: {type: none}
        """, name: "jobs: an empty page", wanted: "a page without records"),
    Gap(
      example: """
        streams:
          employees:
            read: {get: /employees}
            records: body.data
            key: id
            pages: {type: cursor, token: body.next, send: {query: cursor}}
            deletions: {type: none}
          jobs:
            read: {get: /jobs}
            records: body.data
            key: id
            pages: {type: none}
            deletions: {type: none}
        """, name: "jobs", wanted: "a case that reads it"),
  ]

  @Test(arguments: gaps) func `what no case comes by is named with what would show it`(_ gap: Gap)
    async throws
  {
    let unseen = try await coverage(gap.example).unseen
    let found = try #require(unseen.first { $0.name == gap.name }, "\(unseen.map(\.name))")
    #expect(found.wanted.hasPrefix(gap.wanted), "\(found.wanted)")
  }

  @Test func `an event and a challenge are seen by their cases`() async throws {
    let coverage = try await coverage(
      """
      webhooks:
        signature: {type: token, header: X-Token, value: "${settings.api_key}"}
        kind: payload.kind
        challenges: {when: payload.kind == "ping", answer: {text: pong}}
        events:
          - {when: kind == "gone", then: delete, stream: employees, keys: "[payload.id]"}
          - {then: ignore}
      --- connectors/acme/tests.yaml
      settings: {api_key: made-up}
      cases:
        - {name: somebody left, webhook: {body: '{"kind": "gone", "id": "7"}'}, deleted: {employee: ["7"]}}
        - {name: a question, webhook: {body: '{"kind": "ping"}', answer: pong}, expect: {}}
      """)
    #expect(coverage.count(.events) == .init(seen: 2, all: 3))
    #expect(coverage.count(.streams) == .init(seen: 0, all: 1))
  }
}
