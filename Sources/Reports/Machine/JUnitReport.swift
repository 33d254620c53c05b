internal import Diagnostics

/// A JUnit report: each file checked is a test case, which fails with the findings that fail the run.
enum JUnitReport {
  static func render(_ findings: [Finding], _ context: ReportContext) -> String {
    let byFile = Dictionary(grouping: findings, by: \.range.file.path)
    let files = Set(context.checkedFiles).union(byFile.keys).sorted()
    let cases = files.map { testCase($0, byFile[$0] ?? [], context) }
    let failures = byFile.values.count { $0.contains { $0.fails(on: context.failOn) } }
    let counts = "tests=\"\(files.count)\" failures=\"\(failures)\" errors=\"0\""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="connector" \(counts)>
        <testsuite name="connector lint" \(counts) skipped="0">
      \(cases.joined())  </testsuite>
      </testsuites>

      """
  }

  private static func testCase(_ path: String, _ findings: [Finding], _ context: ReportContext) -> String {
    let name = XMLText.attribute(VisibleText.of(path, .plain))
    let open = "    <testcase classname=\"connector lint\" name=\"\(name)\" file=\"\(name)\""
    if findings.isEmpty { return open + "/>\n" }
    return open + ">\n" + Self.findings(findings, failOn: context.failOn) + "    </testcase>\n"
  }

  /// What a test case holds: a failure with the findings that fail it, and the others as its output.
  static func findings(_ findings: [Finding], failOn: Severity?) -> String {
    let failing = findings.filter { $0.fails(on: failOn) }
    let others = findings.filter { !$0.fails(on: failOn) }
    var result = ""
    if let first = failing.first {
      let message = failing.count == 1 ? first.message : counted(failing.count, "finding")
      let type = XMLText.attribute(first.rule.id)
      let words = XMLText.attribute(VisibleText.of(message, .plain))
      result += "      <failure type=\"\(type)\" message=\"\(words)\">"
      result += XMLText.content(listing(failing)) + "</failure>\n"
    }
    if !others.isEmpty { result += "      <system-out>\(XMLText.content(listing(others)))</system-out>\n" }
    return result
  }

  /// The concise report, each line followed by its facts.
  private static func listing(_ findings: [Finding]) -> String {
    findings.map { finding in
      let details = finding.facts.map { "\n  \(VisibleText.of($0, .plain))" }.joined()
      let palette = Palette(isColoured: false)
      return ConciseReport.line(finding, .plain).rendered(palette) + details
    }.joined(separator: "\n")
  }
}
