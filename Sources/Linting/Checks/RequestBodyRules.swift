internal import Diagnostics

extension Rule {
  /// An action with the given request.
  private static func action(_ lines: String) -> Example {
    Example("actions:\n  search:\n    title: Search people\n    request:\n\(lines)")
  }

  /// The stream of the example with another request or other pages.
  private static func employees(_ lines: String) -> Example {
    Example(
      """
      streams:
        employees:
      \(lines)
          records: body.data
          key: id
          deletions: {type: none}
      """)
  }

  private static let cursor = "    pages: {type: cursor, token: body.next, send: {query: cursor}}"

  static let bodyOnGet = Rule(
    "request/body-on-get", .warning, .likely, "a GET request with a body",
    page:
      "HTTP gives a body no meaning there, and servers and proxies drop it. Use `query`, or `post` where the provider documents a search.",
    failing: action(
      """
            get: /people
            json: {status: active}
      #     ^^^^ request/body-on-get
      """),
    passing: action("      post: /people/search\n      json: {status: active}"))

  static let contentTypeConflict = Rule(
    "request/content-type-conflict", .error, .proven, "a header that names another kind of body",
    page:
      "`Content-Type` follows from `json`, `form`, `multipart`, `graphql` and `xml`. Leave the header out, or write the body in the form it names.",
    failing: action(
      """
            post: /people/search
            headers: {Content-Type: application/x-www-form-urlencoded}
      #                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ request/content-type-conflict
            json: {status: active}
      """),
    passing: action("      post: /people/search\n      form: {status: active}"))

  static let contentTypeMissing = Rule(
    "request/content-type-missing", .warning, .proven, "a text body whose kind nobody is told",
    page: "A `text` body is sent as it is, and only the header `Content-Type` can say what it is.",
    failing: action(
      """
            post: /people/import
            text: "name;status"
      #     ^^^^ request/content-type-missing
      """),
    passing: action(
      "      post: /people/import\n      headers: {Content-Type: text/csv}\n      text: \"name;status\""))

  static let authorizationHeader = Rule(
    "request/authorization-header", .warning, .proven, "the header `Authorization` is written by hand",
    page: """
      `auth` describes how requests prove who is asking: then the runtime renews tokens, keeps the header from other servers and out of \
      recordings. A header written by hand gets none of that, or overwrites what `auth` wrote.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        headers: {Authorization: "Token ${settings.api_key}"}
      #           ^^^^^^^^^^^^^ request/authorization-header
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """,
    passing: """
      auth: {type: bearer, token: "${settings.api_key}", prefix: Token}
      """)

  static let duplicateHeader = Rule(
    "request/duplicate-header", .error, .proven, "a header is given twice",
    page:
      "The names of headers do not depend on case, so that `Accept` and `accept` are one header with two values.",
    failing: action(
      """
            get: /people
            headers: {Accept: application/json, accept: text/csv}
      #                                         ^^^^^^ request/duplicate-header
      """),
    passing: action("      get: /people\n      headers: {Accept: application/json}"))

  static let duplicateParameter = Rule(
    "request/duplicate-parameter", .error, .proven, "two values are sent under one name",
    page: """
      The request, its pages, its cursor, its field names and the credentials each put values into the request. Two of them use the same \
      name, so that one is lost or both are sent, and the provider takes either.
      """,
    failing: employees(
      """
          read: {get: /employees}
          pages: {type: cursor, token: body.next, send: {query: cursor}, size: {value: 50, send: {query: cursor}}}
      #                                                                                                  ^^^^^^ request/duplicate-parameter
      """),
    passing: employees("    read: {get: /employees}\n\(cursor)"))

  static let placementNeedsBody = Rule(
    "request/placement-needs-body", .error, .proven,
    "a value is put into a body that the request does not have",
    page: """
      `json` and `form` put a value into a body of that kind, `variable` into the variables of a GraphQL query. A GET request has no body; \
      there it is `query`.
      """,
    failing: employees(
      """
          read: {get: /employees}
          pages: {type: cursor, token: body.next, send: {json: cursor}}
      #                                                        ^^^^^^ request/placement-needs-body
      """),
    passing: employees("    read: {get: /employees}\n\(cursor)"))
}
