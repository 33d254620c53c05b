internal import Databases
internal import Keys
internal import Storage
internal import Values

/// `connector keys`: the keys that seal credentials, and their rotation.
struct KeysCommand: Command {
  enum Action: String, CaseIterable, Sendable {
    case status, rotate
  }

  static let master = Option<Bool>.flag(
    "master", "Rotate the master key: every data key is wrapped anew, no value is touched")

  let name = "keys"
  let summary = "See and rotate the keys that seal credentials"
  let details = """
    ACTION is `status` or `rotate`.

    A master key wraps a data key for each organization; that one seals settings, tokens and records as providers send them. The master key is what \
    CONNECTOR_MASTER_KEY holds (32 bytes in base64), the file that CONNECTOR_MASTER_KEY_FILE names, or what the command in \
    CONNECTOR_MASTER_KEY_COMMAND prints; without any of them it lies in a file beside the store, made when it is first needed.

    `rotate` gives each organization a new data key and seals everything anew. `rotate --master` makes a new master key where \
    it lies in the file beside the store; elsewhere put the new key first and the old one behind it, run this, and take the old \
    one away. Both can be broken off at any point and run again.
    """
  let examples = [
    CommandExample("connector keys status", "which keys there are, and how old"),
    CommandExample("connector keys rotate", "a new data key for each organization"),
    CommandExample("connector keys rotate --master", "a new master key"),
  ]
  let argument: Argument? = Argument(
    "ACTION", .one, "What to do.", completion: .words(Action.allCases.map(\.rawValue)))
  let options: [any AnyOption] = [Self.master, AnswerForm.option, RuntimeOptions.store]
  let exitCodes: [ExitCode] = [.nothing]

  func run(_ invocation: Invocation) async -> ExitCode {
    let words = Action.allCases.map(\.rawValue)
    guard let action = invocation.arguments.first.flatMap(Action.init) else {
      return invocation.fail(.usage, "`connector keys` needs one of \(Sentence.alternatives(words))")
    }
    let root = ProjectFolder.open(invocation)?.root ?? invocation.console.workingDirectory
    do {
      let opening = try StoreOpening(invocation, root: root)
      // Looking at keys must not bring a store into being.
      guard Files.kind(of: opening.path) != nil else {
        return invocation.fail(.nothing, "there is no store `\(opening.path)`", help: "--store sqlite:FILE")
      }
      let (store, keys) = try await opening.open()
      guard try await !store.dataKeys(nil).isEmpty else {
        return invocation.fail(.nothing, "nothing in this store is sealed yet")
      }
      let names = try await store.organizationNames()
      if action == .rotate { try await rotate(keys, names, opening.keySource, invocation) }
      let status = try await keys.status()
      if action == .status || invocation.answersInJSON {
        invocation.write(text(status, names, opening.keySource, invocation))
      }
      await store.close()
      return .success
    } catch let refusal as NamedConnector.Refusal {
      return invocation.fail(refusal)
    } catch {
      return invocation.fail(.usage, "\(error)")
    }
  }

  private func rotate(
    _ keys: KeyRing, _ names: [OrganizationID: String], _ source: MasterKeySource, _ invocation: Invocation
  ) async throws {
    if invocation[Self.master] { return try await rotateMaster(keys, source, invocation) }
    for organization in try await keys.status().organizations.map(\.organization) {
      let outcome = try await keys.rotate(organization)
      invocation.remark(
        "organization \(Visible.word(names[organization] ?? "?")): version \(outcome.version), "
          + "\(Sentence.counted(outcome.resealed, "value")) sealed anew")
    }
  }

  /// The new key stands in the file before anything is wrapped with it, the old one until nothing is left that needs it.
  private func rotateMaster(
    _ keys: KeyRing, _ source: MasterKeySource, _ invocation: Invocation
  ) async throws {
    let known = try await keys.masters()
    if case .besideStore = source.place {
      // A second key is there when an earlier rotation was broken off: then that one is brought to its end.
      if known.keys.count == 1 { try source.write(MasterKeys(MasterKey(), former: known.keys)) }
      try await keys.refind()
    }
    let count = try await keys.rewrap()
    let current = try await keys.masters().current
    invocation.remark(
      "master key \(current.id): \(Sentence.counted(count, "data key")) wrapped anew")
    if case .besideStore = source.place {
      try source.write(MasterKeys(current))
    } else if known.keys.count > 1 {
      invocation.remark("the old master key is no longer needed: take it away from \(source.title)")
    } else if count == 0 {
      invocation.remark("to rotate, put a new key first in \(source.title), and leave the old one behind it")
    }
  }

  private func text(
    _ status: KeyRing.Status, _ names: [OrganizationID: String], _ source: MasterKeySource,
    _ invocation: Invocation
  ) -> String {
    if invocation.answersInJSON { return Self.json(status, names, source) + "\n" }
    let ink = Emphasis(invocation.outputStyle)
    var text = "master key \(ink.strong(status.master)) from \(source.title)\n"
    if !status.formerMasters.isEmpty {
      text += "former master keys that are still there: \(status.formerMasters.joined(separator: ", "))\n"
    }
    let rows = status.organizations.flatMap { organization in
      organization.versions.map { version in
        [
          Visible.word(names[organization.organization] ?? "?"), "\(version.version)", version.master,
          RunText.moment(version.created.description),
        ]
      }
    }
    return text + "\n" + TextTable(["organization", "version", "wrapped by", "since"], rows).text(ink.strong)
  }

  private static func json(
    _ status: KeyRing.Status, _ names: [OrganizationID: String], _ source: MasterKeySource
  ) -> String {
    let organizations: [Value] = status.organizations.map { organization in
      let versions: [Value] = organization.versions.map { version in
        .map(
          MapValue([
            ("version", .int(Int64(version.version))), ("wrapped_by", .string(version.master)),
            ("since", .string(version.created.description)),
          ]))
      }
      return .map(
        MapValue([
          ("organization", .string(names[organization.organization] ?? "?")), ("versions", .list(versions)),
        ]))
    }
    let whole = Value.map(
      MapValue([
        ("master", .string(status.master)), ("source", .string(source.title)),
        ("former", .list(status.formerMasters.map(Value.string))), ("stale", .int(Int64(status.stale))),
        ("organizations", .list(organizations)),
      ]))
    return JSONText.of(whole)
  }
}
