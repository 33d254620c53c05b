internal import Values

/// Resolves the names of a tree and works out its types, from the leaves up.
///
/// A node with a mistake gets the type `error`, which fits everywhere, so nothing that depends on it is
/// reported again.
struct TypeChecker {
  let tree: SyntaxTree
  let environment: Environment
  var unifier = Unifier()
  var types: [ExpressionType]
  /// By node.
  private var references: [CheckedExpression.Reference?]
  var problems: [ExpressionProblem]
  /// What the parser could not read.
  let unread: [Range<Int>]
  /// Whether a variable has a name with dots in it.
  let hasDottedVariables: Bool
  private(set) var scope: [(name: String, type: ExpressionType)] = []
  /// Types that conditions before have told, by the text of what was asked.
  private var told: [String: ExpressionType] = [:]
  // A handful of names: looking through them costs less than hashing.
  private var usedVariables: [String] = []
  private var usedFunctions: [String] = []

  init(_ tree: SyntaxTree, _ environment: Environment, _ problems: [ExpressionProblem]) {
    self.tree = tree
    self.environment = environment
    self.problems = problems
    unread = problems.filter { $0.kind == .syntax }.map(\.range)
    hasDottedVariables = !environment.container.isEmpty || environment.hasDottedVariables
    // Not `Array(repeating:)`, which looks for its type at run time.
    types = (0..<tree.count).map { _ in .dyn }
    references = (0..<tree.count).map { _ in nil }
  }

  mutating func run(expecting expected: ExpressionType?) {
    let type = check(tree.root)
    guard let expected, !unifier.unify(expected, type) else { return }
    let found = unifier.final(type)
    var suggestions: [String] = []
    let conversions: [ExpressionType: String] = [
      .string: "string", .int: "int", .double: "double", .date: "date", .timestamp: "instant",
      .decimal: "decimal",
    ]
    if let conversion = conversions[expected] { suggestions = ["\(conversion)(\(tree.source))"] }
    report(
      .wrongResult(found, expected: expected), "\(expected) is expected here, and this is \(found)",
      at: tree[tree.root].range, suggestions: suggestions)
  }

  func checked() -> CheckedExpression {
    CheckedExpression(
      tree: tree, environment: environment, types: unifier.isUnused ? types : types.map { unifier.final($0) },
      references: references,
      problems: problems.isEmpty ? [] : problems.sorted { $0.range.lowerBound < $1.range.lowerBound },
      variables: usedVariables.count > 1 ? usedVariables.sorted() : usedVariables,
      functions: usedFunctions.count > 1 ? usedFunctions.sorted() : usedFunctions)
  }

  /// Types are only reported on where they are checked at all.
  mutating func report(
    _ kind: ExpressionProblem.Kind, _ message: String, at range: Range<Int>, suggestions: [String] = []
  ) {
    if isListening { problems.append(ExpressionProblem(kind, message, at: range, suggestions: suggestions)) }
  }

  /// Whether a problem would be taken down: words and near names take longer than all else, and of hundreds in one text nobody reads them.
  var isListening: Bool { environment.isChecked && problems.count < Self.mostProblems }

  private static let mostProblems = 200

  mutating func use(variable name: String) {
    if !usedVariables.contains(name) { usedVariables.append(name) }
  }

  mutating func use(function name: String) {
    if !usedFunctions.contains(name) { usedFunctions.append(name) }
  }

  mutating func refer(_ id: NodeID, to reference: CheckedExpression.Reference) {
    references[id.index] = reference
  }

  @discardableResult
  mutating func check(_ id: NodeID) -> ExpressionType {
    var type = infer(id)
    if !told.isEmpty, let known = told[source(of: id)], unifier.resolved(type).kind != known.kind {
      type = known
    }
    types[id.index] = type
    return type
  }

  private mutating func infer(_ id: NodeID) -> ExpressionType {
    let node = tree[id]
    switch node.form {
    case .invalid: return .error
    case .literal(let value): return TypeChecker.type(of: value)
    case .identifier(let name, let isAbsolute): return checkIdentifier(id, name, isAbsolute)
    case .select(let operand, let name, let isOptional): return checkSelect(id, operand, name, isOptional)
    case .has(let operand, let name, let isOptional):
      let type = check(operand)
      if unifier.resolved(type) == .null { return .bool }
      let field = select(name, of: type, isOptional: isOptional)
      return field == .error ? .error : .bool
    case .index(let operand, let index, let isOptional): return checkIndex(operand, index, isOptional)
    case .call(let name, let receiver, let arguments): return checkCall(id, name, receiver, arguments)
    case .logical(let operation, let operands):
      let before = told
      for operand in operands {
        requireBool(operand)
        if operation == .and { learn(from: operand) }
      }
      told = before
      return .bool
    case .conditional(let condition, let then, let otherwise):
      requireBool(condition)
      return checkBranches(node, condition, then, otherwise)
    case .list(let elements): return checkList(elements)
    case .map(let entries): return checkMap(entries)
    case .comprehension(let loop): return checkComprehension(loop)
    case .bind(let name, let value, let body):
      let type = check(value)
      return inScope([(name.text, type)]) { $0.check(body) }
    case .optionalMap(let target, let name, let body, let isFlat):
      return checkOptionalMap(target, name, body, isFlat)
    }
  }

  static func type(of value: Value) -> ExpressionType {
    switch value.kind {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    default: .dyn
    }
  }

  // MARK: Scopes

  mutating func inScope(
    _ names: [(String, ExpressionType)], _ body: (inout TypeChecker) -> ExpressionType
  ) -> ExpressionType {
    scope += names.map { (name: $0.0, type: $0.1) }
    defer { scope.removeLast(names.count) }
    return body(&self)
  }

  func local(_ name: String) -> Int? { scope.lastIndex { $0.name == name } }

  // MARK: Conditions

  /// After `type(x) == list &&`, `x` is a list, whatever was seen of it.
  private mutating func learn(from condition: NodeID) {
    switch tree[condition].form {
    case .logical(.and, let operands): for operand in operands { learn(from: operand) }
    case .call(let equal, _, let sides) where equal.text == "_==_" && sides.count == 2:
      for (asked, answer) in [(sides[0], sides[1]), (sides[1], sides[0])] {
        guard case .call(let function, nil, let arguments) = tree[asked].form, function.text == "type",
          let subject = arguments.first, case .identifier(let name, _) = tree[answer].form,
          let type = Self.typeNames[name.text]
        else { continue }
        told[source(of: subject)] = type
      }
    default: break
    }
  }

  mutating func requireBool(_ id: NodeID) {
    let type = check(id)
    if type != .bool, !unifier.unify(.wrapper(.bool), type) {
      reportNotBool(id, unifier.final(type))
    }
  }

  mutating func reportNotBool(_ id: NodeID, _ found: ExpressionType) {
    let text = source(of: id)
    let suggestions: [String] =
      switch found {
      case .string: ["\(text) != ''", "\(text) == 'true'"]
      case .int, .uint, .double, .decimal: ["\(text) != 0"]
      case .list, .map: ["size(\(text)) > 0"]
      case .optional: ["\(text).hasValue()"]
      case .null: ["false"]
      default: ["\(text) != null"]
      }
    report(
      .notABool(found), "a condition is true or false, and this is \(found)", at: tree[id].range,
      suggestions: suggestions)
  }

  func source(of id: NodeID) -> String {
    let bytes = Array(tree.source.utf8)
    return String(decoding: bytes[tree[id].range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  private mutating func checkBranches(
    _ node: Node, _ condition: NodeID, _ then: NodeID, _ otherwise: NodeID
  ) -> ExpressionType {
    let before = told
    learn(from: condition)
    let left = check(then)
    told = before
    let right = check(otherwise)
    if unifier.unify(left, right) { return unifier.moreGeneral(left, right) }
    let (first, second) = (unifier.final(left), unifier.final(right))
    // A value or nothing is what conditions are mostly written for.
    if first == .null { return .wrapper(second) }
    if second == .null { return .wrapper(first) }
    report(
      .noSuchOverload(function: "_?_:_", arguments: [first, second]),
      "the two results of the choice have different types, \(first) and \(second)", at: node.range)
    return .error
  }

  // MARK: Containers

  private mutating func checkList(_ elements: [Node.Element]) -> ExpressionType {
    var common: ExpressionType?
    for element in elements {
      let type = check(element.value)
      common = unifier.join(common, element.isOptional ? insideOptional(type, at: element.value) : type)
    }
    return .list(common ?? unifier.fresh())
  }

  private mutating func checkMap(_ entries: [Node.Entry]) -> ExpressionType {
    var (keys, values): (ExpressionType?, ExpressionType?)
    var seen: Set<MapKey> = []
    for entry in entries {
      keys = unifier.join(keys, checkKey(entry.key, &seen))
      let type = check(entry.value)
      values = unifier.join(values, entry.isOptional ? insideOptional(type, at: entry.value) : type)
    }
    return .map(keys ?? unifier.fresh(), values ?? unifier.fresh())
  }

  private mutating func checkKey(_ id: NodeID, _ seen: inout Set<MapKey>) -> ExpressionType {
    let type = check(id)
    if case .literal(let value) = tree[id].form, let key = MapKey(making: value), !seen.insert(key).inserted {
      report(.duplicateKey, "the key \(source(of: id)) stands in this map twice", at: tree[id].range)
    }
    let found = unifier.final(type)
    let isKey = [.int, .uint, .bool, .string, .dyn, .error].contains(found)
    if isKey { return type }
    if case .wrapper = found { return type }
    report(
      .unsupported, "a key is a text, a bool or a whole number, and this is \(found)", at: tree[id].range)
    return .error
  }

  /// The type in an optional, for elements marked with `?`.
  private mutating func insideOptional(_ type: ExpressionType, at id: NodeID) -> ExpressionType {
    let inner = unifier.fresh()
    if unifier.unify(.optional(inner), type) { return unifier.resolved(type).isOpen ? .dyn : inner }
    let found = unifier.final(type)
    report(.notOptional(found), "'?' marks an optional, and this is \(found)", at: tree[id].range)
    return .error
  }

  private mutating func checkOptionalMap(
    _ target: NodeID, _ name: Name, _ body: NodeID, _ isFlat: Bool
  ) -> ExpressionType {
    let inner = insideOptional(check(target), at: target)
    let result = inScope([(name.text, inner)]) { $0.check(body) }
    if !isFlat { return .optional(result) }
    return .optional(insideOptional(result, at: body))
  }

  // MARK: Comprehensions

  private mutating func checkComprehension(_ loop: Node.Comprehension) -> ExpressionType {
    let (key, value) = elements(of: check(loop.range), at: loop)
    let isList = loop.variables.count == 1 && value != nil
    var names: [(String, ExpressionType)] = []
    if loop.variables.count == 2 {
      names = [
        (loop.variables[0].text, isMapRange(loop) ? key : .int), (loop.variables[1].text, value ?? .dyn),
      ]
      if unifier.resolved(types[loop.range.index]).isOpen { names[0].1 = .dyn }
    } else if let name = loop.variables.first {
      names = [(name.text, isList && !isMapRange(loop) ? (value ?? .dyn) : key)]
    }
    let element = names.last?.1 ?? .dyn
    return inScope(names) { $0.checkBody(of: loop, element: element, key: key) }
  }

  private func isMapRange(_ loop: Node.Comprehension) -> Bool {
    switch unifier.resolved(types[loop.range.index]) {
    case .map, .object: true
    default: false
    }
  }

  /// What keys and values a range has.
  private mutating func elements(
    of type: ExpressionType, at loop: Node.Comprehension
  ) -> (key: ExpressionType, value: ExpressionType?) {
    switch unifier.resolved(type) {
    case .list(let element): return (.int, element)
    case .map(let key, let value): return (key, value)
    case .object: return (.string, .dyn)
    case .dyn: return (.dyn, .dyn)
    case .variable:
      // An element of an empty list: it could be anything, also what is gone through here.
      _ = unifier.unify(type, .dyn)
      return (.dyn, .dyn)
    case .error: return (.error, .error)
    case .wrapper(let inner): return elements(of: inner, at: loop)
    case let other:
      report(
        .notIterable(other),
        "'\(loop.macro.text)' goes through a list or a map, and this is \(unifier.final(other))",
        at: tree[loop.range].range)
      return (.error, .error)
    }
  }

  private mutating func checkBody(
    of loop: Node.Comprehension, element: ExpressionType, key: ExpressionType
  ) -> ExpressionType {
    if let condition = loop.condition { requireBool(condition) }
    switch loop.kind {
    case .all, .exists, .existsOne:
      requireBool(loop.body)
      return .bool
    case .filter:
      requireBool(loop.body)
      return .list(element)
    case .map, .transformList: return .list(check(loop.body))
    case .transformMap: return .map(isMapRange(loop) ? key : .int, check(loop.body))
    case .transformMapEntry:
      let entry = check(loop.body)
      let (newKey, newValue) = (unifier.fresh(), unifier.fresh())
      if unifier.unify(.map(newKey, newValue), entry) { return .map(newKey, newValue) }
      report(
        .wrongResult(unifier.final(entry), expected: .map(.dyn, .dyn)),
        "every step makes a map of entries, and this is \(unifier.final(entry))", at: tree[loop.body].range)
      return .error
    case .sortBy:
      check(loop.body)
      return .list(element)
    }
  }
}
