internal import Language
internal import Linting
internal import Reference
internal import Rehearsal
internal import Reports
internal import Values

/// `connector explain`: what a word of the language, a rule, a model or a line of a file means.
struct ExplainCommand: Command {
  let name = "explain"
  let summary = "Explain a rule, block, key, model, field, variable, function, or a line of a file"
  let details = """
    Of a line it shows the block that stands there in its expanded form: what is given, and the defaults that hold.

    A word that means several things is narrowed by the sort before it: `connector explain variable page`.
    """
  let examples = [
    CommandExample("connector explain spec/unknown-key", "a rule, with an example that breaks it"),
    CommandExample("connector explain pages/cursor", "a block; cursor is enough"),
    CommandExample("connector explain overlap", "a key"),
    CommandExample("connector explain employee.hire_date", "a field of a model; employee shows all"),
    CommandExample("connector explain connectors/acme/connector.yaml:12", "what stands on a line"),
  ]
  let argument: Argument? = Argument(
    "TOPIC", .any, "What to explain: a name, or FILE:LINE.", completion: .any([.listed(.topics), .files]))
  let options: [any AnyOption] = [AnswerForm.option]
  let exitCodes: [ExitCode] = [.negative]

  func run(_ invocation: Invocation) async -> ExitCode {
    let query = invocation.arguments.joined(separator: " ")
    if query.isEmpty { return give(Self.sorts(style(invocation)), invocation) }
    let folder = ProjectFolder.open(invocation)
    let models = folder?.load(selecting: ["schemas/models"]).models ?? BuiltInModels.catalogue
    let book = ReferenceBook(models: models.all, rules: AllRules.all)
    if let place = FilePlace(query, invocation) {
      do throws(PlaceProblem) {
        return show(try place.explanation(in: book, folder), invocation)
      } catch {
        return invocation.fail(error.code, error.message, help: error.help)
      }
    }
    // `pages cursor` is as good as `pages/cursor`.
    for name in [query, query.replacing(" ", with: "/")] {
      guard let explanation = book.explain(name) else { continue }
      let isCommand = CommandList.shown.contains { $0.name == name }
      return show(
        explanation, invocation, and: isCommand ? "\nA command as well: `connector help \(name)`.\n" : "")
    }
    if Files.kind(of: Paths.joined(invocation.console.workingDirectory, query)) == .file {
      return invocation.fail(
        .usage, "which line of \(Visible.word(query)) is meant is not said",
        help: "connector explain \(Visible.word(query)):1")
    }
    if let code = explainTool(query, folder, invocation) { return code }
    // A slip is in one word; who writes several is looking for something.
    let near = query.contains(" ") ? [] : Array(book.nearest(to: query).prefix(4))
    if near.isEmpty, let mentions = book.mentions(of: query) { return show(mentions, invocation) }
    return invocation.fail(
      .negative, "nothing here is called `\(Visible.word(query))`",
      help: UsageError.guess(near, else: "`connector explain` says what can be asked"))
  }

  private func show(
    _ explanation: Explanation, _ invocation: Invocation, and more: String = ""
  ) -> ExitCode {
    let style = style(invocation)
    let text = explanation.text(width: min(style.width, 100), isColoured: style.colour)
    return give((text.hasSuffix("\n") ? text : text + "\n") + more, invocation)
  }

  /// A program gets the words and no escape sequences.
  private func style(_ invocation: Invocation) -> OutputStyle {
    invocation.answersInJSON ? OutputStyle() : invocation.outputStyle
  }

  private func give(_ text: String, _ invocation: Invocation) -> ExitCode {
    if invocation.answersInJSON {
      let topic = invocation.arguments.joined(separator: " ")
      invocation.answer([("topic", .string(topic)), ("text", .string(text))])
    } else {
      invocation.write(text)
    }
    return .success
  }

  /// A connector of the project, or a command: nothing of the language, and asked for all the same.
  private func explainTool(_ name: String, _ folder: ProjectFolder?, _ invocation: Invocation) -> ExitCode? {
    if let command = CommandList.all.first(where: { $0.name == name }) {
      return give(HelpText(style(invocation)).page(of: command), invocation)
    }
    guard let folder, folder.connectorNames.contains(name),
      let connector = folder.load(selecting: ["connectors/\(name)", "mappings/\(name)"]).connector(name)
    else { return nil }
    return give(ConnectorPage(style(invocation)).text(ConnectorOverview(connector)), invocation)
  }

  private static func sorts(_ style: OutputStyle) -> String {
    let catalogue = ConstructCatalogue.language
    let roots = RootDocument.all.map(\.name).joined(separator: ", ")
    let rows = [
      ("files", roots),
      ("blocks", "\(catalogue.entries.count), such as auth/oauth2, pages/cursor, changes/since"),
      ("keys", "any key of a file, such as records, overlap, not_mapped"),
      ("rules", "\(AllRules.all.count), such as spec/unknown-key"),
      (
        "models",
        "\(BuiltInModels.catalogue.all.count), such as employee, invoice; a field is employee.hire_date"
      ),
      ("scopes", "which variables an expression sees: request, response, mapping"),
      ("functions", "such as date, lookup, lowerAscii"),
      ("lists", "models, functions, rules, or the rules of an area such as paging"),
      ("connectors", "those of the project, with streams and settings"),
      ("commands", "such as sync"),
      ("words", "anything else, such as CalDAV, is sought in what all of these and the guide say"),
      ("lines", "FILE:LINE or FILE:LINE:COLUMN, the block there with its defaults"),
    ]
    return "What can be explained:\n\n" + Columns(rows).text(style.width)
      + "\nBegin with `connector explain connector`.\n"
  }
}
