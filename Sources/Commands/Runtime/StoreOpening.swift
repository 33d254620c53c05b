internal import Databases
internal import Keys
internal import Programs
internal import Storage
internal import Synchronization

/// A store as the options name it, with the keys that seal in it.
struct StoreOpening: Sendable {
  let path: String
  let keySource: MasterKeySource
  private let raw: SQLiteStore.RawForm
  private let actor: String
  private let patience: StorePatience

  init(
    _ invocation: Invocation, root: String, _ choice: Workbench.StoreChoice = .kept
  ) throws(NamedConnector.Refusal) {
    path = try Self.path(invocation, root, choice)
    actor = ActingPerson.name(invocation.console.environment)
    patience = StorePatience(invocation)
    raw = path == SQLiteStore.inMemory ? .plain : invocation[SyncCommand.raw] ?? .sealed
    keySource = try MasterKeySource(invocation, store: path)
  }

  /// Opens the store, made when there is none.
  ///
  /// Where something is sealed that the master key does not open, it is refused; who only looks at what lies open needs no key, and
  /// is asked for it when something sealed is wanted after all.
  func open(proving provesKey: Bool = true) async throws -> (store: SQLiteStore, keys: KeyRing) {
    var options = SQLiteStore.Options()
    options.raw = raw
    options.actor = actor
    options.keepsWaiting = { [patience] in patience.keepsWaiting(since: $0) }
    let store = try await Self.opened(path, options)
    let clock = SystemClock()
    let source = keySource
    let keys = KeyRing(store: store, now: { clock.now }) { source.keys(mayMake: $0) }
    if provesKey { try await keys.prove() }
    return (store.sealing(by: keys), keys)
  }

  /// A store of this path, or why there is none, with the path in it.
  private static func opened(
    _ path: String, _ options: SQLiteStore.Options
  ) async throws(StoreFailure) -> SQLiteStore {
    do {
      return try await SQLiteStore.open(path, options)
    } catch {
      let says = error.kind != .unusable || error.message.contains(path)
      throw says ? error : StoreFailure(.unusable, "\(path): \(error.message)")
    }
  }

  private static func path(
    _ invocation: Invocation, _ root: String, _ choice: Workbench.StoreChoice
  ) throws(NamedConnector.Refusal) -> String {
    if case .passing = choice { return ":memory:" }
    guard let text = invocation[RuntimeOptions.store] else { return Paths.joined(root, "connector.db") }
    let name = text.hasPrefix("sqlite:") ? text.dropFirst(7) : ""
    // None of these is meant as the name of a file.
    guard !name.allSatisfy(\.isWhitespace), name != "-", name != SQLiteStore.inMemory else {
      throw NamedConnector.Refusal(
        code: .usage, message: "`\(Visible.word(text))` names no file to keep a store in",
        help: "--store sqlite:FILE; `--dry-run` reads and keeps nothing")
    }
    let path = Paths.joined(invocation.console.workingDirectory, String(name))
    if let kind = Files.kind(of: path), kind != .file {
      throw NamedConnector.Refusal(
        code: .usage, message: "\(Visible.word(path, limit: 400)) is no file, so it cannot be a store",
        help: nil)
    }
    return path
  }
}

/// Waits for a store that another program has locked, says so once, and not for whoever wants to stop.
private final class StorePatience: Sendable {
  private let invocation: Invocation
  private let hasTold = Atomic<Bool>(false)
  private static let soon = Duration.seconds(2)

  init(_ invocation: Invocation) { self.invocation = invocation }

  func keepsWaiting(since waited: Duration) -> Bool {
    if Interruption.requests > 0 { return false }
    if waited > Self.soon, !hasTold.exchange(true, ordering: .relaxed) {
      invocation.remark("waiting for the store, which another program has locked")
      invocation.console.errors.flush()
    }
    return true
  }
}
