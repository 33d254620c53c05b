internal import Diagnostics

/// Rules about changes and deletions that the recordings prove.
extension Rule {
  private static func stream(_ changes: String, at mark: String = "", _ rule: String = "") -> String {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: cursor, token: body.next, send: {query: cursor}}
    \(Rule.marked("    changes: \(changes)", at: mark, rule))
        deletions: {type: none}
    """
  }

  /// The base recording with a moment in both requests.
  private static func sinceRecording(_ parameter: String) -> String {
    """
    --- connectors/acme/recordings/employees.http (whole)
    \(twoPages(
      "GET /employees?\(parameter)", #""next": "c2""#, "GET /employees?\(parameter)&cursor=c2", #""next": null"#))
    \(testCase(more: "    since: \"2026-11-01\""))
    """
  }

  static let changesFieldNotRecorded = Rule(
    "paging/cursor-not-in-records", .error, .proven, "a moment of change that no recorded record has",
    page: """
      The next run begins at the latest moment found in the records. When no record has the key, the cursor never moves and every run reads \
      everything. The finding shows the nearest keys with how often they were seen.
      """,
    failing: """
      \(Rule.stream(
        "{type: since, field: hirde, field_format: date, send: {query: since}}",
        at: "|hirde", "paging/cursor-not-in-records"))
      """,
    passing: "\(Rule.stream("{type: since, field: hired, field_format: date, send: {query: since}}"))")

  static let changesFormat = Rule(
    "paging/cursor-format", .error, .proven, "a moment that is recorded in another format",
    page: """
      The moment in the record is read as `field_format` says, and as `format` when there is none. The recorded values are written otherwise, \
      so that no cursor could be kept.
      """,
    failing: """
      \(Rule.stream(
        "{type: since, field: hired, field_format: unix, send: {query: since}}",
        at: "|unix", "paging/cursor-format"))
      """,
    passing: "\(Rule.stream("{type: since, field: hired, field_format: date, send: {query: since}}"))")

  static let changesSentFormat = Rule(
    "paging/sent-format", .warning, .proven,
    "a moment that was recorded in another format than it would be sent in",
    page:
      "The recorded requests show how the provider takes the moment. Sent in another format it is refused, or worse, ignored.",
    failing: """
      \(Rule.stream(
        "{type: since, field: hired, field_format: date, send: {query: since}, format: rfc3339}",
        at: "|rfc3339", "paging/sent-format"))
      \(Rule.sinceRecording("since=2026-11-01"))
      """,
    passing: """
      \(Rule.stream("{type: since, field: hired, send: {query: since}, format: date}"))
      \(Rule.sinceRecording("since=2026-11-01"))
      """)

  static let changesSentElsewhere = Rule(
    "paging/sent-elsewhere", .error, .proven, "a moment that was recorded under another name",
    page:
      """
      The recorded requests carry the moment under a similar name. A provider ignores a parameter that it does not know, and \
      everything is read.
      """,
    failing: """
      \(Rule.stream(
        "{type: since, field: hired, send: {query: updated_afer}, format: date}",
        at: "|updated_afer", "paging/sent-elsewhere"))
      \(Rule.sinceRecording("updated_after=2026-11-01"))
      """,
    passing: """
      \(Rule.stream("{type: since, field: hired, send: {query: updated_after}, format: date}"))
      \(Rule.sinceRecording("updated_after=2026-11-01"))
      """)

  static let changesDeletionKey = Rule(
    "paging/deletion-key-not-recorded", .error, .proven,
    "a key of deleted records that no recorded record has",
    page:
      """
      The other stream lists what is gone, and `key` finds there which record is meant. No recorded record of it has that key: \
      nothing would be deleted.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: stream, stream: removed, key: employeId}
      #                                                   ^^^^^^^^^ paging/deletion-key-not-recorded
        removed:
          read: {get: /removed}
          records: body.data
          key: employeeId
          pages: {type: none}
      --- connectors/acme/recordings/removed.http
      ### what is gone
      GET /removed

      HTTP 200
      Content-Type: application/json

      {"data": [{"employeeId": "7"}]}
      \(Rule.removedTests)
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: stream, stream: removed, key: employeeId}
        removed:
          read: {get: /removed}
          records: body.data
          key: employeeId
          pages: {type: none}
      --- connectors/acme/recordings/removed.http
      ### what is gone
      GET /removed

      HTTP 200
      Content-Type: application/json

      {"data": [{"employeeId": "7"}]}
      \(Rule.removedTests)
      """)

  private static let removedTests = """
    --- connectors/acme/tests.yaml
    cases:
      - name: two pages of employees
        stream: employees
        settings: {api_key: made-up}
        recording: employees
        expect:
          employee:
            - {id: "1", last_name: Byron}
            - {id: "2", last_name: Bloggs}
        partial: true
      - name: what is gone
        stream: removed
        settings: {api_key: made-up}
        recording: removed
        expect: {employee: []}
    """

  static let changesAllFlagged = Rule(
    "paging/all-flagged", .warning, .likely, "a flag of deletion that all recorded records bear",
    page:
      """
      Each recorded record would be deleted. The condition probably says the opposite of what was meant; if not, record a \
      reply with records that stay.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: flag, when: record.status == 'Active'}
      #                                 ^^^^^^ paging/all-flagged
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: flag, when: record.status != 'Active'}
      """)
}
