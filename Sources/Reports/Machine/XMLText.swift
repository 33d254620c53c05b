/// Text as XML 1.0 can hold it.
enum XMLText {
  static func content(_ text: String) -> String { escaped(text, keepingLines: true) }

  static func attribute(_ text: String) -> String { escaped(text, keepingLines: false) }

  private static func escaped(_ text: String, keepingLines: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n" where keepingLines: result += "\n"
      // In an attribute a parser would turn these into spaces.
      case "\n", "\t", "\r": result += "&#\(scalar.value);"
      // No reference can bring these into XML 1.0.
      case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
