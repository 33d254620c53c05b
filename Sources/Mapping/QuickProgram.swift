internal import Expressions
internal import JSON
internal import Language
internal import Rows

/// The columns of a model that common forms fill, run over the bytes of a document: no value, no text, no count of references.
///
/// It only ever answers where there is nothing to say. For anything unusual it gives a column up, and the expression itself is
/// evaluated, which knows the right answer or the right error: quick or not, a mapping means the same.
struct QuickProgram: Sendable {
  /// What a column takes.
  enum Kind: UInt8, Sendable {
    case text
    /// Text of a type that has a form: e-mail addresses, codes.
    case checked
    /// Dates and instants, which the form has judged.
    case judged
    case reference, integer, boolean, decimal
    case choice
  }

  struct Column: Sendable {
    let kind: Kind
    let type: PlainType
    let node: Int
    /// Where the node is only a path of the record: the number of its end; negative otherwise.
    let path: Int
    /// The column, and its place among the cells of a row once that is known.
    var column: Int
    /// The column of the provider's own word, and the words of an enum in `arms`.
    var raw: Int
    let arms: Range<Int>
    /// JSON escapes nothing of the model's words.
    let hasPlainWords: Bool
    /// The position of the field in the mapping, and whether it must have a value.
    let field: Int
    let isRequired: Bool

    func placed(_ slots: [Int: Int]) -> Column {
      var placed = self
      placed.column = slots[column] ?? 0
      if kind == .choice { placed.raw = slots[raw] ?? 0 }
      return placed
    }
  }

  /// A word of the provider and what it means, as stretches of `literals`.
  struct Arm: Sendable {
    let word: Range<Int>
    let meaning: Range<Int>
  }

  /// A step of a form; `first` and `count` are the end of a path, bytes of `literals`, or the nodes below it in `below`.
  struct Node: Sendable {
    enum Operation: UInt8, Sendable {
      case path, pathOfItem, literal, lower, upper, replace, concatenation, coalesce, date, instant
      /// A test, and what follows when it holds and when not.
      case choice
      /// Tests; `first` is the path's node, `count` that of a literal.
      case isNull, isText
      case not, all, any
    }

    let operation: Operation
    let first: Int
    let count: Int
    /// What is replaced; 1 for a plain literal.
    var old: UInt8 = 0
    var new: UInt8 = 0
  }

  private(set) var columns: [Column] = []
  private(set) var nodes: [Node] = []
  private(set) var below: [Int] = []
  private(set) var literals: [UInt8] = []
  private(set) var dates: [DateForm] = []
  private(set) var arms: [Arm] = []
  /// Paths of the record, and those of the element of a list.
  private(set) var paths = JSONPathSet()
  private(set) var pathsOfItem = JSONPathSet()
  /// How often texts at paths may be taken.
  private(set) var pathUses = 0
  /// Bytes that literals and dates may add to those of the record.
  private(set) var addedBytes = 64

  /// Adds a column; false when it has no common form.
  mutating func add(_ field: FieldProgram, _ form: RowShape.Form, position: Int) -> Bool {
    switch (form, field.rule) {
    case (.choice(let word, let raw), .choice(let program)):
      guard case .choice = field.type, let form = program.match.form, form.isText, program.isComparedByBytes
      else {
        return false
      }
      let first = arms.count
      for text in program.texts {
        arms.append(Arm(word: addLiteral(text.word), meaning: addLiteral(text.meaning)))
      }
      addedBytes += program.texts.map(\.meaning.count).max() ?? 0
      append(
        .choice, .text, form, word, raw: raw, arms: first..<arms.count, hasPlainWords: program.isPlain, field,
        position)
    case (.plain(let column), .value(let program)):
      guard let form = program.form, let (kind, type) = Self.kind(field.type, form) else { return false }
      append(kind, type, form, column, raw: 0, arms: 0..<0, hasPlainWords: true, field, position)
    default: return false
    }
    return true
  }

  /// The nodes of the times of a record.
  private(set) var updatedAt: Int?
  private(set) var createdAt: Int?

  /// Adds the times of a record where they have the common form.
  mutating func addTimes(updatedAt: TextForm?, createdAt: TextForm?) {
    if let updatedAt, updatedAt.meaning == .instant { self.updatedAt = add(updatedAt) }
    if let createdAt, createdAt.meaning == .instant { self.createdAt = add(createdAt) }
  }

  private mutating func append(
    _ kind: Kind, _ type: PlainType, _ form: TextForm, _ column: Int, raw: Int, arms: Range<Int>,
    hasPlainWords: Bool, _ field: FieldProgram, _ position: Int
  ) {
    let node = add(form)
    let path = nodes[node].operation == .path ? nodes[node].first : -1
    columns.append(
      Column(
        kind: kind, type: type, node: node, path: path, column: column, raw: raw, arms: arms,
        hasPlainWords: hasPlainWords, field: position, isRequired: field.isRequired))
  }

  private static func kind(_ type: ModelType, _ form: TextForm) -> (Kind, PlainType)? {
    switch type {
    case .reference: return form.isText ? (.reference, .text) : nil
    case .plain(let plain):
      switch plain {
      case .text, .region, .phone: return form.isText ? (.text, plain) : nil
      case .url, .email, .country, .currency, .language, .timezone, .time:
        return form.isText ? (.checked, plain) : nil
      case .date: return form.meaning == .date ? (.judged, plain) : nil
      case .instant: return form.meaning == .instant ? (.judged, plain) : nil
      case .integer: return form.isPath ? (.integer, plain) : nil
      case .boolean: return form.isPath ? (.boolean, plain) : nil
      case .decimal, .percent: return form.isPath ? (.decimal, plain) : nil
      case .money, .address, .map, .json: return nil
      }
    case .choice, .list, .object: return nil
    }
  }

  /// Adds a form, what is below it first, and tells its node.
  mutating func add(_ form: TextForm) -> Int {
    let node: Node
    switch form {
    case .path(let plain): return add(plain)
    case .literal(let text):
      let literal = addLiteral(text)
      node = Node(
        operation: .literal, first: literal.lowerBound, count: literal.count,
        old: JSONText.isPlain(text) ? 1 : 0)
      addedBytes += text.count
    case .lower(let form): node = Node(operation: .lower, first: add(form), count: 1)
    case .upper(let form): node = Node(operation: .upper, first: add(form), count: 1)
    case .replace(let form, let old, let new):
      node = Node(operation: .replace, first: add(form), count: 1, old: old, new: new)
    case .concatenation(let forms): node = branch(.concatenation, forms.map { add($0) })
    case .coalesce(let forms): node = branch(.coalesce, forms.map { add($0) })
    case .choice(let test, let then, let otherwise):
      let inner = [add(test), add(then), add(otherwise)]
      node = branch(.choice, inner)
    case .date(let form, let date):
      dates.append(date)
      addedBytes += DateForm.length
      let place = dates.count - 1
      node = Node(operation: .date, first: add(form), count: place)
    case .instant(let form): node = Node(operation: .instant, first: add(form), count: 1)
    }
    nodes.append(node)
    return nodes.count - 1
  }

  private mutating func add(_ path: PlainPath) -> Int {
    let steps = path.steps.map { step -> JSONPathSet.Step in
      switch step {
      case .field(let name): .key(name)
      case .position(let position): .position(position)
      }
    }
    pathUses += 1
    nodes.append(
      path.variable == "item"
        ? Node(operation: .pathOfItem, first: pathsOfItem.add(steps), count: 1)
        : Node(operation: .path, first: paths.add(steps), count: 1))
    return nodes.count - 1
  }

  private mutating func addLiteral(_ text: [UInt8]) -> Range<Int> {
    literals += text
    return literals.count - text.count..<literals.count
  }

  private mutating func add(_ test: TestForm) -> Int {
    let node: Node
    switch test {
    case .isNull(let path): node = Node(operation: .isNull, first: add(path), count: 0)
    case .isText(let path, let text):
      node = Node(operation: .isText, first: add(path), count: add(.literal(text)))
    case .not(let test): node = Node(operation: .not, first: add(test), count: 1)
    case .all(let tests): node = branch(.all, tests.map { add($0) })
    case .any(let tests): node = branch(.any, tests.map { add($0) })
    }
    nodes.append(node)
    return nodes.count - 1
  }

  private mutating func branch(_ operation: Node.Operation, _ inner: [Int]) -> Node {
    below += inner
    return Node(operation: operation, first: below.count - inner.count, count: inner.count)
  }
}

/// A program as its runs read it.
final class SharedQuickProgram: Sendable {
  let nodes: FrozenTable<QuickProgram.Node>
  let below: FrozenTable<Int>
  let literals: FrozenTable<UInt8>
  let arms: FrozenTable<QuickProgram.Arm>
  let columns: FrozenTable<QuickProgram.Column>
  let dates: FrozenTable<DateForm>
  let paths: JSONPathWalker
  let pathsOfItem: JSONPathWalker
  /// Texts of a record can appear as often as paths are used, or once in the times.
  let pathUses: Int
  let addedBytes: Int
  let updatedAt: Int?
  let createdAt: Int?

  /// `slots` tells where the cells of columns lie in a row.
  init(_ program: QuickProgram, slots: [Int: Int]) {
    nodes = FrozenTable(program.nodes)
    below = FrozenTable(program.below)
    literals = FrozenTable(program.literals)
    arms = FrozenTable(program.arms)
    columns = FrozenTable(program.columns.map { $0.placed(slots) })
    dates = FrozenTable(program.dates)
    paths = JSONPathWalker(program.paths)
    pathsOfItem = JSONPathWalker(program.pathsOfItem)
    pathUses = max(1, program.pathUses)
    addedBytes = program.addedBytes
    updatedAt = program.updatedAt
    createdAt = program.createdAt
  }
}
