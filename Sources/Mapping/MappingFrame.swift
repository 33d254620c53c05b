internal import Diagnostics
internal import Expressions
internal import JSON
internal import Programs
internal import Values

/// What changes while a record is mapped: the variables, and what is noticed on the way.
struct MappingFrame: Sendable {
  /// A value of a document, as a path begins at it.
  ///
  /// Good for as long as the value is held, and like it never written to: that is what makes `Sendable` true.
  struct Root: @unchecked Sendable {
    let tape: JSONTape
    let index: Int

    init?(_ value: Value) {
      guard case .json(let view) = value else { return nil }
      tape = view.document.tape
      index = view.index
    }
  }

  /// `settings` and `account`, and what was needed so far of `record` and `item`.
  private var activation: Activation
  private var record: Value = .null
  private var carried: MapValue?
  private var isRecordSet = false
  /// Where a path of the record begins; nil unless it is a plain piece of a document.
  private(set) var recordRoot: Root?
  /// The element of a list that is the root now; its variable is set with it.
  private var item: Value?
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
  /// Fields of the row that the quick way left to the other one.
  var leftOver: [Int] = []
  /// Where paths found their members in the last record.
  private var hints: [JSONTape.Hint]
  /// Where paths of this record end.
  private var ends: [Int]
  /// Memory for the texts of one row.
  private var text: [UInt8] = []

  init(_ variables: Activation, hintCount: Int) {
    activation = variables
    hints = Array(repeating: .none, count: hintCount + 1)
    ends = Array(repeating: JSONPathEnd.missing, count: hintCount + 1)
  }

  /// Makes room for the texts of a row.
  mutating func reserveText(_ count: Int) {
    if text.count < count { text = Array(repeating: 0, count: count * 2) }
  }

  /// Lends the hints and ends of paths from one of them on, the room for texts, and the list of what is left over.
  mutating func withMemory(
    _ first: Int,
    _ body: (
      UnsafeMutablePointer<JSONTape.Hint>, UnsafeMutablePointer<Int>, UnsafeMutablePointer<UInt8>, inout [Int]
    ) -> Void
  ) {
    hints.withUnsafeMutableBufferPointer { hints in
      ends.withUnsafeMutableBufferPointer { ends in
        text.withUnsafeMutableBufferPointer { text in
          guard let hint = hints.baseAddress, let end = ends.baseAddress, let start = text.baseAddress else {
            preconditionFailure("the arrays are never empty here")
          }
          body(hint + first, end + first, start, &leftOver)
        }
      }
    }
  }

  /// Begins a page on which other variables may be known.
  mutating func begin(_ variables: Activation) {
    activation = variables
    isRecordSet = false
  }

  /// Forgets the last record, which keeps its whole page in memory.
  mutating func forgetRecord() {
    record = .null
    recordRoot = nil
    carried = nil
    if isRecordSet { activation["record"] = nil }
    isRecordSet = false
  }

  /// Begins a record; `carried` are fields that the stream adds to it.
  mutating func begin(_ record: Value, carried: MapValue?) {
    self.record = record
    self.carried = carried
    isRecordSet = false
    recordRoot = carried == nil ? Root(record) : nil
  }

  /// The variables of expressions; the record becomes one when an expression asks for the first time.
  var variables: Activation {
    mutating get {
      if !isRecordSet {
        activation["record"] = carried.map { record.adding($0) } ?? record
        isRecordSet = true
      }
      return activation
    }
  }

  /// Where a path of the element begins.
  var itemRoot: Root? { item.flatMap(Root.init) }

  /// Runs with an element of a list as the root, and puts the one before it back.
  mutating func with<Result>(
    item: Value, _ body: (inout MappingFrame) throws(FieldProblem) -> Result
  ) throws(FieldProblem) -> Result {
    let outer = self.item
    self.item = item
    activation["item"] = item
    defer {
      self.item = outer
      activation["item"] = outer
    }
    return try body(&self)
  }

  // MARK: Names

  /// Begins with the record as one model: nothing that its mapping names is made yet.
  mutating func begin(_ model: String, naming programs: [NamedProgram]) {
    self.model = model
    for entry in named { activation[entry.name] = nil }
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
    case .success(let value): activation[entry.name] = value
    case .failure(let error) where error.isThroughNull: activation[entry.name] = .null
    case .failure(let error) where error.isAbsence: activation.setAbsent(entry.name)
    case .failure(let error):
      problems.append((entry.name, namedProblem(error) ?? entry.program.problem(error)))
    }
  }

  /// The problem behind an error, when it is that of a name that was read.
  func namedProblem(_ error: EvaluationError) -> FieldProblem? {
    guard case .undeclared(let name) = error.kind else { return nil }
    return problems.first { $0.name == name }?.problem
  }

  /// Tells the trace what came of a rule.
  mutating func noteTrace(
    _ field: String, at place: SourceRange, _ programs: [ValueProgram], _ outcome: MappingTrace.Outcome,
    custom: MappingTrace.Declaration? = nil
  ) {
    let expressions = withNames(programs)
    trace?.entries.append(
      MappingTrace.Entry(
        model: model, field: field, place: place, expressions: expressions.map(\.place),
        paths: expressions.flatMap { $0.expression.program.checked.plainPaths.map(\.description) },
        outcome: outcome, custom: custom))
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

extension Value {
  /// The record with the fields that the stream adds to it.
  fileprivate func adding(_ carried: MapValue) -> Value {
    var entries = MapValue.Entries()
    if case .map(let map) = plain {
      for pair in map.pairs { entries.set(pair.key, to: pair.value) }
    }
    for pair in carried.pairs { entries.set(pair.key, to: pair.value) }
    return .map(MapValue(entries))
  }
}
