internal import Databases
internal import Storage

/// Where the store is, and the store there.
struct StorePlace: Sendable {
  /// An absolute path, or that of a store in memory.
  let path: String

  /// `--store`, its variable, or `connector.db` in the project; nil when there is no project to look in.
  static func find(
    _ invocation: Invocation, project: ProjectFolder?
  ) throws(NamedConnector.Refusal) -> StorePlace? {
    guard let text = invocation[RuntimeOptions.store] else {
      return project.map { StorePlace(path: Paths.joined($0.root, "connector.db")) }
    }
    let scheme = "sqlite:"
    guard text.hasPrefix(scheme), text.count > scheme.count else {
      throw NamedConnector.Refusal(
        code: .usage, message: "`\(Visible.word(text))` names no store", help: "--store sqlite:FILE")
    }
    let path = String(text.dropFirst(scheme.count))
    if path == SQLiteStore.inMemory { return StorePlace(path: path) }
    return StorePlace(path: Paths.joined(invocation.console.workingDirectory, path))
  }

  /// The store of a command that only reads; one that nobody has written yet is not made.
  static func openExisting(_ invocation: Invocation) async throws(NamedConnector.Refusal) -> SQLiteStore {
    guard let place = try find(invocation, project: ProjectFolder.open(invocation)) else {
      throw NamedConnector.Refusal(
        code: .nothing, message: "no folder from here upwards holds `connectors/`",
        help: "`--project DIR` names a project elsewhere, `--store sqlite:FILE` a store")
    }
    guard Files.kind(of: place.path) == .file else {
      throw NamedConnector.Refusal(
        code: .nothing, message: "there is no store at \(Visible.word(place.path))",
        help: "`connector sync NAME` makes it")
    }
    do throws(StoreFailure) {
      return try await SQLiteStore.open(place.path)
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
  }
}

extension Invocation {
  /// The organization that was asked for.
  var organization: String { self[RuntimeOptions.organization] ?? "default" }
}
