internal import Values

/// Identifiers, fields and indexes.
extension TypeChecker {
  /// Types that are values under their own name.
  static let typeNames: [String: ExpressionType] = {
    var names: [String: ExpressionType] = [
      "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
      "null_type": .null, "type": .type(.dyn), "list": .list(.dyn), "map": .map(.dyn, .dyn),
      "optional_type": .optional(.dyn), "date": .date, "decimal": .decimal,
    ]
    names[ValueKind.timestamp.rawValue] = .timestamp
    names[ValueKind.duration.rawValue] = .duration
    names[ValueKind.address.rawValue] = .address
    names[ValueKind.network.rawValue] = .network
    return names
  }()

  mutating func checkIdentifier(_ id: NodeID, _ name: Name, _ isAbsolute: Bool) -> ExpressionType {
    if !isAbsolute, let slot = local(name.text) {
      refer(id, to: .local(slot))
      return scope[slot].type
    }
    if let type = resolve(id, name.text, isAbsolute) { return type }
    refer(id, to: .unknown(name.text))
    if !isAbsolute, let shape = rootShape, let root = environment.implicitRoot {
      refer(id, to: .rootField(name.text))
      reportField(name, in: shape, also: Array(environment.variables.keys))
      use(variable: root)
      return .error
    }
    reportUndeclared(name)
    return .error
  }

  /// Looks a possibly dotted name up among variables, fields of the implicit root, and types.
  private mutating func resolve(_ id: NodeID, _ name: String, _ isAbsolute: Bool) -> ExpressionType? {
    if environment.container.isEmpty, let variable = environment.variables[name] {
      refer(id, to: .variable(name))
      use(variable: name)
      return variable.type
    }
    let candidates = environment.candidates(for: name, isAbsolute: isAbsolute)
    for candidate in candidates {
      if let variable = environment.variables[candidate] {
        refer(id, to: .variable(candidate))
        use(variable: candidate)
        return variable.type
      }
    }
    if !isAbsolute, case .identifier = tree[id].form, let type = implicitField(id, name) { return type }
    for candidate in candidates {
      if let type = Self.typeNames[candidate] {
        refer(id, to: .type(candidate))
        return .type(type)
      }
    }
    return nil
  }

  private var rootShape: ObjectShape? {
    guard let root = environment.implicitRoot, case .object(let shape)? = environment.variables[root]?.type
    else {
      return nil
    }
    return shape
  }

  private mutating func implicitField(_ id: NodeID, _ name: String) -> ExpressionType? {
    guard let root = environment.implicitRoot, let variable = environment.variables[root] else { return nil }
    var type = ExpressionType.dyn
    if case .object(let shape) = variable.type {
      if let field = shape.field(name) {
        type = field.type
      } else if shape.isClosed {
        return nil
      }
    }
    refer(id, to: .rootField(name))
    use(variable: root)
    return type
  }

  private mutating func reportUndeclared(_ name: Name) {
    guard isListening else { return }
    var suggestions = Vocabulary.constants[name.text].map { [$0] } ?? []
    suggestions += Spelling.nearest(to: name.text, among: scope.map(\.name) + environment.variables.keys)
    let isFunction = environment.functions[name.text] != nil
    if isFunction { suggestions.append("\(name.text)()") }
    let hint = isFunction ? "; '\(name.text)' is a function and needs its arguments" : ""
    report(
      .undeclaredVariable(name.text), "there is no variable '\(name.text)' here\(hint)", at: name.range,
      suggestions: suggestions)
  }

  // MARK: Fields

  mutating func checkSelect(_ id: NodeID, _ operand: NodeID, _ name: Name, _ isOptional: Bool)
    -> ExpressionType
  {
    if !isOptional, mayBeDotted(id), let path = dottedName(id),
      let type = resolve(id, path.name, path.isAbsolute)
    {
      return type
    }
    return select(name, of: check(operand), isOptional: isOptional)
  }

  /// Whether a chain of fields could be one name with dots in it; to make that name would cost more than to find out.
  private func mayBeDotted(_ id: NodeID) -> Bool {
    if hasDottedVariables { return true }
    var id = id
    while case .select(let operand, _, _) = tree[id].form { id = operand }
    guard case .identifier(let name, _) = tree[id].form else { return false }
    return Self.firstWordsOfTypes.contains(name.text)
  }

  /// What the names of types with dots in them begin with.
  private static let firstWordsOfTypes = Set(
    typeNames.keys.filter { $0.utf8.contains(UInt8(ascii: ".")) }.map { name in
      String(name.prefix { $0 != "." })
    })

  /// The text of a chain of plain fields, if it does not begin at a local variable.
  func dottedName(_ id: NodeID) -> (name: String, isAbsolute: Bool)? {
    switch tree[id].form {
    case .identifier(let name, let isAbsolute):
      return isAbsolute || local(name.text) == nil ? (name.text, isAbsolute) : nil
    case .select(let operand, let name, false):
      guard let path = dottedName(operand) else { return nil }
      return (path.name + "." + name.text, path.isAbsolute)
    default: return nil
    }
  }

  mutating func select(_ name: Name, of type: ExpressionType, isOptional: Bool) -> ExpressionType {
    switch unifier.resolved(type) {
    case .error: return .error
    case .null where isOptional: return .optional(.dyn)
    case .optional(let inner) where isOptional && unifier.resolved(inner) == .null: return .optional(.dyn)
    case .optional(let inner):
      let field = select(name, of: inner, isOptional: false)
      return field == .error ? .error : .optional(field)
    default:
      let field = field(name, of: type)
      return isOptional && field != .error ? .optional(field) : field
    }
  }

  private mutating func field(_ name: Name, of type: ExpressionType) -> ExpressionType {
    switch unifier.resolved(type) {
    case .dyn, .variable: return .dyn
    case .error: return .error
    case .wrapper(let inner): return field(name, of: inner)
    case .map(let key, let value):
      if unifier.unify(key, .string) { return value }
      report(
        .notAnObject(unifier.final(type)),
        "the keys of this map are \(unifier.final(key)), so it has no field '\(name.text)'", at: name.range)
      return .error
    case .object(let shape):
      if let field = shape.field(name.text) { return field.type }
      if !shape.isClosed { return .dyn }
      reportField(name, in: shape)
      return .error
    case let other:
      reportNoFields(name, of: unifier.final(other))
      return .error
    }
  }

  mutating func reportField(_ name: Name, in shape: ObjectShape, also others: [String] = []) {
    guard isListening else { return }
    let suggestions =
      shape.isWorthComparing
      ? Spelling.nearest(to: name.text, among: Array(shape.fields.keys) + others) : []
    let total = shape.total.map { "; none of the \($0) seen has it" } ?? ""
    report(
      .noSuchField(name.text, in: shape), "\(shape.name) has no field '\(name.text)'\(total)", at: name.range,
      suggestions: suggestions)
  }

  private mutating func reportNoFields(_ name: Name, of type: ExpressionType) {
    let isMethod =
      environment.functions[name.text]?.overloads.contains { overload in
        overload.style == .method
          && (overload.parameter(at: 0).kind == nil || overload.parameter(at: 0).kind == type.kind)
      } ?? false
    let instead = Vocabulary.functions[name.text]
    var suggestions = isMethod ? ["\(name.text)()"] : []
    var hint = isMethod ? "; '\(name.text)' is a method and needs its brackets" : ""
    if !isMethod, let instead { hint = "; write \(instead)" }
    if case .list = type, suggestions.isEmpty, instead == nil {
      hint = "; take an element with [0], or every one with map(x, x.\(name.text))"
      suggestions = ["map(x, x.\(name.text))"]
    }
    report(
      .notAnObject(type), "\(type) has no field '\(name.text)'\(hint)", at: name.range,
      suggestions: suggestions)
  }

  // MARK: Indexes

  mutating func checkIndex(_ operand: NodeID, _ index: NodeID, _ isOptional: Bool) -> ExpressionType {
    let type = check(operand)
    let key = check(index)
    if case .optional(let inner) = unifier.resolved(type) {
      let element = element(of: inner, key, index, operand)
      return element == .error ? .error : .optional(element)
    }
    let element = element(of: type, key, index, operand)
    return isOptional && element != .error ? .optional(element) : element
  }

  private mutating func element(
    of type: ExpressionType, _ key: ExpressionType, _ index: NodeID, _ operand: NodeID
  ) -> ExpressionType {
    switch unifier.resolved(type) {
    case .dyn, .variable: return .dyn
    case .error: return .error
    case .wrapper(let inner): return element(of: inner, key, index, operand)
    case .list(let element):
      if unifier.unify(.int, key) || unifier.unify(.uint, key) { return element }
      reportIndex("the place in a list is an int", key, index)
      return .error
    case .map(let wanted, let value):
      if unifier.unify(wanted, key) { return value }
      reportIndex("the keys of this map are \(unifier.final(wanted))", key, index)
      return .error
    case .object(let shape):
      if case .literal(.string(let name)) = tree[index].form {
        return field(Name(name, at: tree[index].range), of: .object(shape))
      }
      if unifier.unify(.string, key) { return .dyn }
      reportIndex("the keys of \(shape.name) are texts", key, index)
      return .error
    case let other:
      let found = unifier.final(other)
      let hint = found == .string ? "; a character of a text is x.charAt(i)" : ""
      report(
        .noSuchOverload(function: "_[_]", arguments: [found, unifier.final(key)]),
        "\(found) has no elements\(hint)", at: tree[operand].range)
      return .error
    }
  }

  private mutating func reportIndex(_ rule: String, _ key: ExpressionType, _ index: NodeID) {
    let found = unifier.final(key)
    report(
      .noSuchOverload(function: "_[_]", arguments: [found]), "\(rule), and this is \(found)",
      at: tree[index].range)
  }
}
