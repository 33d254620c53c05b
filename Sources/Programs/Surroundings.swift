internal import Expressions
internal import Language

/// What expressions may name at run time.
///
/// Every variable of every scope is known and of any type: the checker has already judged each expression in its own place, and a
/// name that has no value there is an error of the evaluation.
package struct Surroundings: Sendable {
  let environment: Environment

  private static let everywhere: Environment = {
    let names = Set(Scope.allCases.flatMap(\.variables).map(\.name))
    return Environment(variables: Dictionary(uniqueKeysWithValues: names.map { ($0, .init(.dyn)) }))
  }()

  /// The variables of all scopes, and further ones such as the name that a slice gives to its parent.
  package init(names: [String] = []) {
    var environment = Self.everywhere
    for name in names { environment.variables[name] = .init(.dyn) }
    self.environment = environment
  }

  /// For mappings: the fields of `root` can be named without it.
  ///
  /// Only what a mapping knows is a variable, so that a record's own `status` or `key` is not taken for another one.
  package init(mappingOf root: String, names: [String] = []) {
    var environment = Self.everywhere
    let names = Set([root, "record", "settings", "account"] + names)
    environment.variables = Dictionary(uniqueKeysWithValues: names.map { ($0, .init(.dyn)) })
    environment.implicitRoot = root
    self.environment = environment
  }
}
