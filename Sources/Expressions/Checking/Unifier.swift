/// Finds out what type parameters stand for, so that argument types fit a signature.
struct Unifier {
  private var bindings: [Int: ExpressionType] = [:]
  private var count = 0

  /// Most expressions use nothing generic: then there are no variables in any type.
  var isUnused: Bool { count == 0 }

  mutating func fresh() -> ExpressionType {
    count += 1
    return .variable(count)
  }

  /// The type with what is known of its variables put in; what stays unknown is `dyn`.
  func final(_ type: ExpressionType) -> ExpressionType {
    if isUnused { return type }
    return replace(type) { variable in bindings[variable].map(final) ?? .dyn }
  }

  /// The outermost layer of a type with known variables put in.
  func resolved(_ type: ExpressionType) -> ExpressionType {
    var type = type
    while case .variable(let variable) = type, let bound = bindings[variable] { type = bound }
    return type
  }

  /// A signature's types with each parameter replaced by a variable of this use.
  mutating func instantiate(_ types: [ExpressionType]) -> [ExpressionType] {
    var variables: [String: ExpressionType] = [:]
    return types.map { instantiate($0, &variables) }
  }

  private mutating func instantiate(
    _ type: ExpressionType, _ variables: inout [String: ExpressionType]
  ) -> ExpressionType {
    switch type {
    case .parameter(let name):
      if let known = variables[name] { return known }
      let variable = fresh()
      variables[name] = variable
      return variable
    case .list(let element): return .list(instantiate(element, &variables))
    case .map(let key, let value): return .map(instantiate(key, &variables), instantiate(value, &variables))
    case .optional(let inner): return .optional(instantiate(inner, &variables))
    case .wrapper(let inner): return .wrapper(instantiate(inner, &variables))
    case .type(let inner): return .type(instantiate(inner, &variables))
    case .named(let name, let inner): return .named(name, inner.map { instantiate($0, &variables) })
    default: return type
    }
  }

  private func replace(_ type: ExpressionType, _ variable: (Int) -> ExpressionType) -> ExpressionType {
    switch type {
    case .variable(let number): variable(number)
    case .list(let element): .list(replace(element, variable))
    case .map(let key, let value): .map(replace(key, variable), replace(value, variable))
    case .optional(let inner): .optional(replace(inner, variable))
    case .wrapper(let inner): .wrapper(replace(inner, variable))
    case .type(let inner): .type(replace(inner, variable))
    case .named(let name, let inner): .named(name, inner.map { replace($0, variable) })
    default: type
    }
  }

  /// Whether two types are different scalars, so that nothing found out about variables can make them fit.
  ///
  /// A cheap question before a costly one: an operator has an overload for each type there is.
  static func areApart(_ left: ExpressionType, _ right: ExpressionType) -> Bool {
    guard let first = scalar(left), let second = scalar(right) else { return false }
    return first != second
  }

  private static func scalar(_ type: ExpressionType) -> Int? {
    switch type {
    case .bool: 0
    case .int: 1
    case .uint: 2
    case .double: 3
    case .string: 4
    case .bytes: 5
    case .timestamp: 6
    case .duration: 7
    case .date: 8
    case .decimal: 9
    default: nil
    }
  }

  /// Whether all pairs fit together.
  ///
  /// On success their variables are bound, on failure nothing has changed.
  mutating func unify(_ left: [ExpressionType], _ right: [ExpressionType]) -> Bool {
    let saved = bindings
    if left.count == right.count, zip(left, right).allSatisfy({ fit($0, $1) }) { return true }
    bindings = saved
    return false
  }

  mutating func unify(_ left: ExpressionType, _ right: ExpressionType) -> Bool {
    let saved = bindings
    if fit(left, right) { return true }
    bindings = saved
    return false
  }

  /// What an overload gives for arguments of these types; nil, and nothing has changed, where they do not fit it.
  mutating func result(of overload: Overload, for arguments: [ExpressionType]) -> ExpressionType? {
    guard overload.isGeneric else {
      let saved = bindings
      for place in arguments.indices where !fit(overload.parameter(at: place), arguments[place]) {
        bindings = saved
        return nil
      }
      return overload.result
    }
    var signature = instantiate(
      arguments.indices.map { overload.parameter(at: $0) } + [overload.result])
    let result = signature.removeLast()
    return unify(signature, arguments) ? result : nil
  }

  private mutating func fit(_ left: ExpressionType, _ right: ExpressionType) -> Bool {
    if left == right { return true }
    if case .variable(let variable) = left { return bind(variable, to: right) }
    if case .variable(let variable) = right { return bind(variable, to: left) }
    if left.isOpen || right.isOpen { return true }
    switch (left, right) {
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): return fit(a, b)
    case (.wrapper(let a), .wrapper(let b)): return fit(a, b)
    case (.type(let a), .type(let b)):
      // Types as values may always be compared; what they say of a parameter is taken where it fits.
      let saved = bindings
      if !fit(a, b) { bindings = saved }
      return true
    case (.map(let a, let b), .map(let c, let d)): return fit(a, c) && fit(b, d)
    case (.named(let a, let b), .named(let c, let d)):
      return a == c && b.count == d.count && zip(b, d).allSatisfy { fit($0, $1) }
    case (let other, .null), (.null, let other): return Unifier.takesNull(other)
    case (.wrapper(let inner), let other), (let other, .wrapper(let inner)): return fit(inner, other)
    case (.object, .map(let key, let value)), (.map(let key, let value), .object):
      return fit(key, .string) && fit(value, .dyn)
    // Records of two lists that a provider keeps apart may stand in one list: what was seen of one proves nothing about the other.
    case (.object(let a), .object(let b)): return a === b || a.name == b.name || a.isObserved && b.isObserved
    default: return false
    }
  }

  /// Types whose values may be null in the definition of the language, for reasons of its history.
  private static func takesNull(_ type: ExpressionType) -> Bool {
    switch type {
    case .wrapper, .optional, .timestamp, .duration, .object, .named: true
    default: false
    }
  }

  private mutating func bind(_ variable: Int, to type: ExpressionType) -> Bool {
    guard let bound = bindings[variable] else {
      if resolved(type) == .variable(variable) { return true }
      if mentions(variable, in: type) { return false }
      bindings[variable] = type
      return true
    }
    guard fit(bound, type) else { return false }
    let general = moreGeneral(bound, type)
    if !mentions(variable, in: general) { bindings[variable] = general }
    return true
  }

  private func mentions(_ variable: Int, in type: ExpressionType) -> Bool {
    switch resolved(type) {
    case .variable(let other): other == variable
    case .list(let inner), .optional(let inner), .wrapper(let inner), .type(let inner):
      mentions(variable, in: inner)
    case .map(let key, let value): mentions(variable, in: key) || mentions(variable, in: value)
    case .named(_, let inner): inner.contains { mentions(variable, in: $0) }
    default: false
    }
  }

  /// Of two types that fit together the one that says less.
  func moreGeneral(_ left: ExpressionType, _ right: ExpressionType) -> ExpressionType {
    switch (left, right) {
    case (.list(let a), .list(let b)): .list(moreGeneral(resolved(a), resolved(b)))
    case (.object(let a), .object(let b)) where a.name != b.name: .dyn
    default: saysLess(left, than: right) ? left : right
    }
  }

  private func saysLess(_ left: ExpressionType, than right: ExpressionType) -> Bool {
    if left == right { return true }
    switch (left, right) {
    case (.error, _), (.dyn, _), (.variable, _): return true
    case (_, .error), (_, .dyn), (_, .variable): return false
    case (.wrapper(let a), .wrapper(let b)): return saysLess(a, than: b)
    case (.wrapper, _): return true
    case (_, .null): return Unifier.takesNull(left)
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)), (.type(let a), .type(let b)):
      return saysLess(a, than: b)
    case (.map(let a, let b), .map(let c, let d)): return saysLess(a, than: c) && saysLess(b, than: d)
    case (.map, .object): return true
    case (.named(let a, let b), .named(let c, let d)):
      return a == c && zip(b, d).allSatisfy { saysLess($0, than: $1) }
    default: return false
    }
  }

  /// One type for values of both, as for the elements of a list: `dyn` when they do not fit together.
  mutating func join(_ left: ExpressionType?, _ right: ExpressionType) -> ExpressionType {
    guard let left else { return right }
    return unify(left, right) ? moreGeneral(left, right) : .dyn
  }
}
