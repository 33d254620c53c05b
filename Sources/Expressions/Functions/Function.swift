internal import Values

/// A function of the language, declared once: what it is called, what it takes, what it is for, how it works.
///
/// The checker, the evaluator, the reference and a share of the tests are all made from this. A class, as its overloads are, because the
/// checker asks for it at every call and every operator.
package final class Function: Sendable {
  package let name: String
  package let summary: String
  package let overloads: [Overload]
  package let examples: [Example]

  init(_ name: String, _ summary: String, examples: [Example] = [], _ overloads: [Overload]) {
    self.name = name
    self.summary = summary
    self.examples = examples
    self.overloads = overloads
  }
}

/// One signature of a function, with its implementation.
package final class Overload: Sendable {
  /// How the call is written.
  package enum Style: Sendable, Hashable {
    /// `f(x)`
    case function
    /// `x.f()`; the first parameter is `x`.
    case method
  }

  package let style: Style
  package let parameters: [ExpressionType]
  /// Whether the last parameter may be given any number of times more.
  package let isVariadic: Bool
  package let result: ExpressionType
  let body: Body
  /// A look at constant arguments while checking: what is wrong with them, if anything.
  let review: (@Sendable ([Value?]) -> ConstantComplaint?)?
  /// Whether views into documents arrive as they are, for functions that read the text of a number.
  let takesViews: Bool
  /// Whether the signature has type parameters, which stand for other types at each use.
  let isGeneric: Bool
  /// The sorts of value each parameter admits, as bits; asked for every call at runtime.
  private let masks: [UInt32]

  /// How arguments arrive.
  ///
  /// The fixed counts exist so that common calls build no array.
  enum Body: Sendable {
    case none
    case one(@Sendable (Value, inout CallContext) throws(CallFailure) -> Value)
    case two(@Sendable (Value, Value, inout CallContext) throws(CallFailure) -> Value)
    case many(@Sendable ([Value], inout CallContext) throws(CallFailure) -> Value)
  }

  init(
    _ style: Style, _ parameters: [ExpressionType], _ result: ExpressionType,
    isVariadic: Bool = false,
    takesViews: Bool = false, review: (@Sendable ([Value?]) -> ConstantComplaint?)? = nil,
    _ body: Body
  ) {
    self.style = style
    self.parameters = parameters
    self.isVariadic = isVariadic
    self.result = result
    self.body = body
    self.takesViews = takesViews
    self.review = review
    isGeneric = result.hasParameters || parameters.contains(where: \.hasParameters)
    masks = parameters.map { parameter in
      ValueKind.allCases.reduce(0) { parameter.admits($1) ? $0 | $1.bit : $0 }
    }
  }

  /// The same overload with a look at its constant arguments.
  func reviewing(_ review: @escaping @Sendable ([Value?]) -> ConstantComplaint?) -> Overload {
    Overload(
      style, parameters, result, isVariadic: isVariadic, takesViews: takesViews, review: review,
      body)
  }

  /// The same overload with views into documents left as they are.
  var withViews: Overload {
    Overload(
      style, parameters, result, isVariadic: isVariadic, takesViews: true, review: review, body)
  }

  /// A signature known only by its types, for checking.
  package static func declared(
    _ style: Style, _ parameters: [ExpressionType], _ result: ExpressionType
  ) -> Overload {
    Overload(style, parameters, result, .none)
  }

  func admits(_ kind: ValueKind, at position: Int) -> Bool {
    masks.isEmpty ? false : masks[min(position, masks.count - 1)] & kind.bit != 0
  }

  func accepts(count: Int) -> Bool {
    isVariadic ? count >= parameters.count : count == parameters.count
  }

  /// The type of an argument's place; the last one stands for all that follow.
  func parameter(at position: Int) -> ExpressionType {
    parameters.isEmpty ? .dyn : parameters[min(position, parameters.count - 1)]
  }
}

extension ExpressionType {
  /// Whether the type names a parameter of the signature it stands in.
  fileprivate var hasParameters: Bool {
    switch self {
    case .parameter: true
    case .list(let inner), .optional(let inner), .wrapper(let inner), .type(let inner): inner.hasParameters
    case .map(let key, let value): key.hasParameters || value.hasParameters
    case .named(_, let inner): inner.contains(where: \.hasParameters)
    default: false
    }
  }
}

/// What is wrong with a constant argument, and which one it is.
struct ConstantComplaint: Sendable {
  let argument: Int
  let message: String
  var suggestions: [String] = []
}

extension Overload {
  static func function(
    _ parameter: ExpressionType, _ result: ExpressionType,
    _ body: @escaping @Sendable (Value, inout CallContext) throws(CallFailure) -> Value
  ) -> Overload { Overload(.function, [parameter], result, .one(body)) }

  static func function(
    _ first: ExpressionType, _ second: ExpressionType, _ result: ExpressionType,
    _ body: @escaping @Sendable (Value, Value, inout CallContext) throws(CallFailure) -> Value
  ) -> Overload { Overload(.function, [first, second], result, .two(body)) }

  static func method(
    _ receiver: ExpressionType, _ result: ExpressionType,
    _ body: @escaping @Sendable (Value, inout CallContext) throws(CallFailure) -> Value
  ) -> Overload { Overload(.method, [receiver], result, .one(body)) }

  static func method(
    _ receiver: ExpressionType, _ parameter: ExpressionType, _ result: ExpressionType,
    _ body: @escaping @Sendable (Value, Value, inout CallContext) throws(CallFailure) -> Value
  ) -> Overload { Overload(.method, [receiver, parameter], result, .two(body)) }

  static func method(
    _ parameters: [ExpressionType], _ result: ExpressionType,
    _ body: @escaping @Sendable ([Value], inout CallContext) throws(CallFailure) -> Value
  ) -> Overload { Overload(.method, parameters, result, .many(body)) }

  static func function(
    _ parameters: [ExpressionType], _ result: ExpressionType, isVariadic: Bool = false,
    _ body: @escaping @Sendable ([Value], inout CallContext) throws(CallFailure) -> Value
  ) -> Overload { Overload(.function, parameters, result, isVariadic: isVariadic, .many(body)) }
}

extension Function {
  /// The signatures as a reader writes them: `string.indexOf(string, int) -> int`.
  package var signatures: [String] {
    overloads.map { overload in
      // That null may stand in the place of a value is said in the summary.
      var names = overload.parameters.map {
        if case .wrapper(let inner) = $0 { inner.description } else { $0.description }
      }
      if overload.isVariadic, let last = names.popLast() { names.append(last + "...") }
      let receiver = overload.style == .method && !names.isEmpty ? names.removeFirst() + "." : ""
      var result = overload.result.description
      if case .wrapper(let inner) = overload.result { result = "\(inner) or null" }
      return "\(receiver)\(name)(\(names.joined(separator: ", "))) -> \(result)"
    }
  }
}

extension ValueKind {
  /// One bit per kind.
  fileprivate var bit: UInt32 {
    let place: UInt32 =
      switch self {
      case .null: 0
      case .bool: 1
      case .int: 2
      case .uint: 3
      case .double: 4
      case .string: 5
      case .bytes: 6
      case .list: 7
      case .map: 8
      case .timestamp: 9
      case .duration: 10
      case .date: 11
      case .decimal: 12
      case .type: 13
      case .optional: 14
      case .address: 15
      case .network: 16
      }
    return 1 << place
  }
}
