internal import Expressions
internal import Language
internal import Programs
internal import Values

/// A reply that nobody recorded, made so that expressions find in it what they look for.
///
/// Every path that they take from `body` is laid; what they compare with a word, or want to be true, is that; a moment is tomorrow.
struct WishedReply: Sendable {
  private(set) var body = Value.map(MapValue())
  /// What an address in the reply leads to.
  private let address: String
  private let now: Instant

  /// `conditions` hold in it.
  init(
    _ expressions: [ExpressionProgram], holding conditions: [ExpressionProgram] = [], address: String,
    now: Instant
  ) {
    self.address = address
    self.now = now
    for expression in expressions {
      let tree = expression.program.checked.tree
      var laying = Laying(tree, self)
      laying.layWhole(tree.root)
      body = laying.reply.body
    }
    for condition in conditions {
      let tree = condition.program.checked.tree
      var laying = Laying(tree, self)
      laying.want(true, tree.root)
      body = laying.reply.body
    }
  }

  /// Puts a value where nothing stands yet.
  fileprivate mutating func lay(_ value: Value? = nil, at path: ValuePath) {
    if path.value(in: body)?.isNull ?? true { body = path.putting(value ?? word(for: path), into: body) }
  }

  /// What is looked for is called what its place is called.
  private func word(for path: ValuePath) -> Value {
    guard case .field(let name)? = path.steps.last else { return .map(MapValue()) }
    let lower = name.lowercased()
    let isAddress = ["url", "uri", "endpoint", "href", "link"].contains { lower.hasSuffix($0) }
    return .string(isAddress ? address : "mock-\(lower.filter { $0.isLetter || $0.isNumber })")
  }

  fileprivate func tomorrow(_ pattern: String?) -> Value {
    let pattern = pattern.flatMap { try? TimePattern($0) }
    let moment = now.later(byDays: 1)
    return .string(pattern?.text(of: moment) ?? moment.description)
  }
}

/// One expression read for the places that it looks at.
private struct Laying {
  let tree: SyntaxTree
  var reply: WishedReply
  /// Local names of places.
  private var names: [String: ValuePath] = [:]

  init(_ tree: SyntaxTree, _ reply: WishedReply) {
    self.tree = tree
    self.reply = reply
  }

  /// Lays what an expression looks for, itself included when it is a place.
  mutating func layWhole(_ id: NodeID) { if let path = lay(id) { reply.lay(at: path) } }

  /// Lays what a node looks for below itself; gives the place that it is, when it is one.
  private mutating func lay(_ id: NodeID) -> ValuePath? {
    switch tree[id].form {
    case .identifier(let name, _): return name.text == "body" ? ValuePath([]) : names[name.text]
    case .select(let operand, let name, _), .has(let operand, let name, _):
      return lay(operand).map { ValuePath($0.steps + [.field(name.text)]) }
    case .index(let operand, let index, _): return lay(operand).flatMap { element(of: $0, at: index) }
    case .call(let name, let receiver, let arguments):
      return lay(name.text, (receiver.map { [$0] } ?? []) + arguments)
    case .conditional(let condition, let then, let otherwise):
      layWhole(condition)
      let (first, second) = (lay(then), lay(otherwise))
      return second ?? first
    case .comprehension(let loop): return lay(loop)
    case .bind(let name, let value, let inner), .optionalMap(let value, let name, let inner, _):
      names[name.text] = lay(value)
      return lay(inner)
    case .literal, .logical, .list, .map, .invalid:
      tree[id].children.forEach { layWhole($0) }
      return nil
    }
  }

  private func element(of list: ValuePath, at index: NodeID) -> ValuePath? {
    switch literal(index) {
    case .string(let name): ValuePath(list.steps + [.field(name)])
    case .int(let number) where (0..<100).contains(number):
      ValuePath(list.steps + [.position(Int(number))])
    default: nil
    }
  }

  private mutating func lay(_ loop: Node.Comprehension) -> ValuePath? {
    let range = lay(loop.range)
    for name in loop.variables { names[name.text] = nil }
    if let range, let name = loop.variables.last {
      names[name.text] = ValuePath(range.steps + [.position(0)])
    }
    if let condition = loop.condition { want(true, condition) }
    switch loop.kind {
    case .filter, .exists, .existsOne, .all: want(true, loop.body)
    case .map, .transformList, .transformMap, .transformMapEntry, .sortBy: layWhole(loop.body)
    }
    return loop.kind == .filter || loop.kind == .sortBy ? range : nil
  }

  private mutating func lay(_ function: String, _ operands: [NodeID]) -> ValuePath? {
    let paths = operands.map { lay($0) }
    switch function {
    case "first", "last": return (paths.first ?? nil)?.first
    case "coalesce", "orValue", "or", "string", "value": return paths.compactMap { $0 }.last
    case "instant", "timestamp", "date":
      let pattern: String? =
        if operands.count > 1, case .string(let text)? = literal(operands[1]) { text } else { nil }
      if let path = paths.first ?? nil { reply.lay(reply.tomorrow(pattern), at: path) }
    case "int", "uint", "double", "decimal":
      if let path = paths.first ?? nil { reply.lay(.int(1), at: path) }
    case "_==_": want(true, operands, paths)
    default: for path in paths.compactMap({ $0 }) { reply.lay(at: path) }
    }
    return nil
  }

  // MARK: Conditions

  /// Lays what makes a condition hold, or not.
  mutating func want(_ truth: Bool, _ id: NodeID) {
    switch tree[id].form {
    case .logical(_, let operands): for operand in operands { want(truth, operand) }
    case .conditional(let condition, let then, let otherwise):
      layWhole(condition)
      want(truth, then)
      want(truth, otherwise)
    case .call(let name, nil, let arguments) where name.text == "!_" && arguments.count == 1:
      want(!truth, arguments[0])
    case .call(let name, nil, let arguments) where ["_==_", "_!=_", "@in"].contains(name.text):
      let paths = arguments.map { lay($0) }
      want(truth == (name.text != "_!=_"), arguments, paths)
    default: if let path = lay(id) { reply.lay(.bool(truth), at: path) }
    }
  }

  /// Lays what makes two sides the same, or a side one of a list.
  private mutating func want(_ isSame: Bool, _ sides: [NodeID], _ paths: [ValuePath?]) {
    for (path, other) in zip(paths, sides.reversed()) {
      guard let path else { continue }
      var wanted = literal(other)
      if case .list(let elements) = tree[other].form { wanted = elements.first.flatMap { literal($0.value) } }
      reply.lay(isSame ? wanted : nil, at: path)
    }
  }

  private func literal(_ id: NodeID) -> Value? {
    if case .literal(let value) = tree[id].form { value } else { nil }
  }
}

extension ValuePath {
  fileprivate var first: ValuePath { ValuePath(steps + [.position(0)]) }
}
