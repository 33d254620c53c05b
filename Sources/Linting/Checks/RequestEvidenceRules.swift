internal import Diagnostics

extension Rule {
  static let recordsWrapped = Rule(
    "request/records-wrapped", .error, .proven, "records that stand one level further down",
    page: """
      Every recorded element has the record under one key, as the edges of a GraphQL connection have their `node`. `unwrap` names that key; \
      without it neither the stream's key nor anything of the mapping is found.
      """,
    failing: wrapped("body.edges", "#            ^^^^^^^^^^ request/records-wrapped"),
    passing: wrapped("{from: body.edges, unwrap: node}"))

  /// The stream of the example with some keys replaced.
  private static func employees(
    read: String = "    read: {get: /employees}", key: String = "    key: id", more: String = ""
  ) -> Example {
    Example(
      """
      streams:
        employees:
      \(read)
          records: body.data
      \(key)
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}\(more)
      """)
  }

  /// Employees that stand under `node`, two pages of them.
  private static func wrapped(_ records: String, _ marker: String = "") -> Example {
    func page(_ number: Int, _ next: String) -> String {
      let target = number == 1 ? "/employees" : "/employees?cursor=c2"
      let node =
        #"{"id": "\#(number)", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}"#
      return """
        ### page \(number)
        GET \(target)

        HTTP 200
        Content-Type: application/json

        {"edges": [{"node": \(node)}], "next": \(next)}
        """
    }
    return Example(
      """
      streams:
        employees:
          read: {get: /employees}
          records: \(records)
      \(marker)
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      \(page(1, "\"c2\""))

      \(page(2, "null"))

      \(otherExchanges)
      --- connectors/acme/tests.yaml (whole)
      tests: 1
      settings: {api_key: made-up}
      cases:
        - {name: two pages, stream: employees, recording: employees, partial: true, expect: {employee: [{id: "1"}, {id: "2"}]}}
      """)
  }

  static let neverRecorded = Rule(
    "request/never-recorded", .info, .proven, "a stream that no recording shows",
    page: """
      Other streams of the connector were recorded, this one was not: its paths, its key and its mapping are checked against nothing. \
      Record it once; `connector record` replaces personal data.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
        teams:
          read: {get: /teams}
      #               ^^^^^^ request/never-recorded
          records: body.data
          key: id
          pages: {type: none}
          deletions: {type: none}
      """,
    passing: employees())

  static let unrecordedParameter = Rule(
    "request/unrecorded-parameter", .warning, .likely,
    "a query parameter or header that was recorded under another name",
    page: """
      The recorded requests have no such parameter or header, and one with a similar name that the connector does not send. Providers \
      mostly ignore what they do not know, and with it the filter. Correct the name, or record the request anew.
      """,
    failing: employees(
      read: """
            read: {get: /employees, query: {statsu: active}}
        #                                   ^^^^^^ request/unrecorded-parameter
        """, more: activeRecording),
    passing: employees(read: "    read: {get: /employees, query: {status: active}}", more: activeRecording))

  static let unsentPart = Rule(
    "request/unsent-part", .error, .proven, "a part of recorded requests that nothing sends",
    page: """
      The recording shows a parameter, or a key of the body, that neither the request nor its pages or changes send: in a replay the request \
      would not be answered. Send it, or record the request anew.
      """,
    failing: employees(
      read: """
            read: {get: /employees}
        #          ^^^ request/unsent-part
        """, more: activeRecording),
    passing: employees(read: "    read: {get: /employees, query: {status: active}}", more: activeRecording))

  static let secondEmployee =
    #"{"id": "2", "firstName": "Joe", "lastName": "Bloggs", "hired": "2022-05-16", "status": "Active"}"#

  private static let activeRecording = """

    --- connectors/acme/recordings/employees.http (whole)
    \(twoPages(
      "GET /employees?status=active", #""next": "c2""#, "GET /employees?status=active&cursor=c2", #""next": null"#))
    """

  static let recordsNotAList = Rule(
    "request/records-not-a-list", .error, .proven, "no records where they are looked for",
    page: """
      Where `records` points, the recorded reply has no list: it is a single object, a map of records (`keyed_by`), or a list under \
      another name. Replies that an error rule recognizes are not counted.
      """,
    failing: Example(
      """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
      #            ^^^^^^^^^ request/records-not-a-list
          key: id
          pages: {type: none}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### one employee
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [\(firstEmployee)]}

      ### none
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"message": "no employees"}

      \(otherExchanges)
      --- connectors/acme/tests.yaml
      cases:
        - name: a page of employees
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          fails: {kind: provider}
      """),
    passing: employees())

  static let keyNotInRecords = Rule(
    "request/key-not-in-records", .error, .proven, "a key that the recorded records do not have",
    page: """
      The key tells records apart; without it none can be stored. It is a path in the record, `id` or `employee.id`, after `unwrap` and \
      `explode`. The finding counts the recorded records that have it and shows what they have.
      """,
    failing: employees(
      key: """
            key: uid
        #        ^^^ request/key-not-in-records
        """, more: "\n--- mappings/acme/employees.yaml\nnot_mapped: [id]"),
    passing: employees())

  static let duplicateKeys = Rule(
    "request/duplicate-keys", .error, .proven, "recorded records with the same key",
    page: """
      Two records of one reply have the same key, so that the second would overwrite the first. Records that are parts of something need \
      several paths: `key: [invoice_id, line]`.
      """,
    failing: employees(
      key: """
            key: status
        #        ^^^^^^ request/duplicate-keys
        """,
      more: """

        --- mappings/acme/employees.yaml
        not_mapped: [id]
        --- connectors/acme/recordings/employees.http (whole)
        ### all
        GET /employees

        HTTP 200
        Content-Type: application/json

        {"data": [\(firstEmployee), \(firstEmployee)], "next": null}

        \(otherExchanges)
        """),
    passing: employees())

  static let carryShadows = Rule(
    "request/carry-shadows", .warning, .proven, "a carried field overwrites one of the record's own",
    page:
      "`carry` adds a field to each record. The recorded records have one of that name already, which would be lost. Carry it under another name.",
    failing: employees(
      read: """
            for_each: {type: list, of: "['open']", as: state, carry: {status: state}}
        #                                                             ^^^^^^ request/carry-shadows
            read: {get: /employees, headers: {X-State: "${state}"}}
        """),
    passing: employees())
}
