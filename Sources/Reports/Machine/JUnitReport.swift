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
    let failing = findings.filter { $0.fails(on: context.failOn) }
    let others = findings.filter { !$0.fails(on: context.failOn) }
    let name = attribute(VisibleText.of(path, .plain))
    let open = "    <testcase classname=\"connector lint\" name=\"\(name)\" file=\"\(name)\""
    if findings.isEmpty { return open + "/>\n" }
    var result = open + ">\n"
    if let first = failing.first {
      let message = failing.count == 1 ? first.message : counted(failing.count, "finding")
      result +=
        "      <failure type=\"\(attribute(first.rule.id))\" message=\"\(attribute(VisibleText.of(message, .plain)))\">"
      result += content(listing(failing)) + "</failure>\n"
    }
    if !others.isEmpty { result += "      <system-out>\(content(listing(others)))</system-out>\n" }
    return result + "    </testcase>\n"
  }

  /// The concise report, each line followed by its facts.
  private static func listing(_ findings: [Finding]) -> String {
    findings.map { finding in
      let details = finding.facts.map { "\n  \(VisibleText.of($0, .plain))" }.joined()
      let palette = Palette(isColoured: false)
      return ConciseReport.line(finding, .plain).rendered(palette) + details
    }.joined(separator: "\n")
  }

  private static func content(_ text: String) -> String {
    escaped(text, keepingLines: true)
  }

  private static func attribute(_ text: String) -> String {
    escaped(text, keepingLines: false)
  }

  private static func escaped(_ text: String, keepingLines: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n" where keepingLines: result += "\n"
      // In an attribute a parser would turn these into spaces.
      case "\n", "\t", "\r": result += "&#\(scalar.value);"
      // No reference can bring these into XML 1.0.
      case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
