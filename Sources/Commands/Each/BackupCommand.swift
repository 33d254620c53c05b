internal import Databases
internal import JSON
internal import Storage
internal import Synchronization
internal import Values

/// `connector backup`: a whole copy of the store, also while runs write into it.
struct BackupCommand: Command {
  let name = "backup"
  let summary = "Copy the store while runs go on, as it is at one moment"
  let details = """
    FILE gets a copy of the store, checked for damage, or is not there at all: what is broken off leaves nothing. A file that \
    exists is not written over. No run waits, and the cursors in the copy are never ahead of its records.

    To go back, put the copy where the store was, without the files that end in `-wal` and `-shm` beside it; the next run reads what \
    came since. Credentials and records of the provider are sealed in the copy as they are in the store: the master key that opens them is \
    not in it, so keep that in another place.
    """
  let examples = [
    CommandExample("connector backup backups/$(date +%F).db", "one for each day"),
    CommandExample("connector backup copy.db --store sqlite:/var/lib/connector/main.db", "of another store"),
  ]
  let argument: Argument? = Argument("FILE", .one, "The file to make.", completion: .files)
  let options: [any AnyOption] = [AnswerForm.option, RuntimeOptions.store]
  let exitCodes: [ExitCode] = [.nothing, .outputFailed, .interrupted]

  func run(_ invocation: Invocation) async -> ExitCode {
    guard let name = invocation.arguments.first, !name.isEmpty else {
      return invocation.fail(.usage, "`connector backup` needs a file to make")
    }
    let target = Paths.joined(invocation.console.workingDirectory, name)
    let shown = Visible.word(target, limit: 400)
    guard Files.kind(of: target) == nil else {
      return invocation.fail(.usage, "\(shown) is there already", help: "a copy gets a name of its own")
    }
    guard Files.kind(of: Paths.parent(of: target)) == .folder else {
      return invocation.fail(
        .usage, "there is no folder \(Visible.word(Paths.parent(of: target), limit: 400))")
    }
    do throws(NamedConnector.Refusal) {
      let store = try ExistingStore.find(invocation)
      try await copy(store.path, to: target, invocation)
      let bytes = Files.stamp(of: target)?.size ?? 0
      switch invocation[AnswerForm.option] {
      case .text:
        invocation.print(
          "\(Visible.word(store.path, limit: 400)) was copied to \(shown), \(Self.size(bytes))")
      case .json:
        let members: [(String, Value)] = [
          ("store", .string(store.path)), ("copy", .string(target)), ("bytes", .int(Int64(bytes))),
        ]
        invocation.print(JSONText.of(members))
      }
      if store.keySource.isThere {
        invocation.remark("The master key is not in it: \(store.keySource.title)")
      }
      return .success
    } catch {
      return Interruption.requests > 0 ? Interruption.code : invocation.fail(error)
    }
  }

  private func copy(
    _ store: String, to target: String, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) {
    Interruption.listen()
    let progress = CopyProgress(invocation)
    do throws(StoreFailure) {
      try await SQLiteStore.copy(store, to: target) { progress.keepsGoing(at: $0) }
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
  }

  private static func size(_ bytes: Int) -> String {
    let tenths = (bytes / 10_000 + 5) / 10
    return bytes < 1_000_000 ? "\(max(1, bytes / 1_000)) kB" : "\(tenths / 10).\(tenths % 10) MB"
  }
}

/// Says every few seconds how far a copy is, and ends it when somebody asks.
private final class CopyProgress: Sendable {
  private let invocation: Invocation
  private let told: Mutex<ContinuousClock.Instant>

  init(_ invocation: Invocation) {
    self.invocation = invocation
    told = Mutex(.now)
  }

  func keepsGoing(at share: Double) -> Bool {
    let isDue = told.withLock { last in
      guard last.duration(to: .now) > .seconds(3) else { return false }
      last = .now
      return true
    }
    if isDue {
      invocation.remark("copied \(Int(share * 100)) %")
      invocation.console.errors.flush()
    }
    return Interruption.requests == 0
  }
}
