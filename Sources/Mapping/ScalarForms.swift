internal import JSON
internal import Language
internal import Values

/// A value in the canonical form of its type.
enum Scalar {
  case null
  /// Appended to the bytes that were given.
  case text
  case integer(Int64)
}

/// Why a value has no canonical form of a type: the rest of a sentence that begins with the field.
struct Misfit: Error {
  let message: String
  init(_ message: String) { self.message = message }

  static func wanted(_ type: PlainType, _ found: Value, write advice: String? = nil) -> Misfit {
    let hint = advice.map { ": write \($0)" } ?? ""
    return Misfit("is \(type.rawValue), and this is \(found.kind.title)\(hint)")
  }
}

/// Brings values into the canonical form of the plain types.
///
/// No type is guessed: what the checker refuses of a value it knows is refused here of one that it could not know.
enum ScalarForms {
  static func append(
    _ value: Value, as type: PlainType, to bytes: inout [UInt8]
  ) throws(Misfit) -> Scalar {
    if value.isNull { return .null }
    switch type {
    case .text, .region, .phone: return try appendText(value, type, to: &bytes)
    case .url, .email, .country, .currency, .language, .timezone, .time:
      return try appendChecked(value, type, to: &bytes)
    case .integer: return .integer(try integer(value))
    case .boolean:
      guard case .bool(let flag) = value.plain else {
        let other = if case .string = value.plain { "'true'" } else { "1" }
        throw .wanted(type, value, write: "a comparison such as `x == \(other)`")
      }
      return .integer(flag ? 1 : 0)
    case .decimal, .percent:
      try appendDecimal(value, type, to: &bytes)
      return .text
    case .date:
      guard case .date(let date) = value.plain else { throw .wanted(type, value, write: "`date(...)`") }
      bytes.append(contentsOf: date.description.utf8)
      return .text
    case .instant:
      guard case .timestamp(let instant) = value.plain else {
        throw .wanted(type, value, write: "`instant(...)`")
      }
      bytes.append(contentsOf: instant.description.utf8)
      return .text
    case .map:
      guard case .map(let map) = value.plain else { throw .wanted(type, value) }
      try JSONForms.append(texts: map, to: &bytes)
      return .text
    case .json:
      try JSONForms.append(any: value, to: &bytes)
      return .text
    case .money, .address: throw .wanted(type, value)
    }
  }

  // MARK: Texts

  private static func appendText(
    _ value: Value, _ type: PlainType, to bytes: inout [UInt8]
  ) throws(Misfit) -> Scalar {
    if case .json(let view) = value, view.kind == .string {
      view.withText { bytes.append(contentsOf: $0) }
      return .text
    }
    guard case .string(let text) = value else { throw .wanted(type, value, write: "`string(...)`") }
    bytes.append(contentsOf: text.utf8)
    return .text
  }

  /// Types whose text has a form; an empty text says that there is nothing.
  private static func appendChecked(
    _ value: Value, _ type: PlainType, to bytes: inout [UInt8]
  ) throws(Misfit) -> Scalar {
    let start = bytes.count
    _ = try appendText(value, type, to: &bytes)
    if bytes.count == start { return .null }
    if let problem = TextForms.adopt(type, from: start, in: &bytes) { throw Misfit(problem) }
    return .text
  }

  // MARK: Numbers

  private static func integer(_ value: Value) throws(Misfit) -> Int64 {
    switch value.plain {
    case .int(let number): return number
    case .uint(let number):
      guard let fitting = Int64(exactly: number) else { throw Misfit("has 64 bits, and this is larger") }
      return fitting
    case .double:
      if case .json(let view) = value, view.kind == .integer {
        throw Misfit("has 64 bits, and this is larger")
      }
      throw .wanted(.integer, value, write: "`int(...)`")
    default: throw .wanted(.integer, value, write: "`int(...)`")
    }
  }

  /// Exact digits, never an exponent.
  static func appendDecimal(
    _ value: Value, _ type: PlainType, to bytes: inout [UInt8]
  ) throws(Misfit) {
    if case .json(let view) = value, view.kind == .integer || view.kind == .fraction {
      let start = bytes.count
      view.withText { bytes.append(contentsOf: $0) }
      try DecimalForms.adopt(from: start, in: &bytes)
      return
    }
    switch value.plain {
    case .int(let number): bytes.append(contentsOf: String(number).utf8)
    case .uint(let number): bytes.append(contentsOf: String(number).utf8)
    case .decimal(let number): bytes.append(contentsOf: number.description.utf8)
    case .double(let number):
      guard number.isFinite else { throw Misfit("is an exact number, and this is \(number)") }
      let start = bytes.count
      bytes.append(contentsOf: String(number).utf8)
      try DecimalForms.adopt(from: start, in: &bytes)
    default: throw .wanted(type, value, write: "`decimal(...)`")
    }
  }
}
