internal import Expressions
internal import Language

/// Makes environments of the expression language cheaply: the functions are declared once for all.
///
/// A class, because it keeps the programs it made: many checks run the same few expressions.
final class Environments {
  private static let base = Environment()
  /// Every variable of every scope, of any type: to run an expression for evidence before its types are known.
  private static let loose: Environment = {
    var environment = Environment()
    for variable in Scope.allCases.flatMap(\.variables) { environment.variables[variable.name] = .init(.dyn) }
    return environment
  }()

  private let parsed: ParsedExpressions
  private var loosePrograms: [String: Program?] = [:]

  init(_ parsed: ParsedExpressions) { self.parsed = parsed }

  func environment(_ variables: [String: Environment.Variable], implicitRoot: String? = nil) -> Environment {
    var environment = Self.base
    environment.variables = variables
    environment.implicitRoot = implicitRoot
    return environment
  }

  func check(_ source: String, in environment: Environment) -> CheckedExpression {
    CheckedExpression.check(parsed.expression(source, in: environment), in: environment)
  }

  /// A program that is run to find evidence; nil when the text is no expression.
  func looseProgram(_ source: String) -> Program? {
    if let known = loosePrograms[source] { return known }
    let checked = check(source, in: Self.loose)
    let program = checked.isValid ? Program(checked) : nil
    loosePrograms[source] = .some(program)
    return program
  }
}
