package import Diagnostics

/// A case that was run, as machines are told of it.
package struct ReportedCase: Sendable {
  package let suite: String
  package let name: String
  package let place: SourceRange
  package let duration: Duration
  package let findings: [Finding]

  package init(
    suite: String, name: String, place: SourceRange, duration: Duration, findings: [Finding]
  ) {
    self.suite = suite
    self.name = name
    self.place = place
    self.duration = duration
    self.findings = findings
  }

  fileprivate var hasFailed: Bool { findings.contains { $0.severity == .error } }
}

/// Cases with what was found in each, as JUnit has them and as JSON.
package enum CaseReport {
  /// A suite for each connector, a test case for each case.
  package static func junit(_ cases: [ReportedCase], duration: Duration) -> String {
    var order: [String] = []
    for test in cases where order.last != test.suite { order.append(test.suite) }
    let suites = order.map { name in suite(name, cases.filter { $0.suite == name }) }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="connector test" \(counts(cases)) time="\(seconds(duration))">
      \(suites.joined())</testsuites>

      """
  }

  /// The findings of lint's JSON form with the cases beside them.
  package static func json(
    _ cases: [ReportedCase], coverage: [ReportedCoverage] = [], context: ReportContext
  ) -> String {
    let failed = cases.count(where: \.hasFailed)
    let document = JSONText.members([
      "version": .int(JSONReport.version),
      "tool": .members(["name": .string("connector"), "version": .string(context.toolVersion)]),
      "summary": .members([
        "cases": .int(cases.count), "passed": .int(cases.count - failed), "failed": .int(failed),
      ]),
      "cases": .array(
        cases.map { test in
          .members([
            "connector": .string(test.suite), "name": .string(test.name),
            "passed": .bool(!test.hasFailed), "microseconds": .int(Int(test.duration / .microseconds(1))),
            "range": JSONReport.range(test.place),
            "findings": .array(
              zip(test.findings, Fingerprints.of(test.findings)).map {
                JSONReport.finding($0, fingerprint: $1)
              }),
          ])
        }),
      "coverage": coverage.isEmpty ? nil : .array(coverage.map(\.json)),
    ])
    return document.text
  }

  private static func suite(_ name: String, _ cases: [ReportedCase]) -> String {
    let time = cases.reduce(Duration.zero) { $0 + $1.duration }
    return """
        <testsuite name="\(XMLText.attribute(name))" \(counts(cases)) skipped="0" time="\(seconds(time))">
      \(cases.map(testCase).joined())  </testsuite>

      """
  }

  private static func counts(_ cases: [ReportedCase]) -> String {
    "tests=\"\(cases.count)\" failures=\"\(cases.count(where: \.hasFailed))\" errors=\"0\""
  }

  private static func testCase(_ test: ReportedCase) -> String {
    let start = test.place.startPosition
    let path = XMLText.attribute(VisibleText.of(test.place.file.path, .plain))
    let open =
      "    <testcase classname=\"\(XMLText.attribute(test.suite))\""
      + " name=\"\(XMLText.attribute(VisibleText.of(test.name, .plain)))\" file=\"\(path)\" line=\"\(start.line)\""
      + " time=\"\(seconds(test.duration))\""
    guard !test.findings.isEmpty else { return open + "/>\n" }
    return open + ">\n" + JUnitReport.findings(test.findings, failOn: .error) + "    </testcase>\n"
  }

  private static func seconds(_ duration: Duration) -> String {
    let microseconds = max(0, Int(duration / .microseconds(1)))
    let rest = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - rest.count) + rest
  }
}
