internal import Diagnostics
internal import Language
internal import Reports

/// `connector list`: the connectors of a project, or everything about one.
struct ListCommand: Command {
  let name = "list"
  let summary = "List connectors; of one, its streams, models, abilities and settings"
  let details = """
    A setting is supplied by the environment variable that stands beside it; secrets belong into a file or a store \
    that sets it, never into a command line.
    """
  let examples = [
    CommandExample("connector list", "all connectors of the project"),
    CommandExample("connector list bamboohr", "one, with the variables its settings come from"),
    CommandExample("connector list --format json", "the same for programs"),
  ]
  let argument: Argument? = Argument("NAME", .optional, "A connector.", completion: .listed(.connectors))
  let options: [any AnyOption] = [AnswerForm.option]
  let exitCodes: [ExitCode] = [.nothing]

  func run(_ invocation: Invocation) async -> ExitCode {
    let folder: ProjectFolder
    switch ProjectFolder.find(invocation) {
    case .found(let found): folder = found
    case .wrong(let message): return invocation.fail(.usage, message)
    case .absent:
      return invocation.fail(
        .nothing, "no folder from here upwards holds `connectors/`",
        help: "`connector new NAME` starts a project; `--project DIR` names one elsewhere")
    }
    guard let name = invocation.arguments.first else { return listAll(in: folder, invocation) }
    let names = folder.connectorNames
    guard names.contains(name) else {
      return invocation.fail(
        .usage, "there is no connector `\(Visible.word(name))`",
        help: UsageError.guess(
          Suggestions.nearest(to: name, among: names, limit: 2),
          else: "`connector list` shows those there are"))
    }
    let project = folder.load(selecting: ["connectors/\(name)", "mappings/\(name)"])
    guard let connector = project.connector(name).map(ConnectorOverview.init) else {
      return invocation.fail(
        .usage, "`connectors/\(name)` cannot be read", help: "connector lint connectors/\(name)")
    }
    let page = ConnectorPage(invocation.outputStyle)
    invocation.write(invocation.answersInJSON ? connector.json + "\n" : page.text(connector))
    return .success
  }

  private func listAll(in folder: ProjectFolder, _ invocation: Invocation) -> ExitCode {
    let all = folder.load().connectors
    let connectors = all.filter { !$0.isFamily }.map(ConnectorOverview.init)
    if invocation.answersInJSON {
      invocation.print("[" + connectors.map(\.json).joined(separator: ",\n ") + "]")
      return .success
    }
    guard !connectors.isEmpty else {
      return invocation.fail(
        .nothing, "there is no connector in this project", help: "`connector new NAME` makes one")
    }
    invocation.write(ConnectorPage(invocation.outputStyle).table(connectors))
    let families = all.count - connectors.count
    let extended =
      families == 0 ? "" : " and \(Sentence.counted(families, "family", plural: "families")) they extend"
    invocation.remark(
      "\(Sentence.counted(connectors.count, "connector"))\(extended); `connector list NAME` shows one")
    return .success
  }
}
