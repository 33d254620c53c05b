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
    let column: Int
    /// The column of the provider's own word, and the words of an enum.
    let raw: Int
    let words: Int
    /// The position of the field in the mapping, and whether it must have a value.
    let field: Int
    let isRequired: Bool
  }

  /// A step of a form; `first` and `count` are a path, bytes of `literals`, or the nodes below it in `below`.
  struct Node: Sendable {
    enum Operation: UInt8, Sendable {
      case path, pathOfItem, literal, lower, upper, replace, concatenation, coalesce, date, instant
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
  private(set) var literals: [UInt8] = [0]
  private(set) var dates: [DateForm] = []
  private(set) var words: [EnumProgram] = []
  private(set) var paths = JSONPathSet()
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
      words.append(program)
      append(.choice, .text, form, word, raw: raw, field, position)
    case (.plain(let column), .value(let program)):
      guard let form = program.form, let (kind, type) = Self.kind(field.type, form) else { return false }
      append(kind, type, form, column, raw: 0, field, position)
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
    _ kind: Kind, _ type: PlainType, _ form: TextForm, _ column: Int, raw: Int, _ field: FieldProgram,
    _ position: Int
  ) {
    columns.append(
      Column(
        kind: kind, type: type, node: add(form), column: column, raw: raw, words: words.count - 1,
        field: position, isRequired: field.isRequired))
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
    case .path(let plain):
      let path = paths.add(
        plain.steps.map { step in
          switch step {
          case .field(let name): .key(name)
          case .position(let position): .position(position)
          }
        })
      node = Node(operation: plain.variable == "item" ? .pathOfItem : .path, first: path, count: 1)
    case .literal(let text):
      node = Node(
        operation: .literal, first: literals.count, count: text.count, old: JSONText.isPlain(text) ? 1 : 0)
      literals += text
      addedBytes += text.count
    case .lower(let form): node = Node(operation: .lower, first: add(form), count: 1)
    case .upper(let form): node = Node(operation: .upper, first: add(form), count: 1)
    case .replace(let form, let old, let new):
      node = Node(operation: .replace, first: add(form), count: 1, old: old, new: new)
    case .concatenation(let forms): node = branch(.concatenation, forms)
    case .coalesce(let forms): node = branch(.coalesce, forms)
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

  private mutating func branch(_ operation: Node.Operation, _ forms: [TextForm]) -> Node {
    let inner = forms.map { add($0) }
    below += inner
    return Node(operation: operation, first: below.count - inner.count, count: inner.count)
  }
}

/// Holds a program for its runs, so that beginning one counts one reference and not one for each of its tables.
final class SharedQuickProgram: Sendable {
  let program: QuickProgram

  init(_ program: QuickProgram) { self.program = program }
}
