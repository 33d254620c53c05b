package import Language

/// The small complete project that rule examples are laid over; nothing is found in it.
package enum ExampleProject {
  package static let connectorPath = "connectors/acme/connector.yaml"

  package static let files: [String: String] = [
    connectorPath: """
    spec: 1
    name: acme
    title: Acme HR
    category: hris
    docs: https://developer.example.com
    verified:
      date: 2026-11-20
      confidence: unconfirmed
    settings:
      api_key: {type: secret, title: API key}
    auth:
      type: bearer
      token: ${settings.api_key}
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
    check:
      get: /me
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: cursor, token: body.next, send: {query: cursor}}
        deletions: {type: none}

    """,
    "mappings/acme/employees.yaml": """
    mapping: 1
    models:
      - model: employee
        fields:
          last_name: lastName
          first_name: firstName
          hire_date: date(hired)
          employment_status: {match: status, cases: {Active: active}, otherwise: unknown}

    """,
    "connectors/acme/tests.yaml": """
    tests: 1
    cases:
      - name: two pages of employees
        stream: employees
        settings: {api_key: made-up}
        recording: employees
        expect:
          employee:
            - {id: "1", first_name: Ada, last_name: Byron, hire_date: "2021-03-01", employment_status: active, employment_status_raw: Active}
            - {id: "2", first_name: Joe, last_name: Bloggs, hire_date: "2022-05-16", employment_status: active, employment_status_raw: Active}

    """,
    "connectors/acme/recordings/employees.http": """
    ### first page
    GET /employees

    HTTP 200
    Content-Type: application/json

    {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}], "next": "c2"}

    ### second page
    GET /employees?cursor=c2

    HTTP 200
    Content-Type: application/json

    {"data": [{"id": "2", "firstName": "Joe", "lastName": "Bloggs", "hired": "2022-05-16", "status": "Active"}], "next": null}

    ### who am I
    GET /me

    HTTP 200
    Content-Type: application/json

    {"name": "Acme", "active": true, "state": "on"}

    ### slow down
    GET /employees

    HTTP 429
    Retry-After: 2
    Content-Type: application/json

    {"error": {"code": "slow_down", "message": "too many requests"}}

    """,
  ]

  /// Lays an example over the project; see `Example` in Diagnostics for the form.
  package static func overlaid(with example: String) -> [String: String] {
    var files = files
    for part in parts(of: example) {
      let base = part.isWhole ? nil : files[part.path]
      files[part.path] = base.map { merge(part.text, over: $0) } ?? part.text
    }
    return files
  }

  package static func project(_ files: [String: String]) -> Project { ProjectLoader.load(MemoryTree(files)) }

  private static func parts(of example: String) -> [(path: String, isWhole: Bool, text: String)] {
    var parts: [(path: String, isWhole: Bool, text: String)] = []
    var path = connectorPath
    var isWhole = false
    var lines: [Substring] = []
    func finish() {
      if !lines.isEmpty { parts.append((path, isWhole, lines.joined(separator: "\n") + "\n")) }
      lines = []
    }
    for line in example.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("--- ") else {
        lines.append(line)
        continue
      }
      finish()
      isWhole = line.hasSuffix(" (whole)")
      path = String(line.dropFirst(4).dropLast(isWhole ? 8 : 0))
    }
    finish()
    return parts
  }

  /// Replaces the top-level blocks that the new text has, and adds what is new.
  private static func merge(_ text: String, over base: String) -> String {
    let new = blocks(of: text)
    var result = ""
    var used: Set<String> = []
    for (key, block) in blocks(of: base) {
      if let replacement = new.first(where: { $0.key == key && !key.isEmpty }) {
        result += replacement.block
        used.insert(key)
      } else {
        result += block
      }
    }
    for (key, block) in new where !used.contains(key) { result += block }
    return result
  }

  /// The text cut before each line that starts with a key.
  private static func blocks(of text: String) -> [(key: String, block: String)] {
    var blocks: [(key: String, block: String)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let startsKey = line.first.map { $0.isLetter || $0 == "_" || $0 == "$" || $0 == "\"" } ?? false
      if startsKey, let colon = line.firstIndex(of: ":") {
        blocks.append((String(line[..<colon]), ""))
      } else if blocks.isEmpty {
        blocks.append(("", ""))
      }
      blocks[blocks.count - 1].block += line + "\n"
    }
    if let last = blocks.last?.block, last.hasSuffix("\n\n") { blocks[blocks.count - 1].block.removeLast() }
    return blocks
  }
}
