/// What the parser made of a source, before anything is known of the variables in it.
package struct ParsedExpression: Sendable {
  let tree: SyntaxTree
  let problems: [ExpressionProblem]

  package init(_ source: String, in environment: Environment) {
    (tree, problems) = Parser.parse(source, macros: environment.macrosAreEnabled ? environment.macros : [])
  }
}

/// Expressions that were parsed before, by their text: those of a project repeat each other all the time.
///
/// For environments with the same macros.
package final class ParsedExpressions {
  private var known: [String: ParsedExpression] = [:]
  /// Beyond that it begins anew, so that a large project does not fill the memory.
  private static let most = 2000

  package init() {}

  package func expression(_ source: String, in environment: Environment) -> ParsedExpression {
    if let parsed = known[source] { return parsed }
    let parsed = ParsedExpression(source, in: environment)
    if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
    known[source] = parsed
    return parsed
  }
}
