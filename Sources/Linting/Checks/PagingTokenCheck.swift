internal import Diagnostics
internal import Expressions
internal import Language
internal import Values

/// `page.token` in requests: the first page has none, which is not the same as null.
enum PagingTokenCheck: Check {
  static let rules: [Rule] = [.pagingTokenAndNull]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for text in texts.own where text.path.first == "streams" && text.uses("page") {
      text.visit { node in
        guard case .call(let name, _, let sides) = node.form, sides.count == 2,
          name.text == "_==_" || name.text == "_!=_"
        else { return }
        for (token, other) in [(sides[0], sides[1]), (sides[1], sides[0])] {
          guard case .select(let page, let field, false) = text.checked.tree[token].form,
            field.text == "token",
            case .identifier(let variable, _) = text.checked.tree[page].form, variable.text == "page",
            case .literal(.null) = text.checked.tree[other].form
          else { continue }
          let asked = name.text == "_!=_" ? "has(page.token)" : "!has(page.token)"
          report.add(
            Finding(
              .pagingTokenAndNull, "the first page has no token at all: this has no value there",
              at: text.place(node.range), path: "\(text.path)", suggestions: [asked],
              fixes: [
                .init("ask whether it is there", isSafe: true, replace: text.place(node.range), with: asked)
              ]))
        }
      }
    }
  }
}

extension Rule {
  static let pagingTokenAndNull = Rule(
    "paging/token-and-null", .error, .proven, "the token of a page compared with null",
    page: """
      `page.token` is not there for the first page, and an expression that compares what is not there has no value: the parameter would be \
      left out. Ask with `has(page.token)`.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees, query: {begin: "${page.token == null ? '0' : ''}"}}
      #                                             ^^^^^^^^^^^^^^^^^^ paging/token-and-null
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees, query: {begin: "${has(page.token) ? '' : '0'}"}}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      """)
}
