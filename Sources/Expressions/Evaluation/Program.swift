package import Values

/// A compiled expression: immutable, shared by as many evaluations at once as there are.
///
/// A class, because programs are handed on far more often than they are made.
package final class Program: Sendable {
  package let checked: CheckedExpression
  /// The path the expression is, if it is nothing but a path; walk it directly where a view is enough.
  package let plainPath: PlainPath?
  private let operation: any Operation
  private let slotCount: Int

  /// Compiles what was checked.
  ///
  /// A part with a problem fails when it is evaluated; a text that cannot be read fails whole, because what is left of it when the parser
  /// has passed over a mistake says something else than was meant.
  package init(_ checked: CheckedExpression) {
    self.checked = checked
    if let problem = checked.problems.first(where: { $0.kind == .syntax }) {
      let error = EvaluationError(.invalidArgument, problem.message, at: problem.range)
      (operation, slotCount, plainPath) = (FailingOperation(error: error), 0, nil)
      return
    }
    var compiler = Compiler(checked)
    operation = compiler.compile(checked.tree.root)
    slotCount = compiler.slotCount
    plainPath = (operation as? PathOperation)?.path ?? compiler.path(checked.tree.root)
  }

  /// The value for these variables, or why there is none.
  ///
  /// Always comes to an end and never traps: work, output and depth are bounded.
  package func evaluate(
    _ activation: Activation, budget: Budget = Budget()
  ) -> Result<Value, EvaluationError> {
    var budget = budget
    return evaluate(activation, spending: &budget)
  }

  /// The same out of a budget that several evaluations share.
  package func evaluate(
    _ activation: Activation, spending budget: inout Budget
  ) -> Result<Value, EvaluationError> {
    if let plainPath, case .json(let root)? = activation[plainPath.variable],
      let view = plainPath.view(in: root)
    {
      return .success(.json(view))
    }
    let locals = slotCount == 0 ? [] : [Value](repeating: .null, count: slotCount)
    var frame = Frame(activation: activation, locals: locals, context: CallContext(budget: budget))
    defer { budget = frame.context.budget }
    do {
      let value = try operation.value(in: &frame)
      try spend(on: value, budget, &frame.context.budget)
      return .success(value)
    } catch {
      return .failure(error)
    }
  }

  /// A value can share one part many times and so unfold to far more than was ever counted.
  private func spend(on value: Value, _ given: Budget, _ left: inout Budget) throws(EvaluationError) {
    var output = given.output
    defer { left.output = min(left.output, output) }
    if !value.unfolds(within: &output) {
      throw EvaluationError(
        .budget, "the evaluation makes too much output", at: 0..<checked.source.utf8.count)
    }
  }
}

extension Value {
  /// Whether all parts of a value, counted as often as they occur, are no more than a limit.
  fileprivate func unfolds(within limit: inout Int) -> Bool {
    limit -= 1
    if limit < 0 { return false }
    switch self {
    case .string(let text): limit -= text.utf8.count
    case .bytes(let bytes): limit -= bytes.count
    case .list(let list) where list.json == nil:
      for element in list.values where !element.unfolds(within: &limit) { return false }
    case .map(let map) where map.json == nil:
      for pair in map.pairs where !pair.value.unfolds(within: &limit) { return false }
    case .optional(.some(let inner)): return inner.unfolds(within: &limit)
    default: break
    }
    return limit >= 0
  }
}
