internal import JSON
internal import Values

/// Values and types as the conformance suite writes them in JSON.
enum ConformanceForm {
  struct Problem: Error {
    let message: String
  }

  // MARK: Values

  static func value(_ form: JSONView) throws(Problem) -> Value {
    guard let (key, content) = form.members.first(where: { _ in true }) else {
      throw Problem(message: "a value has no kind")
    }
    switch key.string ?? "" {
    case "nullValue": return .null
    case "boolValue": return .bool(content.bool ?? false)
    case "stringValue": return .string(content.string ?? "")
    case "int64Value": return .int(try number(content, Int64.init))
    case "uint64Value": return .uint(try number(content, UInt64.init))
    case "doubleValue": return .double(try double(content))
    case "bytesValue":
      guard let bytes = Base64.decode(content.string ?? "") else {
        throw Problem(message: "bytes are not base64")
      }
      return .bytes(bytes)
    case "typeValue": return .type(TypeName(content.string ?? ""))
    case "listValue":
      var values: [Value] = []
      for element in content["values"].map({ Array($0.elements) }) ?? [] { values.append(try value(element)) }
      return .list(values)
    case "mapValue": return .map(try map(content))
    case "objectValue": return try object(content)
    case let other: throw Problem(message: "there is no kind of value '\(other)'")
    }
  }

  private static func number<T>(_ form: JSONView, _ read: (String) -> T?) throws(Problem) -> T {
    guard let number = read(form.string ?? form.numberText ?? "") else {
      throw Problem(message: "a number is wrong")
    }
    return number
  }

  private static func double(_ form: JSONView) throws(Problem) -> Double {
    if let number = form.double { return number }
    switch form.string ?? "" {
    case "NaN": return .nan
    case "Infinity": return .infinity
    case "-Infinity": return -.infinity
    case let text:
      guard let number = Double(text) else { throw Problem(message: "a double is wrong") }
      return number
    }
  }

  private static func map(_ form: JSONView) throws(Problem) -> MapValue {
    var entries = MapValue.Entries()
    for entry in form["entries"].map({ Array($0.elements) }) ?? [] {
      guard let keyForm = entry["key"], let valueForm = entry["value"],
        let key = MapKey(making: try value(keyForm))
      else { throw Problem(message: "a map's entry is wrong") }
      entries.set(key, to: try value(valueForm))
    }
    return MapValue(entries)
  }

  /// Times are messages in the suite: `{"@type": ".../google.protobuf.Duration", "value": "1.5s"}`.
  private static func object(_ form: JSONView) throws(Problem) -> Value {
    let type = form["@type"]?.string ?? ""
    let text = form["value"]?.string ?? ""
    if type.hasSuffix("google.protobuf.Duration"), let span = TimeSpan(text) { return .duration(span) }
    if type.hasSuffix("google.protobuf.Timestamp"), let instant = Instant(text) { return .timestamp(instant) }
    throw Problem(message: "there are no messages of type '\(type)' here")
  }

  /// Whether a result is what the case wants: of the same type, with NaN equal to itself.
  static func isSame(_ value: Value, _ wanted: Value) -> Bool {
    switch (value.plain, wanted.plain) {
    case (.double(let a), .double(let b)): return a.isNaN && b.isNaN || a == b && a.sign == b.sign
    case (.list(let a), .list(let b)):
      return a.count == b.count && zip(a.values, b.values).allSatisfy { isSame($0, $1) }
    case (.map(let a), .map(let b)):
      return a.count == b.count
        && a.pairs.allSatisfy { pair in b.value(for: pair.key).map { isSame(pair.value, $0) } ?? false }
    case (let a, let b):
      var steps = 1_000
      return a.kind == b.kind && (try? a.equals(b, steps: &steps)) == true
    }
  }

  static func text(of value: Value) -> String {
    switch value.plain {
    case .list(let list): "[" + list.map(text).joined(separator: ", ") + "]"
    case .map(let map):
      "{" + map.pairs.map { "\(text(of: $0.key.value)): \(text(of: $0.value))" }.joined(separator: ", ") + "}"
    case .type(let type): "type \(type.name)"
    case .optional(let inner): inner.map { "optional(\(text(of: $0)))" } ?? "optional.none()"
    case .timestamp(let instant): instant.description
    case .duration(let span): span.description
    case .date(let date): date.description
    case .decimal(let number): number.description
    case .bytes(let bytes): "bytes \(bytes)"
    case .uint(let number): "\(number)u"
    case let other: ValueText.short(other)
    }
  }

  // MARK: Types

  static func type(_ form: JSONView) throws(Problem) -> ExpressionType {
    guard let (key, content) = form.members.first(where: { _ in true }) else {
      throw Problem(message: "a type has no kind")
    }
    switch key.string ?? "" {
    case "dyn": return .dyn
    case "null": return .null
    case "primitive": return try primitive(content.string ?? "")
    case "wellKnown":
      switch content.string ?? "" {
      case "TIMESTAMP": return .timestamp
      case "DURATION": return .duration
      default: return .dyn
      }
    case "wrapper": return .wrapper(try primitive(content.string ?? ""))
    case "listType": return .list(try part(content, "elemType"))
    case "mapType": return .map(try part(content, "keyType"), try part(content, "valueType"))
    case "typeParam": return .parameter(content.string ?? "T")
    case "type": return .type(content.count == 0 ? .dyn : try type(content))
    case "messageType":
      switch content.string ?? "" {
      case ValueKind.timestamp.rawValue: return .timestamp
      case ValueKind.duration.rawValue: return .duration
      case let other: return .named(other, [])
      }
    case "abstractType": return try abstract(content)
    case let other: throw Problem(message: "there is no kind of type '\(other)'")
    }
  }

  private static func part(_ form: JSONView, _ name: String) throws(Problem) -> ExpressionType {
    guard let inner = form[name] else { return .dyn }
    return try type(inner)
  }

  private static func abstract(_ form: JSONView) throws(Problem) -> ExpressionType {
    var parameters: [ExpressionType] = []
    for parameter in form["parameterTypes"].map({ Array($0.elements) }) ?? [] {
      parameters.append(try type(parameter))
    }
    let name = form["name"]?.string ?? ""
    if name == ValueKind.optional.rawValue, let inner = parameters.first { return .optional(inner) }
    return .named(name, parameters)
  }

  private static func primitive(_ name: String) throws(Problem) -> ExpressionType {
    switch name {
    case "BOOL": return .bool
    case "INT64": return .int
    case "UINT64": return .uint
    case "DOUBLE": return .double
    case "STRING": return .string
    case "BYTES": return .bytes
    default: throw Problem(message: "there is no primitive type '\(name)'")
    }
  }
}
