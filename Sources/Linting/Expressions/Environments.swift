internal import Expressions

/// Makes environments of the expression language cheaply: the functions are declared once for all.
struct Environments: Sendable {
  private static let base = Environment()
  private static let unchecked: Environment = {
    var environment = Environment()
    environment.isChecked = false
    return environment
  }()

  func environment(_ variables: [String: Environment.Variable], implicitRoot: String? = nil) -> Environment {
    var environment = Self.base
    environment.variables = variables
    environment.implicitRoot = implicitRoot
    return environment
  }

  /// A program that is run without types, to find evidence; nil when the text is no expression.
  func looseProgram(_ source: String, implicitRoot: String? = nil) -> Program? {
    var environment = Self.unchecked
    environment.implicitRoot = implicitRoot
    let checked = CheckedExpression.check(source, in: environment)
    return checked.isValid ? Program(checked) : nil
  }
}
