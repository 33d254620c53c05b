internal import Diagnostics

/// A small description of webhooks that examples change in one place.
extension Rule {
  /// The lines of a `webhooks` block; what is not given is as it should be.
  static func webhooks(
    signature: String =
      #"  signature: {type: hmac, hash: sha256, key: "${settings.hook_secret}", header: X-Signature, encoding: hex, signed: "${body}"}"#,
    secret: String = "  hook_secret: {type: secret, title: Secret of the webhook, optional: true}",
    more: String = "", kind: String = "  kind: payload.type", events: String? = nil,
    type: String = "employee.updated",
    headers: String = "Content-Type: application/json", tests: String = ""
  ) -> Example {
    let usual = """
          - {when: kind == 'employee.updated', stream: employees, then: upsert, records: "[payload.employee]"}
          - then: ignore
      """
    return """
      settings:
        api_key: {type: secret, title: API key}
      \(secret)
      webhooks:
      \(signature)
      \(more.isEmpty ? "" : more + "\n")\(kind)
        events:
      \(events ?? usual)
      --- connectors/acme/tests.yaml
      settings: {api_key: made-up, hook_secret: made-up}
      cases:
        - name: two pages of employees
          stream: employees
          recording: employees
          expect:
            employee:
              - {id: "1", last_name: Byron}
              - {id: "2", last_name: Bloggs}
          partial: true
      \(tests.isEmpty ? delivery(type: type, headers: headers) : tests)
      """
  }

  static func delivery(type: String, headers: String, more: String = "") -> String {
    """
      - name: an employee changed
        webhook:
          headers: {\(headers)}
          body: '{\(more)"type": "\(type)", "employee": {"id": "1", "lastName": "Byron"}}'
        expect: {employee: [{id: "1", last_name: Byron}]}
        partial: true
    """
  }

  /// The usual signature with another end of its line.
  static func signature(_ rest: String, at mark: String = "", _ rule: String = "") -> String {
    marked(
      "  signature: {type: hmac, hash: sha256, key: \"${settings.hook_secret}\", header: X-Signature, encoding: hex, \(rest)}",
      at: mark, rule)
  }

  static func event(_ text: String, at mark: String = "", _ rule: String = "") -> String {
    marked("    - \(text)", at: mark, rule)
  }
}
