import Expressions
import Testing
import Values

/// What the declarations of functions and macros promise.
@Suite struct FunctionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let owner: String
    let example: Example
    var testDescription: String { "\(owner): \(example.expression)" }
  }

  static let examples: [Case] = FunctionLibrary.all.flatMap { library in
    library.functions.flatMap { function in function.examples.map { Case(owner: function.name, example: $0) }
    }
      + library.macros.flatMap { macro in macro.examples.map { Case(owner: macro.name, example: $0) } }
  }

  @Test(arguments: examples)
  func exampleGivesItsResult(_ item: Case) throws {
    let found = try evaluate(item.example.expression)
    let wanted = try evaluate(item.example.result)
    var steps = 1_000
    #expect(found.kind == wanted.kind)
    #expect(try found.equals(wanted, steps: &steps), "\(found) instead of \(wanted)")
  }

  @Test func everyFunctionIsExplained() {
    for library in FunctionLibrary.all {
      #expect(!library.summary.isEmpty)
      for function in library.functions {
        #expect(
          !function.summary.isEmpty && !function.examples.isEmpty && !function.overloads.isEmpty,
          "\(function.name)")
        #expect(function.signatures.count == function.overloads.count)
      }
      for macro in library.macros {
        #expect(!macro.forms.isEmpty && !macro.examples.isEmpty, "\(macro.name)")
      }
    }
  }

  @Test func signaturesReadLikeCalls() throws {
    let library = try #require(FunctionLibrary.all.first { $0.name == "texts" })
    let indexOf = try #require(library.functions.first { $0.name == "indexOf" })
    #expect(indexOf.signatures == ["string.indexOf(string) -> int", "string.indexOf(string, int) -> int"])
  }
}

/// The value of an expression that has to be right.
func evaluate(
  _ source: String, _ variables: [String: Value] = [:], budget: Budget = Budget()
) throws -> Value {
  var environment = Environment()
  for name in variables.keys { environment.variables[name] = Environment.Variable(.dyn) }
  let checked = CheckedExpression.check(source, in: environment)
  try #require(checked.isValid, "\(source): \(checked.problems.map(\.message))")
  return try Program(checked).evaluate(Activation(variables), budget: budget).get()
}

/// The error of an expression that checks and then fails.
func failure(
  of source: String, _ variables: [String: Value] = [:], budget: Budget = Budget()
) -> EvaluationError? {
  var environment = Environment()
  for name in variables.keys { environment.variables[name] = Environment.Variable(.dyn) }
  let checked = CheckedExpression.check(source, in: environment)
  #expect(checked.isValid, "\(source): \(checked.problems.map(\.message))")
  guard case .failure(let error) = Program(checked).evaluate(Activation(variables), budget: budget) else {
    return nil
  }
  return error
}
