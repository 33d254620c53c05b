internal import Expressions
internal import JSON
internal import Rows
internal import Values

/// A condition on canonical records, written in the language of mappings.
struct RecordFilter: Sendable {
  /// What is wrong with the condition as it is written.
  struct Refused: Error {
    let problems: [ExpressionProblem]
  }

  private let program: Program

  init(_ condition: String, _ shape: RowShape) throws(Refused) {
    var fields: [String: ObjectShape.Field] = [:]
    for name in ["id", "custom", "source_created_at", "source_updated_at"] {
      fields[name] = ObjectShape.Field(.dyn)
    }
    for field in shape.fields {
      fields[field.name] = ObjectShape.Field(.dyn)
      if case .choice = field.form { fields[field.name + "_raw"] = ObjectShape.Field(.dyn) }
    }
    // Nothing is claimed of types: any field may be missing. A name that no record can have is a mistake.
    let record = ExpressionType.object(ObjectShape(name: shape.model, fields: fields, isClosed: true))
    let environment = Environment(
      variables: ["record": Environment.Variable(record)], implicitRoot: "record")
    let checked = CheckedExpression.check(condition, in: environment)
    let problems = checked.problems + ComparedWords(checked, shape).problems
    guard problems.isEmpty else { throw Refused(problems: problems) }
    program = Program(checked)
  }

  /// Whether a record, as JSON, fulfils the condition; a record that lacks what is asked for does not.
  func admits(_ json: [UInt8]) -> Result<Bool, RecordProblem> {
    guard let document = try? JSONDocument(json) else {
      return .failure(RecordProblem(message: "a stored value is no JSON"))
    }
    switch program.evaluate(Activation(["record": .json(document.root)])) {
    case .success(let value):
      guard case .bool(let isTrue) = value.plain else {
        return .failure(RecordProblem(message: "the condition gives \(value.kind.title), not true or false"))
      }
      return .success(isTrue)
    case .failure(let error) where error.isAbsence: return .success(false)
    case .failure(let error): return .failure(RecordProblem(message: error.message))
    }
  }

  /// Why a record cannot be judged.
  struct RecordProblem: Error {
    let message: String
  }
}
