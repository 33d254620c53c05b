internal import Programs

/// What is known while a mapping is compiled: what bare names are fields of.
struct Compilation {
  private(set) var surroundings = Surroundings(mappingOf: "record")
  /// Hints that the paths of the models before this one take.
  var hintCount = 0

  /// Compiles with the fields of an element as the bare names.
  mutating func inElement<Result>(
    _ body: (inout Compilation) throws(RunFailure) -> Result
  ) throws(RunFailure) -> Result {
    let outer = surroundings
    surroundings = Surroundings(mappingOf: "item")
    defer { surroundings = outer }
    return try body(&self)
  }
}
