internal import Diagnostics

/// Rules about pages that follow from the description alone.
extension Rule {
  static let pagingNoEnd = Rule(
    "paging/no-end", .warning, .likely, "numbered pages without anything that tells the last one",
    page: """
      Without `size`, `last` or `total` the stream ends only at an empty page. Many providers answer a page beyond the end with an error, or \
      with the last page once more. Give `size` if a shorter page is the last, `last` or `total` if the reply tells, or an error rule with \
      `then: end_pages` for the status that means the end.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: page, send: {query: page}}
      #                 ^^^^ paging/no-end
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.numberedRecording)
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: page, send: {query: page}, last: page.number >= body.pages}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.numberedRecording)
      """)

  static let pagingConstantToken = Rule(
    "paging/constant-token", .error, .proven, "a next page that does not depend on the reply",
    page: """
      `token`, `url` and `by` are expressions that find the next page in the reply. One that reads nothing of it gives the same page again \
      and again. Often the quotes are too many: `token: "'next'"` is a text, `token: body.next` is the key of the reply.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: "'next'", send: {query: cursor}}
      #                                ^^^^^^^^ paging/constant-token
          deletions: {type: none}
      """,
    passing: "title: Acme HR\n")

  static let pagingNeverLast = Rule(
    "paging/never-last", .error, .proven, "an end of the pages that is the same for every reply",
    page:
      "`last`, `more` and `total` are asked of each reply. A constant either ends the stream after its first page or never.",
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}, more: true}
      #                                                                        ^^^^ paging/never-last
          deletions: {type: none}
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}, more: body.next != null}
          deletions: {type: none}
      """)

  static let pagingSizeNotSent = Rule(
    "paging/size-not-sent", .info, .heuristic, "a size of pages that is not in the request",
    page: """
      A page shorter than `size` ends the stream. When the request does not ask for that size, the provider's own default counts, and if it \
      is smaller every page looks like the last. Say where the size goes with `send`, or leave this as it is when the provider always sends \
      that many.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: page, send: {query: page}, size: {value: 50}, last: page.number >= body.pages}
      #                                                          ^^ paging/size-not-sent
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.numberedRecording)
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees, query: {limit: "50"}}
          records: body.data
          key: id
          pages: {type: page, send: {query: page}, size: {value: 50}, last: page.number >= body.pages}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.numberedRecordingWithLimit)
      """)

  static let pagingSizeMismatch = Rule(
    "paging/size-mismatch", .error, .likely, "a request that asks for another size than `size` says",
    page: """
      A page that is shorter than `size` ends the stream. When the request asks for fewer, the first full page looks like the last one and \
      the rest is never read. Write the number once, in `size`, and let `send` put it into the request.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees, query: {limit: "50"}}
      #                                          ^^^^ paging/size-mismatch
          records: body.data
          key: id
          pages: {type: page, send: {query: page}, size: {value: 100}, last: page.number >= body.pages}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.numberedRecordingWithLimit)
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: page, send: {query: page}, size: {value: 50, send: {query: limit}}, last: page.number >= body.pages}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.numberedRecordingWithLimit)
      """)

  static let pagingRelayWithoutGraphQL = Rule(
    "paging/relay-without-graphql", .error, .proven, "relay pages of a request that is not GraphQL",
    page:
      "The cursor of a relay connection goes into a variable of the query. A request without `graphql` has none: use `cursor` pages.",
    failing: """
      streams:
        employees:
          read: {post: /employees}
          records: body.data
          key: id
          pages: {type: relay, connection: body}
      #                 ^^^^^ paging/relay-without-graphql
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.graphQLRecording(path: "/employees"))
      """,
    passing: Example(Rule.graphQLExample(variable: "after")))

  static let pagingVariableUnused = Rule(
    "paging/variable-unused", .error, .proven, "a GraphQL variable that the query does not declare",
    page: """
      The page's cursor or size is put into a variable, and GraphQL ignores or refuses variables that the query does not declare: every page \
      would be the first. Declare it, `query($after: String)`, and use it where the connection is read.
      """,
    failing: Example(Rule.graphQLExample(variable: "cursor", marked: true)),
    passing: Example(Rule.graphQLExample(variable: "after")))

  static let pagingUntilEmpty = Rule(
    "paging/until-empty-unacknowledged", .warning, .likely, "a queue that is read and never emptied",
    page: """
      `until_empty` repeats the same request until nothing comes. Unless what was read is acknowledged, or the provider takes it off by \
      itself, or a status means the end, the same records come until the limit of pages is reached.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: until_empty}
      #                 ^^^^^^^^^^^ paging/until-empty-unacknowledged
          deletions: {type: none}
      \(queueRecording)
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: until_empty}
          errors:
            - {status: [204], when: status == 204, then: end_pages}
          deletions: {type: none}
      \(queueRecording)
      """)

  private static let queueRecording = """
    --- connectors/acme/recordings/employees.http (whole)
    \(twoPages("GET /employees", #""next": "c2""#, "GET /employees", #""next": null"#))
    """

  static let pagingTokenNotSent = Rule(
    "paging/token-not-sent", .error, .proven, "a request for the next page that does not say which",
    page:
      "The token that the last reply gave is `page.token`. A request that does not use it gets the same page for ever.",
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages:
            type: continue
            token: body.next
            read: {get: /employees}
      #     ^^^^ paging/token-not-sent
          deletions: {type: none}
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages:
            type: continue
            token: body.next
            read: {get: /employees, query: {cursor: "${page.token}"}}
          deletions: {type: none}
      """)
}
