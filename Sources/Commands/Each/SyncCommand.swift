internal import Calling
internal import Databases
internal import Interpreter
internal import Language
internal import Programs
internal import Storage
internal import Sync
internal import Values

/// `connector sync`: reads from a provider into the store, or into a file.
struct SyncCommand: Command {
  enum Form: String, CaseIterable, Sendable {
    case text, json
  }

  static let full = Option<Bool>.flag("full", "Forget cursors and read everything")
  static let since = Option<Instant?>.moment(
    "since", "TIME",
    "Read what changed since this day or moment; what that leaves out is for the next run")
  static let dryRun = Option<Bool>.flag("dry-run", "Read and map, and write nothing")
  static let limit = Option<Int>.number(
    "limit", "N", default: 0, in: 0...Int.max, "Stop each stream after so many records; 0 reads all")
  static let output = Option<OutputTarget?>.single(
    "output", short: "o", "TARGET",
    "Write rows to `jsonl=FILE`, `csv=FILE`, `spreadsheet=FILE` or `singer` instead of the store",
    read: OutputTarget.init(reading:))
  static let raw = Option<SQLiteStore.RawForm?>.flag(
    "raw", "FORM", meaning: .sealed, "Keep the provider's records beside the rows"
  ) { form in
    switch form {
    case .sealed: "so that only the master key opens them"
    case .plain: "as they are: whoever reads the file reads them"
    }
  }
  static let deletions = Option<Bool>.flag(
    "allow-deletions",
    "Delete what a complete listing lacks even when it is suspiciously much, or when only changes tell what is gone"
  )
  static let sensitive = Option<Bool>.flag(
    "sensitive", "Read streams with health, criminal or pay data as well")
  static let format = Option<Form>.choice(
    "format", short: "f", "FORMAT", default: .text, "How the result of the run is written")

  let name = "sync"
  let summary = "Read from a provider into the store"
  let details = """
    Each stream goes on where its last run ended; a run that is stopped or killed loses and doubles nothing. Ctrl-C stops at the \
    next checkpoint, a second one at once.

    `csv` writes every cell exactly, for programs; `spreadsheet` puts an apostrophe before cells that a spreadsheet would compute, and \
    is what a person should open. Two streams of a model may have the same ids: `source_stream` then stands beside them, in Singer's keys too.

    A run that is not complete never looks like one: the exit code is 1 when anything is missing, 4 when the provider failed, 5 \
    when it refused the credentials. A connector in which `connector lint` finds errors is not run; what a comment ignores, and what \
    only recordings prove, does not count here.
    """
  let examples = [
    CommandExample("connector sync bamboohr", "what changed, in all streams"),
    CommandExample("connector sync bamboohr employees --full", "one stream, from the beginning"),
    CommandExample("connector sync slack --output jsonl=slack.jsonl", "into a file"),
    CommandExample("connector sync stripe --output singer | target-jsonl", "into a Singer target"),
  ]
  let argument: Argument? = Argument(
    "NAME [STREAM...]", .any, "A connector, and the streams that are wanted.",
    completion: .listed(.connectors), .listed(.streams))
  let options: [any AnyOption] =
    [
      Self.full, Self.since, Self.dryRun, Self.limit, Self.output, Self.raw, Self.deletions, Self.sensitive,
      Self.format,
    ] + RuntimeOptions.requestLog + RuntimeOptions.all
  let exitCodes: [ExitCode] = [
    .negative, .nothing, .providerFailed, .refused, .outputFailed, .interrupted,
  ]

  func run(_ invocation: Invocation) async -> ExitCode {
    if invocation[Self.full], invocation[Self.since] != nil {
      return invocation.fail(
        .usage, "`--full` and `--since` exclude each other: everything, or what changed since")
    }
    if invocation[Self.output] == .singer, invocation[Self.format] == .json {
      return invocation.fail(
        .usage,
        "`--output singer` has standard output for itself, so the end of the run cannot be told there",
        help: "leave out `--format json`; `connector runs show --format json` tells it afterwards")
    }
    switch NamedConnector.load(invocation) {
    case .failure(let refusal): return invocation.fail(refusal)
    case .success(let named):
      do throws(NamedConnector.Refusal) {
        return try await sync(named, invocation)
      } catch {
        return invocation.fail(error)
      }
    }
  }

  private func sync(
    _ named: NamedConnector, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> ExitCode {
    // Before a store is made for nothing.
    try named.requireStreams(invocation.arguments.dropFirst())
    try named.requireSoundness()
    Interruption.listen()
    let target = invocation[Self.output]
    let request = request(invocation)
    do {
      let program = try ConnectorProgram(named.connector)
      async let opened = Workbench.open(
        invocation, named, program: program,
        store: target == nil && !request.isDryRun ? .kept : .passing)
      // The store waits for the disk; the mappings are compiled meanwhile.
      let compiled = Result { try SyncPlan(program, named.connector, models: named.project.models) }
      let bench = try await opened
      if request.keepsRaw { try await proveSealing(bench) }
      let plan = try compiled.get()
      let progress = SyncProgress(streams: try plan.selection(request).map(\.name))
      let stop = StopSignal()
      let run = SyncRun(
        session: bench.session, plan: plan, store: bench.store, integration: bench.integration,
        request: request,
        sink: try target?.sink(), kept: bench.keptRows, progress: progress, stop: stop)
      let watching = Task { await watch(progress, bench, stop, invocation) }
      let result: Result<SyncReport, SyncFailure>
      do throws(SyncFailure) {
        result = .success(try await run.run())
      } catch {
        result = .failure(error)
      }
      watching.cancel()
      await watching.value
      let report = try result.get()
      await bench.store.close()
      tell(report, invocation, target)
      // What `check` would say of the same refusal.
      if let failure = report.failure?.inner,
        let help = NamedConnector.Refusal(failure, of: named, invocation).help
      {
        invocation.remark("help: \(help)")
      }
      if request.streams.isEmpty, !plan.unmapped.isEmpty {
        let names = plan.unmapped.joined(separator: ", ")
        invocation.remark("without a mapping, and not read: \(names)")
      }
      return code(of: report)
    } catch {
      let refusal =
        error as? NamedConnector.Refusal
        ?? NamedConnector.Refusal((error as? SyncFailure)?.inner ?? error, of: named, invocation)
      // Nobody who wants to stop waits for a store that another program has locked.
      guard Interruption.requests > 0, refusal.code == .negative else { throw refusal }
      return invocation.fail(Interruption.code, refusal.message)
    }
  }

  /// Records that cannot be sealed are not kept open instead, and not left out in silence.
  private func proveSealing(_ bench: Workbench) async throws(NamedConnector.Refusal) {
    do throws(StoreFailure) {
      try await bench.store.proveSealing(bench.integration)
    } catch {
      throw NamedConnector.Refusal(
        code: .usage, message: "`--raw` cannot seal the provider's records: \(error.message)",
        help: "`--raw=plain` keeps them as they are: whoever reads the store reads them")
    }
  }

  private func request(_ invocation: Invocation) -> SyncRequest {
    var request = SyncRequest()
    request.isByHand = true
    request.streams = Array(invocation.arguments.dropFirst())
    request.isFull = invocation[Self.full]
    request.since = invocation[Self.since]
    request.isDryRun = invocation[Self.dryRun]
    request.limit = invocation[Self.limit] == 0 ? nil : invocation[Self.limit]
    request.keepsRaw = invocation[Self.raw] != nil
    request.allowsMassDeletion = invocation[Self.deletions]
    request.includesSensitive = invocation[Self.sensitive]
    return request
  }

  /// Shows progress, and hands a wish to stop on to the run.
  private func watch(
    _ progress: SyncProgress, _ bench: Workbench, _ stop: StopSignal, _ invocation: Invocation
  ) async {
    let clock = SystemClock()
    let view = ProgressView(progress, invocation.console, invocation.errorStyle)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        while !Task.isCancelled {
          if Interruption.requests > 0 { stop.raise() }
          let until = bench.caller.waitingUntil
          for stream in progress.streams where stream.phase == .running && stream.waitsUntil != until {
            progress.update(stream.name) { $0.waitsUntil = until }
          }
          try? await Task.sleep(for: .milliseconds(50))
        }
      }
      if !invocation.isQuiet, invocation[Self.format] == .text {
        group.addTask { await view.run { clock.elapsed } }
      }
    }
  }

  private func tell(_ report: SyncReport, _ invocation: Invocation, _ target: OutputTarget?) {
    let text = SyncReportText(report, connector: invocation.arguments.first ?? "")
    if invocation[Self.format] == .json {
      invocation.print(text.json)
    } else if target == nil {
      invocation.write(text.table(invocation.outputStyle, columns: invocation.console.output.columns))
    } else {
      // Standard output may be the rows themselves.
      invocation.remark(text.table(invocation.errorStyle, columns: invocation.console.errors.columns))
    }
  }

  private func code(of report: SyncReport) -> ExitCode {
    switch report.outcome {
    case .succeeded: .success
    case .stopped: Interruption.code
    case .partial: .negative
    case .failed: report.failure.map { NamedConnector.Refusal.code($0) } ?? .providerFailed
    }
  }
}

extension Invocation {
  func fail(_ refusal: NamedConnector.Refusal) -> ExitCode {
    fail(refusal.code, refusal.message, help: refusal.help)
  }
}

extension SyncFailure {
  /// The failure itself, for whoever tells its kinds apart.
  var inner: any Error {
    switch cause {
    case .store(let failure): failure
    case .sink(let failure): failure
    case .run(let failure): failure
    }
  }
}
