import Diagnostics
import Language
import Reference
import Testing
import YAML

struct PlaceTests {
  static let document = YAMLLoader.load(
    SourceFile(
      path: "connectors/acme/connector.yaml",
      text: """
        auth: {type: oauth2, grant: client_credentials, token_url: https://login.example.com}
        http:
          rate_limit:
            - {requests: 100, per: 1m}
          errors:
            - when: |
                body.failed
                  && status == 200
              then: retry
        streams:
          employees:
            read: {post: /search, json: {filter: [a, b]}}
            records: {from: body.people, keyed_by: id}
            pages: {type: cursor, token: body.next, send: {query: after}}
        """))

  struct Case: Sendable, CustomTestStringConvertible {
    let path: [String]
    let holds: [String]
    var testDescription: String { path.joined(separator: ".") }
  }

  static let cases: [Case] = [
    Case(
      path: ["streams", "employees", "pages", "token"],
      holds: ["A key of `pages/cursor`", "Finds the token", "at_most: 100000  # default", "Not set: `more`"]),
    Case(
      path: ["streams", "employees", "pages"], holds: ["Block `pages/cursor`, under `pages` of `stream`"]),
    Case(path: ["streams", "employees", "pages", "type"], holds: ["`pages/cursor`"]),
    Case(path: ["streams", "employees", "pages", "send", "query"], holds: ["A key of `placement/query`"]),
    Case(path: ["streams", "employees", "records", "keyed_by"], holds: ["A key of `stream/records`"]),
    Case(path: ["streams", "employees", "read", "json", "filter", "[1]"], holds: ["A key of `request`"]),
    Case(path: ["streams", "employees"], holds: ["Block `stream`", "json: {filter: [a, b]}"]),
    Case(
      path: ["auth"], holds: ["Block `auth/oauth2/client_credentials`", "client_auth: body     # default"]),
    Case(
      path: ["http", "rate_limit", "[0]", "per"], holds: ["A key of `http/rate_limit`", "style: bucket"]),
    Case(path: ["http", "errors", "[0]", "then"], holds: ["A key of `http/error`", "`refresh_auth`"]),
    Case(path: [], holds: ["Block `connector`", "      token: body.next"]),
  ]

  @Test(arguments: cases) func explainsThePlace(_ place: Case) throws {
    let explanation = try #require(
      ExplanationTests.book.explain(
        placeAt: place.path, root: ConnectorFile.self, document: Self.document.root))
    let text = explanation.text(width: 100, isColoured: false)
    for piece in place.holds { #expect(text.contains(piece), "\(text)") }
  }

  @Test func textOverSeveralLinesStaysAsItIs() throws {
    let explanation = try #require(
      ExplanationTests.book.explain(
        placeAt: ["http", "errors", "[0]"], root: ConnectorFile.self, document: Self.document.root))
    #expect(
      explanation.text(width: 100, isColoured: false).contains(
        """
          # status: any  # default
          when: |
            body.failed
              && status == 200
          then: retry
        """))
  }

  @Test(arguments: [
    ["streems"], ["streams", "employees", "pages", "nothing"], ["http", "[0]"], ["name", "x"],
  ])
  func aPlaceThatIsNoneIsNothing(path: [String]) {
    #expect(
      ExplanationTests.book.explain(placeAt: path, root: ConnectorFile.self, document: Self.document.root)
        == nil)
  }

  /// The expanded form is YAML of the same block, and reads without a finding.
  @Test(arguments: ["connector", "mapping", "tests"]) func expandedRootsReadAsTheSame(name: String) throws {
    let root = try #require(RootDocument.all.first { $0.name == name })
    let entry = try #require(ConstructCatalogue.language[root.construct.about.name])
    let document = YAMLLoader.load(SourceFile(path: "example.yaml", text: entry.about.example))
    let explanation = try #require(
      ExplanationTests.book.explain(placeAt: [], root: root.construct, document: document.root))
    let code = explanation.article.passages.compactMap { passage -> String? in
      if case .code(let text, _) = passage { text } else { nil }
    }
    let expanded = try #require(code.first)
    #expect(ExampleReading(entry, text: expanded).findings == [], "\(expanded)")
  }

  @Test(arguments: [
    ("connectors/acme/connector.yaml", "connector"), ("mappings/acme/employees.yaml", "mapping"),
    ("connectors/acme/tests.yaml", "tests"), ("schemas/models/employee.json", "model"),
    ("/home/me/project/connectors/acme/connector.yaml", "connector"), ("schemas/models/types.json", nil),
    ("connectors/acme/notes.md", nil), ("connector.yaml", nil), ("", nil),
  ])
  func filesAreOfAKind(path: String, name: String?) {
    #expect(RootDocument.of(path: path)?.name == name)
  }

  @Test func `a line of a mapping tells of the canonical field first`() throws {
    let mapping = YAMLLoader.load(
      SourceFile(
        path: "mappings/acme/employees.yaml",
        text: """
          mapping: 1
          models:
            - model: employee
              fields:
                hire_date: date(hired)
                employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
          """))
    for (path, says) in [
      (["hire_date"], "First day with this employer"), (["employment_status", "cases"], "`on_leave`"),
    ] {
      let explanation = try #require(
        ExplanationTests.book.explain(
          placeAt: ["models", "[0]", "fields"] + path, root: MappingFile.self, document: mapping.root))
      let text = explanation.text(width: 100, isColoured: false)
      #expect(text.contains("`employee.\(path[0])`") && text.contains(says), "\(text)")
    }
  }
}
