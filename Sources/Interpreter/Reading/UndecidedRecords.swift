internal import Programs

/// How many records were not kept because nobody knows whether they are to be: they do not have what `keep` asks for, or not in the
/// form that it takes.
struct UndecidedRecords: Sendable {
  private(set) var count = 0
  /// What went wrong with the first of those whose form is another one.
  private var failure: RunFailure?

  mutating func add(_ failure: RunFailure?) {
    count += 1
    self.failure = self.failure ?? failure
  }

  static func += (left: inout UndecidedRecords, right: UndecidedRecords) {
    left.count += right.count
    left.failure = left.failure ?? right.failure
  }

  func remark(keep: ExpressionProgram?) -> Remark? {
    guard count > 0 else { return nil }
    if let failure {
      let leftOut = count == 1 ? "1 record was" : "\(count) records were"
      return Remark(
        .undecided, "\(leftOut) left out, because nobody knows whether to keep them: \(failure.message)",
        at: failure.place)
    }
    return keep.map { .undecided(count, by: $0) }
  }
}
