internal import Diagnostics
internal import Language
internal import Linting
internal import Reference
internal import Rehearsal

/// What a shell may offer for the last word of a line, each with its meaning.
struct Offers {
  /// Lines with a colon in front ask the shell for what it knows better.
  static let (files, folders) = (":files", ":folders")

  private let line: HalfWrittenLine
  private let folder: ProjectFolder?
  private(set) var lines: [(name: String, meaning: String)] = []

  init(_ line: HalfWrittenLine, in folder: ProjectFolder?) {
    self.line = line
    self.folder = folder
    if line.isLost {
      return
    } else if line.isOption {
      lines = line.options.map { ("--\($0.name)", $0.summary) }
    } else if let option = line.option {
      add(option)
    } else if let command = line.command {
      add(command.argument?.completion(after: line.arguments.count) ?? .none)
    } else {
      add(.listed(.commands))
    }
    lines = lines.filter { $0.name.hasPrefix(":") || $0.name.hasPrefix(line.rest) }
      .map { ($0.name.hasPrefix(":") ? $0.name : line.start + $0.name, $0.meaning) }
  }

  private mutating func add(_ option: OptionInfo) {
    if option.choices.isEmpty {
      add(option.completion)
    } else {
      lines += option.choices.map { ($0.name, $0.summary) }
    }
  }

  private mutating func add(_ completion: Completion) {
    switch completion {
    case .none: break
    case .files: lines.append((Self.files, ""))
    case .folders: lines.append((Self.folders, ""))
    case .words(let words): lines += words.map { ($0, "") }
    case .listed(let listing): lines += entries(listing)
    case .any(let parts): for part in parts { add(part) }
    case .byFirst(let parts, let otherwise): add(line.arguments.first.flatMap { parts[$0] } ?? otherwise)
    }
  }

  private func entries(_ listing: Listing) -> [(name: String, meaning: String)] {
    switch listing {
    case .commands: CommandList.shown.map { ($0.name, $0.summary) }
    case .connectors: connectors().map { ($0.name, $0.file?[ConnectorFile.title] ?? "") }
    case .partners:
      connectors().filter { $0.file?[ConnectorFile.exchange] != nil }
        .map { ($0.name, $0.file?[ConnectorFile.title] ?? "") }
    case .streams:
      connectors(line.arguments).flatMap { connector in
        (connector.file?[ConnectorFile.streams] ?? []).map { ($0.name, "") }
      }
    case .models: models()
    case .topics:
      ConstructCatalogue.language.entries.map { ($0.name, $0.about.summary) }
        + AllRules.all.map { ($0.id, $0.summary) } + models()
    case .schemas: RootDocument.all.map { ($0.name, $0.files) }
    }
  }

  private func models() -> [(name: String, meaning: String)] {
    let project = folder?.load(selecting: ["schemas/models"])
    return (project?.models ?? BuiltInModels.catalogue).all.map { ($0.name, $0.title) }
  }

  /// All of the project, or those with these names.
  private func connectors(_ names: [String]? = nil) -> [LoadedConnector] {
    guard let names else { return folder?.load().connectors ?? [] }
    let known = names.filter { name in folder?.connectorNames.contains(name) == true }
    guard !known.isEmpty else { return [] }
    return folder?.load(selecting: known.map { "connectors/\($0)" }).connectors ?? []
  }
}
