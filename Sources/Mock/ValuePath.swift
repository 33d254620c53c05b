internal import Expressions
internal import Language
internal import Programs
internal import Values

/// A place in a JSON value, such as `meta.next` of `body.meta.next`.
struct ValuePath: Sendable, Hashable {
  let steps: [PlainPath.Step]

  init(_ steps: [PlainPath.Step]) { self.steps = steps }

  /// The path below `body` that an expression is; nil when it is anything else.
  init?(_ expression: ExpressionProgram, below variable: String = "body") {
    if expression.text.source == variable {
      steps = []
      return
    }
    guard let path = expression.program.plainPath, path.variable == variable else { return nil }
    steps = path.steps
  }

  init(dotted text: String) { steps = RecordPath(text).parts.map { .field($0) } }

  func value(in whole: Value) -> Value? {
    var value = whole
    for step in steps {
      switch (step, value.plain) {
      case (.field(let name), .map(let map)):
        guard let next = map.value(named: name) else { return nil }
        value = next
      case (.position(let position), .list(let list)):
        guard let next = list.element(at: position) else { return nil }
        value = next
      default: return nil
      }
    }
    return value
  }

  /// The whole with another value at this place; what is missing on the way is made.
  func putting(_ value: Value, into whole: Value) -> Value { Self.putting(value, steps[...], whole) }

  /// The whole without what is at this place.
  func removing(from whole: Value) -> Value {
    guard case .field(let name)? = steps.last else { return putting(.null, into: whole) }
    let outer = ValuePath(Array(steps.dropLast()))
    guard case .map(let map)? = outer.value(in: whole)?.plain else { return whole }
    return outer.putting(.map(MapValue(map.pairs.filter { $0.key.value.templateText != name })), into: whole)
  }

  private static func putting(_ value: Value, _ steps: ArraySlice<PlainPath.Step>, _ whole: Value) -> Value {
    guard let step = steps.first else { return value }
    let rest = steps.dropFirst()
    switch step {
    case .field(let name):
      var entries = MapValue.Entries()
      var inner = Value.null
      if case .map(let map) = whole.plain {
        for pair in map.pairs { entries.set(pair.key, to: pair.value) }
        inner = map.value(named: name) ?? .null
      }
      entries.set(.string(name), to: putting(value, rest, inner))
      return .map(MapValue(entries))
    case .position(let position):
      var elements: [Value] = []
      if case .list(let list) = whole.plain { elements = list.values }
      while elements.count <= position, elements.count < 1000 { elements.append(.null) }
      guard elements.indices.contains(position) else { return whole }
      elements[position] = putting(value, rest, elements[position])
      return .list(elements)
    }
  }
}

extension MapValue {
  init(_ pairs: [(key: MapKey, value: Value)]) {
    var entries = Entries()
    for pair in pairs { entries.set(pair.key, to: pair.value) }
    self.init(entries)
  }
}

extension ExpressionProgram {
  /// The places of the body that the expression reads, as far as they are plain paths.
  var bodyPaths: [ValuePath] {
    let tree = program.checked.tree
    var paths: [ValuePath] = []
    var pending = [tree.root]
    while let id = pending.popLast() {
      if let steps = Self.steps(id, tree) {
        paths.append(ValuePath(steps))
      } else {
        pending += tree[id].children
      }
    }
    return paths.filter { !$0.steps.isEmpty }
  }

  static func steps(_ id: NodeID, _ tree: SyntaxTree) -> [PlainPath.Step]? {
    switch tree[id].form {
    case .identifier(let name, _): return name.text == "body" ? [] : nil
    case .select(let operand, let name, _): return steps(operand, tree).map { $0 + [.field(name.text)] }
    case .has(let operand, let name, _): return steps(operand, tree).map { $0 + [.field(name.text)] }
    case .index(let operand, let index, _):
      switch tree[index].form {
      case .literal(.string(let text)): return steps(operand, tree).map { $0 + [.field(text)] }
      case .literal(.int(let place)):
        return Int(exactly: place).flatMap { place in steps(operand, tree).map { $0 + [.position(place)] } }
      default: return nil
      }
    default: return nil
    }
  }
}
