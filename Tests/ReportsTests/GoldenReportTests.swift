internal import Diagnostics
internal import JSON
internal import Reports
internal import Testing

/// Every format, to the byte.
struct GoldenReportTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let golden: String
    let findings: [Finding]
    var format: ReportFormat = .text
    var style: OutputStyle = .plain

    var testDescription: String { golden }
  }

  static let cases: [Case] = [
    Case(golden: "project.txt", findings: Samples.project),
    Case(golden: "project-colour.txt", findings: Samples.project, style: OutputStyle(colour: true)),
    Case(golden: "project-ascii.txt", findings: Samples.project, style: OutputStyle(unicode: false)),
    Case(golden: "project-80.txt", findings: Samples.project, style: OutputStyle(width: 80)),
    Case(golden: "wide.txt", findings: Samples.wide),
    Case(golden: "wide-ascii.txt", findings: Samples.wide, style: OutputStyle(unicode: false)),
    Case(golden: "hidden.txt", findings: Samples.hidden),
    Case(golden: "hidden-ascii.txt", findings: Samples.hidden, style: OutputStyle(unicode: false)),
    Case(golden: "ends.txt", findings: Samples.ends),
    Case(golden: "long.txt", findings: Samples.long),
    Case(golden: "long-80-ascii.txt", findings: Samples.long, style: OutputStyle(unicode: false, width: 80)),
    Case(golden: "spans.txt", findings: Samples.spans),
    Case(golden: "spans-ascii.txt", findings: Samples.spans, style: OutputStyle(unicode: false)),
    Case(golden: "fixes.txt", findings: Samples.fixes),
    Case(golden: "nothing.txt", findings: []),
    Case(golden: "concise.txt", findings: Samples.project, format: .concise),
    Case(
      golden: "concise-colour.txt", findings: Samples.project, format: .concise,
      style: OutputStyle(colour: true)),
    Case(golden: "report.json", findings: Samples.project, format: .json),
    Case(golden: "report.sarif", findings: Samples.project, format: .sarif),
    Case(golden: "github.txt", findings: Samples.project + Samples.spans, format: .github),
    Case(golden: "gitlab.json", findings: Samples.project, format: .gitlab),
    Case(golden: "junit.xml", findings: Samples.project + Samples.hidden, format: .junit),
  ]

  @Test(arguments: cases) func `renders as the golden file says`(_ test: Case) {
    let text = Report.render(
      findings: test.findings, format: test.format, style: test.style, context: Samples.context)
    Golden(name: test.golden).expect(text)
  }

  @Test(arguments: zip(FixApplier.Scope.allCases, ["safe.diff", "all.diff"]))
  func `fixes as a diff`(_ scope: FixApplier.Scope, _ golden: String) {
    let outcome = FixApplier.apply(Samples.project + Samples.fixes, scope)
    Golden(name: golden).expect(outcome.files.map { UnifiedDiff($0).rendered(.plain) }.joined())
  }
}
