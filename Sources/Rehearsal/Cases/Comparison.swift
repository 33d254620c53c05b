package import Diagnostics
internal import JSON
internal import Programs
package import Values
package import YAML

/// A difference between what a test expects and what came, at a path of the record.
package struct Difference: Sendable {
  /// `lines[0].amount`.
  package let path: String
  package let message: String
  /// Where the expectation stands.
  package let place: SourceRange
  /// What is expected; nil for what nobody expects.
  package var expected: Node?
  /// What came; nil when nothing did.
  package var found: Value?
}

/// Holds values against what a file of tests says.
package enum Comparison {
  /// What differs; with `isPartial` keys that the file does not name may be anything.
  package static func differences(
    _ expected: Node, _ found: Value?, path: String = "", isPartial: Bool = false
  ) -> [Difference] {
    guard let found else {
      return [
        Difference(
          path: path, message: "expected \(shown(expected)), and there is nothing", place: expected.start,
          expected: expected)
      ]
    }
    if let mapping = expected.mapping {
      guard case .map(let map) = found.plain else { return [mismatch(expected, found, path)] }
      return differences(mapping, map, expected, path, isPartial)
    }
    if let list = expected.list {
      guard case .list(let values) = found.plain else { return [mismatch(expected, found, path)] }
      return differences(list, values.values, expected, path, isPartial)
    }
    return isSame(expected, found) ? [] : [mismatch(expected, found, path)]
  }

  private static func differences(
    _ expected: Mapping, _ found: MapValue, _ node: Node, _ path: String, _ isPartial: Bool
  ) -> [Difference] {
    var differences: [Difference] = []
    for entry in expected.entries {
      let inner = path.isEmpty ? entry.key.text : "\(path).\(entry.key.text)"
      differences += Self.differences(
        entry.value, found.value(named: entry.key.text), path: inner, isPartial: isPartial)
    }
    guard !isPartial else { return differences }
    for pair in found.pairs {
      guard case .string(let name) = pair.key, !expected.has(name) else { continue }
      let inner = path.isEmpty ? name : "\(path).\(name)"
      differences.append(
        Difference(
          path: inner, message: "nobody expects `\(name)`, which is \(shown(pair.value))", place: node.start,
          found: pair.value))
    }
    return differences
  }

  private static func differences(
    _ expected: [Node], _ found: [Value], _ node: Node, _ path: String, _ isPartial: Bool
  ) -> [Difference] {
    var differences: [Difference] = []
    for (place, item) in expected.enumerated() {
      let value = found.indices.contains(place) ? found[place] : nil
      differences += Self.differences(item, value, path: "\(path)[\(place)]", isPartial: isPartial)
    }
    if found.count > expected.count {
      differences.append(
        Difference(
          path: "\(path)[\(expected.count)]",
          message:
            "\(found.count - expected.count) more than expected, the first is \(shown(found[expected.count]))",
          place: node.start, found: found[expected.count]))
    }
    return differences
  }

  private static func isSame(_ expected: Node, _ found: Value) -> Bool {
    guard let scalar = expected.scalar else { return false }
    switch (scalar.resolved, found.plain) {
    case (.null, .null): return true
    case (.bool(let wanted), .bool(let flag)): return wanted == flag
    case (.string, .string(let text)): return text.hasSameScalars(as: scalar.text)
    case (.string, .timestamp), (.string, .date), (.string, .duration):
      // Moments and days are texts in a file of tests.
      return found.templateText == scalar.text
    case (_, .decimal(let number)): return Decimal(scalar.text) == number
    case (.int, .int), (.int, .double), (.float, .int), (.float, .double):
      let written = found.numberText ?? ""
      return Decimal(scalar.text) == Decimal(written) && Decimal(written) != nil
    default: return false
    }
  }

  private static func mismatch(_ expected: Node, _ found: Value, _ path: String) -> Difference {
    Difference(
      path: path, message: "expected \(shown(expected)), got \(shown(found))", place: expected.range,
      expected: expected, found: found)
  }

  private static func shown(_ node: Node) -> String {
    guard let scalar = node.scalar else { return node.mapping == nil ? "a list" : "an object" }
    if case .string = scalar.resolved { return "\"\(scalar.text)\"" }
    return scalar.text
  }

  package static func shown(_ value: Value) -> String {
    var steps = 10_000
    let text = (try? JSONWriter.text(of: value, steps: &steps, limit: 100_000)) ?? value.kind.title
    return text.count > 120 ? String(text.prefix(117)) + "..." : text
  }
}

extension Value {
  /// The digits of a number.
  fileprivate var numberText: String? {
    if case .json(let view) = self { return view.numberText }
    switch self {
    case .int(let number): return String(number)
    case .double(let number): return String(number)
    default: return nil
    }
  }
}
