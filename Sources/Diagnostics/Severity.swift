/// How bad a finding is.
package enum Severity: String, Sendable, CaseIterable, Comparable {
  case info, warning, error

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }

  package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// How sure a finding is.
///
/// A heuristic never fails a run, whatever its severity: it is a hint that a person should judge.
package enum Confidence: String, Sendable, CaseIterable {
  /// Follows from the text alone, or from what the recordings show.
  case proven
  /// True unless the provider does something unusual.
  case likely
  /// A smell; often right.
  case heuristic
}
