internal import Language

/// What an editor shows about a value besides the meaning of its key.
enum SchemaNotes {
  /// Empty when the schema itself says everything.
  static func text(for shape: ValueShape) -> String {
    switch shape {
    case .text(.plain), .text(.pattern): ""
    case .text(let format): "Takes \(format.meaning)."
    case .template(let scope): "Text that may hold `${ expression }` parts. \(variables(scope))"
    case .tree(let scope): "Any value whose texts may hold `${ expression }` parts. \(variables(scope))"
    case .expression(let scope, let yield):
      "An expression\(yield.words.map { " that gives \($0)" } ?? ""). \(variables(scope))"
    case .list(let element, _), .map(let element, _): text(for: element)
    case .either(let short, _): text(for: short)
    default: ""
    }
  }

  private static func variables(_ scope: Scope) -> String {
    "Variables: \(scope.variables.map { "`\($0.name)`" }.joined(separator: ", "))."
  }
}

extension Yield {
  /// What comes out, in words; nil when it may be anything.
  var words: String? {
    switch self {
    case .anything: nil
    case .text: "text"
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .list: "a list"
    case .map: "a map"
    case .records: "a list of records"
    case .instant: "a moment"
    }
  }
}
