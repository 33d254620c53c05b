package import Diagnostics
internal import Interpreter
package import Language
internal import Programs
internal import YAML

/// Plays the cases of a connector.
package struct ConnectorRehearsal: Sendable {
  package let name: String
  package private(set) var cases: [CaseOutcome] = []
  /// What concerns the connector or a recording, and no single case.
  package private(set) var findings: [Finding] = []
  /// What the cases show of the connector, when it was asked for and the connector can be run.
  package private(set) var coverage: Coverage?
  private var sightings = Sightings()

  /// The rule of the one finding that stands for all cases of a connector that cannot be run.
  package static var cannotRun: String { Rule.cannotRun.id }

  /// Which cases are wanted, and what else is done with them.
  package struct Options: Sendable {
    /// Only cases whose name, stream or action holds this.
    package var filter: String?
    /// Good stream cases are played again with mishaps.
    package var playsScenarios = true
    /// Where a case and its outcome differ, what accepting the outcome would change is of interest.
    package var reviews = false
    /// What the cases show of the connector is of interest.
    package var measuresCoverage = false
    /// The least percentage that they must show.
    package var leastCoverage: Int?

    package init() {}
  }

  /// Plays the cases one after another; whoever has many connectors plays them side by side.
  package static func play(
    _ connector: LoadedConnector, models: ModelCatalogue, _ options: Options = Options()
  ) async -> ConnectorRehearsal {
    var rehearsal = ConnectorRehearsal(name: connector.name)
    guard let file = connector.tests?.file, let tests = file[TestFile.cases], !tests.isEmpty else {
      // A file that cannot be read is told of by whoever read it.
      let isUnreadable = connector.tests?.document.findings.contains { $0.severity == .error } ?? false
      if !isUnreadable { rehearsal.findings.append(rehearsal.noTests(connector)) }
      return rehearsal
    }
    let ready: RehearsedConnector
    do throws(RunFailure) {
      ready = try RehearsedConnector(connector, models: models)
    } catch {
      let place = error.place ?? connector.file?.block.head ?? SourceRange(connector.document.file, 0, 0)
      rehearsal.findings.append(Finding(.cannotRun, "it cannot be run: \(error.message)", at: place))
      return rehearsal
    }
    var usage = RecordingUsage()
    for test in tests where options.wants(test) {
      let run = CaseRun(connector: ready, file: file, test: test)
      let (outcome, performance) = await rehearsal.play(run, options)
      usage.note(test, performance)
      rehearsal.sightings.note(run, performance)
      rehearsal.cases.append(outcome)
    }
    if options.filter == nil { rehearsal.findings += await usage.findings(ready, file) }
    if options.measuresCoverage || options.leastCoverage != nil { rehearsal.measure(ready, file, options) }
    return rehearsal
  }

  private mutating func measure(_ connector: RehearsedConnector, _ file: TestFile, _ options: Options) {
    let coverage = CoverageSurvey(connector).coverage(sightings)
    self.coverage = coverage
    guard let least = options.leastCoverage, coverage.percent < least else { return }
    let unseen = coverage.unseen
    let total = coverage.total
    findings.append(
      Finding(
        .coverageBelow, "the cases show \(coverage.percent) % of `\(name)`, and \(least) % are wanted",
        at: file.block.keyRange("cases"),
        related: unseen.prefix(3).map { .init("never seen: \($0.name)", at: $0.place) },
        evidence: [.init("seen", "\(total.seen) of \(total.all); `--coverage` names the others")]))
  }

  private init(name: String) { self.name = name }

  private mutating func play(_ run: CaseRun, _ options: Options) async -> (CaseOutcome, Performance) {
    let clock = SystemClock()
    let start = clock.elapsed
    let performance = await run.perform()
    let judgement = Judgement(run, performance)
    let title = run.test[TestCase.name]
    var outcome = CaseOutcome(
      connector: name, name: title?.value ?? "", place: title?.range ?? run.test.block.head,
      findings: judgement.findings, duration: clock.elapsed - start)
    if options.reviews { outcome.review = CaseReview(run, performance, judgement.findings) }
    if options.playsScenarios, let scenarios = ScenarioRun(run, performance, passed: outcome.hasPassed) {
      let played = await scenarios.play()
      outcome.scenarioCount = played.count
      outcome.findings += played.findings
      sightings.note(rules: played.rules)
    }
    return (outcome, performance)
  }

  private func noTests(_ connector: LoadedConnector) -> Finding {
    let range = connector.tests?.file?.block.keyRange("cases") ?? connector.file?.block.valueRange("name")
    return Finding(
      .nothingTested, "`\(connector.name)` has no tests",
      at: range ?? SourceRange(connector.document.file, 0, 0))
  }
}

extension ConnectorRehearsal.Options {
  func wants(_ test: TestCase) -> Bool {
    guard let filter = filter?.lowercased() else { return true }
    let texts = [test[TestCase.name]?.value, test[TestCase.stream]?.value, test[TestCase.action]?.value]
    return texts.contains { $0?.lowercased().contains(filter) ?? false }
  }
}
