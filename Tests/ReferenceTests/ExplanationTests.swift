import Diagnostics
import Language
import Linting
import Reference
import Testing
import YAML

struct ExplanationTests {
  static let book = ReferenceBook(models: BuiltInModels.catalogue.all, rules: RuleList.all)

  struct Case: Sendable, CustomTestStringConvertible {
    let query: String
    let title: String
    let holds: String
    var testDescription: String { query }
  }

  static let known: [Case] = [
    Case(query: "spec/unknown-key", title: "spec/unknown-key", holds: "rate_limits"),
    Case(query: "cursor", title: "pages/cursor", holds: "token"),
    Case(query: "pages/cursor", title: "pages/cursor", holds: "One kind of `pages`: `type: cursor`."),
    Case(query: "auth/oauth2/password", title: "auth/oauth2/password", holds: "token_url"),
    Case(query: "overlap", title: "overlap", holds: "`changes/since`, `changes/window` and `changes/filter`"),
    Case(query: "employee", title: "employee", holds: "hire_date"),
    Case(query: "employees", title: "employee", holds: "hire_date"),
    Case(query: "employee.hire_date", title: "employee.hire_date", holds: "date"),
    Case(query: "employee.emails.kind", title: "employee.emails.kind", holds: "`billing`"),
    Case(query: "page", title: "page", holds: "Seen by expressions over `request`"),
    Case(query: "scope response", title: "response", holds: "`records`"),
    Case(query: "block request", title: "request", holds: "http.base_url"),
    Case(query: "variable request", title: "request", holds: "body_sha256"),
    Case(query: "lowerAscii", title: "lowerAscii", holds: "string.lowerAscii() -> string"),
    Case(query: "+", title: "+", holds: "int + int -> int"),
    Case(query: "time format", title: "Time formats", holds: "microsoft"),
    Case(query: "filter", title: "filter", holds: "list"),
    Case(query: "refresh_auth", title: "refresh_auth", holds: "Get a new token"),
    Case(query: "block token", title: "token", holds: "webhooks/signature/token"),
    Case(query: "stream/one", title: "stream/one", holds: "reads one record anew"),
    Case(query: "streams.*.pages", title: "streams.*.pages", holds: "`pages`"),
    Case(
      query: "streams.employees.pages.token", title: "streams.employees.pages.token", holds: "Finds the token"
    ),
    Case(query: "connector.http.retry.attempts", title: "connector.http.retry.attempts", holds: "= 5"),
  ]

  @Test(arguments: known) func explains(_ known: Case) throws {
    let explanation = try #require(Self.book.explain(known.query))
    #expect(explanation.article.title == known.title)
    let text = explanation.text(width: 200, isColoured: false)
    #expect(text.contains(known.holds), "\(text)")
  }

  @Test(arguments: [
    ("curser", "cursor"), ("overlaps", "overlap"), ("employee.hiredate", "employee.hire_date"),
    ("spec/unknwon-key", "spec/unknown-key"), ("lowerascii", "lowerAscii"), ("phones", "customer.phones"),
  ])
  func suggestsTheNearest(query: String, name: String) {
    #expect(Self.book.explain(query) == nil)
    #expect(Self.book.nearest(to: query).first == name)
  }

  @Test(arguments: [
    "", " ", ".", "a b c", "streams..", "employee.", "employee.hire_date.x", "page page", "\u{0}",
  ])
  func nonsenseIsNothing(query: String) {
    #expect(Self.book.explain(query) == nil)
  }

  /// Whatever exists can be asked for, and no line is wider than asked.
  @Test func everythingCanBeExplained() throws {
    for entry in ConstructCatalogue.language.entries {
      let explanation = try #require(Self.book.explain(entry.name))
      #expect(explanation.article.title == entry.name)
      for line in explanation.text(width: 80, isColoured: false).split(separator: "\n") {
        #expect(line.count <= 80 || line.hasPrefix("  "), "\(entry.name): \(line)")
      }
    }
    for rule in Self.book.rules { #expect(Self.book.explain(rule.id) != nil) }
    for model in Self.book.models { #expect(Self.book.explain(model.name) != nil) }
    for function in Self.book.functions { #expect(Self.book.explain("function \(function.name)") != nil) }
  }

  @Test func coloursOnlyWhenAsked() throws {
    let explanation = try #require(Self.book.explain("cursor"))
    #expect(!explanation.text(width: 80, isColoured: false).contains("\u{1B}"))
    #expect(explanation.text(width: 80, isColoured: true).contains("\u{1B}[36mtoken\u{1B}[0m"))
  }

  @Test func aPageAtEightyColumns() throws {
    let explanation = try #require(Self.book.explain("pages/link_header"))
    #expect(
      explanation.text(width: 64, isColoured: false) == """
        pages/link_header

        The header `Link` holds the address of the next page (RFC 8288).

        One kind of `pages`: `type: link_header`.

          type: link_header
          rel: next

          type     required  Says which kind this is.
                             `link_header`
          rel      = next    The relation that means the next page.
                             text
          size               How many records a page holds, and how that
                             is asked for.
                             `pages/size` block
          total              Finds the number of records that the
                             provider announces; reading fewer is an
                             error.
                             expression over `response`, gives a whole
                             number
          at_most  = 100000  More pages than this are an error, never an
                             end.
                             whole number from 1 to 10000000

        """)
  }
}
