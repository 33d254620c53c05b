internal import Patterns
internal import Values

extension FunctionLibrary {
  static let texts = FunctionLibrary(
    "texts", "Looking into texts and changing them. Positions count characters (code points) from 0.",
    functions: TextFunctions.all)
}

enum TextFunctions {
  static let all = [
    predicate("contains", "Whether a text is in another.", "'hello'.contains('ell')") {
      TextSearch($0).first($1, from: 0) != nil
    },
    predicate("startsWith", "Whether a text begins with another.", "'hello'.startsWith('he')") {
      $0.utf8.starts(with: $1.utf8)
    },
    predicate("endsWith", "Whether a text ends with another.", "'hello'.endsWith('lo')") {
      $0.utf8.count >= $1.utf8.count && $0.utf8.suffix($1.utf8.count).elementsEqual($1.utf8)
    },
    blank, matches, charAt, indexOf, lastIndexOf, lowerAscii, upperAscii, replace, split, substring, trim,
    join,
    reverse, quote,
  ]

  private static func predicate(
    _ name: String, _ summary: String, _ example: String,
    _ holds: @escaping @Sendable (String, String) -> Bool
  ) -> Function {
    Function(
      name, summary, examples: [Example(example, "true")],
      [
        .method(.string, .string, .bool) { (a, b, _) in
          guard case .string(let text) = a, case .string(let part) = b else { return .null }
          return .bool(holds(text, part))
        }
      ])
  }

  private static let blank = Function(
    "blank",
    "Whether there is nothing to read: a text of white space or none, null, or a path that is not there.",
    examples: [
      Example("blank(' ')", "true"), Example("blank({'a': null}.a)", "true"), Example("blank({}.a)", "true"),
      Example("blank('x')", "false"), Example("blank(0)", "false"),
    ],
    [.function(.dyn, .bool) { (value, _) in .bool(isBlank(value)) }])

  static func isBlank(_ value: Value) -> Bool {
    switch value.plain {
    case .null, .optional(nil): true
    case .optional(let inner?): isBlank(inner)
    case .string(let text): text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    default: false
    }
  }

  // MARK: Patterns

  private static let matches = Function(
    "matches", "Whether a regular expression (RE2) is found in a text; ^ and $ ask for the whole of it.",
    examples: [Example("'banana'.matches('^b(an)+a$')", "true")],
    [
      Overload.method(.string, .string, .bool, find).reviewing(review),
      Overload.function(.string, .string, .bool, find).reviewing(review),
    ])

  private static let find = {
    @Sendable (a: Value, b: Value, _: inout CallContext) throws(CallFailure) -> Value in
    guard case .string(let text) = a, case .string(let source) = b else { return .null }
    return .bool(try PatternCache.pattern(source).isFound(in: text))
  }

  private static let review = { @Sendable (constants: [Value?]) -> ConstantComplaint? in
    guard constants.count == 2, case .string(let source)? = constants[1] else { return nil }
    do throws(Pattern.Problem) {
      _ = try Pattern(source)
      return nil
    } catch {
      return ConstantComplaint(argument: 1, message: "this is not a regular expression: \(error.message)")
    }
  }

  // MARK: Positions

  private static let charAt = Function(
    "charAt", "The character at a position; empty at the very end.",
    examples: [Example("'hello'.charAt(4)", "'o'"), Example("'hello'.charAt(5)", "''")],
    [
      .method(.string, .int, .string) { (a, b, _) throws(CallFailure) in
        guard case .string(let text) = a, case .int(let place) = b else { return .null }
        let scalars = text.unicodeScalars
        let index = try position(place, in: scalars.count)
        guard index < scalars.count else { return .string("") }
        return .string(String(scalars[scalars.index(scalars.startIndex, offsetBy: index)]))
      }
    ])

  private static func position(_ place: Int64, in count: Int) throws(CallFailure) -> Int {
    guard place >= 0, place <= Int64(count) else {
      throw CallFailure(.indexOutOfRange, "the position \(place) is outside the text of \(count) characters")
    }
    return Int(place)
  }

  private static let indexOf = Function(
    "indexOf", "Where a text is first found in another, at or after a position; -1 for nowhere.",
    examples: [Example("'hello mellow'.indexOf('ello', 2)", "7"), Example("'hello'.indexOf('x')", "-1")],
    search { (text, part, start) in TextSearch(text).first(part, from: start ?? 0) })

  private static let lastIndexOf = Function(
    "lastIndexOf", "Where a text is last found in another, at or before a position; -1 for nowhere.",
    examples: [Example("'hello mellow'.lastIndexOf('ello')", "7")],
    search { (text, part, start) in TextSearch(text).last(part, upTo: start) })

  private static func search(_ find: @escaping @Sendable (String, String, Int?) -> Int?) -> [Overload] {
    [
      .method(.string, .string, .int) { (a, b, context) throws(CallFailure) in
        guard case .string(let text) = a, case .string(let part) = b else { return .null }
        try context.spend(TextSearch.cost(text, part))
        return .int(Int64(find(text, part, nil) ?? -1))
      },
      .method([.string, .string, .int], .int) { (arguments, context) throws(CallFailure) in
        guard case .string(let text) = arguments[0], case .string(let part) = arguments[1],
          case .int(let place) = arguments[2]
        else { return .null }
        try context.spend(TextSearch.cost(text, part))
        let start = try position(place, in: text.unicodeScalars.count)
        return .int(Int64(find(text, part, start) ?? -1))
      },
    ]
  }

  private static let substring = Function(
    "substring", "The characters from one position up to, not including, another. Null stays null.",
    examples: [Example("'hello'.substring(1, 3)", "'el'"), Example("'hello'.substring(3)", "'lo'")],
    [
      .method(.wrapper(.string), .int, .string) { (a, b, context) throws(CallFailure) in
        guard case .string(let text) = a, case .int(let start) = b else { return .null }
        return try cut(text, start, nil, &context)
      },
      .method([.wrapper(.string), .int, .int], .string) { (arguments, context) throws(CallFailure) in
        guard case .string(let text) = arguments[0], case .int(let start) = arguments[1],
          case .int(let end) = arguments[2]
        else { return .null }
        return try cut(text, start, end, &context)
      },
    ])

  private static func cut(
    _ text: String, _ start: Int64, _ end: Int64?, _ context: inout CallContext
  ) throws(CallFailure) -> Value {
    let scalars = text.unicodeScalars
    let count = scalars.count
    let from = try position(start, in: count)
    let to = try end.map { (end) throws(CallFailure) in try position(end, in: count) } ?? count
    guard from <= to else { throw .argument("the start \(from) lies behind the end \(to)") }
    let lower = scalars.index(scalars.startIndex, offsetBy: from)
    return try context.produced(String(scalars[lower..<scalars.index(lower, offsetBy: to - from)]))
  }

  // MARK: Changes

  private static let lowerAscii = Function(
    "lowerAscii", "The text with A to Z in lower case. Null stays null.",
    examples: [Example("'TacoÆ'.lowerAscii()", "'tacoÆ'")],
    mapBytes { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 })

  private static let upperAscii = Function(
    "upperAscii", "The text with a to z in upper case. Null stays null.",
    examples: [Example("'tacoæ'.upperAscii()", "'TACOæ'")],
    mapBytes { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 })

  private static func mapBytes(_ change: @escaping @Sendable (UInt8) -> UInt8) -> [Overload] {
    [
      .method(.wrapper(.string), .string) { (value, context) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        return try context.produced(String(decoding: text.utf8.map(change), as: UTF8.self))
      }
    ]
  }

  private static let trim = Function(
    "trim", "The text without white space at its ends. Null stays null.",
    examples: [Example("'  hello\\n'.trim()", "'hello'")],
    [
      .method(.wrapper(.string), .string) { (value, context) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
          let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return .string("") }
        return try context.produced(String(scalars[first...last]))
      }
    ])

  private static let reverse = Function(
    "reverse", "The text or list from its end to its beginning.",
    examples: [Example("'abc'.reverse()", "'cba'")],
    [
      .method(.string, .string) { (value, context) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        var reversed = String.UnicodeScalarView()
        reversed.append(contentsOf: text.unicodeScalars.reversed())
        return try context.produced(String(reversed))
      }
    ])

  private static let replace = Function(
    "replace",
    "The text with one part replaced by another everywhere, or so many times from the left. Null stays null.",
    examples: [
      Example("'a-b-c'.replace('-', '+')", "'a+b+c'"), Example("'a-b-c'.replace('-', '', 1)", "'ab-c'"),
    ],
    [
      .method([.wrapper(.string), .string, .string], .string) { (arguments, context) throws(CallFailure) in
        try TextFunctions.replaced(arguments, limit: -1, &context)
      },
      .method([.wrapper(.string), .string, .string, .int], .string) {
        (arguments, context) throws(CallFailure) in
        guard case .int(let limit) = arguments[3] else { return .null }
        return try TextFunctions.replaced(arguments, limit: limit, &context)
      },
    ])

  private static func replaced(
    _ arguments: [Value], limit: Int64, _ context: inout CallContext
  ) throws(CallFailure) -> Value {
    guard case .string(let text) = arguments[0], case .string(let old) = arguments[1],
      case .string(let new) = arguments[2]
    else { return .null }
    try context.spend(TextSearch.cost(text, old))
    let pieces = TextSearch(text).pieces(between: old, limit: limit < 0 ? .max : Int(clamping: limit))
    // Counted before it is built: many places times a long text is how small inputs grow huge.
    let (growth, overflow) = (pieces.count - 1).multipliedReportingOverflow(by: new.utf8.count)
    try context.produce(overflow ? .max / 2 : text.utf8.count + growth)
    return .string(pieces.joined(separator: new))
  }

  private static let split = Function(
    "split", "The parts of a text between separators, or at most so many of them. Null stays null.",
    examples: [
      Example("'a,b,c'.split(',')", "['a', 'b', 'c']"), Example("'a,b,c'.split(',', 2)", "['a', 'b,c']"),
    ],
    [
      .method([.wrapper(.string), .string], .list(.string)) { (arguments, context) throws(CallFailure) in
        try TextFunctions.parts(arguments, limit: -1, &context)
      },
      .method([.wrapper(.string), .string, .int], .list(.string)) {
        (arguments, context) throws(CallFailure) in
        guard case .int(let limit) = arguments[2] else { return .null }
        return try TextFunctions.parts(arguments, limit: limit, &context)
      },
    ])

  private static func parts(
    _ arguments: [Value], limit: Int64, _ context: inout CallContext
  ) throws(CallFailure) -> Value {
    guard case .string(let text) = arguments[0], case .string(let separator) = arguments[1] else {
      return .null
    }
    if limit == 0 { return .list([]) }
    try context.spend(TextSearch.cost(text, separator))
    let cuts = limit < 0 ? Int.max : Int(clamping: limit) - 1
    let pieces =
      separator.isEmpty
      ? characters(of: text, cuts: cuts) : TextSearch(text).pieces(between: separator, limit: cuts)
    try context.produce(pieces.count + text.utf8.count)
    return .list(pieces.map(Value.string))
  }

  private static func characters(of text: String, cuts: Int) -> [String] {
    let scalars = text.unicodeScalars
    let single = scalars.prefix(cuts).map { String($0) }
    let rest = String(scalars.dropFirst(cuts))
    return rest.isEmpty ? single : single + [rest]
  }

  private static let join = Function(
    "join", "The texts of a list one after the other, with a text between them.",
    examples: [Example("['a', 'b'].join('-')", "'a-b'"), Example("['a', 'b'].join()", "'ab'")],
    [
      .method(.list(.string), .string) { (list, context) throws(CallFailure) in try joined(list, "", &context)
      },
      .method(.list(.string), .string, .string) { (list, separator, context) throws(CallFailure) in
        guard case .string(let separator) = separator else { return .null }
        return try joined(list, separator, &context)
      },
    ])

  private static func joined(
    _ list: Value, _ separator: String, _ context: inout CallContext
  ) throws(CallFailure) -> Value {
    guard case .list(let list) = list else { return .null }
    try context.spend(list.count)
    var result = ""
    var isFirst = true
    for element in list {
      guard case .string(let text) = element.plain else {
        throw CallFailure(.noSuchOverload, "join takes texts, and here is \(element.kind.title)")
      }
      try context.produce(text.utf8.count + separator.utf8.count)
      if !isFirst { result += separator }
      isFirst = false
      result += text
    }
    return .string(result)
  }

  private static let quote = Function(
    "strings.quote", "The text between double quotes, with escapes for what could not stand there.",
    examples: [Example("strings.quote('a \"b\"')", "'\"a \\\\\"b\\\\\"\"'")],
    [
      .function(.string, .string) { (value, context) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        var quoted: [UInt8] = [0x22]
        let escapes: [UInt8: UInt8] = [
          0x07: 0x61, 0x08: 0x62, 0x0C: 0x66, 0x0A: 0x6E, 0x0D: 0x72, 0x09: 0x74, 0x0B: 0x76, 0x5C: 0x5C,
          0x22: 0x22,
        ]
        for byte in text.utf8 {
          if let letter = escapes[byte] { quoted += [0x5C, letter] } else { quoted.append(byte) }
        }
        quoted.append(0x22)
        return try context.produced(String(decoding: quoted, as: UTF8.self))
      }
    ])
}

/// Compiled regular expressions that are used again for every record.
enum PatternCache {
  static func pattern(_ source: String) throws(CallFailure) -> Pattern {
    do {
      return try Pattern.kept(source)
    } catch {
      throw .argument("'\(source.prefix(60))' is not a regular expression: \(error.message)")
    }
  }
}
