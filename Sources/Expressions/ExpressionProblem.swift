/// One mistake in an expression, at its place, with what could be meant instead.
package struct ExpressionProblem: Sendable, Hashable {
  /// What sort of mistake it is, with what a reader of the problem can act on.
  package enum Kind: Sendable, Hashable {
    /// The text is not an expression.
    case syntax
    /// A macro was used in a form it does not have.
    case macro(String)
    case undeclaredVariable(String)
    case undeclaredFunction(String)
    case noSuchOverload(function: String, arguments: [ExpressionType])
    case noSuchField(String, in: ObjectShape)
    /// A field of something that has none.
    case notAnObject(ExpressionType)
    case notABool(ExpressionType)
    case notIterable(ExpressionType)
    case notOptional(ExpressionType)
    /// The whole expression has a type that its place does not take.
    case wrongResult(ExpressionType, expected: ExpressionType)
    /// A constant that its function will always refuse, such as a date pattern or a regular expression.
    case badConstant(String)
    case duplicateKey
    case unsupported
  }

  package let kind: Kind
  package let message: String
  /// UTF-8 offsets into the source of the expression.
  package let range: Range<Int>
  /// What could be meant, best first.
  ///
  /// Each replaces the text at `range`.
  package let suggestions: [String]

  package init(_ kind: Kind, _ message: String, at range: Range<Int>, suggestions: [String] = []) {
    self.kind = kind
    self.message = message
    self.range = range
    self.suggestions = suggestions
  }
}
