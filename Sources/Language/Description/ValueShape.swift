/// What the value of a key may be, as data.
///
/// The JSON Schemas, the reference pages, completion and `connector explain` are made from this; decoding follows it too.
/// Constructs are named by their type, so that a description can refer to itself.
package indirect enum ValueShape: Sendable {
  case text(TextFormat)
  /// Text that may hold `${ expression }` parts.
  case template(Scope)
  /// A bare expression.
  case expression(Scope, Yield)
  case integer(ClosedRange<Int>)
  case boolean
  case choice([Choice])
  case list(ValueShape, atLeast: Int)
  /// A mapping whose keys the author chooses; the text says what the keys are.
  case map(ValueShape, keys: TextFormat)
  case block(any Construct.Type)
  case union(any UnionDeclaration.Type)
  /// A scalar form and a block form of the same thing.
  case either(ValueShape, ValueShape)
  /// Any YAML value whose text may hold `${ expression }` parts: a request body.
  case tree(Scope)
  /// Any YAML value, taken as it is.
  case anything
}

/// One legal value of a choice.
package struct Choice: Sendable, Hashable {
  package let name: String
  package let summary: String

  package init(_ name: String, _ summary: String) {
    self.name = name
    self.summary = summary
  }
}

/// What an expression must produce.
package enum Yield: String, Sendable, CaseIterable {
  case anything, text, boolean, integer, number, list, map, records, instant
}
