package import Diagnostics
package import Language

/// Makes the files of a new connector, from nothing or from what is known about the provider's API.
///
/// What is made is complete (connector, mappings, tests, recordings), is in canonical form, and has a comment `# guess (0.8): why` in
/// every line that a person should look at.
package enum Scaffold {
  /// What a connector is made from.
  package enum Source: Sendable {
    /// Nothing: a small working example to be filled in.
    case nothing
    /// An OpenAPI 3 or Swagger 2.0 document, JSON or YAML.
    case openAPI(SourceFile)
    /// Traffic captured by a browser or a proxy.
    case har(SourceFile)
    /// A curl command line.
    case curl(String)
  }

  /// A file to be written; the path is relative to the project.
  package struct File: Sendable, Hashable {
    package let path: String
    package let text: String
  }

  /// One line of what is shown: `auth   bearer   (from securitySchemes)`.
  package struct SummaryLine: Sendable, Hashable {
    package let subject: String
    package let finding: String
    /// Where it comes from, or how sure it is.
    package let origin: String?

    init(_ subject: String, _ finding: String, _ origin: String? = nil) {
      self.subject = subject
      self.finding = finding
      self.origin = origin
    }
  }

  package struct Outcome: Sendable {
    package let files: [File]
    package let summary: [SummaryLine]
    /// How many lines hold a guess.
    package let guessCount: Int
  }

  /// Tells what a file holds: an OpenAPI document, captured traffic or a curl command.
  package static func source(of file: SourceFile) throws(ScaffoldProblem) -> Source {
    guard file.bytes.count <= Limits.bytes else {
      throw ScaffoldProblem("`\(file.path)` is larger than 64 MB")
    }
    let start = String(decoding: file.bytes.prefix(4096), as: UTF8.self)
    if start.drop(while: \.isWhitespace).hasPrefix("curl ") {
      return .curl(String(decoding: file.bytes, as: UTF8.self))
    }
    let root = try Sample.read(file)
    if root["openapi"] != nil || root["swagger"] != nil { return .openAPI(file) }
    if root["log"]?["entries"]?.list != nil { return .har(file) }
    throw ScaffoldProblem(
      "`\(file.path)` is neither an OpenAPI document nor a HAR capture",
      help: "expected a top-level key `openapi` or `swagger`, or `log` with `entries`")
  }

  /// Makes a connector of that name.
  package static func make(
    name: String, from source: Source, models: ModelCatalogue
  ) throws(ScaffoldProblem) -> Outcome {
    guard isName(name) else {
      let near = nameLike(name)
      throw ScaffoldProblem(
        "`\(name)` cannot be the name of a connector",
        help: "lower case letters, digits and `-`, such as `\(isName(near) ? near : "acme-hr")`")
    }
    var sketch: ProviderSketch
    switch source {
    case .nothing: return Skeleton.outcome(name: name)
    case .openAPI(let file): sketch = try OpenAPIReader.sketch(of: file)
    case .har(let file): sketch = try HARReader.sketch(of: file)
    case .curl(let command): sketch = try CurlReader.sketch(of: command, models: models)
    }
    sketch.name = name
    if sketch.title.isEmpty { sketch.title = Words.title(name) }
    let streams = StreamDraft.drafts(of: sketch, models: models)
    guard !streams.isEmpty else {
      throw ScaffoldProblem(
        "nothing in \(sketch.origin) looks like a list of records",
        help: "begin with `connector new \(name)` and write the streams by hand")
    }
    return DraftWriter(sketch, streams).outcome()
  }

  /// What could be meant: `Acme HR` as `acme-hr`.
  private static func nameLike(_ text: String) -> String {
    text.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "-")
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
      name.utf8.count <= 64
    else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}

/// Why no connector can be made.
package struct ScaffoldProblem: Error, Sendable, Hashable {
  /// One sentence in lower case without a full stop.
  package let message: String
  /// What to do about it.
  package let help: String?

  init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }
}

/// How much of an input is looked at; whatever is beyond is left out and said so.
enum Limits {
  static let bytes = 64 << 20
  /// A connector with more streams than this is not read by anyone; the rest is added by hand.
  static let streams = 24
  /// Levels of a schema or a body that are followed.
  static let depth = 8
  /// Fields of one object.
  static let fields = 120
  /// Records in a recording.
  static let records = 24
  /// Steps spent on the references of one document.
  static let steps = 400_000
}
