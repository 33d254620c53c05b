package import Diagnostics
internal import Language

/// What accepting the outcome of a case would change in it.
package struct CaseReview: Sendable {
  /// A value that came and is not the one that the case expects.
  package struct Change: Sendable {
    /// `employee[0].last_name`.
    package let path: String
    /// Nil for what the case does not name.
    package let expected: String?
    /// Nil for what does not come.
    package let found: String?
    /// The part of the mapping that made it.
    package let maker: SourceRange?
  }

  /// In the order of the case; none when it only lacks its expectation, and nothing comes.
  package let changes: [Change]
  /// What brings the case in line with the outcome.
  package let edits: [Finding.Edit]
  /// Why that must not be accepted: the outcome is wrong in itself, or the case is written in a way that cannot be changed.
  package let obstacle: String?
}

extension CaseReview {
  /// What an expectation may be wrong about; anything else is wrong with the connector, and no expectation puts it right.
  private static let acceptable: Set<Rule> = [
    .difference, .missingRecord, .unexpectedRecord, .otherOrder, .caseProvesNothing,
  ]

  /// Nil where there is nothing to be reviewed: the case passes and says what it expects.
  init?(_ run: CaseRun, _ performance: Performance, _ findings: [Finding]) {
    // What was captured stands in `account`, which other cases share.
    guard run.test[TestCase.signIn] == nil else { return nil }
    let expectations = [
      TestCase.expect.key, TestCase.deleted.key, TestCase.result.key, TestCase.fails.key,
    ]
    let isNew = !expectations.contains { run.test.block.has($0) }
    guard isNew || !findings.isEmpty else { return nil }
    if let other = findings.first(where: { !Self.acceptable.contains($0.rule) }) {
      changes = []
      edits = []
      obstacle = other.message
      return
    }
    var editor = ExpectationEditor(run)
    editor.bringInLine(with: performance, isNew: isNew)
    // A case that can never fail is not mended by what came of it.
    if editor.edits.isEmpty, editor.obstacle == nil { return nil }
    changes = editor.changes
    edits = editor.edits
    obstacle = editor.obstacle
  }
}
