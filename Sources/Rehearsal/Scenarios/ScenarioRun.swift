internal import Diagnostics
internal import Language
internal import Programs

/// Plays a good case again, each time with another mishap.
struct ScenarioRun: Sendable {
  let run: CaseRun
  let good: Performance

  /// Only what reads a stream to a good end can be tried: the outcome must be known.
  init?(_ run: CaseRun, _ good: Performance, passed: Bool) {
    guard passed, good.failure == nil, run.test.kind == .stream, !good.played.isEmpty else { return nil }
    self.run = run
    self.good = good
  }

  func play() async -> (count: Int, findings: [Finding]) {
    guard let name = run.test[TestCase.recording]?.value,
      let recording = run.connector.loaded.recording(name)
    else { return (0, []) }
    let scenes = recording.exchanges.map { RecordedProvider.Scene($0, in: recording) }
    var count = 0
    var findings: [Finding] = []
    for scenario in Scenario.allCases {
      guard let changed = scenario.scenes(scenes, good, isWindowed: isWindowed) else { continue }
      let outcome = await run.perform { _ in changed }
      count += 1
      guard let complaint = scenario.complaint(outcome, good: good) else { continue }
      let failure =
        outcome.failure?.place.map { [Finding.Related("the failure comes from here", at: $0)] } ?? []
      findings.append(
        Finding(
          .scenario, "with \(scenario.words), \(complaint)", at: run.test.block.valueRange("name"),
          related: failure, evidence: [.init("case", run.test[TestCase.name]?.value ?? "")]))
    }
    return (count, findings)
  }

  private var isWindowed: Bool {
    let stream = run.test[TestCase.stream].flatMap { run.connector.loaded.stream($0.value) }
    return stream?.value[StreamBlock.changes]?.as(WindowChanges.self) != nil
  }
}
