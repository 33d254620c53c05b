internal import Programs

/// What is known while a mapping is compiled: what bare names are fields of.
struct Compilation {
  private(set) var surroundings = Surroundings(mappingOf: "record")
  /// The names that `let` gives, each after those it may use.
  private var names: [String] = []
  /// No expression reads anything but the record: what becomes of a record depends on nothing else.
  private(set) var isOfRecordAlone = true
  /// Hints that the paths of the models before this one take.
  var hintCount = 0

  /// Compiles from here on with these names of a model beside the bare ones.
  mutating func use(_ names: [String]) {
    self.names = names
    surroundings = Surroundings(mappingOf: "record", names: names)
  }

  /// Takes note of the variables that an expression reads.
  mutating func note(_ variables: [String]) {
    if variables.contains(where: { !["record", "item"].contains($0) && !names.contains($0) }) {
      isOfRecordAlone = false
    }
  }

  /// The positions of the model's names among some variables.
  func positions(of variables: [String]) -> [Int] {
    names.isEmpty ? [] : names.indices.filter { variables.contains(names[$0]) }
  }

  /// Compiles with the fields of an element as the bare names.
  mutating func inElement<Result>(
    _ body: (inout Compilation) throws(RunFailure) -> Result
  ) throws(RunFailure) -> Result {
    let outer = surroundings
    surroundings = Surroundings(mappingOf: "item", names: names)
    defer { surroundings = outer }
    return try body(&self)
  }
}
