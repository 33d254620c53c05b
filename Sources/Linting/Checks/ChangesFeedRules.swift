internal import Diagnostics

/// Rules about feeds of changes, zones and first runs.
extension Rule {
  private static func stream(_ rest: String) -> Example {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: cursor, token: body.next, send: {query: cursor}}
    \(rest)
        deletions: {type: none}
    """
  }

  static let changesFieldLeftOut = Rule(
    "paging/field-left-out", .warning, .likely, "a moment of change that the records have and nobody reads",
    page: """
      Without `field` the next run begins where this one began, by our clock. Where records tell when they changed, their own moments are \
      safer: they are the provider's, and what arrives late is noticed.
      """,
    failing: changed(
      """
          changes: {type: since, send: {query: since}}
      #   ^^^^^^^ paging/field-left-out
      """),
    passing: changed(
      """
          changes: {type: since, field: updatedAt, send: {query: since}}
      """))

  /// A stream whose records tell when they changed.
  private static func changed(_ changes: String) -> Example {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: cursor, token: body.next, send: {query: cursor}}
    \(changes)
        deletions: {type: none}
    --- mappings/acme/employees.yaml
    models:
      - model: employee
        source_updated_at: instant(updatedAt)
        fields:
          first_name: firstName
          last_name: lastName
          hire_date: date(hired)
          employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
    \(testCase())
    --- connectors/acme/recordings/employees.http (whole)
    \(twoPages(
      "GET /employees", #""next": "c2""#, "GET /employees?cursor=c2", #""next": null"#, of: (dated(1), dated(2))))
    """
  }

  /// The first or the second employee of the base recording, with a moment of change.
  private static func dated(_ number: Int) -> String {
    let person =
      number == 1
      ? #""firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01""#
      : #""firstName": "Joe", "lastName": "Bloggs", "hired": "2022-05-16""#
    return
      #"{"id": "\#(number)", \#(person), "status": "Active", "updatedAt": "2026-01-0\#(number)T08:00:00Z"}"#
  }

  static let changesUnknownZone = Rule(
    "paging/unknown-zone", .error, .proven, "a time zone that is not known",
    page: """
      Clocks that do not say their zone are read and written in the zone that `zone` names: a place of the time zone database, \
      `America/New_York`, or a distance from UTC, `+02:00`. It may come from a setting.
      """,
    failing: stream(
      """
          changes: {type: since, field: hired, field_format: date, send: {query: since}, zone: New York}
      #                                                                                        ^^^^^^^^ paging/unknown-zone
      """),
    passing: stream(
      """
          changes: {type: since, field: hired, field_format: date, send: {query: since}, zone: America/New_York}
      """))

  static let changesFeedWithoutBeginning = Rule(
    "paging/feed-without-beginning", .error, .proven, "a feed by token of which nobody knows the first token",
    page: """
      The first run lists the stream and needs to know where the feed stood before the listing began, or else what changed meanwhile is lost. \
      `begin` is the request that tells the token.
      """,
    failing: stream(
      """
          changes:
            type: feed
            read: {get: /changes}
            records: body.data
            pages: {type: none}
            follow: {type: token, token: body.sync, send: {query: sync}, lasts: 7d}
      #                    ^^^^^ paging/feed-without-beginning
      """),
    passing: stream(
      """
          changes:
            type: feed
            read: {get: /changes}
            records: body.data
            pages: {type: none}
            follow: {type: token, token: body.sync, send: {query: sync}, lasts: 7d}
            begin: {get: /changes/latest, token: body.sync}
      """))

  static let changesFeedWithoutOne = Rule(
    "paging/feed-without-one", .error, .proven, "a feed of keys in a stream that cannot read one record",
    page: """
      `again` says that the elements of the feed only name records, each of which is then read anew. `one` of the stream is the request that \
      does it; the key is `key`.
      """,
    failing: stream(
      """
          changes:
            type: feed
            read: {get: /changes}
            records: body.data
            pages: {type: none}
            follow: {type: since, field: hired, field_format: date, send: {query: since}}
            again: true
      #            ^^^^ paging/feed-without-one
      """),
    passing: stream(
      """
          one: {get: "/employees/${key}", records: "[body]"}
          changes:
            type: feed
            read: {get: /changes}
            records: body.data
            pages: {type: none}
            follow: {type: since, field: hired, field_format: date, send: {query: since}}
            again: true
      """))

  static let changesWithin = Rule(
    "paging/listing-within-windows", .error, .proven, "windows that cannot tell what is gone",
    page: """
      What windows of time no longer hold is gone, as far as the run read. `within` names the canonical field that holds the day or moment \
      the provider's windows go by; the mapping has to fill it.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: listing, within: hire_date}
      #                                      ^^^^^^^^^ paging/listing-within-windows
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          changes: {type: window, from: {query: from}, to: {query: to}, start: "2020-01-01", format: date, step: 30d}
          deletions: {type: listing, within: hire_date}
      """)

  static let changesNullAtFirst = Rule(
    "paging/null-at-first", .warning, .likely,
    "a moment in the middle of a text, which the first run does not have",
    page: """
      In the first run there is no moment to read from, unless `start` gives one: `since` is null, and a text with more in it would be sent \
      with a hole. A parameter that is nothing but `${since}` is left out then, a value inside of a JSON body is null. Give `changes` a \
      `start`, or make the whole text one expression that gives null; `send` leaves it out of a body.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees, query: {filter: "changed >= '${since}'"}}
      #                                           ^^^^^^^^^^^^^^^^^^^^^^^ paging/null-at-first
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          changes: {type: since, field: hired, field_format: date}
          deletions: {type: none}
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees, query: {filter: "changed >= '${since}'"}}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          changes: {type: since, field: hired, field_format: date, start: "1970-01-01"}
          deletions: {type: none}
      """)

  static let changesFormatUnused = Rule(
    "paging/format-unused", .warning, .likely, "a moment that is not written in the format that is given",
    page: """
      `format` says how `send` writes the moment into the request. Where the request uses `since` itself, the expression decides: a timestamp \
      is written as RFC 3339, and `format(since, 'yyyy-MM-dd HH:mm', zone)`, `int(since)` (seconds) or `int(since) * 1000` write it otherwise. \
      `format` then only says how records write theirs.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees, query: {filter: "changed >= '${since}'"}}
      #                                           ^^^^^^^^^^^^^^^^^^^^^^^ paging/format-unused
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          changes: {type: since, field: hired, format: date, start: "1970-01-01"}
          deletions: {type: none}
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees, query: {filter: "changed >= '${format(since, 'yyyy-MM-dd')}'"}}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          changes: {type: since, field: hired, format: date, start: "1970-01-01"}
          deletions: {type: none}
      """)
}
