internal import JSON

extension Value {
  /// What a view shows: a scalar as itself, a container as a lazy list or map.
  ///
  /// A whole number that fits is an int; every other number is a double.
  static func shown(by view: JSONView) -> Value {
    switch view.kind {
    case .null: .null
    case .true: .bool(true)
    case .false: .bool(false)
    case .string: .string(view.string ?? "")
    case .array: .list(ListValue(json: view))
    case .object: .map(MapValue(json: view))
    case .integer: view.int.map(Value.int) ?? .double(view.double ?? .nan)
    case .fraction: .double(view.double ?? .nan)
    }
  }

  static func kind(of view: JSONView) -> ValueKind {
    switch view.kind {
    case .null: .null
    case .true, .false: .bool
    case .string: .string
    case .array: .list
    case .object: .map
    case .integer: view.int == nil ? .double : .int
    case .fraction: .double
    }
  }
}

/// Why a value has no JSON text.
package enum JSONWritingFailure: Error, Sendable, Equatable {
  case stepsExhausted
  case tooLarge
  /// NaN and the infinities are no JSON numbers.
  case notFinite
  case noForm(ValueKind)
}

/// Writes values as JSON text without spaces.
///
/// Decimals are written as numbers with their own digits, points in time and dates as text, bytes in base64.
package struct JSONWriter: Sendable {
  private var bytes: [UInt8] = []
  private var steps: Int
  private let limit: Int

  private init(steps: Int, limit: Int) {
    self.steps = steps
    self.limit = limit
  }

  /// The JSON text of a value; takes one of `steps` for every part and stops at `limit` bytes.
  package static func text(
    of value: Value, steps: inout Int, limit: Int
  ) throws(JSONWritingFailure) -> String {
    var writer = JSONWriter(steps: steps, limit: limit)
    try writer.write(value)
    steps = writer.steps
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private mutating func write(_ value: Value) throws(JSONWritingFailure) {
    steps -= 1
    if steps < 0 { throw .stepsExhausted }
    if case .json(let view) = value, let digits = view.numberText {
      try append(digits)
      return
    }
    switch value.plain {
    case .null: try append("null")
    case .bool(let flag): try append(flag ? "true" : "false")
    case .int(let number): try append(String(number))
    case .uint(let number): try append(String(number))
    case .double(let number):
      guard number.isFinite else { throw .notFinite }
      let isWhole = number == number.rounded() && abs(number) < 1e15
      try append(isWhole ? String(Int64(number)) : String(number))
    case .decimal(let number): try append(number.description)
    case .string(let text): try write(text: text)
    case .bytes(let raw): try write(text: Base64.encode(raw))
    case .timestamp(let instant): try write(text: instant.description)
    case .duration(let span): try write(text: span.description)
    case .date(let date): try write(text: date.description)
    case .address(let address): try write(text: address.description)
    case .network(let network): try write(text: network.description)
    case .list(let list): try write(list)
    case .map(let map): try write(map)
    case .optional(.some(let inner)): try write(inner)
    case .optional(.none): try append("null")
    case .type: throw .noForm(.type)
    case .json: throw .noForm(.null)
    }
  }

  private mutating func write(_ list: ListValue) throws(JSONWritingFailure) {
    try append("[")
    var isFirst = true
    for element in list {
      if !isFirst { try append(",") }
      isFirst = false
      try write(element)
    }
    try append("]")
  }

  private mutating func write(_ map: MapValue) throws(JSONWritingFailure) {
    try append("{")
    var isFirst = true
    for (key, value) in map.pairs {
      if !isFirst { try append(",") }
      isFirst = false
      switch key {
      case .string(let name): try write(text: name)
      case .bool(let flag): try write(text: flag ? "true" : "false")
      case .int(let number): try write(text: String(number))
      case .uint(let number): try write(text: String(number))
      }
      try append(":")
      try write(value)
    }
    try append("}")
  }

  private mutating func write(text: String) throws(JSONWritingFailure) {
    guard bytes.count + text.utf8.count <= limit else { throw .tooLarge }
    JSONText.append(text, to: &bytes)
    if bytes.count > limit { throw .tooLarge }
  }

  private mutating func append(_ text: String) throws(JSONWritingFailure) {
    bytes += text.utf8
    if bytes.count > limit { throw .tooLarge }
  }
}
