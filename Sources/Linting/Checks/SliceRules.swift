internal import Diagnostics

extension Rule {
  private static func employees(_ lines: String) -> Example {
    Example(
      """
      streams:
        employees:
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      \(lines)
      """)
  }

  static let carriedFromItself = Rule(
    "request/carried-from-itself", .warning, .likely, "a record carries what it has already",
    page: """
      `carry` of `for_each` gives each record something of what the stream is read for, which has the name that `as` says. `record` is \
      the record that gets the field: its own values are in it without that.
      """,
    failing: employees(
      """
          read: {get: /employees, headers: {X-Site: "${site}"}}
          for_each: {type: list, of: "['a', 'b']", as: site, carry: {site: record.id}}
      #                                                                    ^^^^^^^^^ request/carried-from-itself
      """),
    passing: employees(
      """
          read: {get: /employees, headers: {X-Site: "${site}"}}
          for_each: {type: list, of: "['a', 'b']", as: site, carry: {site: site}}
      """))

  static let treeBeginning = Rule(
    "request/tree-beginning", .error, .proven, "a tree begins with a value that lacks what the request reads",
    page: """
      The first requests of a tree are made for the values of `from`, all others for records that were read. What the request reads of \
      them must be in both.
      """,
    failing: employees(
      """
          read: {get: /employees, headers: {X-Unit: "${unit.id}"}}
          for_each: {type: tree, from: "[{'name': '/'}]", as: unit}
      #                                  ^^^^^^^^^^^^^ request/tree-beginning
      """),
    passing: employees(
      """
          read: {get: /employees, headers: {X-Unit: "${unit.id}"}}
          for_each: {type: tree, from: "[{'id': '/'}]", as: unit}
      """))
}
