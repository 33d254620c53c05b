internal import Expressions
internal import Values

/// What changes while a record is mapped: the variables, and what is noticed on the way.
struct MappingFrame: Sendable {
  /// `settings`, `account`, `record`, and inside of a list `item`.
  var variables: Activation
  /// The model that is being made.
  private(set) var model = ""
  /// The expressions that the model's mapping names, and which of them were run for the record.
  private var named: [NamedProgram] = []
  private var isMade: [Bool] = []
  private var problems: [(name: String, problem: FieldProblem)] = []
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

  // MARK: Names

  /// Begins with the record as one model: nothing that its mapping names is made yet.
  mutating func begin(_ model: String, naming programs: [NamedProgram]) {
    self.model = model
    for entry in named { variables[entry.name] = nil }
    if !problems.isEmpty { problems = [] }
    if named.isEmpty, programs.isEmpty { return }
    named = programs
    isMade = [Bool](repeating: false, count: programs.count)
  }

  /// Gives a name its value, at most once for a record.
  ///
  /// A name whose expression fails stays without one: only an expression that comes to read it fails with it.
  mutating func make(_ position: Int) {
    guard named.indices.contains(position), !isMade[position] else { return }
    isMade[position] = true
    let entry = named[position]
    switch entry.program.evaluate(in: &self) {
    case .success(let value): variables[entry.name] = value
    case .failure(let error) where error.isThroughNull: variables[entry.name] = .null
    case .failure(let error) where error.isAbsence: variables.setAbsent(entry.name)
    case .failure(let error):
      problems.append((entry.name, namedProblem(error) ?? entry.program.problem(error)))
    }
  }

  /// The problem behind an error, when it is that of a name that was read.
  func namedProblem(_ error: EvaluationError) -> FieldProblem? {
    guard case .undeclared(let name) = error.kind else { return nil }
    return problems.first { $0.name == name }?.problem
  }

  /// Programs, and behind them those of the names that they read.
  func withNames(_ programs: [ValueProgram]) -> [ValueProgram] {
    var found = programs
    var seen: Set<Int> = []
    var place = 0
    while place < found.count {
      for name in found[place].names where named.indices.contains(name) && seen.insert(name).inserted {
        found.append(named[name].program)
      }
      place += 1
    }
    return found
  }
}

/// An expression that has a name.
struct NamedProgram: Sendable {
  let name: String
  let program: ValueProgram
}
