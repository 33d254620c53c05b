internal import Expressions
internal import Language

/// What was worked out of expressions by their text alone, for all connectors of a run: they repeat each other all the time.
final class KnownExpressions {
  fileprivate let parsed = ParsedExpressions()
  fileprivate var loosePrograms: [String: Program?] = [:]
  /// Beyond that it begins anew, so that a large project does not fill the memory.
  fileprivate static let mostPrograms = 1000
}

/// Makes environments of the expression language for one connector cheaply: the functions are declared once for all.
struct Environments {
  private static let base = Environment()
  /// Every variable of every scope, of any type: to run an expression for evidence before its types are known.
  private static let loose: Environment = {
    var environment = Environment()
    for variable in Scope.allCases.flatMap(\.variables) { environment.variables[variable.name] = .init(.dyn) }
    return environment
  }()

  private let known: KnownExpressions
  let patience = Patience()

  init(_ known: KnownExpressions) { self.known = known }

  func environment(_ variables: [String: Environment.Variable], implicitRoot: String? = nil) -> Environment {
    var environment = Self.base
    environment.variables = variables
    environment.implicitRoot = implicitRoot
    return environment
  }

  func check(_ source: String, in environment: Environment) -> CheckedExpression {
    CheckedExpression.check(known.parsed.expression(source, in: environment), in: environment)
  }

  /// An expression that is run to find evidence; nil when the text is none.
  func triedProgram(_ source: String) -> TriedProgram? {
    looseProgram(source).map { TriedProgram(of: $0, patience) }
  }

  private func looseProgram(_ source: String) -> Program? {
    if let program = known.loosePrograms[source] { return program }
    let checked = check(source, in: Self.loose)
    let program = checked.isValid ? Program(checked) : nil
    if known.loosePrograms.count >= KnownExpressions.mostPrograms { known.loosePrograms.removeAll() }
    known.loosePrograms[source] = .some(program)
    return program
  }
}
