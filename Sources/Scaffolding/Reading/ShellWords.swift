/// Takes a command line apart as a shell does: quotes, escapes and continued lines; nothing is expanded.
enum ShellWords {
  static func split(_ command: String) throws(ScaffoldProblem) -> [String] {
    var words: [String] = []
    var word = ""
    var isWord = false
    var rest = Array(command.unicodeScalars)[...]
    while let character = rest.popFirst() {
      switch character {
      case " ", "\t", "\n", "\r":
        if isWord { words.append(word) }
        word = ""
        isWord = false
      case "\\":
        // A backslash at the end of a line continues it.
        guard let next = rest.popFirst() else { break }
        if next == "\r", rest.first == "\n" { rest.removeFirst() }
        if next != "\n", next != "\r" {
          word.unicodeScalars.append(next)
          isWord = true
        }
      case "^" where rest.first == "\n" || rest.first == "\r":
        // As browsers copy it for the Windows command line.
        rest.removeFirst()
      case "'":
        isWord = true
        word += try quoted(&rest, until: "'", escapes: false)
      case "\"":
        isWord = true
        word += try quoted(&rest, until: "\"", escapes: true)
      case "$" where rest.first == "'":
        rest.removeFirst()
        isWord = true
        word += try ansi(&rest)
      case ";", "|", "&", ">", "<":
        // What follows is another command, or a file.
        if isWord { words.append(word) }
        return words
      default:
        word.unicodeScalars.append(character)
        isWord = true
      }
    }
    if isWord { words.append(word) }
    return words
  }

  private static func quoted(
    _ rest: inout ArraySlice<Unicode.Scalar>, until quote: Unicode.Scalar, escapes: Bool
  ) throws(ScaffoldProblem) -> String {
    var text = ""
    while let character = rest.popFirst() {
      if character == quote { return text }
      if escapes, character == "\\", let next = rest.popFirst() {
        if next == "\n" { continue }
        if !"\"\\$`".unicodeScalars.contains(next) { text += "\\" }
        text.unicodeScalars.append(next)
      } else {
        text.unicodeScalars.append(character)
      }
    }
    throw ScaffoldProblem("the command line ends inside quotes", help: "a \(quote) is missing")
  }

  /// `$'...'` as browsers copy bodies with line breaks.
  private static func ansi(_ rest: inout ArraySlice<Unicode.Scalar>) throws(ScaffoldProblem) -> String {
    var text = ""
    while let character = rest.popFirst() {
      if character == "'" { return text }
      guard character == "\\", let next = rest.popFirst() else {
        text.unicodeScalars.append(character)
        continue
      }
      switch next {
      case "n": text += "\n"
      case "r": text += "\r"
      case "t": text += "\t"
      case "u", "x":
        let digits = rest.prefix(next == "u" ? 4 : 2).prefix { $0.properties.isHexDigit }
        rest = rest.dropFirst(digits.count)
        let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
        if let scalar = value.flatMap({ Unicode.Scalar($0) }) { text.unicodeScalars.append(scalar) }
      default: text.unicodeScalars.append(next)
      }
    }
    throw ScaffoldProblem("the command line ends inside quotes", help: "a ' is missing")
  }
}
