internal import Diagnostics

/// One mistake, one finding: what only follows from another finding is left out.
enum Derived {
  /// Of findings that begin at the same character the worst and surest stays.
  static func suppressed(_ findings: [Finding]) -> [Finding] {
    var kept: [Finding] = []
    for finding in findings {
      guard let last = kept.last, last.range.file === finding.range.file, last.range.start == finding.range.start else {
        kept.append(finding)
        continue
      }
      if outranks(finding, last) { kept[kept.count - 1] = finding }
    }
    return kept
  }

  private static func outranks(_ a: Finding, _ b: Finding) -> Bool {
    if a.severity != b.severity { return a.severity > b.severity }
    return certainty(a) > certainty(b)
  }

  private static func certainty(_ finding: Finding) -> Int {
    switch finding.confidence {
    case .proven: 2
    case .likely: 1
    case .heuristic: 0
    }
  }
}
