internal import Values

/// Why a function has no result for its arguments.
///
/// The caller knows the place and adds it.
struct CallFailure: Error, Sendable {
  let kind: EvaluationError.Kind
  let message: String

  init(_ kind: EvaluationError.Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  static func argument(_ message: String) -> CallFailure { CallFailure(.invalidArgument, message) }
  static func overflow(_ message: String) -> CallFailure { CallFailure(.overflow, message) }
}

/// What a running function may use up.
struct CallContext {
  var budget: Budget

  /// Takes steps for work that grows with the arguments.
  mutating func spend(_ steps: Int) throws(CallFailure) {
    budget.steps -= steps
    if budget.steps < 0 { throw CallFailure(.budget, "the evaluation takes too many steps") }
  }

  /// Takes output before it is built, so that nothing too large is ever in memory.
  mutating func produce(_ size: Int) throws(CallFailure) {
    budget.output -= size
    if budget.output < 0 { throw CallFailure(.budget, "the evaluation makes too much output") }
  }

  /// A text of a known length, counted as output.
  mutating func produced(_ text: String) throws(CallFailure) -> Value {
    try produce(text.utf8.count)
    return .string(text)
  }

  mutating func equal(_ left: Value, _ right: Value) throws(CallFailure) -> Bool {
    do { return try left.equals(right, steps: &budget.steps) } catch { throw CallFailure(error) }
  }
}

/// What one evaluation may use up.
package struct Budget: Sendable, Hashable {
  package var steps: Int
  /// Bytes of text and elements of lists and maps made on the way.
  package var output: Int

  package init(steps: Int = 100_000, output: Int = 1_000_000) {
    self.steps = steps
    self.output = output
  }
}

extension CallFailure {
  init(_ failure: ComparisonFailure) {
    switch failure {
    case .stepsExhausted: self.init(.budget, "the evaluation takes too many steps")
    case .decimalAgainstDouble:
      self.init(.noSuchOverload, "a decimal is not compared with a double; write decimal(x) for both")
    case .unordered(let left, let right):
      self.init(.noSuchOverload, "\(left.title) and \(right.title) have no order")
    }
  }

  init(_ failure: JSONWritingFailure) {
    switch failure {
    case .stepsExhausted: self.init(.budget, "the evaluation takes too many steps")
    case .tooLarge: self.init(.budget, "the evaluation makes too much output")
    case .notFinite: self.init(.conversion, "JSON has no NaN and no infinity")
    case .noForm(let kind): self.init(.conversion, "JSON has no form for \(kind.title)")
    }
  }
}
