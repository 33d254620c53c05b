internal import Diagnostics

/// An example may share a recording with others.
extension Example: ExpressibleByStringInterpolation {}

/// Recordings that examples of rules about pages share, so that each shows only its point.
extension Rule {
  private static let employees = (
    first:
      #"{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}"#,
    second:
      #"{"id": "2", "firstName": "Joe", "lastName": "Bloggs", "hired": "2022-05-16", "status": "Active"}"#
  )

  /// A line with the marker of a finding below it; `word` names the place, after `|` where it stands several times.
  static func marked(_ line: String, at word: String, _ rule: String) -> String {
    let parts = word.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { return line }
    let sought = Array((parts[0] + parts[1]).utf8)
    let bytes = Array(line.utf8)
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: sought) }) else { return line }
    let column = start + parts[0].utf8.count
    let blank = String(repeating: " ", count: max(column - 1, 0))
    return "\(line)\n#\(blank)\(String(repeating: "^", count: parts[1].utf8.count)) \(rule)"
  }

  static let firstEmployee = employees.first

  /// Exchanges of the base project that have nothing to do with pages.
  static let otherExchanges = """
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
    """

  /// Two pages with one employee each; the texts are what follows the path, and what stands beside the records.
  static func twoPages(
    _ firstTarget: String, _ first: String, _ secondTarget: String, _ second: String,
    of both: (String, String)? = nil
  ) -> String {
    """
    ### first page
    \(firstTarget)

    HTTP 200
    Content-Type: application/json

    {"data": [\(both?.0 ?? employees.first)], \(first)}

    ### second page
    \(secondTarget)

    HTTP 200
    Content-Type: application/json

    {"data": [\(both?.1 ?? employees.second)], \(second)}

    \(otherExchanges)
    """
  }

  static let numberedRecording = twoPages(
    "GET /employees?page=1", #""page": 1, "pages": 2"#, "GET /employees?page=2", #""page": 2, "pages": 2"#)

  static let numberedRecordingWithLimit = twoPages(
    "GET /employees?limit=50&page=1", #""page": 1, "pages": 2"#, "GET /employees?limit=50&page=2",
    #""page": 2, "pages": 2"#)

  static func graphQLRecording(path: String) -> String {
    let others = otherExchanges.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line == "GET /employees" ? "POST \(path)" : String(line)
    }.joined(separator: "\n")
    return """
      ### both
      POST \(path)

      HTTP 200
      Content-Type: application/json

      {"data": [\(employees.first), \(employees.second)], "pageInfo": {"hasNextPage": false, "endCursor": "e2"}}

      \(others)
      """
  }

  static func graphQLExample(variable: String, marked: Bool = false) -> String {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      errors:
        - {when: "'errors' in body", kind: provider}
    streams:
      employees:
        read:
          post: /graphql
          graphql: {query: "query($after: String) { employees(after: $after) { id } }"}
        records: body.data
        key: id
        pages: {type: relay, connection: body, variable: \(variable)}
    \(marked ? "#                                                    ^^^^^^ paging/variable-unused\n" : "")    deletions: {type: none}
    --- connectors/acme/recordings/employees.http (whole)
    \(graphQLRecording(path: "/graphql"))
    """
  }
}
