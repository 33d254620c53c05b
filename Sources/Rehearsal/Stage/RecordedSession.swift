package import HTTP
package import Interpreter
package import Language
package import Programs
internal import Values

/// A connector in use whose provider is a recording, for whoever wants to look at what comes.
package struct RecordedSession: Sendable {
  package let session: Session
  package let options: ReadOptions

  /// Between the session and the provider; it sees every call except those that get tokens.
  package typealias Watch = (any HTTPClient) -> any HTTPClient

  /// Plays a recording with the settings of the case that plays it for that stream, or else with those of all cases.
  package init(
    _ connector: RehearsedConnector, stream: String, recording: Recording, watching watch: Watch
  ) async throws(RunFailure) {
    let file = connector.loaded.tests?.file
    let test = Self.cases(connector.loaded, stream).first {
      $0[TestCase.recording]?.value == recording.name
    }
    guard let file, let test else {
      let settings = (file?[TestFile.settings] ?? []).map { ($0.name, $0.value.settingText) }
      let account = (file?[TestFile.account] ?? []).map { ($0.name, $0.value.value) }
      try await self.init(
        connector,
        RehearsalTerms(
          settings: Dictionary(settings) { $1 }, account: Dictionary(account) { $1 },
          now: try Self.standardMoment()), recording: recording, watching: watch)
      return
    }
    let run = CaseRun(connector: connector, file: file, test: test)
    try await self.init(connector, try run.setting(), run.readOptions, watch)
  }

  /// Plays a recording with settings of the caller's own.
  package init(
    _ connector: RehearsedConnector, _ terms: RehearsalTerms, recording: Recording,
    watching watch: Watch = { $0 }
  ) async throws(RunFailure) {
    var options = ReadOptions()
    options.pageSize = terms.pageSize
    try await self.init(connector, terms.setting(recording), options, watch)
  }

  private init(
    _ connector: RehearsedConnector, _ setting: Stage.Setting, _ options: ReadOptions, _ watch: Watch
  ) async throws(RunFailure) {
    let stage = try await Stage(connector, setting, watching: watch)
    session = stage.session
    var options = options
    // What would be asked for ahead of a failure is in no recording.
    options.parallelSlices = 1
    options.readsAhead = false
    self.options = options
  }

  /// The recording that shows a stream best: that of its first case that does not fail, or else the one that is called like it.
  package static func firstRecording(of stream: String, in connector: LoadedConnector) -> Recording? {
    let names = cases(connector, stream).filter { $0[TestCase.fails] == nil }
      .compactMap { $0[TestCase.recording]?.value }
    return (names + [stream]).lazy.compactMap { connector.recording($0) }.first
  }

  private static func cases(_ connector: LoadedConnector, _ stream: String) -> [TestCase] {
    (connector.tests?.file?[TestFile.cases] ?? []).filter { $0[TestCase.stream]?.value == stream }
  }

  private static func standardMoment() throws(RunFailure) -> Instant {
    guard let moment = Instant(TestCase.standardMoment) else {
      throw RunFailure(.request, "`\(TestCase.standardMoment)` is no moment")
    }
    return moment
  }
}
