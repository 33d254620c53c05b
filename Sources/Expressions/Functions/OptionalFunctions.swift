internal import Values

extension FunctionLibrary {
  static let optionals = FunctionLibrary(
    "optionals", "Values that may be missing: a.?b, a[?i], and what can be done with them.",
    functions: OptionalFunctions.all, macros: BindingMacros.all)
}

private enum OptionalFunctions {
  private static let any = ExpressionType.parameter("T")

  static let all = [of, ofNonZeroValue, none, hasValue, value, or, orValue, unwrap, unwrapOpt]

  private static let of = Function(
    "optional.of", "An optional with a value.", examples: [Example("optional.of(1).hasValue()", "true")],
    [Overload.function(any, .optional(any)) { (value, _) in .optional(value) }.withViews])

  private static let ofNonZeroValue = Function(
    "optional.ofNonZeroValue", "An optional with a value, or none for null, zero, false and what is empty.",
    examples: [Example("optional.ofNonZeroValue('').hasValue()", "false")],
    [
      Overload.function(any, .optional(any)) { (value, _) in .optional(isZero(value) ? nil : value) }
        .withViews
    ])

  private static let none = Function(
    "optional.none", "An optional without a value.",
    examples: [Example("optional.none().hasValue()", "false")],
    [.function([], .optional(any)) { (_, _) in .optional(nil) }])

  private static let hasValue = Function(
    "hasValue", "Whether an optional has a value.", examples: [Example("{'a': 1}.?b.hasValue()", "false")],
    [
      .method(.optional(any), .bool) { (optional, _) in
        guard case .optional(let inner) = optional else { return .null }
        return .bool(inner != nil)
      }
    ])

  private static let value = Function(
    "value", "The value of an optional; an error when it has none.",
    examples: [Example("{'a': 1}.?a.value()", "1")],
    [
      .method(.optional(any), any) { (optional, _) throws(CallFailure) in
        guard case .optional(let inner?) = optional else {
          throw CallFailure(.noValue, "the optional has no value")
        }
        return inner
      }
    ])

  private static let or = Function(
    "or", "The optional, or another one, which is only evaluated when it has no value.",
    examples: [Example("optional.none().or(optional.of(1)).value()", "1")],
    [
      .method(.optional(any), .optional(any), .optional(any)) { (optional, other, _) in
        guard case .optional(nil) = optional else { return optional }
        return other
      }
    ])

  private static let orValue = Function(
    "orValue", "The value of an optional, or another value, or null, when it has none.",
    examples: [
      Example("{'a': 1}.?b.orValue(0)", "0"), Example("{'a': 'x'}.?b.orValue(null)", "null"),
    ],
    [
      Overload.method(.optional(any), any, any, otherwise).withViews,
      Overload.method(.optional(any), .null, .wrapper(any), otherwise).withViews,
    ])

  private static let otherwise = {
    @Sendable (optional: Value, other: Value, _: inout CallContext) throws(CallFailure) -> Value in
    guard case .optional(let inner?) = optional else { return other }
    return inner
  }

  private static let unwrap = Function(
    "optional.unwrap", "The values of the optionals in a list that have one.",
    examples: [Example("optional.unwrap([optional.of(1), optional.none()])", "[1]")],
    [.function(.list(.optional(any)), .list(any), unwrapped)])

  private static let unwrapOpt = Function(
    "unwrapOpt", "The values of the optionals in a list that have one.",
    examples: [Example("[optional.none(), optional.of(2)].unwrapOpt()", "[2]")],
    [.method(.list(.optional(any)), .list(any), unwrapped)])

  private static let unwrapped = {
    @Sendable (list: Value, context: inout CallContext) throws(CallFailure) -> Value in
    guard case .list(let list) = list else { return .null }
    try context.produce(list.count)
    var values: [Value] = []
    for element in list {
      guard case .optional(let inner) = element else {
        throw CallFailure(.noSuchOverload, "the list has \(element.kind.title) where optionals are expected")
      }
      if let inner { values.append(inner) }
    }
    return .list(values)
  }

  private static func isZero(_ value: Value) -> Bool {
    switch value.plain {
    case .null: true
    case .bool(let flag): !flag
    case .int(let number): number == 0
    case .uint(let number): number == 0
    case .double(let number): number == 0
    case .string(let text): text.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .list(let list): list.isEmpty
    case .map(let map): map.isEmpty
    case .duration(let span): span.nanoseconds == 0
    case .timestamp(let instant): instant.seconds == 0 && instant.nanoseconds == 0
    case .decimal(let number): number.coefficient == 0
    case .optional(let inner): inner == nil
    default: false
    }
  }
}
