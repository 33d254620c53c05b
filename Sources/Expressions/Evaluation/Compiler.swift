internal import Values

/// Turns a checked tree into operations.
struct Compiler {
  private let checked: CheckedExpression
  /// How many variables of macros there are at most at once.
  private(set) var slotCount = 0
  private var depth = 0

  init(_ checked: CheckedExpression) { self.checked = checked }

  private var tree: SyntaxTree { checked.tree }

  mutating func compile(_ id: NodeID) -> any Operation {
    let node = tree[id]
    switch node.form {
    case .literal(let value): return ConstantOperation(constant: value)
    case .invalid:
      return FailingOperation(
        error: EvaluationError(.invalidArgument, "this part of the expression is not valid", at: node.range))
    case .identifier(let name, _): return reference(id) ?? unknown(name.text, node.range)
    case .select(let operand, let name, let isOptional):
      if let resolved = reference(id) { return resolved }
      let select = SelectOperation(
        operand: compile(operand), name: name.text, isOptional: isOptional, range: name.range)
      return path(id).map { PathOperation(path: $0, otherwise: select) } ?? select
    case .has(let operand, let name, _):
      return HasOperation(operand: compile(operand), name: name.text, range: name.range)
    case .index(let operand, let index, let isOptional):
      let access = IndexOperation(
        operand: compile(operand), index: compile(index), isOptional: isOptional, range: tree[index].range)
      return path(id).map { PathOperation(path: $0, otherwise: access) } ?? access
    case .call(let name, let receiver, let arguments): return call(id, name, receiver, arguments)
    case .logical(let kind, let operands):
      let compiled = operands.map { (operation: compile($0), range: tree[$0].range) }
      return LogicalOperation(operands: compiled, deciding: kind == .or)
    case .conditional(let condition, let then, let otherwise):
      return ConditionalOperation(
        condition: compile(condition), then: compile(then), otherwise: compile(otherwise),
        conditionRange: tree[condition].range)
    case .list(let elements):
      let compiled = elements.map {
        (operation: compile($0.value), isOptional: $0.isOptional, range: tree[$0.value].range)
      }
      return ListOperation(elements: compiled, range: node.range)
    case .map(let entries):
      let compiled = entries.map {
        MapOperation.Entry(
          key: compile($0.key), value: compile($0.value), isOptional: $0.isOptional,
          keyRange: tree[$0.key].range)
      }
      return MapOperation(entries: compiled, range: node.range)
    case .comprehension(let loop): return self.loop(loop, node.range)
    case .bind(_, let value, let body):
      let bound = compile(value)
      let slot = enter(1)
      defer { leave(1) }
      return BindOperation(slot: slot, bound: bound, body: compile(body))
    case .optionalMap(let target, _, let body, let isFlat):
      let optional = compile(target)
      let slot = enter(1)
      defer { leave(1) }
      return OptionalMapOperation(
        slot: slot, target: optional, body: compile(body), isFlat: isFlat, range: tree[target].range)
    }
  }

  private mutating func enter(_ count: Int) -> Int {
    let slot = depth
    depth += count
    slotCount = max(slotCount, depth)
    return slot
  }

  private mutating func leave(_ count: Int) { depth -= count }

  private mutating func loop(_ loop: Node.Comprehension, _ range: Range<Int>) -> any Operation {
    let source = compile(loop.range)
    let slot = enter(loop.variables.count)
    defer { leave(loop.variables.count) }
    return LoopOperation(
      kind: loop.kind, range: source, slot: slot, hasTwoVariables: loop.variables.count == 2,
      condition: loop.condition.map { compile($0) }, body: compile(loop.body), place: range,
      rangePlace: tree[loop.range].range, bodyPlace: tree[loop.body].range)
  }

  // MARK: Names

  private func reference(_ id: NodeID) -> (any Operation)? {
    let range = tree[id].range
    switch checked.reference(of: id) {
    case .local(let slot): return LocalOperation(slot: slot)
    case .variable(let name): return VariableOperation(name: name, range: range)
    case .rootField(let name):
      let root = checked.environment.implicitRoot ?? ""
      let select = SelectOperation(
        operand: VariableOperation(name: root, range: range), name: name, isOptional: false, range: range)
      return PathOperation(path: PlainPath(variable: root, steps: [.field(name)]), otherwise: select)
    case .type(let name): return ConstantOperation(constant: .type(TypeName(name)))
    case .unknown(let name): return unknown(name, range)
    case .function, nil: return nil
    }
  }

  private func unknown(_ name: String, _ range: Range<Int>) -> any Operation {
    FailingOperation(error: EvaluationError(.undeclared(name), "there is no '\(name)' here", at: range))
  }

  /// The node as a path over a document, if it is nothing but a path.
  func path(_ id: NodeID) -> PlainPath? {
    var steps: [PlainPath.Step] = []
    var at = id
    while true {
      switch checked.reference(of: at) {
      case .variable(let name): return PlainPath(variable: name, steps: steps.reversed())
      case .rootField(let name):
        guard let root = checked.environment.implicitRoot else { return nil }
        return PlainPath(variable: root, steps: [.field(name)] + steps.reversed())
      case .local, .type, .unknown, .function: return nil
      case nil: break
      }
      switch tree[at].form {
      case .select(let operand, let name, false):
        steps.append(.field(name.text))
        at = operand
      case .index(let operand, let index, false):
        guard case .literal(let value) = tree[index].form else { return nil }
        switch value {
        case .string(let name): steps.append(.field(name))
        case .int(let position) where position >= 0 && position < 1 << 32:
          steps.append(.position(Int(position)))
        default: return nil
        }
        at = operand
      default: return nil
      }
    }
  }

  // MARK: Calls

  private mutating func call(
    _ id: NodeID, _ name: Name, _ receiver: NodeID?, _ arguments: [NodeID]
  ) -> any Operation {
    let range = tree[id].range
    guard case .function(let functionName, let indices, let isQualified)? = checked.reference(of: id),
      let function = checked.environment.functions[functionName]
    else { return unknown(name.text, name.range) }
    let style: Overload.Style = receiver != nil && !isQualified ? .method : .function
    let nodes = isQualified ? arguments : (receiver.map { [$0] } ?? []) + arguments
    let operations = nodes.map { compile($0) }
    switch functionName {
    case "_==_", "_!=_":
      if operations.count == 2 {
        return EqualityOperation(
          left: operations[0], right: operations[1], isNegated: functionName == "_!=_", range: range)
      }
    case "coalesce": return CoalesceOperation(arguments: operations)
    case "blank": if operations.count == 1 { return BlankOperation(argument: operations[0]) }
    default: break
    }
    let overloads = indices.filter { function.overloads.indices.contains($0) }.map { function.overloads[$0] }
      .filter { $0.style == style && $0.accepts(count: operations.count) }
    let call = CallOperation(
      function: function, style: style, overloads: overloads, arguments: operations, range: range)
    switch functionName {
    case "or" where operations.count == 2: return OrOperation(call: call, unwraps: false)
    case "orValue" where operations.count == 2: return OrOperation(call: call, unwraps: true)
    default: return call
    }
  }
}
