internal import Diagnostics

extension Rule {
  /// The stream of the example, with more keys, and another stream before it.
  private static func streams(_ lines: String, also other: String = "") -> Example {
    Example(
      """
      streams:
      \(other)  employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
      \(lines)
      """)
  }

  static let unknownStream = Rule(
    "request/unknown-stream", .error, .proven, "a stream that does not exist is referred to",
    page:
      "`for_each`, `deletions` and `like` name another stream of the same connector. Correct the name, or add the stream.",
    failing: streams(
      """
          deletions: {type: stream, stream: leavers, key: id}
      #                                     ^^^^^^^ request/unknown-stream
      """),
    passing: streams("    deletions: {type: none}"))

  static let parentLoop = Rule(
    "request/parent-loop", .error, .proven, "a stream is read for each of its own records",
    page: """
      A stream with `for_each` is read after its parents. Streams that are each other's parents, or their own, have no beginning. Folders \
      in folders are read with `for_each` of `type: tree`.
      """,
    failing: streams(
      """
          deletions: {type: none}
          for_each: {type: parent, stream: employees, as: manager}
      #                                    ^^^^^^^^^ request/parent-loop
          keep: record.id != manager.id
      """),
    passing: streams("    deletions: {type: none}"))

  static let sliceUnused = Rule(
    "request/slice-unused", .warning, .likely, "a stream is read many times by the same request",
    page: """
      With `for_each` the request is made once for each parent, item or batch, and must say which one is meant: in the path \
      (`/projects/${project.id}/tasks`), in the query or in the body. Otherwise every reply is the same.
      """,
    failing: streams(
      """
          deletions: {type: none}
          for_each: {type: list, of: "['open', 'closed']", as: state}
      #                                                        ^^^^^ request/slice-unused
      """),
    passing: streams(
      """
          deletions: {type: none}
          for_each: {type: list, of: "['open', 'closed']", as: state}
          keep: record.status != state
      """))

  static let unsafeRead = Rule(
    "request/unsafe-read", .warning, .likely, "a stream is read by a method that changes data",
    page: """
      PUT, PATCH and DELETE change what the provider holds, and a stream is read again and again. Searches are mostly `post`; changes are \
      `actions`; a queue's messages are deleted by `acknowledge`, after they are stored.
      """,
    failing: """
      streams:
        employees:
          read: {put: /employees}
      #          ^^^ request/unsafe-read
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### all
      PUT /employees

      HTTP 200
      Content-Type: application/json

      {"data": [\(firstEmployee), \(secondEmployee)], "next": null}

      ### who am I
      GET /me

      HTTP 200
      Content-Type: application/json

      {"name": "Acme"}

      ### slow down
      PUT /employees

      HTTP 429
      Retry-After: 2

      """,
    passing: streams("    deletions: {type: none}"))

  static let unusedInput = Rule(
    "request/unused-input", .warning, .proven, "an action asks for what it does not use",
    page:
      "Whoever starts the action would fill in a field that has no effect. Use it in the request, or take it out.",
    failing: """
      actions:
        invite:
          title: Invite a person
          inputs:
            email: {type: text, title: E-mail}
            note: {type: text, title: Note, optional: true}
      #     ^^^^ request/unused-input
          request: {post: /invitations, json: {email: "${input.email}"}}
      """,
    passing: """
      actions:
        invite:
          title: Invite a person
          inputs:
            email: {type: text, title: E-mail}
            note: {type: text, title: Note, optional: true}
          request: {post: /invitations, json: {email: "${input.email}", note: "${input.?note}"}}
      """)

  /// An action with a GraphQL body, and the error rules that go with it.
  private static func graphQL(
    _ lines: String, errors: String = "    errors: [{when: \"'errors' in body\", kind: request}]\n"
  ) -> Example {
    Example(
      """
      actions:
        rename:
          title: Rename the company
      \(errors)    request:
            post: /graphql
      \(lines)
      """)
  }

  private static let renaming = """
          graphql:
            query: "mutation($name: String!) { rename(name: $name) { id } }"
            variables: {name: Acme}
    """

  static let graphQLErrors = Rule(
    "request/graphql-errors", .warning, .likely, "GraphQL errors that nobody looks at",
    page: """
      A GraphQL server answers a failed query with status 200 and a list `errors`. Without a rule that looks there, each such reply fails, \
      whoever can put it right, and also where only some of the data is missing and that does not matter. Write \
      `errors: [{when: "'errors' in body", kind: request, message: "body.errors[0].message"}]` under `http`.
      """,
    failing: graphQL(
      """
            graphql:
      #     ^^^^^^^ request/graphql-errors
              query: "mutation($name: String!) { rename(name: $name) { id } }"
              variables: {name: Acme}
      """, errors: ""),
    passing: graphQL(renaming))

  static let graphQLVariable = Rule(
    "request/graphql-variable", .error, .proven,
    "the variables given are not the ones that the query declares",
    page:
      "A query names its variables and their types in its head, `query($after: String)`. One with `!` must be given, and no other may be.",
    failing: graphQL(
      """
            graphql:
              query: "mutation($name: String!) { rename(name: $name) { id } }"
              variables: {nmae: Acme}
      #                   ^^^^ request/graphql-variable
      """),
    passing: graphQL(renaming))
}
