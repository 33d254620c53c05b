internal import Diagnostics
internal import Language
internal import Programs

/// Plays a good case again, each time with another mishap.
struct ScenarioRun: Sendable {
  let run: CaseRun
  let good: Performance

  /// Only what reads a stream to a good end can be tried: the outcome must be known.
  init?(_ run: CaseRun, _ good: Performance, passed: Bool) {
    guard passed, good.failure == nil, run.test.readsStream, !good.played.isEmpty else { return nil }
    self.run = run
    self.good = good
  }

  /// What the scenarios of a case came to.
  struct Outcome: Sendable {
    var count = 0
    var findings: [Finding] = []
    /// The rules for replies that what was made up fitted.
    var rules: Set<SourceRange> = []
  }

  func play() async -> Outcome {
    guard let name = run.test[TestCase.recording]?.value,
      let recording = run.connector.loaded.recording(name)
    else { return Outcome() }
    let scenes = run.connector.scenes(of: recording)
    var outcome = Outcome()
    for scenario in Scenario.allCases {
      guard let changed = scenario.scenes(scenes, good, isWindowed: isWindowed) else { continue }
      let performance = await run.perform { _ in changed }
      outcome.count += 1
      outcome.rules.formUnion(performance.rules)
      guard let complaint = scenario.complaint(performance, good: good) else { continue }
      let failure =
        performance.failure?.place.map { [Finding.Related("the failure comes from here", at: $0)] } ?? []
      outcome.findings.append(
        Finding(
          .scenario, "with \(scenario.words), \(complaint)", at: run.test.block.valueRange("name"),
          related: failure, evidence: [.init("case", run.test[TestCase.name]?.value ?? "")]))
    }
    return outcome
  }

  private var isWindowed: Bool {
    let stream = run.test[TestCase.stream].flatMap { run.connector.loaded.stream($0.value) }
    return stream?.value[StreamBlock.changes]?.as(WindowChanges.self) != nil
  }
}
