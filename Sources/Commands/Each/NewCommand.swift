internal import Diagnostics
internal import Language
internal import Reports
internal import Scaffolding
internal import Values

/// `connector new`: the files of a connector, from nothing or from what is known of the provider.
struct NewCommand: Command {
  static let source = Option<String?>.text(
    "from", "SOURCE", "A document of OpenAPI 3 or Swagger 2.0, a HAR capture, or a curl command in quotes",
    completion: .files)
  static let input = Option<Bool>.flag("stdin", "Take the source from standard input, the same as --from -")

  let name = "new"
  let summary = "Make a connector with its mapping, test and recording"
  let details = """
    Nothing that exists is ever overwritten. What could not be known for sure is marked where it stands by a comment \
    `# guess (0.8): why`. Credentials and personal data of a capture are replaced by made-up ones.
    """
  let examples = [
    CommandExample("connector new acme", "a small working example to fill in"),
    CommandExample("connector new acme --from openapi.json", "from the provider's description of its API"),
    CommandExample("connector new acme --from session.har", "from traffic that a browser captured"),
    CommandExample(
      "connector new acme --from 'curl https://api.example.com/v1/people -u key:'", "from one call"),
  ]
  let argument: Argument? = Argument("NAME", .one, "Lower case letters, digits and `-`, such as acme-hr.")
  let options: [any AnyOption] = [Self.source, Self.input, AnswerForm.option]

  func run(_ invocation: Invocation) async -> ExitCode {
    guard let name = invocation.arguments.first else { return .usage }
    let folder: ProjectFolder
    switch ProjectFolder.find(invocation) {
    case .found(let found): folder = found
    case .absent: folder = ProjectFolder(root: invocation.console.workingDirectory)
    case .wrong(let message): return invocation.fail(.usage, message)
    }
    let models = folder.load(selecting: ["schemas/models"]).models
    let outcome: Scaffold.Outcome
    do throws(Failure) {
      let source = try Self.source(invocation)
      do throws(ScaffoldProblem) {
        outcome = try Scaffold.make(name: name, from: source, models: models)
      } catch {
        throw Failure(error)
      }
      try Self.write(outcome.files, into: folder)
    } catch {
      return invocation.fail(.usage, error.message, help: error.help)
    }
    if invocation.answersInJSON {
      tell(outcome, name, invocation)
    } else {
      show(outcome, name, in: folder, invocation)
    }
    return .success
  }

  private struct Failure: Error {
    let message: String
    var help: String?

    init(_ message: String, help: String? = nil) {
      self.message = message
      self.help = help
    }

    init(_ problem: ScaffoldProblem) {
      self.init(Visible.word(problem.message, limit: 400), help: problem.help)
    }

    init(_ problem: FileProblem) { self.init(problem.sentence) }
  }

  private static func source(_ invocation: Invocation) throws(Failure) -> Scaffold.Source {
    let isInput = invocation[input] || invocation[source] == "-"
    if let named = invocation[source], isInput, named != "-" {
      throw Failure("`--stdin` and `--from \(Visible.word(named))` exclude each other")
    }
    let bytes: [UInt8]
    let path: String
    do {
      if isInput {
        path = "standard input"
        bytes = try invocation.console.readInput()
      } else if let named = invocation[source] {
        if named.hasPrefix("curl ") { return .curl(named) }
        if named.isEmpty { throw Failure("`--from` needs a file or a curl command") }
        if named.hasPrefix("https://") || named.hasPrefix("http://") {
          throw Failure(
            "`--from` reads a file, and `\(Visible.word(named))` is an address",
            help: "curl -fsSL \(Visible.word(named)) | connector new NAME --stdin")
        }
        path = named
        bytes = try Files.read(Paths.joined(invocation.console.workingDirectory, named))
      } else {
        return .nothing
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure("\(error)")
    }
    do throws(ScaffoldProblem) {
      return try Scaffold.source(of: SourceFile(path: path, bytes: bytes))
    } catch {
      throw Failure(error)
    }
  }

  /// Writes all files or, when one of them exists, none.
  private static func write(_ files: [Scaffold.File], into folder: ProjectFolder) throws(Failure) {
    for file in files where Files.kind(of: Paths.joined(folder.root, file.path)) != nil {
      throw Failure(
        "`\(file.path)` exists already, and nothing is overwritten",
        help: "take another name, or remove it first")
    }
    var written: [String] = []
    do throws(FileProblem) {
      for file in files {
        let path = Paths.joined(folder.root, file.path)
        try Files.makeFolder(Paths.parent(of: path))
        try Files.write(Array(file.text.utf8), to: path)
        written.append(path)
      }
    } catch {
      // Half a connector would stand in the way of the next attempt.
      for path in written { Files.remove(path) }
      throw Failure(error)
    }
  }

  private func tell(_ outcome: Scaffold.Outcome, _ name: String, _ invocation: Invocation) {
    let found = outcome.summary.map { line in
      Value.map(
        MapValue(
          [("subject", .string(line.subject)), ("finding", .string(line.finding))]
            + (line.origin.map { [("origin", .string($0))] } ?? [])))
    }
    invocation.answer([
      ("connector", .string(name)), ("found", .list(found)), ("files", .texts(outcome.files.map(\.path))),
      ("guesses", .int(Int64(outcome.guessCount))),
    ])
  }

  private func show(
    _ outcome: Scaffold.Outcome, _ name: String, in folder: ProjectFolder, _ invocation: Invocation
  ) {
    let style = invocation.outputStyle
    let mark = Emphasis(style).good(style.unicode ? "\u{2713}" : "ok")
    let under = String(repeating: " ", count: style.unicode ? 1 : 2)
    let rows = outcome.summary.map { line in
      (
        Visible.word(line.subject),
        Visible.word(line.finding + (line.origin.map { "  (\($0))" } ?? ""), limit: 200)
      )
    }
    for line in Columns(rows).text(style.width).split(separator: "\n") {
      // A line that goes on stands under its own words.
      invocation.print("\(line.hasPrefix("   ") ? under : mark) \(line.dropFirst(2))")
    }
    for file in outcome.files { invocation.print("wrote \(file.path)") }
    let guesses =
      outcome.guessCount > 0
      ? "; \(Sentence.counted(outcome.guessCount, "guess", plural: "guesses")) to look at" : ""
    invocation.remark("next: connector lint \(name)\(guesses)")
    if Files.kind(of: Paths.joined(folder.root, "schemas/connector.schema.json")) == nil {
      invocation.remark("for your editor, once: connector schema --write schemas")
    }
  }
}
