/// A JSON value to be written, its members in the order given.
indirect enum OrderedJSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int)
  case number(Double)
  case string(String)
  case array([OrderedJSON])
  case object([Member])

  struct Member: Sendable, Hashable {
    let key: String
    let value: OrderedJSON

    init(_ key: String, _ value: OrderedJSON) {
      self.key = key
      self.value = value
    }
  }

  static func strings(_ strings: some Sequence<String>) -> OrderedJSON { .array(strings.map { .string($0) }) }

  /// An object from pairs.
  static func members(_ pairs: KeyValuePairs<String, OrderedJSON>) -> OrderedJSON {
    .object(pairs.map { Member($0.key, $0.value) })
  }

  /// The document, two spaces for each level, with a line end.
  var document: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  /// Lists of plain values stay on one line up to this length, so that a changed word is a changed line.
  private static let longestLine = 100

  private func write(to text: inout String, indent: Int) {
    switch self {
    case .array(let items) where !items.isEmpty:
      let line = inline
      if line.utf8.count <= Self.longestLine, items.allSatisfy(\.isPlain) {
        text += line
        return
      }
      text += "["
      for (position, item) in items.enumerated() {
        Self.breakLine(&text, indent + 1, isFirst: position == 0)
        item.write(to: &text, indent: indent + 1)
      }
      Self.breakLine(&text, indent, isFirst: true)
      text += "]"
    case .object(let members) where !members.isEmpty:
      text += "{"
      for (position, member) in members.enumerated() {
        Self.breakLine(&text, indent + 1, isFirst: position == 0)
        text += Self.quoted(member.key) + ": "
        member.value.write(to: &text, indent: indent + 1)
      }
      Self.breakLine(&text, indent, isFirst: true)
      text += "}"
    default: text += inline
    }
  }

  private static func breakLine(_ text: inout String, _ indent: Int, isFirst: Bool) {
    text += (isFirst ? "\n" : ",\n") + String(repeating: "  ", count: indent)
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  /// The value on one line.
  private var inline: String {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): String(number)
    case .number(let number): number.isFinite ? "\(number)" : "null"
    case .string(let string): Self.quoted(string)
    case .array(let items): "[" + items.map(\.inline).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0.key) + ": " + $0.value.inline }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\0"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
