/// A JSON document to be written, its keys in the order given.
indirect enum JSONText: Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case string(String)
  case array([JSONText])
  case object([Member])

  struct Member: Sendable {
    let key: String
    let value: JSONText
  }

  /// An object without the members that have no value.
  static func members(_ members: KeyValuePairs<String, JSONText?>) -> JSONText {
    .object(members.compactMap { member in member.value.map { Member(key: member.key, value: $0) } })
  }

  static func strings(_ strings: [String]) -> JSONText { .array(strings.map { .string($0) }) }

  /// The document, two spaces for each level, with a line end.
  var text: String {
    var writer = Writer()
    writer.write(self, indent: 0)
    return writer.text + "\n"
  }

  private struct Writer {
    var text = ""

    mutating func write(_ value: JSONText, indent: Int) {
      switch value {
      case .null: text += "null"
      case .bool(let flag): text += flag ? "true" : "false"
      case .int(let number): text += String(number)
      case .string(let string): quote(string)
      case .array(let items):
        list("[", "]", items, indent: indent) { writer, item in
          writer.write(item, indent: indent + 1)
        }
      case .object(let members):
        list("{", "}", members, indent: indent) { writer, member in
          writer.quote(member.key)
          writer.text += ": "
          writer.write(member.value, indent: indent + 1)
        }
      }
    }

    private mutating func list<Item>(
      _ open: String, _ close: String, _ items: [Item], indent: Int,
      _ write: (inout Writer, Item) -> Void
    ) {
      text += open
      for (index, item) in items.enumerated() {
        text += index == 0 ? "\n" : ",\n"
        text += String(repeating: "  ", count: indent + 1)
        write(&self, item)
      }
      if !items.isEmpty { text += "\n" + String(repeating: "  ", count: indent) }
      text += close
    }

    private mutating func quote(_ string: String) {
      text += "\""
      for scalar in string.unicodeScalars {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        // Beside what JSON demands: what a terminal obeys, and what JavaScript once took for a line end.
        case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
          let digits = String(scalar.value, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
      }
      text += "\""
    }
  }
}
