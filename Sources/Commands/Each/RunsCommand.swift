internal import Databases
internal import Storage

/// `connector runs`: what was synced when, and what came of it.
struct RunsCommand: Command {
  static let limit = Option<Int>.number(
    "limit", "N", default: 20, in: 1...10_000, "How many runs are listed, the latest first")

  let name = "runs"
  let summary = "List the latest runs, or show one with its streams and problems"
  let examples = [
    CommandExample("connector runs", "the latest runs"),
    CommandExample("connector runs bamboohr", "those of one integration"),
    CommandExample("connector runs show", "the latest, with what each stream counted and what went wrong"),
    CommandExample("connector runs show 12", "that one"),
  ]
  let argument: Argument? = Argument(
    "[NAME | show [ID]]", .any, "An integration; or `show` and the number of a run, the latest without one.",
    completion: .any([.words(["show"]), .listed(.connectors)]), .none)
  let options: [any AnyOption] = [
    Self.limit, AnswerForm.option, RuntimeOptions.store, RuntimeOptions.organization,
  ]
  let exitCodes: [ExitCode] = [.nothing]

  func run(_ invocation: Invocation) async -> ExitCode {
    do throws(NamedConnector.Refusal) {
      let store = try await ExistingStore.open(invocation)
      let words = invocation.arguments
      if words.first == "show" {
        guard words.count > 1 else { return try await showLatest(store, invocation) }
        guard words.count == 2, let id = words.last.flatMap({ Int64($0) }) else {
          return invocation.fail(.usage, "`connector runs show` takes the number of one run, or nothing")
        }
        return try await show(RunID(id), store, invocation)
      }
      guard words.count <= 1 else {
        return invocation.fail(.usage, "`connector runs` takes one NAME", help: "connector runs show ID")
      }
      return try await list(words.first, store, invocation)
    } catch {
      return invocation.fail(error)
    }
  }

  private func list(
    _ integration: String?, _ store: SQLiteStore, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> ExitCode {
    let runs: [RunRecord]
    do {
      runs = try await store.runs(
        organization: invocation.organization, integration: integration, limit: invocation[Self.limit])
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
    if invocation.answersInJSON {
      invocation.print("[" + runs.map { RunText.json($0) }.joined(separator: ",\n ") + "]")
    }
    guard !runs.isEmpty else {
      let whose = integration.map { " of `\(Visible.word($0))`" } ?? ""
      return invocation.fail(.nothing, "there is no run\(whose) yet", help: "`connector sync NAME` makes one")
    }
    if !invocation.answersInJSON {
      invocation.write(
        RunText.table(runs, invocation.outputStyle, columns: invocation.console.output.columns))
    }
    return .success
  }

  private func showLatest(
    _ store: SQLiteStore, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> ExitCode {
    let latest: [RunRecord]
    do {
      latest = try await store.runs(organization: invocation.organization, integration: nil, limit: 1)
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
    guard let id = latest.first?.id else {
      return invocation.fail(.nothing, "there is no run yet", help: "`connector sync NAME` makes one")
    }
    return try await show(id, store, invocation)
  }

  private func show(
    _ id: RunID, _ store: SQLiteStore, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> ExitCode {
    let found: (run: RunRecord, streams: [StreamRecord])?
    let quarantined: [QuarantineRecord]
    let isJSON = invocation.answersInJSON
    do {
      found = try await store.run(id, organization: invocation.organization)
      quarantined = try await store.quarantine(
        of: id, organization: invocation.organization, limit: isJSON ? 10_000 : RunText.quarantineLimit + 1)
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
    guard let found else {
      return invocation.fail(
        .nothing, "there is no run \(id.number)", help: "`connector runs` lists the latest")
    }
    if isJSON {
      invocation.print(RunText.json(found.run, found.streams, quarantined))
    } else {
      invocation.write(RunText.page(found.run, found.streams, quarantined, invocation.outputStyle))
    }
    return .success
  }
}
