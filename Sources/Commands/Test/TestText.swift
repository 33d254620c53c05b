internal import Diagnostics
internal import Rehearsal
internal import Reports

/// The outcome for reading: a line for each case or connector, findings, a summary.
struct TestText {
  private let outcome: TestOutcome
  private let style: OutputStyle

  init(_ outcome: TestOutcome, _ style: OutputStyle) {
    self.outcome = outcome
    self.style = style
  }

  /// With one connector its cases are listed; with many, connectors with the cases that failed.
  func text(listsCases: Bool, _ context: ReportContext) -> String {
    var text = ""
    for rehearsal in outcome.rehearsals {
      text += listsCases ? heading(rehearsal) : line(rehearsal)
      for test in rehearsal.cases where listsCases || !test.hasPassed { text += line(test) }
    }
    text += CoverageText(style).text(outcome.coverages)
    let findings = outcome.findings
    if !findings.isEmpty {
      text += "\n" + Report.render(findings: findings, format: .text, style: style, context: context)
    }
    return text + summary + "\n"
  }

  private var ink: Emphasis { Emphasis(style) }

  private func heading(_ rehearsal: ConnectorRehearsal) -> String { "\(ink.strong(rehearsal.name))\n" }

  private func line(_ rehearsal: ConnectorRehearsal) -> String {
    let failed = rehearsal.cases.count { !$0.hasPassed }
    let isGood = failed == 0 && !rehearsal.findings.contains { $0.severity == .error }
    let time = rehearsal.cases.reduce(Duration.zero) { $0 + $1.duration }
    let count = Sentence.counted(rehearsal.cases.count, "case")
    let failures = failed > 0 ? ", \(failed) failed" : ""
    return "\(mark(isGood)) \(rehearsal.name): \(count)\(failures) \(ink.faint("(\(Self.time(time)))"))\n"
  }

  private func line(_ test: CaseOutcome) -> String {
    "  \(mark(test.hasPassed)) \(Visible.word(test.name, limit: 200)) \(ink.faint("(\(Self.time(test.duration)))"))\n"
  }

  private func mark(_ isGood: Bool) -> String { isGood ? ink.good("✓") : ink.error("✗") }

  /// `612 cases of 44 connectors: 600 passed, 12 failed (0.8 s)`.
  var summary: String {
    let cases = Sentence.counted(outcome.caseCount, "case")
    let connectors = Sentence.counted(outcome.rehearsals.count, "connector")
    var counts = ["\(outcome.caseCount - outcome.failedCount) passed"]
    if outcome.failedCount > 0 { counts.append(ink.error("\(outcome.failedCount) failed")) }
    if outcome.scenarioCount > 0 {
      counts.append(Sentence.counted(outcome.scenarioCount, "scenario") + " made of them")
    }
    if !outcome.coverages.isEmpty { counts.append("\(Self.percent(outcome.coverages)) % covered") }
    return "\(cases) of \(connectors): \(counts.joined(separator: ", ")) (\(Self.time(outcome.duration)))"
  }

  /// The share of everything that was seen, over all connectors.
  private static func percent(_ coverages: [Coverage]) -> Int {
    let all = coverages.reduce(0) { $0 + $1.total.all }
    return all == 0 ? 100 : coverages.reduce(0) { $0 + $1.total.seen } * 100 / all
  }

  /// `3 ms`, `1.2 s`.
  static func time(_ duration: Duration) -> String {
    let milliseconds = duration / .milliseconds(1)
    if milliseconds < 1 { return "<1 ms" }
    if milliseconds < 1000 { return "\(Int(milliseconds.rounded())) ms" }
    let tenths = Int((milliseconds / 100).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
