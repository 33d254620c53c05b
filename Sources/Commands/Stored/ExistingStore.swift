internal import Databases
internal import Diagnostics
internal import Storage

/// The store of a command that only reads: one that nobody has written yet is not made.
enum ExistingStore {
  /// Where it is, or that there is none.
  static func find(_ invocation: Invocation) throws(NamedConnector.Refusal) -> StoreOpening {
    let folder = ProjectFolder.open(invocation)
    if folder == nil, invocation[RuntimeOptions.store] == nil {
      throw NamedConnector.Refusal(
        code: .nothing, message: "no folder from here upwards holds `connectors/`",
        help: "`--project DIR` names a project elsewhere, `--store sqlite:FILE` a store")
    }
    let opening = try StoreOpening(
      invocation, root: folder?.root ?? invocation.console.workingDirectory)
    guard Files.kind(of: opening.path) != nil else {
      throw NamedConnector.Refusal(
        code: .nothing, message: "there is no store at \(Visible.word(opening.path, limit: 400))",
        help: "`connector sync NAME` makes it")
    }
    return opening
  }

  static func open(_ invocation: Invocation) async throws(NamedConnector.Refusal) -> SQLiteStore {
    let opening = try find(invocation)
    do {
      let store = try await opening.open(proving: false).store
      try await requireOwner(in: store, invocation)
      return store
    } catch let refusal as NamedConnector.Refusal {
      throw refusal
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
  }

  /// Refuses an organization or integration that the store does not have: its rows would only look as if there were none.
  private static func requireOwner(in store: SQLiteStore, _ invocation: Invocation) async throws {
    let organizations = try await store.organizations()
    let organization = invocation.organization
    guard organizations.isEmpty || organizations.contains(organization) else {
      throw unknown("organization", organization, among: organizations, "--org")
    }
    guard let integration = invocation[RuntimeOptions.integration] else { return }
    let integrations = try await store.integrations(organization: organization).map(\.name)
    guard integrations.contains(integration) else {
      throw unknown("integration", integration, among: integrations, "--integration")
    }
  }

  private static func unknown(
    _ sort: String, _ name: String, among known: [String], _ option: String
  ) -> NamedConnector.Refusal {
    let near = Suggestions.nearest(to: name, among: known, limit: 2)
    let shown = known.prefix(8).map { Visible.word($0) }
    return NamedConnector.Refusal(
      code: .nothing, message: "the store has no \(sort) `\(Visible.word(name))`",
      help: shown.isEmpty
        ? nil : UsageError.guess(near, else: "`\(option)` takes \(Sentence.alternatives(shown))"))
  }
}

extension Invocation {
  /// The organization that was asked for.
  var organization: String { self[RuntimeOptions.organization] ?? "default" }
}
