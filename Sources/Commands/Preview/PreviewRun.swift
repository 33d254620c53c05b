internal import Calling
internal import Databases
internal import Diagnostics
internal import HTTP
internal import Interpreter
internal import Language
internal import Programs
internal import Recorder
internal import Rehearsal

/// Reads a stream from a recording or from its provider, page by page, until enough was seen.
struct PreviewRun {
  private let named: NamedConnector
  private let stream: String
  private let invocation: Invocation
  private let calls = WatchedCalls()

  init(_ named: NamedConnector, _ stream: String, _ invocation: Invocation) {
    self.named = named
    self.stream = stream
    self.invocation = invocation
  }

  func preview() async throws(NamedConnector.Refusal) -> Preview {
    try named.requireStreams([stream])
    guard invocation[PreviewCommand.live] else { return try await recorded() }
    let bench = try await Workbench.open(
      invocation, named, store: .passing, watching: { WatchedClient($0, into: calls) })
    var options = ReadOptions()
    options.parallelSlices = 1
    options.readsAhead = false
    options.isFull = true
    let result = await Result { () async throws(NamedConnector.Refusal) in
      try await read(bench.session, options, recording: nil)
    }
    await bench.store.close()
    return try result.get()
  }

  private func recorded() async throws(NamedConnector.Refusal) -> Preview {
    let recording = try recording()
    do {
      let connector = try RehearsedConnector(named.connector, models: named.project.models)
      let stage = try await RecordedSession(
        connector, stream: stream, recording: recording, watching: { WatchedClient($0, into: calls) })
      return try await read(stage.session, stage.options, recording: recording.name)
    } catch let refusal as NamedConnector.Refusal {
      throw refusal
    } catch {
      throw NamedConnector.Refusal(error, connector: named.connector.name)
    }
  }

  private func recording() throws(NamedConnector.Refusal) -> Recording {
    let connector = named.connector
    guard let name = invocation[PreviewCommand.recording] else {
      if let first = RecordedSession.firstRecording(of: stream, in: connector) { return first }
      throw NamedConnector.Refusal(
        code: .nothing, message: "`\(connector.name)` has no recording of `\(stream)`",
        help: "`connector record \(connector.name) \(stream)` makes one; `--live` asks the provider")
    }
    if let recording = connector.recording(name) { return recording }
    throw NamedConnector.Refusal(
      code: .usage, message: "`\(connector.name)` has no recording `\(Visible.word(name))`",
      help: UsageError.guess(
        Suggestions.nearest(to: name, among: connector.recordings.map(\.name), limit: 2),
        else: "those there are lie in connectors/\(connector.name)/recordings"))
  }

  // MARK: Reading

  private func read(
    _ session: Session, _ options: ReadOptions, recording: String?
  ) async throws(NamedConnector.Refusal) -> Preview {
    var preview = Preview(connector: named.connector.name, stream: stream, recording: recording)
    var keys = SourceKeys(named.connector, stream)
    do throws(RunFailure) {
      var mapping = try named.connector.mapping(of: stream)?.file.map { (file) throws(RunFailure) in
        try PreviewMapping(
          file, models: named.project.models, key: session.program.stream(stream)?.key ?? RecordKey([]))
      }
      preview.isMapped = mapping != nil
      do throws(RunFailure) {
        var reader = try StreamReader(session, stream: stream, options: options)
        while preview.read < invocation[PreviewCommand.limit], let page = try await reader.next() {
          add(page, calls.take().last.map { Preview.Call($0, session) }, session, &preview, &keys, &mapping)
        }
      } catch {
        preview.failure = error
        preview.refusal = calls.take().last.flatMap { Self.refusal($0, error, session) }
      }
      preview.unreadKeys = mapping == nil ? [] : keys.unread
      preview.absentFields = mapping?.absent ?? []
      preview.unforeseen = mapping?.unforeseen ?? [:]
      preview.quarantined = mapping?.quarantined ?? []
      return preview
    } catch {
      throw NamedConnector.Refusal(error, connector: named.connector.name)
    }
  }

  /// The beginning of a reply that is the failure: what it says may be all there is to go by, and no rule need name it yet.
  private static func refusal(
    _ exchange: WatchedExchange, _ failure: RunFailure, _ session: Session
  ) -> Preview.Refusal? {
    let reply = exchange.response
    guard reply.status == failure.status, !reply.body.isEmpty else { return nil }
    let text = session.redacted(String(decoding: reply.body.prefix(4000), as: UTF8.self))
    return Preview.Refusal(call: Preview.Call(exchange, session), reply: text)
  }

  private func add(
    _ page: ReadPage, _ call: Preview.Call?, _ session: Session, _ preview: inout Preview,
    _ keys: inout SourceKeys, _ mapping: inout PreviewMapping?
  ) {
    for record in page.records.prefix(invocation[PreviewCommand.limit] - preview.read) {
      preview.read += 1
      keys.note(record.value)
      let rows = mapping?.rows(of: record, session.variables) ?? []
      guard preview.records.count < invocation[PreviewCommand.records] else { continue }
      preview.records.append(
        PreviewedRecord(call: call, key: record.key, source: record.value, rows: rows))
    }
  }
}

extension Preview.Call {
  /// Names tell where credentials usually stand; the session knows those that stand anywhere else.
  fileprivate init(_ exchange: WatchedExchange, _ session: Session) {
    self.init(
      curlCommand: session.redacted(exchange.request.curlCommand()), status: exchange.response.status)
  }
}

extension Result {
  /// The outcome of something that takes time.
  fileprivate init(_ body: () async throws(Failure) -> Success) async {
    do throws(Failure) {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
