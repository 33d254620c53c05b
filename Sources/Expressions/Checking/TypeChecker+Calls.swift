internal import Values

/// Functions, methods and operators.
extension TypeChecker {
  mutating func checkCall(
    _ id: NodeID, _ name: Name, _ receiver: NodeID?, _ arguments: [NodeID]
  ) -> ExpressionType {
    if let receiver, let path = dottedName(receiver),
      let function = environment.function(path.name + "." + name.text, isAbsolute: path.isAbsolute)
    {
      return apply(id, function, name, .function, arguments, isQualified: true)
    }
    if let receiver, environment.functions[name.text] == nil, reportNamespace(id, name, receiver, arguments) {
      return .error
    }
    if let receiver {
      guard let function = environment.functions[name.text] else {
        if reportMacro(id, name) || reportNearMacro(id, name, receiver, arguments) { return .error }
        let types = ([receiver] + arguments).map { check($0) }
        return reportUndeclared(id, name, receiver, types)
      }
      return apply(id, function, name, .method, [receiver] + arguments, isQualified: false)
    }
    if let function = environment.function(name.text) {
      return apply(id, function, name, .function, arguments, isQualified: false)
    }
    if reportMacro(id, name) { return .error }
    let types = arguments.map { check($0) }
    return reportUndeclared(id, name, nil, types)
  }

  private mutating func apply(
    _ id: NodeID, _ function: Function, _ name: Name, _ style: Overload.Style, _ arguments: [NodeID],
    isQualified: Bool
  ) -> ExpressionType {
    if let first = function.name.utf8.first, first | 0x20 >= UInt8(ascii: "a"),
      first | 0x20 <= UInt8(ascii: "z")
    {
      use(function: function.name)
    }
    let compared = comparedType(function, arguments)
    let types = arguments.map { $0 == compared?.node ? checkType($0, compared?.text ?? "") : check($0) }
    var fitting: [(index: Int, result: ExpressionType, unifier: Unifier)] = []
    for index in function.overloads.indices {
      let overload = function.overloads[index]
      guard overload.style == style, overload.accepts(count: types.count),
        types.indices.allSatisfy({ !Unifier.areApart(overload.parameter(at: $0), types[$0]) })
      else { continue }
      var trial = unifier
      if let result = trial.result(of: overload, for: types) {
        fitting.append((index, result, trial))
      }
    }
    let runnable =
      fitting.isEmpty || !environment.isChecked ? Array(function.overloads.indices) : fitting.map(\.index)
    refer(id, to: .function(function.name, overloads: runnable, isQualified: isQualified))
    if types.contains(.error) {
      return fitting.count == 1 ? settled(fitting[0].result, fitting[0].unifier) : .error
    }
    if isNullComparison(function, types) { return .bool }
    guard let first = fitting.first else {
      reportOverload(id, function, name, style, arguments, types)
      return .error
    }
    review(function, fitting.map(\.index), arguments)
    if function.name == "coalesce" { return checkCoalesce(types) }
    if fitting.count == 1 || areKnown(types) {
      unifier = first.unifier
      return first.result
    }
    let results = Set(fitting.map { $0.unifier.final($0.result) })
    return results.count == 1 ? results.first ?? .dyn : .dyn
  }

  /// The name of a type that `type(x)` is compared with: it means no field of the record, although a record may have one so called.
  private func comparedType(_ function: Function, _ arguments: [NodeID]) -> (node: NodeID, text: String)? {
    guard environment.implicitRoot != nil, arguments.count == 2,
      function.name == "_==_" || function.name == "_!=_"
    else { return nil }
    for (asked, answer) in [(arguments[0], arguments[1]), (arguments[1], arguments[0])] {
      guard case .call(let asking, nil, _) = tree[asked].form, asking.text == "type",
        case .identifier(let name, _) = tree[answer].form, Self.typeNames[name.text] != nil,
        local(name.text) == nil, environment.variables[name.text] == nil
      else { continue }
      return (answer, name.text)
    }
    return nil
  }

  private mutating func checkType(_ id: NodeID, _ name: String) -> ExpressionType {
    let type = ExpressionType.type(Self.typeNames[name] ?? .dyn)
    refer(id, to: .type(name))
    types[id.index] = type
    return type
  }

  /// Whether nothing about the arguments is open, so that the first overload that fits is the one that runs.
  private func areKnown(_ types: [ExpressionType]) -> Bool {
    types.allSatisfy { type in
      switch unifier.final(type) {
      case .dyn, .list(.dyn): false
      default: true
      }
    }
  }

  /// `coalesce` gives one of its arguments, and null only where all of them can be null.
  private mutating func checkCoalesce(_ types: [ExpressionType]) -> ExpressionType {
    var common: ExpressionType?
    for type in types {
      var inner = unifier.resolved(type)
      if case .optional(let value) = inner { inner = unifier.resolved(value) }
      if case .wrapper(let value) = inner { inner = value }
      if inner != .null { common = unifier.join(common, inner) }
    }
    guard let common else { return .null }
    if case .wrapper = unifier.resolved(types.last ?? .dyn) { return .wrapper(common) }
    return types.last == .null ? .wrapper(common) : common
  }

  private func settled(_ type: ExpressionType, _ unifier: Unifier) -> ExpressionType { unifier.final(type) }

  /// Anything may be compared with null: a field that was never null in the data seen can be null tomorrow.
  private func isNullComparison(_ function: Function, _ types: [ExpressionType]) -> Bool {
    (function.name == "_==_" || function.name == "_!=_") && types.contains(.null)
  }

  /// Lets the overloads look at arguments that are constants, such as patterns.
  private mutating func review(_ function: Function, _ overloads: [Int], _ arguments: [NodeID]) {
    // Few functions ask for it.
    guard overloads.allSatisfy({ function.overloads[$0].review != nil }) else { return }
    let constants = arguments.map { id -> Value? in
      if case .literal(let value) = tree[id].form { value } else { nil }
    }
    // One that is content will do: another may only take the argument for something it is not.
    var complaint: ConstantComplaint?
    for index in overloads {
      guard let found = function.overloads[index].review?(constants) else { return }
      complaint = complaint ?? found
    }
    guard let complaint, arguments.indices.contains(complaint.argument) else { return }
    report(
      .badConstant(function.name), complaint.message, at: tree[arguments[complaint.argument]].range,
      suggestions: complaint.suggestions)
  }

  // MARK: Reports

  private mutating func reportUndeclared(
    _ id: NodeID, _ name: Name, _ receiver: NodeID?, _ types: [ExpressionType]
  ) -> ExpressionType {
    refer(id, to: .unknown(name.text))
    guard isListening, receiver == nil || types.first != .error else { return .error }
    var suggestions: [String] = []
    var hint = ""
    if let instead = Vocabulary.functions[name.text] {
      hint = "; write \(instead)"
      suggestions.append(contentsOf: replacement(instead))
    }
    suggestions += Spelling.nearest(
      to: name.text, among: environment.functions.keys.filter { $0.first?.isLetter == true })
    report(
      .undeclaredFunction(name.text), "there is no function '\(name.text)'\(hint)", at: name.range,
      suggestions: suggestions)
    return .error
  }

  /// A macro in a form it does not have: its arguments mean nothing without it and are not looked at.
  private mutating func reportMacro(_ id: NodeID, _ name: Name) -> Bool {
    guard environment.macrosAreEnabled, let macro = Macro.all.first(where: { $0.name == name.text }) else {
      return false
    }
    refer(id, to: .unknown(name.text))
    if hasSyntaxProblem(id) { return true }
    report(
      .macro(name.text), "'\(name.text)' is written \(macro.forms.joined(separator: " or "))", at: name.range)
    return true
  }

  /// `list.exist(x, x > 1)`: its first argument is not read as a variable that does not exist.
  private mutating func reportNearMacro(
    _ id: NodeID, _ name: Name, _ receiver: NodeID, _ arguments: [NodeID]
  ) -> Bool {
    guard arguments.count >= 2, case .identifier(let variable, false) = tree[arguments[0]].form,
      local(variable.text) == nil, environment.variables[variable.text] == nil
    else { return false }
    refer(id, to: .unknown(name.text))
    if check(receiver) == .error { return true }
    let macros =
      environment.macrosAreEnabled ? Macro.all.filter { $0.name != "has" && $0.name != "bind" } : []
    let suggestions = Spelling.nearest(to: name.text, among: macros.map(\.name))
    let instead = Vocabulary.functions[name.text].map { "; write \($0)" } ?? ""
    report(
      .undeclaredFunction(name.text), "there is no function '\(name.text)'\(instead)", at: name.range,
      suggestions: suggestions)
    return true
  }

  /// Whether something inside a call could not be read, so that its arguments are not what was meant.
  private func hasSyntaxProblem(_ id: NodeID) -> Bool {
    unread.contains { $0.overlaps(tree[id].range) }
  }

  /// `math.greatst(1)`: a name space that exists, with a function that does not.
  private mutating func reportNamespace(
    _ id: NodeID, _ name: Name, _ receiver: NodeID, _ arguments: [NodeID]
  ) -> Bool {
    guard let path = dottedName(receiver), environment.variables[path.name] == nil else { return false }
    let members = environment.functions.keys.filter { $0.hasPrefix(path.name + ".") }
    guard !members.isEmpty else { return false }
    refer(id, to: .unknown(name.text))
    for argument in arguments { check(argument) }
    let names = members.map { String($0.dropFirst(path.name.count + 1)) }
    var suggestions = Spelling.nearest(to: name.text, among: names)
    let instead = Vocabulary.functions[name.text].map { "; write \($0)" } ?? ""
    if suggestions.isEmpty, instead.isEmpty { suggestions = Array(names.sorted().prefix(3)) }
    report(
      .undeclaredFunction(path.name + "." + name.text),
      "there is no function '\(path.name).\(name.text)'\(instead)",
      at: name.range, suggestions: suggestions)
    return true
  }

  /// The bare name in a template such as `x.lowerAscii()`, when the name alone is the whole repair.
  private func replacement(_ template: String) -> [String] {
    guard template.hasPrefix("x."), let open = template.firstIndex(of: "(") else { return [] }
    return [String(template[template.index(template.startIndex, offsetBy: 2)..<open])]
  }

  private mutating func reportOverload(
    _ id: NodeID, _ function: Function, _ name: Name, _ style: Overload.Style, _ arguments: [NodeID],
    _ types: [ExpressionType]
  ) {
    guard isListening, !hasSyntaxProblem(id) else { return }
    let found = types.map { unifier.final($0) }
    let kind = ExpressionProblem.Kind.noSuchOverload(function: function.name, arguments: found)
    if function.name == "!_", let operand = arguments.first {
      reportNotBool(operand, found[0])
      return
    }
    if function.name.first?.isLetter != true {
      let advice = OperatorAdvice(function.name, found, arguments.map { source(of: $0) })
      report(kind, advice.message, at: name.range, suggestions: [])
      return
    }
    let list = found.map(\.words).joined(separator: ", ")
    if !function.overloads.contains(where: { $0.style == style }) {
      let texts = arguments.map { source(of: $0) }
      let isMethod = style == .method
      let right =
        isMethod
        ? "\(function.name)(\(texts.joined(separator: ", ")))"
        : "\(texts.first ?? "x").\(function.name)(\(texts.dropFirst().joined(separator: ", ")))"
      let message =
        isMethod
        ? "'\(function.name)' is a function, not a method"
        : "'\(function.name)' is a method of its first argument"
      report(kind, "\(message): write \(right)", at: name.range, suggestions: [])
      return
    }
    if let place = found.firstIndex(where: { if case .optional = $0 { true } else { false } }) {
      let inside = "\(source(of: arguments[place])).orValue(null)"
      report(
        kind, "'\(function.name)' does not take an optional: write \(inside) for what is in it",
        at: tree[arguments[place]].range, suggestions: [inside])
      return
    }
    // Those that take what was given, and more, are meant rather than others.
    let fitting = function.overloads.map { overload in
      overload.parameters.count > found.count
        && zip(found, overload.parameters).allSatisfy { "\($0)" == "\($1)" }
    }
    let signatures =
      zip(function.signatures, fitting).filter(\.1).map(\.0)
      + zip(function.signatures, fitting).filter { !$0.1 }.map(\.0)
    let more = signatures.count > 4 ? " and \(signatures.count - 4) more" : ""
    let forms = signatures.prefix(4).joined(separator: ", ") + more
    report(kind, "'\(function.name)' does not take (\(list)); it is \(forms)", at: name.range)
  }
}

/// What to say about an operator between types it does not join.
struct OperatorAdvice {
  let message: String

  /// How operators are written, by the names of their functions.
  static let symbols = [
    "_+_": "+", "_-_": "-", "_*_": "*", "_/_": "/", "_%_": "%", "_==_": "==", "_!=_": "!=", "_<_": "<",
    "_<=_": "<=", "_>_": ">", "_>=_": ">=", "@in": "in", "!_": "!", "-_": "-",
  ]

  init(_ function: String, _ types: [ExpressionType], _ texts: [String]) {
    let symbol = Self.symbols[function] ?? function
    let isComparison = ["==", "!=", "<", "<=", ">", ">="].contains(symbol)
    guard types.count == 2 else {
      message = "'\(symbol)' does not apply to \(types.map(\.words).joined(separator: ", "))"
      return
    }
    let base =
      isComparison
      ? "\(types[0].words) and \(types[1].words) are not compared with '\(symbol)'"
      : "'\(symbol)' does not join \(types[0].words) and \(types[1].words)"
    message = base + (OperatorAdvice.hint(symbol, types.map(\.solid), texts).map { "; \($0)" } ?? "")
  }

  private static func hint(_ symbol: String, _ types: [ExpressionType], _ texts: [String]) -> String? {
    if types.contains(.decimal), types.contains(.double) {
      let double = types[0] == .double ? texts[0] : texts[1]
      return "write decimal(\(double))"
    }
    if symbol == "/", types.contains(.decimal) { return "division of decimals is divide(a, b, scale)" }
    let pair = Set(types)
    let maybe = types.firstIndex { if case .optional = $0 { true } else { false } }
    if let maybe, types[1 - maybe] != .null { return "write \(texts[maybe]).orValue(...)" }
    if types[0] == .date, types[1] == .int { return "write \(texts[0]).addDays(\(texts[1]))" }
    if pair == [.date, .timestamp] { return "write date(\(types[0] == .timestamp ? texts[0] : texts[1]))" }
    let converted = { (from: ExpressionType, function: String) -> String in
      "write \(function)(\(types[0] == from ? texts[0] : texts[1]))"
    }
    if pair == [.int, .double] {
      let whole = types[0] == .int ? texts[0] : texts[1]
      return whole.utf8.allSatisfy { (0x30...0x39).contains($0) }
        ? "write \(whole).0" : converted(.int, "double")
    }
    if pair == [.int, .uint] { return converted(.uint, "int") }
    if pair == [.uint, .double] { return converted(.uint, "double") }
    // A moment and a text are joined as texts; two moments have no sum.
    if symbol == "+", let moment = types.first(where: { $0 == .date || $0 == .timestamp }),
      pair.contains(.string)
    {
      let text = types[0] == .string ? texts[0] : texts[1]
      return text.dropFirst().first?.isNumber == true
        ? converted(.string, "duration") : converted(moment, "string")
    }
    if pair == [.string, .date] { return converted(.string, "date") }
    if pair == [.string, .timestamp] { return converted(.string, "timestamp") }
    if pair == [.string, .duration] { return converted(.string, "duration") }
    if pair == [.string, .decimal] { return converted(.string, "decimal") }
    if pair.contains(.string), let other = types.first(where: { $0 != .string }), other.kind != nil {
      if symbol == "+" { return converted(other, "string") }
      if other == .int || other == .double || other == .bool { return converted(.string, other.description) }
    }
    return nil
  }
}
