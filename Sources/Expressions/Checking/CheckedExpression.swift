/// An expression whose names are resolved and whose types are known as far as they can be.
///
/// A class, because it is long and handed on and on.
package final class CheckedExpression: Sendable {
  package let tree: SyntaxTree
  package let environment: Environment
  /// By node.
  let types: [ExpressionType]
  /// By node.
  private let references: [Reference?]
  package let problems: [ExpressionProblem]
  /// The variables of the environment that the expression reads, sorted.
  package let variables: [String]
  /// The functions it calls, operators and macros aside, sorted.
  package let functions: [String]

  init(
    tree: SyntaxTree, environment: Environment, types: [ExpressionType], references: [Reference?],
    problems: [ExpressionProblem], variables: [String], functions: [String]
  ) {
    self.tree = tree
    self.environment = environment
    self.types = types
    self.references = references
    self.problems = problems
    self.variables = variables
    self.functions = functions
  }

  package var source: String { tree.source }
  /// The type of the whole expression.
  package var type: ExpressionType { type(of: tree.root) }
  /// Whether there is no problem; only then does every part of the program mean something.
  package var isValid: Bool { problems.isEmpty }

  package func type(of id: NodeID) -> ExpressionType { types[id.index] }

  /// What the name in a node turned out to be; nil where there is none.
  func reference(of id: NodeID) -> Reference? { references[id.index] }

  /// What a name in the tree turned out to be.
  enum Reference: Sendable {
    case local(Int)
    case variable(String)
    /// A field of the implicit root.
    case rootField(String)
    case type(String)
    /// The function of a call, with the overloads that can apply; a dotted name has swallowed the receiver.
    case function(String, overloads: [Int], isQualified: Bool)
    case unknown(String)
  }

  /// Checks a source.
  ///
  /// Every problem of syntax and of types is in `problems`, in the order of their places.
  package static func check(
    _ source: String, in environment: Environment, expecting expected: ExpressionType? = nil
  ) -> CheckedExpression {
    check(ParsedExpression(source, in: environment), in: environment, expecting: expected)
  }

  /// Checks what was parsed, with the macros of the same environment.
  package static func check(
    _ parsed: ParsedExpression, in environment: Environment, expecting expected: ExpressionType? = nil
  ) -> CheckedExpression {
    var checker = TypeChecker(parsed.tree, environment, parsed.problems)
    checker.run(expecting: expected)
    return checker.checked()
  }
}
