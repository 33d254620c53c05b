internal import Values

extension FunctionLibrary {
  static let formatting = FunctionLibrary(
    "formatting", "Values put into a text.",
    functions: [
      Function(
        "format",
        """
        The text with its clauses (%s %d %f %e %b %o %x %X, %.2f) replaced by the elements of a list; \
        or a date or timestamp written after a pattern.
        """,
        examples: [
          Example("'%s has %d'.format(['Ada', 3])", "'Ada has 3'"), Example("'%.2f'.format([2.5])", "'2.50'"),
          Example("format(date('2024-02-29'), 'MM/dd/yyyy')", "'02/29/2024'"),
          Example(
            "format(timestamp('2024-02-29T23:30:00Z'), 'yyyy-MM-dd HH:mm', 'Asia/Tokyo')",
            "'2024-03-01 08:30'"),
        ],
        [
          Overload.method(.string, .list(.dyn), .string) { (format, list, context) throws(CallFailure) in
            guard case .string(let format) = format, case .list(let list) = list else { return .null }
            return try context.produced(FormatClauses.text(format, list.values, &context))
          }.reviewing { constants in
            guard case .string(let format)? = constants.first ?? nil else { return nil }
            return FormatClauses.complaint(format).map { ConstantComplaint(argument: 0, message: $0) }
          }
        ] + DateFunctions.formatting)
    ])
}

/// The clauses of `format`.
enum FormatClauses {
  private struct Clause {
    let letter: Character
    let precision: Int?
  }

  private enum Part {
    case text(String)
    case clause(Clause)
  }

  /// A longer fraction than this has no use and much size.
  private static let maximumPrecision = 1_000

  /// What is wrong with a format text, if anything.
  static func complaint(_ format: String) -> String? {
    do {
      _ = try parts(of: format)
      return nil
    } catch { return error.message }
  }

  private static func parts(of format: String) throws(CallFailure) -> [Part] {
    var parts: [Part] = []
    var rest = Substring(format)
    while let mark = rest.firstIndex(of: "%") {
      if mark > rest.startIndex { parts.append(.text(String(rest[..<mark]))) }
      rest = rest[rest.index(after: mark)...]
      if rest.first == "%" {
        parts.append(.text("%"))
        rest.removeFirst()
        continue
      }
      var precision: Int?
      if rest.first == "." {
        rest.removeFirst()
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count)
        guard let number = Int(digits), number <= maximumPrecision else {
          throw .argument("'.\(digits)' is no number of digits from 0 to \(maximumPrecision)")
        }
        precision = number
      }
      guard let letter = rest.popFirst() else { throw .argument("the last '%' lacks its letter") }
      guard "sdfebxXo".contains(letter) else {
        throw .argument("there is no clause '%\(letter)'; '%%' is a percent sign")
      }
      parts.append(.clause(Clause(letter: letter, precision: precision)))
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return parts
  }

  static func text(
    _ format: String, _ arguments: [Value], _ context: inout CallContext
  ) throws(CallFailure) -> String {
    var result = ""
    var next = 0
    for part in try parts(of: format) {
      switch part {
      case .text(let text): result += text
      case .clause(let clause):
        guard next < arguments.count else { throw .argument("there is no argument for clause \(next + 1)") }
        result += try text(clause, arguments[next].plain, &context)
        next += 1
      }
      if result.utf8.count > context.budget.output {
        throw CallFailure(.budget, "the evaluation makes too much output")
      }
    }
    return result
  }

  private static func text(
    _ clause: Clause, _ value: Value, _ context: inout CallContext
  ) throws(CallFailure) -> String {
    switch (clause.letter, value) {
    case ("s", _):
      var result = ""
      try append(value, to: &result, &context)
      return result
    case ("d", .int(let number)): return String(number)
    case ("d", .uint(let number)): return String(number)
    case ("d", .double(let number)) where !number.isFinite: return NumberText.shortest(number)
    case ("d", .decimal(let number)) where number.scale == 0: return number.description
    case ("f", .double(let number)): return NumberText.fixed(number, digits: clause.precision ?? 6)
    case ("f", .int(let number)): return NumberText.fixed(Double(number), digits: clause.precision ?? 6)
    case ("f", .uint(let number)): return NumberText.fixed(Double(number), digits: clause.precision ?? 6)
    case ("f", .decimal(let number)):
      guard let rounded = number.rounded(toScale: clause.precision ?? 6) else {
        throw .overflow("the number has more than 38 digits")
      }
      return rounded.description
    case ("e", .double(let number)): return NumberText.scientific(number, digits: clause.precision ?? 6)
    case ("e", .int(let number)): return NumberText.scientific(Double(number), digits: clause.precision ?? 6)
    case ("e", .uint(let number)): return NumberText.scientific(Double(number), digits: clause.precision ?? 6)
    case ("b", .bool(let flag)): return flag ? "1" : "0"
    case ("b", .int(let number)): return String(number, radix: 2)
    case ("b", .uint(let number)): return String(number, radix: 2)
    case ("o", .int(let number)): return String(number, radix: 8)
    case ("o", .uint(let number)): return String(number, radix: 8)
    case ("x", _), ("X", _): return try hex(value, uppercase: clause.letter == "X", &context)
    default: throw CallFailure(.noSuchOverload, "'%\(clause.letter)' does not take \(value.kind.title)")
    }
  }

  private static func hex(
    _ value: Value, uppercase: Bool, _ context: inout CallContext
  ) throws(CallFailure) -> String {
    let bytes: [UInt8]
    switch value {
    case .int(let number): return String(number, radix: 16, uppercase: uppercase)
    case .uint(let number): return String(number, radix: 16, uppercase: uppercase)
    case .string(let text): bytes = Array(text.utf8)
    case .bytes(let raw): bytes = raw
    default:
      throw CallFailure(.noSuchOverload, "'%\(uppercase ? "X" : "x")' does not take \(value.kind.title)")
    }
    try context.produce(bytes.count * 2)
    let digits = Array((uppercase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Any value as `%s` shows it; entries of a map in the order of their keys' texts.
  private static func append(
    _ value: Value, to result: inout String, _ context: inout CallContext
  ) throws(CallFailure) {
    try context.spend(1)
    if result.utf8.count > context.budget.output {
      throw CallFailure(.budget, "the evaluation makes too much output")
    }
    switch value.plain {
    case .null: result += "null"
    case .string(let text): result += text
    case .type(let type): result += type.name
    case .list(let list):
      result += "["
      for (position, element) in list.enumerated() {
        if position > 0 { result += ", " }
        try append(element, to: &result, &context)
      }
      result += "]"
    case .map(let map): try append(map, to: &result, &context)
    case .optional(.none): result += "optional.none()"
    case .optional(.some(let inner)):
      result += "optional("
      try append(inner, to: &result, &context)
      result += ")"
    case let scalar: result += try ConversionFunctions.text(of: scalar)
    }
  }

  private static func append(
    _ map: MapValue, to result: inout String, _ context: inout CallContext
  ) throws(CallFailure) {
    var entries: [(key: String, value: Value)] = []
    for (key, value) in map.pairs {
      var text = ""
      try append(key.value, to: &text, &context)
      entries.append((text, value))
    }
    entries.sort { $0.key.precedesByScalars($1.key) }
    result += "{"
    for (position, entry) in entries.enumerated() {
      if position > 0 { result += ", " }
      result += entry.key + ": "
      try append(entry.value, to: &result, &context)
    }
    result += "}"
  }
}
