internal import Diagnostics
internal import Expressions
internal import Language
internal import Programs
internal import Values

/// An expression of a mapping, compiled; shared, not copied, because it is looked at for every record.
final class ValueProgram: Sendable {
  let expression: ExpressionProgram
  /// What it is when it is one of the common forms.
  let form: TextForm?
  /// Which of the names that `let` gives it reads.
  let names: [Int]

  init(_ text: ExpressionText, _ scope: inout Compilation) {
    expression = ExpressionProgram(text, scope.surroundings)
    scope.note(expression.program.checked.variables)
    names = scope.positions(of: expression.program.checked.variables)
    // A name is made by an expression of its own, which no path of the record shows.
    form = names.isEmpty ? TextForm(expression.program.checked) : nil
  }

  var place: SourceRange { expression.place }

  /// The value; nil when the record does not have what the expression asks for.
  ///
  /// A path that ends early at a null is null: the provider says that there is nothing.
  func value(in frame: inout MappingFrame) throws(FieldProblem) -> Value? {
    switch evaluate(in: &frame) {
    case .success(.optional(let inner)): return inner
    case .success(let value): return value
    case .failure(let error) where error.isThroughNull: return .null
    case .failure(let error) where error.isAbsence: return nil
    case .failure(let error): throw frame.namedProblem(error) ?? problem(error)
    }
  }

  /// What the expression itself gives, once the names that it reads have their values.
  func evaluate(in frame: inout MappingFrame) -> Result<Value, EvaluationError> {
    for name in names { frame.make(name) }
    return expression.program.evaluate(frame.variables)
  }

  func problem(_ error: EvaluationError) -> FieldProblem {
    let failure = expression.failure(error)
    return FieldProblem(failure.message, at: failure.place)
  }

  /// Whether it is true; what is absent or null is not.
  func isTrue(in frame: inout MappingFrame) throws(FieldProblem) -> Bool {
    guard let value = try value(in: &frame), !value.isNull else { return false }
    guard case .bool(let flag) = value.plain else {
      throw FieldProblem("this gives \(value.kind.title) where true or false is wanted", at: place)
    }
    return flag
  }

  /// The elements of a list; nil when there is none.
  func elements(in frame: inout MappingFrame) throws(FieldProblem) -> Elements {
    guard let value = try value(in: &frame) else { return .absent }
    switch value.plain {
    case .null: return .null
    case .list(let list): return .list(list)
    case let other: throw FieldProblem("this gives \(other.kind.title) where a list is wanted", at: place)
    }
  }

  enum Elements {
    case absent, null
    case list(ListValue)
  }
}
