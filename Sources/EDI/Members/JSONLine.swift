package import Values

/// A value as one line of JSON.
package enum JSONLine {
  /// More than any member has parts.
  private static let mostParts = 1_000_000

  package static func text(_ value: Value) -> String {
    var steps = mostParts
    // Members are made of text, booleans and lists only, which JSON has words for.
    return (try? JSONWriter.text(of: value, steps: &steps, limit: 1 << 24)) ?? "null"
  }
}
