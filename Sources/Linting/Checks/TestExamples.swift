internal import Diagnostics

/// Tests that examples change in one place.
extension Rule {
  /// The case of the base project with something else in one of its lines.
  static func testCase(
    name: String = "  - name: two pages of employees", stream: String = "    stream: employees",
    settings: String = "    settings: {api_key: made-up}", recording: String = "    recording: employees",
    expect: String = expectBoth, more: String = ""
  ) -> String {
    """
    --- connectors/acme/tests.yaml
    cases:
    \([name, stream, settings, recording, expect, more].filter { !$0.isEmpty }.joined(separator: "\n"))
    """
  }

  static let expectBoth = """
        expect:
          employee:
            - {id: "1", last_name: Byron}
            - {id: "2", last_name: Bloggs}
        partial: true
    """

  /// Both employees, the second with another line.
  static func expect(_ second: String, at mark: String = "", _ rule: String = "") -> String {
    """
        expect:
          employee:
            - {id: "1", last_name: Byron}
    \(marked("        - {id: \"2\", \(second)}", at: mark, rule))
        partial: true
    """
  }

  /// An action with its recording, and a case that runs it; `sent` is the body that was recorded of the request.
  static func testedAction(
    input: String, result: String = "    result: {id: \"7\"}", sent: String? = nil
  ) -> Example {
    let request = sent.map { "POST /notes\nContent-Type: application/json\n\n\($0)" } ?? "POST /notes"
    return """
      actions:
        add_note:
          title: Add a note
          inputs:
            text: {type: text, title: Text}
          request: {post: /notes, json: {text: "${input.text}"}}
          result: {id: body.id}
      --- connectors/acme/recordings/note.http
      ### a note
      \(request)

      HTTP 201
      Content-Type: application/json

      {"id": "7"}
      \(Rule.testCase())
        - name: a note is added
          action: add_note
          settings: {api_key: made-up}
      \(input)
          recording: note
      \(result)
      """
  }
}
