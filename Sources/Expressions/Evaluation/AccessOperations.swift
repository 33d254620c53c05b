internal import JSON
internal import Values

/// Fields and elements of values.
enum Access {
  /// What a value has under a name; nil when it could have it and does not.
  static func field(_ name: String, of value: Value, at range: Range<Int>) throws(EvaluationError) -> Value? {
    if case .json(let view) = value, view.kind == .object { return view[name].map(Value.json) }
    switch value.plain {
    case .map(let map): return map.value(named: name)
    case .null:
      throw EvaluationError(.selectionOnNull, "null has no field '\(name)'", at: range)
    case let other:
      throw EvaluationError(.noSuchOverload, "\(other.kind.title) has no field '\(name)'", at: range)
    }
  }

  /// What a list or map has at an index; nil when there is nothing.
  static func element(_ index: Value, of value: Value, at range: Range<Int>) throws(EvaluationError) -> Value?
  {
    switch value.plain {
    case .list(let list):
      switch index.plain {
      case .int(let place): return Int(exactly: place).flatMap(list.element(at:))
      case .uint(let place): return Int(exactly: place).flatMap(list.element(at:))
      case .double(let place):
        guard let place = Int(exactly: place) else { break }
        return list.element(at: place)
      default: break
      }
      throw EvaluationError(
        .invalidArgument, "the place in a list is a whole number, and this is \(index.kind.title)", at: range)
    case .map(let map): return MapKey(lookingUp: index).flatMap(map.value(for:))
    case .null: throw EvaluationError(.selectionOnNull, "null has no elements", at: range)
    case let other:
      throw EvaluationError(.noSuchOverload, "\(other.kind.title) has no elements", at: range)
    }
  }
}

struct SelectOperation: Operation {
  let operand: any Operation
  let name: String
  let isOptional: Bool
  let range: Range<Int>

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    try frame.step(at: range)
    let value = try operand.value(in: &frame)
    if case .optional(let inner) = value {
      guard let inner else { return .optional(nil) }
      if isOptional, inner.isNull { return .optional(nil) }
      return .optional(try Access.field(name, of: inner, at: range))
    }
    if isOptional {
      if value.isNull { return .optional(nil) }
      return .optional(try Access.field(name, of: value, at: range))
    }
    if let field = try Access.field(name, of: value, at: range) { return field }
    throw EvaluationError(missing: name, at: range)
  }
}

struct HasOperation: Operation {
  let operand: any Operation
  let name: String
  let range: Range<Int>

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    try frame.step(at: range)
    var value = try operand.value(in: &frame)
    if case .optional(let inner) = value {
      guard let inner else { return .bool(false) }
      value = inner
    }
    // As with `.?`: null, which an empty element of XML is as well, has no field.
    if value.isNull { return .bool(false) }
    return .bool(try Access.field(name, of: value, at: range) != nil)
  }
}

struct IndexOperation: Operation {
  let operand: any Operation
  let index: any Operation
  let isOptional: Bool
  let range: Range<Int>

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    try frame.step(at: range)
    let value = try operand.value(in: &frame)
    let key = try index.value(in: &frame)
    if case .optional(let inner) = value {
      guard let inner else { return .optional(nil) }
      return .optional(try Access.element(key, of: inner, at: range))
    }
    if isOptional, value.isNull { return .optional(nil) }
    let element = try Access.element(key, of: value, at: range)
    if isOptional { return .optional(element) }
    if let element { return element }
    if value.kind == .list {
      throw EvaluationError(.indexOutOfRange, "the list has no element \(ValueText.short(key))", at: range)
    }
    let name = ValueText.short(key)
    throw EvaluationError(.noSuchKey(name), "there is no key \(name)", at: range)
  }
}

/// Values as messages show them.
enum ValueText {
  /// A scalar in a few characters; a container by its kind.
  static func short(_ value: Value) -> String {
    switch value.plain {
    case .string(let text): "'\(text.unicodeScalars.count > 40 ? text.prefix(37) + "..." : text[...])'"
    case .int(let number): String(number)
    case .uint(let number): String(number)
    case .double(let number): String(number)
    case .bool(let flag): String(flag)
    default: value.kind.title
    }
  }
}
