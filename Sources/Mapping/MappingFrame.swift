internal import Expressions
internal import Values

/// What changes while a record is mapped: the variables, and what is noticed on the way.
struct MappingFrame: Sendable {
  /// `settings`, `account`, `record`, and inside of a list `item`.
  var variables: Activation
  /// The model that is being made.
  var model = ""
  var unforeseen: [UnforeseenWord: Int] = [:]
  var trace: MappingTrace?
  /// The provider's own words of the enum that was written last, as JSON.
  var raw: [UInt8] = []

  init(_ variables: Activation) { self.variables = variables }

  /// Runs with an element of a list as the root, and puts the one before it back.
  mutating func with<Result>(
    item: Value, _ body: (inout MappingFrame) throws(FieldProblem) -> Result
  ) throws(FieldProblem) -> Result {
    let outer = variables["item"]
    variables["item"] = item
    defer { variables["item"] = outer }
    return try body(&self)
  }
}
