internal import JSON
internal import Language
internal import Values

/// Writes values as the JSON of a canonical type.
enum JSONForms {
  /// No part of a page is larger than this.
  private static let largest = 64 << 20

  /// Any value as it is.
  static func append(any value: Value, to bytes: inout [UInt8]) throws(Misfit) {
    var steps = 10_000_000
    do {
      bytes.append(contentsOf: try JSONWriter.text(of: value, steps: &steps, limit: largest).utf8)
    } catch .notFinite {
      throw Misfit("is JSON, which has no NaN and no infinity")
    } catch .noForm(let kind) {
      throw Misfit("is JSON, which has no form for \(kind.title)")
    } catch {
      throw Misfit("is JSON, and this is too large")
    }
  }

  /// Free names, each with a text: numbers and truth values as their text, nulls left out.
  static func append(texts map: MapValue, to bytes: inout [UInt8]) throws(Misfit) {
    bytes.append(0x7B)
    var isFirst = true
    for (key, value) in map.pairs where !value.isNull {
      if !isFirst { bytes.append(0x2C) }
      isFirst = false
      guard let name = SourceText.of(key.value) else { throw Misfit("is a map, and a key of it is no text") }
      JSONText.append(name, to: &bytes)
      bytes.append(0x3A)
      try append(text: value, to: &bytes)
    }
    bytes.append(0x7D)
  }

  /// A value of a map.
  static func append(text value: Value, to bytes: inout [UInt8]) throws(Misfit) {
    guard let text = SourceText.of(value) else {
      throw Misfit("is a map of texts, and a value of it is \(value.kind.title)")
    }
    JSONText.append(text, to: &bytes)
  }

  /// A value as a canonical type; false when it is null.
  static func append(
    _ value: Value, as type: ModelType, to bytes: inout [UInt8]
  ) throws(Misfit) -> Bool {
    if value.isNull {
      bytes.append(contentsOf: "null".utf8)
      return false
    }
    switch type {
    case .plain(let plain): return try append(value, as: plain, to: &bytes)
    case .reference:
      guard let id = SourceText.ofID(value) else {
        throw Misfit("is a record's id, and this is \(value.kind.title)")
      }
      JSONText.append(id, to: &bytes)
    case .choice(let choices):
      guard case .string(let word) = value.plain, choices.contains(where: { $0.name == word }) else {
        throw Misfit("has fixed values, and this is none of them")
      }
      JSONText.append(word, to: &bytes)
    case .list(let element):
      guard case .list(let list) = value.plain else {
        throw Misfit("is a list, and this is \(value.kind.title)")
      }
      bytes.append(0x5B)
      var isFirst = true
      for item in list {
        if !isFirst { bytes.append(0x2C) }
        isFirst = false
        _ = try append(item, as: element, to: &bytes)
      }
      bytes.append(0x5D)
    case .object(let fields): try append(value, fields: fields, to: &bytes)
    }
    return true
  }

  private static func append(
    _ value: Value, as type: PlainType, to bytes: inout [UInt8]
  ) throws(Misfit) -> Bool {
    switch type {
    case .address:
      try append(value, fields: ModelField.address, to: &bytes)
      return true
    default: break
    }
    let start = bytes.count
    switch try ScalarForms.append(value, as: type, to: &bytes) {
    case .null:
      bytes.append(contentsOf: "null".utf8)
      return false
    case .integer(let number):
      let text = type == .boolean ? (number == 0 ? "false" : "true") : String(number)
      bytes.append(contentsOf: text.utf8)
    case .text:
      if type != .map, type != .json { JSONText.quote(from: start, in: &bytes) }
    }
    return true
  }

  /// A map that an expression made, held against the fields of an object.
  private static func append(
    _ value: Value, fields: [ModelField], to bytes: inout [UInt8]
  ) throws(Misfit) {
    guard case .map(let map) = value.plain else {
      throw Misfit("is an object, and this is \(value.kind.title)")
    }
    bytes.append(0x7B)
    var isFirst = true
    for (key, value) in map.pairs {
      guard case .string(let name) = key, let field = fields.first(where: { $0.name == name }) else {
        throw Misfit(
          "is an object, and it has no field \(SourceText.of(key.value).map { "`\($0)`" } ?? "of that name")")
      }
      if !isFirst { bytes.append(0x2C) }
      isFirst = false
      JSONText.append(name, to: &bytes)
      bytes.append(0x3A)
      _ = try append(value, as: field.type, to: &bytes)
    }
    bytes.append(0x7D)
  }
}
