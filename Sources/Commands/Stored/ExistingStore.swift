internal import Databases

/// The store of a command that only reads: one that nobody has written yet is not made.
enum ExistingStore {
  static func open(_ invocation: Invocation) async throws(NamedConnector.Refusal) -> SQLiteStore {
    let folder = ProjectFolder.open(invocation)
    if folder == nil, invocation[RuntimeOptions.store] == nil {
      throw NamedConnector.Refusal(
        code: .nothing, message: "no folder from here upwards holds `connectors/`",
        help: "`--project DIR` names a project elsewhere, `--store sqlite:FILE` a store")
    }
    let opening = try StoreOpening(
      invocation, root: folder?.root ?? invocation.console.workingDirectory)
    guard Files.kind(of: opening.path) == .file else {
      throw NamedConnector.Refusal(
        code: .nothing, message: "there is no store at \(Visible.word(opening.path, limit: 400))",
        help: "`connector sync NAME` makes it")
    }
    do {
      return try await opening.open().store
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
  }
}

extension Invocation {
  /// The organization that was asked for.
  var organization: String { self[RuntimeOptions.organization] ?? "default" }
}
