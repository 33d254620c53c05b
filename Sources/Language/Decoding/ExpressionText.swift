package import Diagnostics
package import YAML

/// A bare expression of the file, before it is parsed.
///
/// A class, as ``Template`` is, because texts are handed on far more often than they are made.
package final class ExpressionText: Sendable {
  package let scalar: Scalar
  package let range: SourceRange
  package let scope: Scope
  package let yield: Yield
  package let path: DocumentPath

  package init(scalar: Scalar, range: SourceRange, scope: Scope, yield: Yield, path: DocumentPath) {
    self.scalar = scalar
    self.range = range
    self.scope = scope
    self.yield = yield
    self.path = path
  }

  package var source: String { scalar.text }
}

/// Text of the file that may hold `${ expression }` parts.
package final class Template: Sendable {
  /// Bytes of a text with expressions; as many as an expression itself may have.
  static let longest = 65_536

  package let scalar: Scalar
  package let range: SourceRange
  package let scope: Scope
  package let path: DocumentPath

  package init(scalar: Scalar, range: SourceRange, scope: Scope, path: DocumentPath) {
    self.scalar = scalar
    self.range = range
    self.scope = scope
    self.path = path
  }

  package var source: String { scalar.text }
  package var isConstant: Bool { !source.holdsTemplate }
}

/// A YAML value with templates inside, such as a request body.
package struct TemplateTree: Sendable {
  package let node: Node
  package let scope: Scope
  package let path: DocumentPath

  /// What a text is where no map stands.
  package var text: Template? {
    node.scalar.map { Template(scalar: $0, range: node.range, scope: scope, path: path) }
  }
}
