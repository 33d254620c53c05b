internal import Formatting
internal import JSON
internal import Programs
internal import Values

/// Values as a file of tests writes them, on one line.
enum FlowText {
  static func of(_ value: Value) -> String {
    if case .json(let view) = value, let digits = view.numberText { return digits }
    switch value.plain {
    case .map(let map):
      let entries = map.pairs.map { pair in entry(name(pair.key), pair.value) }
      return "{\(entries.joined(separator: ", "))}"
    case .list(let list): return "[\(list.values.map(of).joined(separator: ", "))]"
    case .string(let text): return Quoting.written(text, isFlow: true)
    case .null: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .int, .uint, .double, .decimal:
      var steps = 10
      return (try? JSONWriter.text(of: value, steps: &steps, limit: 1_000)) ?? "null"
    default: return Quoting.written(value.templateText ?? "", isFlow: true)
    }
  }

  /// `name: value`.
  static func entry(_ name: String, _ value: Value) -> String {
    "\(Quoting.written(name, isFlow: true)): \(of(value))"
  }

  private static func name(_ key: MapKey) -> String {
    if case .string(let name) = key { name } else { "\(key)" }
  }
}
