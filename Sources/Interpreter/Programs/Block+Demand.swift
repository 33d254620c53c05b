internal import Diagnostics
internal import Language
internal import Programs

extension Block {
  /// The value of a field that the language demands; its absence is a file that `connector lint` refuses.
  func demand<Value>(_ field: Field<Value>) throws(RunFailure) -> Value {
    if let value = self[field] { return value }
    throw RunFailure(
      .request, "`\(field.key)` is missing or cannot be used; `connector lint` tells more", at: head)
  }
}

extension Construct {
  func demand<Value>(_ field: Field<Value>) throws(RunFailure) -> Value { try block.demand(field) }

  func expression(_ field: Field<ExpressionText>, _ surroundings: Surroundings) -> ExpressionProgram? {
    self[field].map { ExpressionProgram($0, surroundings) }
  }

  func placement(_ field: Field<Block>) -> Placement? { self[field].flatMap { Placement($0) } }
}
