internal import Expressions
internal import Values

/// What all trials of one connector's expressions on what was recorded may take together.
///
/// Each evaluation ends, and a file may hold thousands: without a common end nobody would wait for it.
final class Patience {
  /// Shipped connectors take half a hundredth of it at the most.
  private var left = Budget(steps: 1_000_000, output: 3_000_000)

  func run(_ program: Program, on activation: Activation) -> Result<Value, EvaluationError> {
    let full = Budget()
    let given = Budget(steps: min(full.steps, left.steps), output: min(full.output, left.output))
    var budget = given
    let result = program.evaluate(activation, spending: &budget)
    left.steps -= given.steps - max(0, budget.steps)
    left.output -= given.output - max(0, budget.output)
    if given != full, case .failure(let error) = result, error.kind == .budget {
      // The expression is not to blame: nothing is known of it.
      return .failure(EvaluationError(.undeclared(""), "was not tried", at: error.range))
    }
    return result
  }
}

/// A program that lint runs to see what it gives for what was recorded.
struct TriedProgram {
  let program: Program
  private let patience: Patience

  init(of program: Program, _ patience: Patience) {
    self.program = program
    self.patience = patience
  }

  var checked: CheckedExpression { program.checked }

  func evaluate(_ activation: Activation) -> Result<Value, EvaluationError> {
    patience.run(program, on: activation)
  }
}
