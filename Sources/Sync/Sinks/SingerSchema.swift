internal import Language
internal import Rows
internal import Values

/// The JSON Schema of a model's rows, as Singer targets want it.
enum SingerSchema {
  static func schema(of shape: RowShape, key: [String]) -> Value {
    var properties = MapValue.Entries()
    for name in key { properties.set(.string(name), to: object(["type": .string("string")])) }
    for field in shape.fields {
      properties.set(.string(field.name), to: type(field.model.type))
      if case .choice = field.form { properties.set(.string(field.name + "_raw"), to: text()) }
    }
    properties.set(.string("custom"), to: object(["type": nullable("object")]))
    properties.set(.string("_sdc_deleted_at"), to: text(format: "date-time"))
    return object(["type": .string("object"), "properties": .map(MapValue(properties))])
  }

  private static func type(_ type: ModelType) -> Value {
    switch type {
    case .choice, .reference: text()
    case .list: object(["type": nullable("array")])
    case .object: object(["type": nullable("object")])
    case .plain(let plain): Self.plain(plain)
    }
  }

  private static func plain(_ type: PlainType) -> Value {
    switch type {
    case .integer: object(["type": nullable("integer")])
    case .boolean: object(["type": nullable("boolean")])
    case .date: text(format: "date")
    case .time: text(format: "time")
    case .instant: text(format: "date-time")
    case .address, .map: object(["type": nullable("object")])
    case .money:
      object([
        "type": nullable("object"),
        "properties": object(["amount": text(), "currency": text()]),
      ])
    case .json: object([:])
    // Exact digits stay text: a target that made a double of them would change them.
    case .decimal, .percent, .text, .email, .phone, .url, .country, .region, .currency, .language, .timezone:
      text()
    }
  }

  private static func text(format: String? = nil) -> Value {
    guard let format else { return object(["type": nullable("string")]) }
    return object(["type": nullable("string"), "format": .string(format)])
  }

  private static func nullable(_ type: String) -> Value { .list([.string("null"), .string(type)]) }

  private static func object(_ entries: KeyValuePairs<String, Value>) -> Value {
    .map(MapValue(entries.map { ($0.key, $0.value) }))
  }
}
