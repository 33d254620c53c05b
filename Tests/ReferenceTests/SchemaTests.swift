import Diagnostics
import JSON
import Language
import Reference
import Testing
import YAML

/// The schemas for editors, held against the examples of the language.
struct SchemaTests {
  static let roots = RootDocument.all.map(\.name)

  /// A schema and the catalogue of what it describes.
  struct Subject {
    let check: SchemaCheck
    let entries: [CatalogueEntry]

    init(_ name: String) throws {
      let root = try #require(RootDocument.all.first { $0.name == name })
      check = SchemaCheck(schema: try JSONDocument(text: DocumentSchema.text(of: root)).root)
      entries = ConstructCatalogue(roots: [root.construct]).entries
    }
  }

  @Test(arguments: roots) func examplesFit(root: String) throws {
    let subject = try Subject(root)
    for entry in subject.entries {
      let example = try #require(Self.json(entry.about.example))
      #expect(
        subject.check.problems(of: example.root, definition: Self.definition(entry)) == [], "\(entry.name)")
    }
  }

  @Test(arguments: roots) func unknownKeysDoNot(root: String) throws {
    let subject = try Subject(root)
    for entry in subject.entries {
      let misspelt = try #require(Self.json(entry.about.example, adding: "mispelt"))
      let problems = subject.check.problems(of: misspelt.root, definition: Self.definition(entry))
      #expect(
        problems.contains { $0.hasSuffix("additional mispelt") || $0.hasSuffix("maxProperties") },
        "\(entry.name)")
    }
  }

  /// One wrong word gives one problem: the other keys are not held against every kind.
  @Test func aWrongKindIsOneProblem() throws {
    let check = try Subject("connector").check
    let page = try JSONDocument(text: #"{"type": "cursr", "token": "body.next", "send": {"query": "after"}}"#)
    #expect(check.problems(of: page.root, definition: "pages") == [".type: enum"])
    let key = try JSONDocument(text: #"{"type": "cursor", "tokn": "body.next", "send": {"query": "after"}}"#)
    #expect(
      Set(check.problems(of: key.root, definition: "pages")) == [": required token", ": additional tokn"])
  }

  struct Whole: Sendable {
    let document: String
    let problems: Set<String>
  }

  /// A connector with a second stream.
  private static func beside(_ stream: String) -> String {
    #"{"spec": 1, "name": "a", "title": "A", "category": "hris", "docs": "https://a.example.com", "streams": {"s": \#(stream)}}"#
  }

  static let wholes: [Whole] = [
    Whole(document: beside(#"{"like": "t", "with": {"kind": "x"}, "deletions": null}"#), problems: []),
    Whole(document: beside(#"{"like": "t", "page": {}}"#), problems: [".streams.s: additional page"]),
    Whole(
      document: beside(#"{"read": {"get": "/s"}, "key": "id", "pages": {"type": "none"}}"#),
      problems: [".streams.s: required records"]),
    Whole(
      document:
        #"{"spec": 1, "name": "a", "title": "A", "category": "hris", "docs": "https://a.example.com"}"#,
      problems: []),
    Whole(
      document: #"{"spec": 1, "name": "a", "title": "A", "category": "hr", "docs": "https://a.example.com"}"#,
      problems: [".category: enum"]),
    Whole(
      document: #"{"spec": 1, "name": "A", "title": "A"}"#,
      problems: [".name: pattern", ": required category", ": required docs"]),
    Whole(
      document:
        #"{"spec": 1, "name": "a", "title": "A", "extends": "b", "check": null, "streams": {"s": {"pages": {"at_most": 5}}}}"#,
      problems: []),
    Whole(
      document: #"{"spec": 1, "name": "a", "title": "A", "extends": "b", "streams": {"s": {"page": {}}}}"#,
      problems: [".streams.s: additional page"]),
  ]

  @Test(arguments: wholes) func connectorsAreHeldAgainstIt(_ whole: Whole) throws {
    let document = try JSONDocument(text: whole.document)
    #expect(Set(try Subject("connector").check.problems(of: document.root)) == whole.problems)
  }

  /// What the linter accepts an editor must not mark.
  @Test(arguments: [
    ("connector", "connectors/*/connector.yaml"), ("tests", "connectors/*/tests.yaml"),
    ("mapping", "mappings/*/*.yaml"),
  ])
  func filesOfTheProjectFit(root: String, places: String) throws {
    let check = try Subject(root).check
    let files = Repository.files(places)
    #expect(files.count > 40)
    for file in files {
      let text = try #require(Repository.read(file))
      let document = try #require(Self.json(text), "\(file)")
      #expect(check.problems(of: document.root) == [], "\(file)")
    }
  }

  @Test func modelsOfTheProjectFit() throws {
    let check = try Subject("model").check
    for model in BuiltInModels.catalogue.all {
      let text = try #require(Repository.read("schemas/models/\(model.name).json"))
      #expect(check.problems(of: try JSONDocument(text: text).root) == [], "\(model.name)")
    }
  }

  private static func definition(_ entry: CatalogueEntry) -> String {
    entry.name.split(separator: "/").joined(separator: ".")
  }

  /// YAML as the JSON that an editor sees.
  private static func json(_ yaml: String, adding key: String? = nil) -> JSONDocument? {
    guard let root = YAMLLoader.load(SourceFile(path: "example.yaml", text: yaml)).root else { return nil }
    var text = text(root)
    if let key {
      text = text.dropLast() + (root.mapping?.entries.isEmpty == true ? "" : ", ") + "\"\(key)\": 1}"
    }
    return try? JSONDocument(text: text)
  }

  private static func text(_ node: Node) -> String {
    switch node.content {
    case .mapping(let mapping):
      return "{" + mapping.entries.map { quoted($0.key.text) + ": " + text($0.value) }.joined(separator: ", ")
        + "}"
    case .list(let items): return "[" + items.map(text).joined(separator: ", ") + "]"
    case .scalar(let scalar):
      switch scalar.resolved {
      case .string: return quoted(scalar.text)
      case .null: return "null"
      default: return scalar.text
      }
    }
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}
