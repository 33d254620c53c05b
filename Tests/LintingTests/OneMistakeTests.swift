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

  private func findings(_ example: String) -> [Finding] {
    Linter.run(ExampleProject.project(ExampleProject.overlaid(with: example))).findings
  }
}
