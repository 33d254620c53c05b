internal import Values

extension FunctionLibrary {
  static let conversions = FunctionLibrary(
    "conversions", "Values of one type made from another.",
    functions: [
      ConversionFunctions.int, ConversionFunctions.uint, ConversionFunctions.double,
      ConversionFunctions.string,
      ConversionFunctions.bytes, ConversionFunctions.bool, ConversionFunctions.timestamp,
      ConversionFunctions.duration, ConversionFunctions.dyn, ConversionFunctions.type,
    ])
}

enum ConversionFunctions {
  private static func same(_ type: ExpressionType) -> Overload {
    .function(type, type) { (value, _) in value }
  }

  static let int = Function(
    "int", "A whole number from a number, a text, or the seconds of a timestamp. Fractions are cut off.",
    examples: [Example("int('42')", "42"), Example("int(-7.9)", "-7")],
    [same(.int)]
      + [.uint, .double, .string, .timestamp, .decimal].map { type in
        .function(type, .int) { (value, _) throws(CallFailure) in
          switch value {
          case .uint(let number): return .int(try fit(Int64(exactly: number), value, "an int"))
          case .double(let number): return .int(try whole(number))
          case .string(let text): return .int(try fit(Int64(text), value, "an int"))
          case .timestamp(let instant): return .int(instant.seconds)
          case .decimal(let number): return .int(try fit(number.truncated, value, "an int"))
          default: return value
          }
        }
      })

  static let uint = Function(
    "uint", "A whole number from zero up, from a number or a text. Fractions are cut off.",
    examples: [Example("uint(3.9)", "3u")],
    [same(.uint)]
      + [.int, .double, .string].map { type in
        .function(type, .uint) { (value, _) throws(CallFailure) in
          switch value {
          case .int(let number): return .uint(try fit(UInt64(exactly: number), value, "a uint"))
          case .double(let number):
            let cut = number.rounded(.towardZero)
            return .uint(try fit(number < 0 && cut != 0 ? nil : UInt64(exactly: cut), value, "a uint"))
          case .string(let text): return .uint(try fit(UInt64(text), value, "a uint"))
          default: return value
          }
        }
      })

  static let double = Function(
    "double", "A floating-point number from a number or a text.",
    examples: [Example("double('1.5')", "1.5"), Example("double(2)", "2.0")],
    [same(.double)]
      + [.int, .uint, .string, .decimal].map { type in
        .function(type, .double) { (value, _) throws(CallFailure) in
          switch value {
          case .int(let number): return .double(Double(number))
          case .uint(let number): return .double(Double(number))
          case .string(let text): return .double(try fit(number(text), value, "a double"))
          case .decimal(let number): return .double(Double(number.description) ?? .nan)
          default: return value
          }
        }
      })

  static let string = Function(
    "string", "A value as text; bytes have to be UTF-8.",
    examples: [Example("string(1.5)", "'1.5'"), Example("string(true)", "'true'")],
    [same(.string)]
      + [.int, .uint, .double, .bool, .bytes, .timestamp, .duration, .date, .decimal, .address, .network].map
    { type in
      .function(type, .string) { (value, context) throws(CallFailure) in
        try context.produced(try text(of: value))
      }
    })

  static let bytes = Function(
    "bytes", "The UTF-8 bytes of a text.", examples: [Example("bytes('abc')", "b'abc'")],
    [
      same(.bytes),
      .function(.string, .bytes) { (value, context) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        try context.produce(text.utf8.count)
        return .bytes(Array(text.utf8))
      },
    ])

  static let bool = Function(
    "bool", "True or false from the texts 'true', 't', '1' and their opposites.",
    examples: [Example("bool('true')", "true"), Example("bool('0')", "false")],
    [
      same(.bool),
      .function(.string, .bool) { (value, _) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": return .bool(true)
        case "0", "f", "F", "false", "FALSE", "False": return .bool(false)
        default: throw CallFailure(.conversion, "\(ValueText.short(value)) is neither true nor false")
        }
      },
    ])

  static let timestamp = Function(
    "timestamp", "A point in time from RFC 3339 text or from seconds since 1970.",
    examples: [Example("timestamp('2024-02-29T12:00:00+02:00')", "timestamp('2024-02-29T10:00:00Z')")],
    [
      same(.timestamp),
      .function(.string, .timestamp) { (value, _) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        return .timestamp(try fit(Instant(text), value, "a timestamp"))
      },
      .function(.int, .timestamp) { (value, _) throws(CallFailure) in
        guard case .int(let seconds) = value else { return .null }
        return .timestamp(try fit(Instant(seconds: seconds), value, "a timestamp"))
      },
    ])

  static let duration = Function(
    "duration", "A length of time from text such as '1h30m' or '1.5s', or from seconds.",
    examples: [Example("duration('90m') == duration('1h30m')", "true")],
    [
      same(.duration),
      .function(.string, .duration) { (value, _) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        return .duration(try fit(TimeSpan(text), value, "a duration"))
      },
      .function(.int, .duration) { (value, _) throws(CallFailure) in
        guard case .int(let seconds) = value else { return .null }
        return .duration(try fit(TimeSpan(seconds: seconds), value, "a duration"))
      },
    ])

  static let dyn = Function(
    "dyn", "The same value, its type forgotten by the checker.", examples: [Example("dyn(1) == 1.0", "true")],
    [Overload.function(.parameter("A"), .dyn) { (value, _) in value }.withViews])

  static let type = Function(
    "type", "The type of a value, to be compared with a type's name.",
    examples: [Example("type(1) == int", "true"), Example("type('a') == string", "true")],
    [
      .function(.parameter("A"), .type(.parameter("A"))) { (value, _) in .type(TypeName(value.kind.rawValue))
      }
    ])

  // MARK: Readings

  private static func fit<T>(_ result: T?, _ value: Value, _ type: String) throws(CallFailure) -> T {
    guard let result else { throw CallFailure(.conversion, "\(ValueText.short(value)) is not \(type)") }
    return result
  }

  /// A double's whole part.
  ///
  /// The largest doubles near the edge are refused: they stand for a range of ints.
  private static func whole(_ number: Double) throws(CallFailure) -> Int64 {
    let edge = 9_223_372_036_854_775_808.0
    guard number > -edge, number < edge else {
      throw CallFailure(.conversion, "\(number) is not an int")
    }
    return Int64(number)
  }

  private static func number(_ text: String) -> Double? {
    switch text {
    case "NaN", "nan": .nan
    case "Infinity", "+Infinity", "Inf", "+Inf", "inf": .infinity
    case "-Infinity", "-Inf", "-inf": -.infinity
    default:
      text.contains { $0 == "x" || $0 == "X" || $0 == " " || $0 == "n" || $0 == "N" } ? nil : Double(text)
    }
  }

  static func text(of value: Value) throws(CallFailure) -> String {
    switch value {
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    case .double(let number): return NumberText.shortest(number)
    case .bool(let flag): return flag ? "true" : "false"
    case .timestamp(let instant): return instant.description
    case .duration(let span): return span.description
    case .date(let date): return date.description
    case .decimal(let number): return number.description
    case .address(let address): return address.description
    case .network(let network): return network.description
    case .bytes(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw CallFailure(.conversion, "the bytes are not UTF-8")
      }
      return text
    default: return ""
    }
  }
}
