internal import Values

/// What commands print for programs: one JSON value on one line.
enum JSONText {
  static func of(_ value: Value) -> String {
    // What is printed was made here, and is as large as it is; the bounds are for what comes from outside.
    var steps = Int.max
    return (try? JSONWriter.text(of: value, steps: &steps, limit: .max)) ?? "null"
  }

  static func of(_ members: [(String, Value)]) -> String { of(.map(MapValue(members))) }
}
