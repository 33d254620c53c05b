internal import Calling
internal import Diagnostics
internal import HTTP
internal import Interpreter
internal import Language
internal import Mapping
internal import Programs
internal import Recorder
internal import Rehearsal
internal import Rows
internal import Values
internal import YAML

/// Learns from all streams of a run what is to be replaced, and then makes their recordings.
struct RecordDisguising {
  private let named: NamedConnector
  private let terms: MadeUpTerms
  private var disguise = Disguise()
  private var discernments: [String: Discernment] = [:]
  private let kept: [String]
  /// Values of headers that proved who was asking.
  private var credentials: [String] = []

  init(_ named: NamedConnector, _ terms: MadeUpTerms, keeping kept: [String]) {
    self.named = named
    self.terms = terms
    self.kept = kept
  }

  mutating func learn(_ taken: [TakenStream], _ bench: Workbench) async throws(NamedConnector.Refusal) {
    do {
      let rehearsed = try RehearsedConnector(named.connector, models: named.project.models)
      let idle = try await rehearsed.session(rehearsalTerms(bench.session.now), calling: NoProvider())
      if let real = bench.session.base, let madeUp = idle.base {
        disguise.swap(real.description, for: madeUp.description)
        disguise.swap(real.origin.description, for: madeUp.origin.description)
      }
    } catch {
      throw NamedConnector.Refusal(error, connector: named.connector.name)
    }
    let files = [named.connector.document.file] + named.connector.mappings.map(\.document.file)
    disguise.spoken = files.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: "\n")
    for swap in terms.swaps { disguise.swap(swap.original, for: swap.replacement) }
    for swap in terms.pathSwaps { disguise.swapPath(swap.original, for: swap.replacement) }
    for stream in taken {
      var discernment = Discernment(of: stream, in: named.connector, keeping: kept)
      try noteMapping(of: stream, bench, &discernment)
      discernments[stream.name] = discernment
    }
    for stream in taken {
      guard let discernment = discernments[stream.name] else { continue }
      for exchange in stream.pages.flatMap(\.exchanges) {
        credentials += exchange.request.credentialValues
        let type = exchange.response.headers["Content-Type"]
        if let body = RecordedBody(exchange.response.body, type: type) { disguise.learn(body, discernment) }
      }
    }
    disguise.close()
  }

  private func rehearsalTerms(_ now: Instant) -> RehearsalTerms {
    RehearsalTerms(settings: terms.settings, account: terms.account, now: now)
  }

  /// What the mapping says about the paths of the records, learned by mapping them.
  private func noteMapping(
    of stream: TakenStream, _ bench: Workbench, _ discernment: inout Discernment
  ) throws(NamedConnector.Refusal) {
    guard let file = named.connector.mapping(of: stream.name)?.file else { return }
    do throws(RunFailure) {
      let program = try MappingProgram(file, models: named.project.models)
      var page = program.page(variables: bench.session.variables)
      page.trace = MappingTrace()
      for record in stream.pages.flatMap(\.records) {
        program.map(record.value, key: record.key ?? "", into: &page)
      }
      for entry in page.trace?.entries ?? [] { discernment.canonical.note(entry, of: named.project.models) }
    } catch {
      throw NamedConnector.Refusal(error, connector: named.connector.name)
    }
  }

  /// The recordings that could be made; what could not is said.
  mutating func recordings(
    _ taken: [TakenStream], _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> (made: [StreamRecording], isComplete: Bool) {
    let maker: RecordingMaker
    do {
      maker = RecordingMaker(
        try RehearsedConnector(named.connector, models: named.project.models),
        rehearsalTerms(taken.first?.now ?? SystemClock().now), madeUpSecrets: terms.secrets)
    } catch {
      throw NamedConnector.Refusal(error, connector: named.connector.name)
    }
    var made: [StreamRecording] = []
    for stream in taken {
      guard let discernment = discernments[stream.name] else { continue }
      do throws(RecordingProblem) {
        made.append(try await maker.recording(of: stream, discernment, &disguise))
      } catch {
        invocation.complain("\(stream.name): there is no recording: \(error.message)")
      }
    }
    return (made, made.count == taken.count)
  }

  func leaks(
    _ recordings: [StreamRecording], _ secrets: [String]
  ) -> [(stream: String, leak: CleanProof.Leak)] {
    let proof = CleanProof(disguise, secrets: secrets + credentials)
    return recordings.flatMap { recording in
      let discernment = discernments[recording.stream] ?? Discernment()
      return proof.leaks(in: recording.text, discernment).map { (recording.stream, $0) }
    }
  }
}
