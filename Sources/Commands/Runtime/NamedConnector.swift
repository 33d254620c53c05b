internal import Diagnostics
internal import Language
internal import Linting

/// The connector that a command was given by name, with its project.
struct NamedConnector: Sendable {
  let folder: ProjectFolder
  let project: Project
  let connector: LoadedConnector

  /// Why there is none, as a command says it.
  struct Refusal: Error, Sendable {
    let code: ExitCode
    let message: String
    let help: String?
  }

  /// Loads the connector that is named, or that the first argument names; one with errors is refused, because it would not do what it says.
  static func load(
    _ invocation: Invocation, named given: String? = nil
  ) -> Result<NamedConnector, Refusal> {
    let folder: ProjectFolder
    switch ProjectFolder.find(invocation) {
    case .found(let found): folder = found
    case .wrong(let message): return .failure(Refusal(code: .usage, message: message, help: nil))
    case .absent:
      return .failure(
        Refusal(
          code: .nothing, message: "no folder from here upwards holds `connectors/`",
          help: "`connector new NAME` starts a project; `--project DIR` names one elsewhere"))
    }
    let names = folder.connectorNames
    guard let name = given ?? invocation.arguments.first else {
      return .failure(
        Refusal(
          code: .usage, message: "no connector is named",
          help: names.count == 1 ? "there is `\(names[0])`" : "`connector list` shows those there are"))
    }
    guard names.contains(name) else {
      let near = UsageError.guess(
        Suggestions.nearest(to: name, among: names, limit: 2), else: "`connector list` shows those there are")
      return .failure(
        Refusal(code: .usage, message: "there is no connector `\(Visible.word(name))`", help: near))
    }
    let project = folder.load(selecting: ["connectors/\(name)", "mappings/\(name)"])
    guard let connector = project.connector(name), connector.file != nil else {
      return .failure(
        Refusal(
          code: .usage, message: "`connectors/\(name)` cannot be read",
          help: "connector lint connectors/\(name)"))
    }
    if let refusal = Refusal(errorsIn: project.findings.all, of: name) { return .failure(refusal) }
    return .success(NamedConnector(folder: folder, project: project, connector: connector))
  }

  /// Refuses a connector in which lint finds errors: it would call other addresses than it means, or write rows that are wrong.
  ///
  /// What only tests and recordings prove is no reason.
  func requireSoundness() throws(Refusal) {
    let selection = ProjectLoader.Selection(["connectors/\(connector.name)", "mappings/\(connector.name)"])
    let findings = Linter.run(project.withoutEvidence, selecting: selection).findings
    if let refusal = Refusal(errorsIn: findings, of: connector.name) { throw refusal }
  }

  /// Refuses names of streams that the connector does not have.
  func requireStreams(_ names: some Sequence<String>) throws(Refusal) {
    let known = (connector.file?[ConnectorFile.streams] ?? []).map(\.name)
    for name in names where !known.contains(name) {
      throw Refusal(
        code: .usage, message: "`\(connector.name)` has no stream `\(Visible.word(name))`",
        help: UsageError.guess(
          Suggestions.nearest(to: name, among: known, limit: 2),
          else: known.isEmpty ? "it has none" : "its streams are \(Sentence.enumeration(known))"))
    }
  }
}

extension NamedConnector.Refusal {
  /// The first of the errors in a connector; nil when there is none.
  fileprivate init?(errorsIn findings: [Finding], of connector: String) {
    guard let finding = findings.first(where: { $0.severity == .error }) else { return nil }
    let start = finding.range.startPosition
    self.init(
      code: .usage,
      message: "\(finding.range.file.path):\(start.line):\(start.column): \(finding.message)",
      help: "a connector with errors is not run; connector lint \(connector)")
  }
}
