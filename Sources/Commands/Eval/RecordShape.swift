internal import Expressions
internal import JSON

/// What the records of a file have in common, so that a key none of them has is a mistake and not a silence.
enum RecordShape {
  /// Looking at more records teaches nothing that is worth the time.
  private static let lookedAt = 10_000

  static func type(of records: [JSONView]) -> ExpressionType {
    let objects = records.prefix(lookedAt).filter { $0.kind == .object }
    guard !objects.isEmpty, records.count <= lookedAt else { return .dyn }
    return .object(shape(of: objects, name: "record", depth: 0))
  }

  private static func shape(of objects: [JSONView], name: String, depth: Int) -> ObjectShape {
    var values: [String: [JSONView]] = [:]
    for object in objects {
      for (key, value) in object.members { values[key.string ?? "", default: []].append(value) }
    }
    var fields: [String: ObjectShape.Field] = [:]
    for (key, seen) in values {
      fields[key] = ObjectShape.Field(
        type(of: seen, name: "\(name).\(key)", depth: depth + 1), seen: min(seen.count, objects.count))
    }
    return ObjectShape(name: name, fields: fields, total: objects.count, isClosed: true)
  }

  /// Only what all values agree on is claimed.
  private static func type(of values: [JSONView], name: String, depth: Int) -> ExpressionType {
    let present = values.filter { !$0.isNull }
    if present.count == values.count, depth < 8, present.allSatisfy({ $0.kind == .object }) {
      return .object(shape(of: present, name: name, depth: depth))
    }
    let types = Set(present.map(scalar))
    guard types.count == 1, let only = types.first, only != .dyn else { return .dyn }
    return present.count == values.count ? only : .wrapper(only)
  }

  private static func scalar(_ value: JSONView) -> ExpressionType {
    switch value.kind {
    case .string: .string
    case .true, .false: .bool
    case .integer: value.int == nil ? .dyn : .int
    default: .dyn
    }
  }
}
