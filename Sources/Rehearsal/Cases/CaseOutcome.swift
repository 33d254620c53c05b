package import Diagnostics

/// What became of a case.
package struct CaseOutcome: Sendable {
  package let connector: String
  package let name: String
  /// The name of the case in its file.
  package let place: SourceRange
  package internal(set) var findings: [Finding]
  package internal(set) var duration: Duration
  /// Scenarios that were made of it and played.
  package internal(set) var scenarioCount = 0

  /// What accepting its outcome would change, where reviews are wanted and there is something to be reviewed.
  package internal(set) var review: CaseReview?

  package var hasPassed: Bool { !findings.contains { $0.severity == .error } }
}
