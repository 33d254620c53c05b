internal import Diagnostics

extension Rule {
  static let noBaseAddress = Rule(
    "request/no-base-address", .error, .proven, "paths without an address that they are appended to",
    page:
      "A request names a path; `http.base_url` is what stands before it. Give the base address, or write whole addresses.",
    failing: """
      --- connectors/acme/connector.yaml (whole)
      spec: 1
      name: acme
      # ^^ request/no-base-address connectors/acme/connector.yaml:10:1
      title: Acme HR
      category: hris
      docs: https://developer.example.com
      settings:
        api_key: {type: secret, title: API key}
      auth: {type: bearer, token: "${settings.api_key}"}
      check: {get: /me}
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      """,
    passing: "title: Acme HR\n")

  /// The stream of the example with another request.
  private static func employees(_ read: String) -> Example {
    Example(
      """
      streams:
        employees:
      \(read)
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      """)
  }

  /// An action with the given request.
  private static func action(_ line: String) -> Example {
    Example("actions:\n  find:\n    title: Find a company\n    request:\n\(line)")
  }

  static let openPathPlace = Rule(
    "request/path-parameter-missing", .error, .proven, "an open place of a path that nothing fills",
    page: """
      `{name}` in a path is filled by a placement `path: name` of the stream (its pages, its cursor, its field names). Anything else is \
      written as an expression: `/projects/${project.id}/tasks`.
      """,
    failing: action(
      """
            get: /companies/{company}
      #                     ^^^^^^^^^ request/path-parameter-missing
      """),
    passing: action("      get: /me"))

  static let unusedPathPlace = Rule(
    "request/path-parameter-unused", .error, .proven, "a value is put into a path that has no place for it",
    page:
      "The placement `path: name` puts its value in place of `{name}`. Write the name in braces where it belongs in the path.",
    failing: employees(
      """
          read: {get: /employees}
          fields: {names: [id, lastName], send: {path: names}}
      #                                                ^^^^^ request/path-parameter-unused
      """),
    passing: employees(
      "    read: {get: /employees}\n    fields: {names: [id, lastName], send: {query: names}}"))

  static let foreignPlaceholder = Rule(
    "request/path-placeholder-style", .error, .proven, "a placeholder as other tools write it",
    page: """
      `:id`, `<id>` and `%s` have no meaning here and would be sent as they are. A value is put in by an expression: \
      `/projects/${project.id}`.
      """,
    failing: action(
      """
            get: /companies/:id
      #                     ^^^ request/path-placeholder-style
      """),
    passing: action("      get: /me"))

  static let queryInPath = Rule(
    "request/query-in-path", .warning, .proven, "a query is written into a path",
    page: """
      Under `query` each value is encoded, an empty one is left out, and what pages and cursors add is joined correctly. In the path all \
      of that is left to the author.
      """,
    failing: employees(
      """
          read: {get: "/employees?status=active"}
      #                          ^^^^^^^^^^^^^^ request/query-in-path
      """),
    passing: employees("    read: {get: /employees}"))

  static let noLeadingSlash = Rule(
    "request/no-leading-slash", .error, .proven, "a path that runs together with the base address",
    page: "Paths are appended to `http.base_url` as they are: begin them with `/`.",
    failing: action(
      """
            get: me
      #          ^ request/no-leading-slash
      """),
    passing: action("      get: /me"))

  static let doubleSlash = Rule(
    "request/double-slash", .warning, .proven, "two slashes in a row",
    page:
      "`https://api.example.com/v1/` and `/me` make `/v1//me`, which is another path to most servers. End `base_url` without a slash.",
    failing: """
      http:
        base_url: https://api.example.com/v1/
      #                                     ^ request/double-slash
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static let repeatedBasePath = Rule(
    "request/repeated-base-path", .warning, .likely, "the end of the base address is repeated in a path",
    page:
      "Paths follow `http.base_url`. When that ends in `/v1`, a path `/v1/me` gives `/v1/v1/me`. Leave it out in one of the two.",
    failing: action(
      """
            get: /v1/me
      #          ^^^ request/repeated-base-path
      """),
    passing: action("      get: /me"))

  static let badPathCharacter = Rule(
    "request/bad-path-character", .error, .proven, "a blank, `#` or backslash in a path",
    page:
      "A path is sent as it is written. A blank in it, a `#` or a backslash makes it another path or none; write `%20` if one is meant.",
    failing: action(
      """
            get: /my company
      #             ^ request/bad-path-character
      """),
    passing: action("      get: /me"))
}
