internal import Diagnostics

/// Rules about pages that the recordings prove.
extension Rule {
  private static func cursorStream(_ pages: String, at mark: String = "", _ rule: String = "") -> String {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
    \(Rule.marked("    pages: \(pages)", at: mark, rule))
        deletions: {type: none}
    """
  }

  static let pagingFirstPageOnly = Rule(
    "paging/first-page-only", .warning, .likely, "a stream without pages whose recorded reply offers more",
    page: """
      `type: none` says that everything comes in one reply, and a recorded reply of this stream names a next page, says that there is more, \
      or announces more records than it holds. Only the first page would ever be read, and nobody would notice. Describe the pages.
      """,
    failing: "\(Rule.cursorStream("{type: none}", at: "|none", "paging/first-page-only"))",
    passing: "title: Acme HR\n")

  static let pagingFullPage = Rule(
    "paging/full-page-last", .warning, .likely, "a recording that stops at a full page",
    page: """
      A page with as many records as `size` is followed by another request, and the recording does not have it. Either the size is smaller \
      than the provider's, or the recording lacks its last page.
      """,
    failing: """
      \(Rule.cursorStream(
        "{type: page, send: {query: page}, size: {value: 1, send: {query: limit}}}",
        at: "|{value: 1, send: {query: limit}}", "paging/full-page-last"))
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.twoPages("GET /employees?limit=1&page=1", #""page": 1"#, "GET /employees?limit=1&page=2", #""page": 2"#))
      """,
    passing: """
      \(Rule.cursorStream("{type: page, send: {query: page}, size: {value: 2, send: {query: limit}}}"))
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.twoPages("GET /employees?limit=2&page=1", #""page": 1"#, "GET /employees?limit=2&page=2", #""page": 2"#))
      """)

  static let pagingShortTotal = Rule(
    "paging/short-total", .error, .proven, "a total that the recorded pages do not come to",
    page: """
      The number that `total` finds is held against the records that were read, and reading fewer is an error. In the recordings the two \
      differ, so that every run would fail: `total` may count pages, or all records of another kind, or the recording lacks a page.
      """,
    failing: """
      \(Rule.cursorStream(
        "{type: cursor, token: body.next, send: {query: cursor}, total: body.total}",
        at: "|body.total", "paging/short-total"))
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.twoPages("GET /employees", #""next": "c2", "total": 3"#, "GET /employees?cursor=c2", #""next": null, "total": 3"#))
      """,
    passing: """
      \(Rule.cursorStream("{type: cursor, token: body.next, send: {query: cursor}, total: body.total}"))
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.twoPages("GET /employees", #""next": "c2", "total": 2"#, "GET /employees?cursor=c2", #""next": null, "total": 2"#))
      """)

  static let pagingLimitTooLow = Rule(
    "paging/limit-too-low", .error, .proven, "a limit of pages that the recorded total exceeds",
    page:
      "Reaching `at_most` is an error, never an end. A recorded reply announces more records than that many pages can hold.",
    failing: """
      \(Rule.cursorStream(
        "{type: cursor, token: body.next, send: {query: cursor}, total: body.total, size: {value: 1, send: {query: limit}}, at_most: 5}",
        at: "at_most: |5", "paging/limit-too-low"))
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.twoPages("GET /employees?limit=1", #""next": "c2", "total": 9"#, "GET /employees?limit=1&cursor=c2", #""next": null, "total": 9"#))
      """,
    passing: "title: Acme HR\n")

  static let pagingRepeatedToken = Rule(
    "paging/repeated-token", .error, .proven, "recorded replies that name the same next page twice",
    page:
      """
      A token that comes again leads in a circle, and the runtime stops with an error. The expression probably finds something \
      else than the token.
      """,
    failing: """
      \(Rule.cursorStream(
        "{type: next_url, url: body.next}", at: "|body.next", "paging/repeated-token"))
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.twoPages("GET /employees", #""next": "/employees?after=1""#, "GET /employees?after=1", #""next": "/employees?after=1""#))
      """,
    passing: """
      \(Rule.cursorStream("{type: next_url, url: body.next}"))
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.twoPages("GET /employees", #""next": "/employees?after=1""#, "GET /employees?after=1", #""next": null"#))
      """)

  static let pagingRepeatedPage = Rule(
    "paging/repeated-page", .error, .proven, "recorded pages in a row with the same records",
    page:
      """
      The second request got the first page once more: the provider does not take the page as it was asked for. Look at the \
      name and the place of `send`.
      """,
    failing: """
      \(Rule.cursorStream(
        "{type: cursor, token: body.next, send: {query: cursor}}", at: "type: |cursor", "paging/repeated-page"))
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.twoPages(
        "GET /employees", #""next": "c2""#, "GET /employees?cursor=c2", #""next": null"#, of: (Rule.firstEmployee, Rule.firstEmployee)))
      --- connectors/acme/tests.yaml
      cases:
        - name: two pages of employees
          stream: employees
          settings: {api_key: made-up}
          recording: employees
          fails: {kind: provider}
      """,
    passing: "title: Acme HR\n")

  static let pagingTokenNotCarried = Rule(
    "paging/token-not-carried", .error, .proven, "a token that the recorded next request carries elsewhere",
    page: """
      The recording shows how the next page was really asked for, and the description would ask otherwise: under another name, or with \
      another value than the one that was found. A provider ignores a parameter that it does not know and sends the first page again.
      """,
    failing: """
      \(Rule.cursorStream(
        "{type: cursor, token: body.next, send: {query: page_token}}",
        at: "|page_token", "paging/token-not-carried"))
      """,
    passing: "title: Acme HR\n")

  static let pagingEndNotRecorded = Rule(
    "paging/end-not-recorded", .info, .proven, "a stream whose end no recording shows",
    page: """
      All recorded replies name a next page. What the last one looks like, an absent key, null, an empty text or the same token once more, \
      is where providers differ most; a recording of it proves that the stream ends.
      """,
    failing: """
      \(Rule.cursorStream(
        "{type: cursor, token: body.next, send: {query: cursor}}", at: "|body.next", "paging/end-not-recorded"))
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.twoPages("GET /employees", #""next": "c2""#, "GET /employees?cursor=c2", #""next": "c3""#))
      """,
    passing: "title: Acme HR\n")

  static let pagingStartNotRecorded = Rule(
    "paging/start-not-recorded", .warning, .proven, "a first page that was recorded under another number",
    page: """
      Some providers count pages from 0, some from 1. The recorded readings begin at another number than `start`, so that the first page \
      would be skipped or asked for twice.
      """,
    failing: """
      \(Rule.cursorStream(
        "{type: page, send: {query: page}, start: 0, last: page.number >= body.pages}",
        at: "|0", "paging/start-not-recorded"))
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.numberedRecording)
      """,
    passing: """
      \(Rule.cursorStream("{type: page, send: {query: page}, start: 1, last: page.number >= body.pages}"))
      --- connectors/acme/recordings/employees.http (whole)
      \(Rule.numberedRecording)
      """)
}
