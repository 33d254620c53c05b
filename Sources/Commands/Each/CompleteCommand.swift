internal import Diagnostics
internal import Language
internal import Linting
internal import Reference
internal import Rehearsal

/// `connector complete KIND`: names for the completion scripts, each with its meaning after a tab.
struct CompleteCommand: Command {
  let name = "complete"
  let summary = "Print the names that a shell may offer"
  let isHidden = true
  let argument: Argument? = Argument(
    "KIND", .one, "What to list.", completion: .words(Listing.allCases.map(\.rawValue)))

  func run(_ invocation: Invocation) async -> ExitCode {
    guard let listing = invocation.arguments.first.flatMap(Listing.init(rawValue:)) else {
      return invocation.fail(
        .usage, "there is no list of `\(Visible.word(invocation.arguments.first ?? ""))`",
        help: "expected \(Sentence.alternatives(Listing.allCases.map(\.rawValue)))")
    }
    for (name, meaning) in entries(listing, invocation) { invocation.print("\(name)\t\(meaning)") }
    return .success
  }

  private func entries(_ listing: Listing, _ invocation: Invocation) -> [(String, String)] {
    switch listing {
    case .commands: CommandList.shown.map { ($0.name, $0.summary) }
    case .connectors: connectors(invocation).map { ($0.name, $0.file?[ConnectorFile.title] ?? "") }
    case .streams:
      connectors(invocation).flatMap { connector in
        (connector.file?[ConnectorFile.streams] ?? []).map { ("\(connector.name).\($0.name)", "") }
      }
    case .models: models(invocation)
    case .rules: Self.rules
    case .constructs: Self.constructs
    case .topics: Self.constructs + Self.rules + models(invocation)
    case .schemas: RootDocument.all.map { ($0.name, $0.files) }
    }
  }

  private static let rules = AllRules.all.map { ($0.id, $0.summary) }
  private static let constructs = ConstructCatalogue.language.entries.map { ($0.name, $0.about.summary) }

  private func models(_ invocation: Invocation) -> [(String, String)] {
    let project = ProjectFolder.open(invocation)?.load(selecting: ["schemas/models"])
    return (project?.models ?? BuiltInModels.catalogue).all.map { ($0.name, $0.title) }
  }

  private func connectors(_ invocation: Invocation) -> [LoadedConnector] {
    ProjectFolder.open(invocation)?.load().connectors ?? []
  }
}
