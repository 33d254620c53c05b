internal import Values

/// One compiled step: it takes what it needs from the frame and has a value or an error.
protocol Operation: Sendable {
  func value(in frame: inout Frame) throws(EvaluationError) -> Value
}

/// What changes during one evaluation.
struct Frame {
  let activation: Activation
  /// The variables of macros, by their depth.
  var locals: [Value]
  var context: CallContext

  mutating func step(at range: Range<Int>) throws(EvaluationError) {
    context.budget.steps -= 1
    if context.budget.steps < 0 {
      throw EvaluationError(.budget, "the evaluation takes too many steps", at: range)
    }
  }

  mutating func produce(_ count: Int, at range: Range<Int>) throws(EvaluationError) {
    context.budget.output -= count
    if context.budget.output < 0 {
      throw EvaluationError(.budget, "the evaluation makes too much output", at: range)
    }
  }
}

extension EvaluationError {
  init(_ failure: CallFailure, at range: Range<Int>) {
    self.init(failure.kind, failure.message, at: range)
  }

  /// No overload takes these; one that does with more arguments, such as the format of a moment, is named.
  static func noOverload(
    _ function: Function, _ kinds: [ValueKind], _ style: Overload.Style, at range: Range<Int>
  ) -> EvaluationError {
    if let symbol = OperatorAdvice.symbols[function.name], kinds.count == 2 {
      let hint = Set(kinds) == [.int, .double] ? "; double(x) makes one kind of them" : ""
      return EvaluationError(
        .noSuchOverload, "'\(symbol)' does not go with \(kinds[0].title) and \(kinds[1].title)\(hint)",
        at: range)
    }
    let types = kinds.map(\.title).joined(separator: ", ")
    let longer = function.overloads.firstIndex { overload in
      overload.style == style && !overload.isVariadic && overload.parameters.count > kinds.count
        && kinds.indices.allSatisfy { overload.admits(kinds[$0], at: $0) }
    }
    let isCount = function.name == "instant" && (kinds == [.int] || kinds == [.double])
    let hint =
      isCount
      ? "; write instant(x, 'unix') for seconds since 1970, 'unix_ms' for milliseconds"
      : longer.map { "; it is \(function.signatures[$0])" } ?? ""
    return EvaluationError(
      .noSuchOverload, "'\(function.name)' does not take (\(types))\(hint)", at: range)
  }

  static func notBool(_ value: Value, at range: Range<Int>) -> EvaluationError {
    EvaluationError(
      .noSuchOverload, "a condition is true or false, and this is \(value.kind.title)", at: range)
  }
}

struct ConstantOperation: Operation {
  let constant: Value
  func value(in frame: inout Frame) -> Value { constant }
}

/// A part of the expression that was known to be wrong before evaluation.
struct FailingOperation: Operation {
  let error: EvaluationError
  func value(in frame: inout Frame) throws(EvaluationError) -> Value { throw error }
}

struct VariableOperation: Operation {
  let name: String
  let range: Range<Int>

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    if let value = frame.activation[name] { return value }
    if frame.activation.isAbsent(name) {
      throw EvaluationError(.noSuchKey(name), "the data does not have what '\(name)' stands for", at: range)
    }
    throw EvaluationError(.undeclared(name), "the variable '\(name)' has no value", at: range)
  }
}

struct LocalOperation: Operation {
  let slot: Int
  func value(in frame: inout Frame) -> Value { frame.locals[slot] }
}

/// A path over a document; anything else than a hit is left to the slow way, which knows what to say.
struct PathOperation: Operation {
  let path: PlainPath
  let otherwise: any Operation

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    if case .json(let root)? = frame.activation[path.variable], let view = path.view(in: root) {
      return .json(view)
    }
    return try otherwise.value(in: &frame)
  }
}

struct ConditionalOperation: Operation {
  let condition: any Operation
  let then: any Operation
  let otherwise: any Operation
  let conditionRange: Range<Int>

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    let decision = try condition.value(in: &frame)
    guard case .bool(let flag) = decision.plain else { throw .notBool(decision, at: conditionRange) }
    return flag ? try then.value(in: &frame) : try otherwise.value(in: &frame)
  }
}

/// `&&` and `||`: an operand that decides wins over one that fails, on whichever side it stands.
struct LogicalOperation: Operation {
  let operands: [(operation: any Operation, range: Range<Int>)]
  /// What one operand has to be to decide: false for `&&`, true for `||`.
  let deciding: Bool

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    var failure: EvaluationError?
    for operand in operands {
      do {
        let value = try operand.operation.value(in: &frame)
        if case .bool(let flag) = value.plain {
          if flag == deciding { return .bool(deciding) }
        } else {
          failure = failure ?? .notBool(value, at: operand.range)
        }
      } catch {
        if error.kind == .budget { throw error }
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return .bool(!deciding)
  }
}

struct ListOperation: Operation {
  let elements: [(operation: any Operation, isOptional: Bool, range: Range<Int>)]
  let range: Range<Int>

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    try frame.produce(elements.count, at: range)
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      let value = try element.operation.value(in: &frame)
      if let present = try unwrapped(value, if: element.isOptional, at: element.range) {
        values.append(present)
      }
    }
    return .list(values)
  }
}

struct MapOperation: Operation {
  struct Entry: Sendable {
    let key: any Operation
    let value: any Operation
    let isOptional: Bool
    let keyRange: Range<Int>
  }

  let entries: [Entry]
  let range: Range<Int>

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    try frame.produce(entries.count, at: range)
    var result = MapValue.Entries()
    for entry in entries {
      let keyValue = try entry.key.value(in: &frame)
      guard let key = MapKey(making: keyValue) else {
        let message = "a key is a text, a bool or a whole number, and this is \(keyValue.kind.title)"
        throw EvaluationError(.invalidArgument, message, at: entry.keyRange)
      }
      let value = try entry.value.value(in: &frame)
      guard let present = try unwrapped(value, if: entry.isOptional, at: entry.keyRange) else { continue }
      if !result.insert(key, present) {
        throw EvaluationError(.duplicateKey, "this key is in the map already", at: entry.keyRange)
      }
    }
    return .map(MapValue(result))
  }
}

/// The value inside an element marked with `?`, nil when it has none; any other value unchanged.
private func unwrapped(
  _ value: Value, if isOptional: Bool, at range: Range<Int>
) throws(EvaluationError) -> Value? {
  if !isOptional { return value }
  guard case .optional(let inner) = value else {
    throw EvaluationError(
      .noSuchOverload, "'?' marks an optional, and this is \(value.kind.title)", at: range)
  }
  return inner
}

struct BindOperation: Operation {
  let slot: Int
  let bound: any Operation
  let body: any Operation

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    frame.locals[slot] = try bound.value(in: &frame)
    return try body.value(in: &frame)
  }
}

struct OptionalMapOperation: Operation {
  let slot: Int
  let target: any Operation
  let body: any Operation
  let isFlat: Bool
  let range: Range<Int>

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    let optional = try target.value(in: &frame)
    guard case .optional(let inner) = optional else {
      throw EvaluationError(.noSuchOverload, "this is \(optional.kind.title) and no optional", at: range)
    }
    guard let inner else { return .optional(nil) }
    frame.locals[slot] = inner
    let result = try body.value(in: &frame)
    if !isFlat { return .optional(result) }
    guard case .optional = result else {
      throw EvaluationError(
        .noSuchOverload, "optFlatMap makes an optional, and this is \(result.kind.title)", at: range)
    }
    return result
  }
}
