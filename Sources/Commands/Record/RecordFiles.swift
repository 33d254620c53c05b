internal import Language
internal import Recorder
internal import Rehearsal
internal import Reports
internal import Values

/// The files that a run of `connector record` writes.
struct RecordFiles {
  private let invocation: Invocation
  private let connector: LoadedConnector
  private let folder: String

  init(_ named: NamedConnector, _ invocation: Invocation) {
    self.invocation = invocation
    connector = named.connector
    folder = Paths.joined(named.folder.root, "connectors/\(named.connector.name)")
  }

  private func path(_ stream: String) -> String { Paths.joined(folder, "recordings/\(stream).http") }
  private func shown(_ stream: String) -> String { "connectors/\(connector.name)/recordings/\(stream).http" }

  /// Asks before anything is sent: a recording that is there may have been made with care.
  func checkPlaces(of streams: [String]) throws(NamedConnector.Refusal) {
    guard !invocation[RecordCommand.force] else { return }
    let there = streams.filter { Files.kind(of: path($0)) != nil }
    guard let first = there.first else { return }
    let others = there.count > 1 ? " and \(there.count - 1) more" : ""
    throw NamedConnector.Refusal(
      code: .usage, message: "\(shown(first)) is there already\(others)",
      help: "--force replaces it and shows what changes")
  }

  /// Writes all recordings, and cases for them where that is asked for.
  func write(_ recordings: [StreamRecording], _ terms: MadeUpTerms) throws(NamedConnector.Refusal) {
    do throws(FileProblem) {
      try Files.makeFolder(Paths.joined(folder, "recordings"))
      for recording in recordings {
        let place = path(recording.stream)
        if Files.kind(of: place) != nil {
          let old = try Files.read(place)
          let diff = UnifiedDiff(path: shown(recording.stream), old: old, new: Array(recording.text.utf8))
          if !invocation.answersInJSON { invocation.write(diff.rendered(invocation.outputStyle)) }
        }
        try Files.write(Array(recording.text.utf8), to: place)
        invocation.remark(
          "\(shown(recording.stream)): \(Sentence.counted(recording.exchanges, "exchange")), \(recording.kept) of \(Sentence.counted(recording.read, "record"))"
        )
        tellQuarantined(recording)
        if invocation.answersInJSON { tell(recording, terms) }
      }
      try writeCases(recordings, terms)
    } catch {
      throw NamedConnector.Refusal(code: .usage, message: error.sentence, help: nil)
    }
  }

  private func tell(_ recording: StreamRecording, _ terms: MadeUpTerms) {
    invocation.answer([
      ("stream", .string(recording.stream)), ("file", .string(shown(recording.stream))),
      ("exchanges", .int(Int64(recording.exchanges))), ("records_read", .int(Int64(recording.read))),
      ("records_kept", .int(Int64(recording.kept))),
      ("case", invocation[RecordCommand.test] ? nil : .string(caseText(recording, terms))),
    ])
  }

  /// A case that expects nothing of them would prove a mistake.
  private func tellQuarantined(_ recording: StreamRecording) {
    let problems = recording.outcome.quarantined
    guard let first = problems.first else { return }
    let more = problems.count > 1 ? ", and \(problems.count - 1) more like it" : ""
    invocation.complain(
      "\(recording.stream): \(first)\(more)",
      help:
        "the case lacks what they should give: `connector lint \(connector.name)`, then `connector test \(connector.name) --review`"
    )
  }

  private func caseText(_ recording: StreamRecording, _ terms: MadeUpTerms) -> String {
    let hasTests = connector.tests?.file != nil
    return CaseText.text(
      recording, settings: hasTests ? terms.ownSettings : [], account: hasTests ? terms.ownAccount : [])
  }

  private func writeCases(_ recordings: [StreamRecording], _ terms: MadeUpTerms) throws(FileProblem) {
    // A file without cases would be no good one.
    if recordings.isEmpty { return }
    let cases = recordings.map { caseText($0, terms) }
    let place = Paths.joined(folder, "tests.yaml")
    let shown = "connectors/\(connector.name)/tests.yaml"
    guard invocation[RecordCommand.test] else {
      if invocation.answersInJSON { return }
      invocation.print("# a case for each recording, for \(shown):")
      invocation.write(cases.joined(separator: "\n"))
      return
    }
    let old = Files.kind(of: place) == nil ? nil : String(decoding: try Files.read(place), as: UTF8.self)
    guard
      let text = CaseText.file(old, adding: cases, settings: terms.ownSettings, account: terms.ownAccount)
    else {
      invocation.complain("\(shown) does not end with its cases", help: "add these by hand")
      invocation.write(cases.joined(separator: "\n"))
      return
    }
    try Files.write(Array(text.utf8), to: place)
    invocation.remark("\(shown): \(Sentence.counted(cases.count, "case")) added")
  }
}
