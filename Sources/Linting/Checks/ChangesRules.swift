internal import Diagnostics

/// Rules about changes and deletions.
extension Rule {
  /// The base stream with its changes and deletions.
  private static func stream(
    _ changes: String, at mark: String = "", _ rule: String = "", deletions: String = "{type: none}"
  ) -> String {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: cursor, token: body.next, send: {query: cursor}}
    \(Rule.marked("    changes: \(changes)", at: mark, rule))
        deletions: \(deletions)
    """
  }

  static let changesCursorNeverSent = Rule(
    "paging/cursor-never-sent", .error, .proven, "a cursor that never reaches the provider",
    page: """
      Reading only what changed needs the moment, the window or the token in the request. Without it every run reads everything and looks as if \
      it worked. Put it there with `send` (`from` and `to` for windows), or use `since`, `window` or `page.token` in the request yourself.
      """,
    failing:
      "\(Rule.stream("{type: since, field: hired, field_format: date}", at: "|changes", "paging/cursor-never-sent"))",
    passing: "\(Rule.stream("{type: since, field: hired, field_format: date, send: {query: since}}"))")

  static let changesWindowHalfSent = Rule(
    "paging/window-half-sent", .warning, .likely, "a window of which only one end is sent",
    page:
      "Without its end each window reads everything since its start, so that years are read again and again. Send both ends.",
    failing: """
      \(Rule.stream(
        "{type: window, from: {query: from}, step: 30d, start: \"2020-01-01\", format: date}",
        at: "|changes", "paging/window-half-sent"))
      """,
    passing:
      "\(Rule.stream("{type: window, from: {query: from}, to: {query: to}, step: 30d, start: \"2020-01-01\", format: date}"))"
  )

  static let changesTiesLost = Rule(
    "paging/no-overlap", .warning, .likely, "a cursor at whose very moment records are lost",
    page: """
      `inclusive: false` says that the provider leaves out records of the very moment that is asked for. Two records can change in the same \
      moment, one before and one after the page was read; without `overlap` the second is lost for good. Reading a little again costs nothing: \
      unchanged records are recognised.
      """,
    failing: """
      \(Rule.stream(
        "{type: since, field: hired, field_format: date, send: {query: since}, inclusive: false}",
        at: "|false", "paging/no-overlap"))
      """,
    passing:
      "\(Rule.stream("{type: since, field: hired, field_format: date, send: {query: since}, inclusive: false, overlap: 1s}"))"
  )

  static let changesTokenNeverRestarts = Rule(
    "paging/token-never-restarts", .warning, .likely, "a token of changes without a way to begin anew",
    page: """
      Providers forget old tokens and then refuse them, often with status 410. Unless the description says what that looks like, the stream \
      fails in every run from then on. Say it with `restart_when`, with `lasts`, or with an error rule whose `then` is `restart`.
      """,
    failing:
      "\(Rule.stream("{type: token, token: body.next, send: {query: sync}}", at: "|changes", "paging/token-never-restarts"))",
    passing:
      "\(Rule.stream("{type: token, token: body.next, send: {query: sync}, restart_when: status == 410}"))")

  static let changesBadStart = Rule(
    "paging/bad-start", .error, .proven, "a start or end that is no moment",
    page:
      "The first run begins at a date, `2020-01-01`, or a moment, `2020-01-01T00:00:00Z`; the last window ends after that.",
    failing: """
      \(Rule.stream(
        "{type: since, field: hired, field_format: date, send: {query: since}, start: 01/01/2020}",
        at: "|01/01/2020", "paging/bad-start"))
      """,
    passing:
      "\(Rule.stream("{type: since, field: hired, field_format: date, send: {query: since}, start: \"2020-01-01\"}"))"
  )

  static let changesListingIncomplete = Rule(
    "paging/listing-needs-full-read", .warning, .likely,
    "deletions told from a listing that is never complete",
    page: """
      What a complete listing no longer holds is gone. A stream that reads only what changed, or is read only for what changed \
      (`changed_only`), never has a complete listing, so nothing is ever found to be deleted. Say how often everything is to be read \
      instead (`every: 1d`), read everything in each run (`changes: {type: filter}` or none), or find deletions by a flag or by another \
      stream.
      """,
    failing: """
      \(Rule.stream("{type: since, field: hired, field_format: date, send: {query: since}}", deletions: "{type: listing}"))
      #                     ^^^^^^^ paging/listing-needs-full-read
      """,
    passing:
      "\(Rule.stream("{type: since, field: hired, field_format: date, send: {query: since}}", deletions: "{type: listing, every: 1d}"))"
  )

  static let changesEveryForNothing = Rule(
    "paging/every-for-nothing", .warning, .proven, "everything is read now and then where each run reads it",
    page: """
      `every` of a listing is for streams whose runs read only what changed: it says how often one reads everything instead, so that what is \
      gone is found. Where each run reads everything, by itself or because the time is zero, it says nothing.
      """,
    failing: """
      \(Rule.stream("{type: filter, field: hired, field_format: date}", deletions: "{type: listing, every: 1d}"))
      #                              ^^^^^ paging/every-for-nothing
      """,
    passing:
      "\(Rule.stream("{type: filter, field: hired, field_format: date}", deletions: "{type: listing}"))")

  static let changesDeletionsUnsaid = Rule(
    "paging/deletions-unsaid", .info, .proven, "a stream that says nothing of deletions",
    page: """
      What was deleted at the provider stays in the store for ever unless something tells. Say how: `flag` when the provider sends the record \
      once more, `listing` when a complete list no longer holds it, `stream` when another endpoint lists what is gone, or `{type: none}` when \
      records never go or nothing tells, so that a reader knows that it was thought of. A stream without a mapping that others are read for \
      keeps its records as well: without a word, those are read for the ones that are gone too, and the provider refuses that.
      """,
    failing: """
      streams:
        employees:
      # ^^^^^^^^^ paging/deletions-unsaid
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
      """,
    passing: "title: Acme HR\n")

  static let changesConstantFlag = Rule(
    "paging/constant-flag", .error, .proven, "a flag of deletion that is the same for every record",
    page: "`when` is asked of each record. A constant deletes either every record or none.",
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: flag, when: true}
      #                                 ^^^^ paging/constant-flag
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: flag, when: record.status == 'Gone'}
      """)

  static let changesConditionalPages = Rule(
    "paging/conditional-with-pages", .warning, .likely,
    "an only-if-changed request for a collection of several pages",
    page:
      """
      The headers of the first page tell whether the first page changed. A change on a later page is missed while the first \
      stays the same.
      """,
    failing:
      "\(Rule.stream("{type: conditional, by: etag}", at: "|conditional", "paging/conditional-with-pages"))",
    passing: "\(Rule.stream("{type: none}"))")

  static let changesWindowTooShort = Rule(
    "paging/window-too-short", .error, .proven, "windows shorter than what their format can say",
    page:
      """
      A date names a whole day, so that windows of hours all ask for the same day. Make the step a whole number of days, or \
      use a format with a time.
      """,
    failing: """
      \(Rule.stream(
        "{type: window, from: {query: from}, to: {query: to}, start: \"2020-01-01\", format: date, step: 6h}",
        at: "|6h", "paging/window-too-short"))
      """,
    passing:
      "\(Rule.stream("{type: window, from: {query: from}, to: {query: to}, start: \"2020-01-01\", format: date, step: 1d}"))"
  )

  static let changesPrecision = Rule(
    "paging/precision-and-format", .warning, .proven, "a precision that the format cannot carry",
    page:
      """
      The moment is sent in a format that leaves out what the precision promises. Write the precision that is really told \
      apart, or a finer format.
      """,
    failing: """
      \(Rule.stream(
        "{type: since, field: hired, send: {query: since}, format: date, precision: second}",
        at: "|second", "paging/precision-and-format"))
      """,
    passing:
      "\(Rule.stream("{type: since, field: hired, send: {query: since}, format: date, precision: day}"))")
}
