/// A call and what comes out of it; both are expressions, and the tests evaluate both.
package struct Example: Sendable, Hashable {
  package let expression: String
  package let result: String

  package init(_ expression: String, _ result: String) {
    self.expression = expression
    self.result = result
  }
}
