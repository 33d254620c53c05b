internal import Databases
internal import Diagnostics
internal import Interpreter
internal import Language
internal import Programs
internal import Recorder
internal import Rehearsal
internal import Values

/// One run of `connector record`, from the requests to the files.
struct RecordRun {
  private let named: NamedConnector
  private let invocation: Invocation
  private let calls = WatchedCalls()

  init(_ named: NamedConnector, _ invocation: Invocation) {
    self.named = named
    self.invocation = invocation
  }

  private var connector: LoadedConnector { named.connector }

  func run() async throws(NamedConnector.Refusal) -> ExitCode {
    let names = try streams()
    let files = RecordFiles(named, invocation)
    try files.checkPlaces(of: names)
    let bench = try await Workbench.open(
      invocation, named, store: .passing, watching: { WatchedClient($0, into: calls) })
    let (taken, failed) = await take(names, bench)
    await bench.store.close()
    guard !taken.isEmpty else { return failed ?? .nothing }
    let terms = MadeUpTerms(
      connector, settings: bench.session.settings, account: bench.session.account)
    var disguising = RecordDisguising(named, terms, keeping: invocation[RecordCommand.keep])
    try await disguising.learn(taken, bench)
    let recordings = try await disguising.recordings(taken, invocation)
    let leaks = disguising.leaks(recordings.made, bench.secrets)
    guard leaks.isEmpty else { return refuse(leaks) }
    try files.write(recordings.made, terms)
    if bench.getsTokens {
      invocation.remark(
        "the calls that get tokens are left out: write them by hand, with made-up credentials, for a case of `sign_in`; connector explain tests/sign_in"
      )
    }
    return recordings.isComplete ? failed ?? .success : .negative
  }

  /// Those that were asked for, or all that are not sensitive and not emptied by reading.
  private func streams() throws(NamedConnector.Refusal) -> [String] {
    let all = connector.file?[ConnectorFile.streams] ?? []
    let wanted = invocation.arguments.dropFirst()
    try named.requireStreams(wanted)
    var names: [String] = []
    for stream in all where wanted.isEmpty || wanted.contains(stream.name) {
      if stream.value[StreamBlock.acknowledge] != nil {
        invocation.remark("\(stream.name): left out, because reading a queue empties it")
      } else if stream.value[StreamBlock.sensitive] ?? false, wanted.isEmpty,
        !invocation[RecordCommand.sensitive]
      {
        invocation.remark("\(stream.name): left out, because it is sensitive; --sensitive records it")
      } else {
        names.append(stream.name)
      }
    }
    guard !names.isEmpty else {
      throw NamedConnector.Refusal(code: .nothing, message: "there is no stream to record", help: nil)
    }
    return names
  }

  /// Reads one stream after another; one that fails does not keep the others from being recorded.
  private func take(_ names: [String], _ bench: Workbench) async -> ([TakenStream], ExitCode?) {
    var taken: [TakenStream] = []
    var code: ExitCode?
    let taking = StreamTaking(bench.session, calls, limit: invocation[RecordCommand.limit])
    for name in names {
      guard let program = bench.program.stream(name) else { continue }
      do throws(RunFailure) {
        let stream = try await taking.take(program)
        let pages = Sentence.counted(stream.pages.count, "page")
        invocation.remark("\(name): read \(Sentence.counted(stream.recordCount, "record")) on \(pages)")
        for remark in stream.remarks { invocation.remark("\(name): \(remark.text)") }
        taken.append(stream)
      } catch {
        code = code ?? NamedConnector.Refusal.code(error)
        invocation.complain("\(name): \(error.description)")
      }
    }
    return (taken, code)
  }

  private func refuse(_ leaks: [(stream: String, leak: CleanProof.Leak)]) -> ExitCode {
    for (stream, leak) in leaks.prefix(20) {
      invocation.complain(
        "recordings/\(stream).http:\(leak.line): \(Visible.word(leak.place)) would hold \(leak.what)")
    }
    let more = leaks.count > 20 ? ", and \(leaks.count - 20) more" : ""
    return invocation.fail(
      .negative,
      "nothing was written: \(Sentence.counted(leaks.count, "place")) could not be proved clean\(more)",
      help: "where a value is not personal, `--keep PATH` says so; the path is the one shown")
  }
}
