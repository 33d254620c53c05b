internal import Programs

/// What the expressions at one place of a mapping may name.
struct MappingScope: Sendable {
  let surroundings: Surroundings
  /// The names that `let` gives, each after those it may use.
  private let names: [String]

  private init(root: String, names: [String]) {
    surroundings = Surroundings(mappingOf: root, names: names)
    self.names = names
  }

  static func record(names: [String]) -> MappingScope { MappingScope(root: "record", names: names) }

  /// Inside of a list, where bare names are keys of its elements.
  var element: MappingScope { MappingScope(root: "item", names: names) }

  /// The positions of the names among some variables.
  func positions(of variables: [String]) -> [Int] {
    names.indices.filter { variables.contains(names[$0]) }
  }
}
