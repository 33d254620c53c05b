import Diagnostics
import Glibc
import Language
import Linting

/// Checks a project and says what it cost: `lint-benchmark FOLDER`; with `findings` behind it, prints what was found instead.
///
/// Two versions of the checker agree when these lines are the same.
@main struct LintBenchmark {
  static func main() {
    let words = CommandLine.arguments
    guard words.count == 2 || words.count == 3 && words[2] == "findings" else {
      print("usage: lint-benchmark FOLDER [findings]")
      exit(2)
    }
    let outcome = Linter.run(DiskTree(root: words[1]))
    if words.count == 3 {
      for finding in outcome.findings { print(line(finding)) }
      return
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print(
      "{\"connectors\":\(outcome.connectorCount),\"files\":\(outcome.files.count),\"findings\":\(outcome.findings.count),"
        + "\"user_ms\":\(milliseconds(usage.ru_utime)),\"system_ms\":\(milliseconds(usage.ru_stime)),"
        + "\"peak_megabytes\":\(usage.ru_maxrss / 1024)}")
  }

  private static func milliseconds(_ time: timeval) -> Int {
    Int(time.tv_sec) * 1000 + Int(time.tv_usec) / 1000
  }

  /// Everything that a report could show of a finding.
  private static func line(_ finding: Finding) -> String {
    let fixes = finding.fixes.map { fix in
      let edits = fix.edits.map { "\(place($0.range))=\($0.replacement)" }.joined(separator: "+")
      return "\(fix.title)/\(fix.isSafe)/\(edits)"
    }
    return [
      place(finding.range), "\(finding.severity) \(finding.confidence) \(finding.rule.id)", finding.message,
      finding.path ?? "", finding.label ?? "",
      finding.related.map { "\(place($0.range))=\($0.text)" }.joined(separator: ";"),
      finding.evidence.map { "\($0.word)=\($0.text)" }.joined(separator: ";"),
      finding.suggestions.joined(separator: ";"), fixes.joined(separator: ";"),
    ].joined(separator: " | ")
  }

  private static func place(_ range: SourceRange) -> String {
    let (start, end) = (range.startPosition, range.endPosition)
    return "\(range.file.path):\(start.line):\(start.column)-\(end.line):\(end.column)"
  }
}
