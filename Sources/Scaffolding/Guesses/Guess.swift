/// A value that was inferred, how sure it is, and why.
struct Guess<Value: Sendable>: Sendable {
  var value: Value
  /// From 0 to 1; what was read in so many words has 1.
  var confidence: Double
  var reason: String

  init(_ value: Value, _ confidence: Double, _ reason: String) {
    self.value = value
    self.confidence = confidence
    self.reason = reason
  }

  /// The comment to put beside it; nil for what is certain.
  var remark: String? {
    guard confidence < 0.95 else { return nil }
    return "guess (\(Self.decimal(confidence))): \(reason)"
  }

  static func decimal(_ confidence: Double) -> String {
    let tenths = Int((min(max(confidence, 0), 1) * 10).rounded())
    return tenths >= 10 ? "0.9" : "0.\(tenths)"
  }
}
