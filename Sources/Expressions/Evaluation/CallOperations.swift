internal import Values

/// A call: evaluates the arguments and runs the first overload that takes them.
struct CallOperation: Operation {
  let function: Function
  let style: Overload.Style
  let overloads: [Overload]
  let arguments: [any Operation]
  let range: Range<Int>

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    try frame.step(at: range)
    switch arguments.count {
    case 1: return try callOne(arguments[0].value(in: &frame), &frame)
    case 2:
      let first = try arguments[0].value(in: &frame)
      return try callTwo(first, arguments[1].value(in: &frame), &frame)
    default:
      var values: [Value] = []
      values.reserveCapacity(arguments.count)
      for argument in arguments { values.append(try argument.value(in: &frame)) }
      return try callMany(values, &frame)
    }
  }

  private func callOne(_ value: Value, _ frame: inout Frame) throws(EvaluationError) -> Value {
    let kind = value.kind
    for overload in overloads where overload.accepts(count: 1) && overload.admits(kind, at: 0) {
      let argument = overload.takesViews ? value : value.plain
      do {
        try frame.context.spend(argument.length)
        switch overload.body {
        case .one(let body): return try body(argument, &frame.context)
        case .many(let body): return try body([argument], &frame.context)
        default: continue
        }
      } catch { throw EvaluationError(error, at: range) }
    }
    throw .noOverload(function, [kind], style, at: range)
  }

  fileprivate func callTwo(
    _ first: Value, _ second: Value, _ frame: inout Frame
  ) throws(EvaluationError) -> Value {
    let (left, right) = (first.kind, second.kind)
    for overload in overloads
    where overload.accepts(count: 2) && overload.admits(left, at: 0) && overload.admits(right, at: 1) {
      let a = overload.takesViews ? first : first.plain
      let b = overload.takesViews ? second : second.plain
      do {
        try frame.context.spend(a.length + b.length)
        switch overload.body {
        case .two(let body): return try body(a, b, &frame.context)
        case .many(let body): return try body([a, b], &frame.context)
        default: continue
        }
      } catch { throw EvaluationError(error, at: range) }
    }
    throw .noOverload(function, [left, right], style, at: range)
  }

  private func callMany(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    let kinds = values.map(\.kind)
    for overload in overloads
    where overload.accepts(count: values.count)
      && kinds.indices.allSatisfy({ overload.admits(kinds[$0], at: $0) })
    {
      let arguments = overload.takesViews ? values : values.map(\.plain)
      do {
        try frame.context.spend(arguments.reduce(0) { $0 + $1.length })
        switch overload.body {
        case .many(let body): return try body(arguments, &frame.context)
        case .none where arguments.isEmpty: continue
        default: continue
        }
      } catch { throw EvaluationError(error, at: range) }
    }
    throw .noOverload(function, kinds, style, at: range)
  }
}

extension Value {
  /// Steps that going through a text once is worth: one per 256 bytes.
  fileprivate var length: Int {
    switch self {
    case .string(let text): text.utf8.count >> 8
    case .bytes(let bytes): bytes.count >> 8
    default: 0
    }
  }
}

/// `==` and `!=`, which take all types.
struct EqualityOperation: Operation {
  let left: any Operation
  let right: any Operation
  let isNegated: Bool
  let range: Range<Int>

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    let first = try left.value(in: &frame)
    let second = try right.value(in: &frame)
    do {
      return .bool(try frame.context.equal(first, second) != isNegated)
    } catch { throw EvaluationError(error, at: range) }
  }
}

/// `or` and `orValue`: an optional that has a value decides, and what would stand for it is not evaluated.
struct OrOperation: Operation {
  let call: CallOperation
  /// Whether the value is taken out of the optional.
  let unwraps: Bool

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    try frame.step(at: call.range)
    let optional = try call.arguments[0].value(in: &frame)
    if case .optional(let inner?) = optional { return unwraps ? inner : optional }
    return try call.callTwo(optional, call.arguments[1].value(in: &frame), &frame)
  }
}

/// `coalesce`: the first argument that is there and not null.
///
/// Later arguments are not evaluated.
struct CoalesceOperation: Operation {
  let arguments: [any Operation]

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    for argument in arguments {
      do {
        let value = try argument.value(in: &frame)
        switch value {
        case .optional(nil): continue
        case .optional(let inner?): if !inner.isNull { return inner }
        default: if !value.isNull { return value }
        }
      } catch {
        if !error.isAbsence { throw error }
      }
    }
    return .null
  }
}

/// `blank`: whether its argument holds nothing to read; what is not there does not.
struct BlankOperation: Operation {
  let argument: any Operation

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    do {
      return .bool(TextFunctions.isBlank(try argument.value(in: &frame)))
    } catch {
      if !error.isAbsence { throw error }
      return .bool(true)
    }
  }
}
