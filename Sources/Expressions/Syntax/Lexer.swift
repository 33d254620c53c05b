internal import Values

/// Cuts a source into tokens.
///
/// What is no token is reported and skipped, so there is always an answer.
struct Lexer {
  private let bytes: [UInt8]
  private var position = 0
  private(set) var tokens: [Token] = []
  private(set) var problems: [ExpressionProblem] = []
  /// An open quote swallows what would have closed the brackets; the parser must not report those too.
  private(set) var hasOpenQuote = false
  /// The open braces; false for a `${` that was reported and whose closing brace is skipped too.
  private var braces: [Bool] = []

  init(_ source: String) {
    bytes = Array(source.utf8)
    run()
  }

  /// Longest first.
  private static let symbols = [
    "===", "!==", "**", "==", "!=", "<=", ">=", "<>", "&&", "||", "??", "=>", "->", ":=", "+", "-", "*", "/",
    "%",
    "!", "<", ">", "=", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}", "&", "|",
  ].map { ($0, Array($0.utf8)) }

  /// The same by their first byte.
  private static let symbolsByFirst: [[(String, [UInt8])]] = (UInt8(0)...127).map { first in
    symbols.filter { $0.1.first == first }
  }

  private mutating func run() {
    while true {
      skipSpace()
      guard let byte = peek() else { break }
      if isLetter(byte) {
        lexWord()
      } else if isDigit(byte) || byte == 0x2E && isDigit(peek(1) ?? 0) {
        lexNumber()
      } else if byte == 0x22 || byte == 0x27 {
        lexText(prefix: 0)
      } else if byte == 0x60 {
        lexQuotedIdentifier()
      } else if !lexSymbol() {
        lexStranger()
      }
    }
    tokens.append(Token(kind: .end, range: bytes.count..<bytes.count))
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  private mutating func skipSpace() {
    while let byte = peek() {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        position += 1
      } else if byte == 0x2F, peek(1) == 0x2F {
        while let next = peek(), next != 0x0A { _ = next; position += 1 }
      } else {
        return
      }
    }
  }

  private mutating func report(_ message: String, at range: Range<Int>, suggestions: [String] = []) {
    problems.append(ExpressionProblem(.syntax, message, at: range, suggestions: suggestions))
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  // MARK: Words, numbers, symbols

  private mutating func lexWord() {
    let start = position
    while let byte = peek(), isLetter(byte) || isDigit(byte) { position += 1 }
    let word = text(start..<position)
    let next = peek()
    if next == 0x22 || next == 0x27, let prefix = TextPrefix(word) {
      position = start
      lexText(prefix: word.utf8.count, prefix)
    } else if next == 0x22 || next == 0x27 {
      report(
        "a text has no prefix '\(word)'; parts are joined with +", at: start..<position, suggestions: [""])
    } else {
      tokens.append(Token(kind: .identifier(word), range: start..<position))
    }
  }

  private mutating func lexQuotedIdentifier() {
    let start = position
    position += 1
    while let byte = peek(), byte != 0x60, byte != 0x0A { position += 1 }
    let name = text(start + 1..<position)
    if peek() == 0x60 {
      position += 1
      if name.isEmpty { report("there is no name between the backticks", at: start..<position) }
    } else {
      hasOpenQuote = true
      report("the backtick is never closed", at: start..<position)
    }
    tokens.append(Token(kind: .quotedIdentifier(name), range: start..<position))
  }

  private mutating func lexSymbol() -> Bool {
    guard let byte = peek(), byte < 128 else { return false }
    for (name, symbol) in Self.symbolsByFirst[Int(byte)] where bytes[position...].starts(with: symbol) {
      if name == "{" { braces.append(true) }
      if name == "}", braces.popLast() == false {
        position += 1
        return true
      }
      tokens.append(Token(kind: .symbol(name), range: position..<position + symbol.count))
      position += symbol.count
      return true
    }
    return false
  }

  private mutating func lexNumber() {
    let start = position
    var isDouble = false
    if peek() == 0x30, peek(1) == 0x78 || peek(1) == 0x58 {
      position += 2
      while let byte = peek(), isHex(byte) { position += 1 }
    } else {
      skipDigits()
      if peek() == 0x2E, isDigit(peek(1) ?? 0) {
        isDouble = true
        position += 1
        skipDigits()
      }
      if peek() == 0x65 || peek() == 0x45, startsExponent() {
        isDouble = true
        position += 1
        if peek() == 0x2B || peek() == 0x2D { position += 1 }
        skipDigits()
      }
    }
    let digits = text(start..<position)
    let isUnsigned = !isDouble && (peek() == 0x75 || peek() == 0x55)
    if isUnsigned { position += 1 }
    let end = position
    while let byte = peek(), isLetter(byte) || isDigit(byte) { position += 1 }
    let range = start..<position
    if end != position { report("'\(text(range))' is not a number", at: range) }
    let value = NumberLiteral.value(digits, isDouble: isDouble, isUnsigned: isUnsigned)
    if value == nil, end == position {
      report(NumberLiteral.complaint(digits, isUnsigned: isUnsigned), at: range)
    }
    tokens.append(Token(kind: .literal, range: range, value: value ?? .int(0)))
  }

  private func startsExponent() -> Bool {
    let next = peek(1) ?? 0
    return isDigit(next) || (next == 0x2B || next == 0x2D) && isDigit(peek(2) ?? 0)
  }

  private mutating func skipDigits() {
    while let byte = peek(), isDigit(byte) { position += 1 }
  }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private func isHex(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
  }

  // MARK: Text

  private mutating func lexText(prefix length: Int, _ prefix: TextPrefix = TextPrefix()) {
    let start = position
    position += length
    let quote = bytes[position]
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    let bodyStart = position
    while let byte = peek() {
      if byte == quote, !isTriple || peek(1) == quote && peek(2) == quote {
        let body = bodyStart..<position
        position += isTriple ? 3 : 1
        addText(body, prefix, range: start..<position)
        return
      }
      if byte == 0x5C, !prefix.isRaw, peek(1) != nil {
        position += 2
      } else if !isTriple, byte == 0x0A || byte == 0x0D {
        break
      } else {
        position += 1
      }
    }
    hasOpenQuote = true
    let mark = text(bodyStart - (isTriple ? 3 : 1)..<bodyStart)
    // Between double quotes YAML makes a line break of `\n` before the expression is read.
    let isBroken = peek() == 0x0A || peek() == 0x0D
    let advice =
      isBroken ? " on its line; a line break in it is `\\n`, between double quotes of YAML `\\\\n`" : ""
    report("the text is never closed: \(mark) is missing\(advice)", at: start..<position)
    tokens.append(
      Token(kind: .literal, range: start..<position, value: prefix.isBytes ? .bytes([]) : .string("")))
  }

  private mutating func addText(_ body: Range<Int>, _ prefix: TextPrefix, range: Range<Int>) {
    var literal = TextLiteral(bytes, body, prefix)
    let value = literal.value()
    problems += literal.problems
    tokens.append(Token(kind: .literal, range: range, value: value))
  }

  // MARK: Strangers

  /// Characters that no expression has, with a word on what is usually meant by them.
  private mutating func lexStranger() {
    let start = position
    let character = nextScalar()
    switch character {
    case "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}": lexTypographicText(from: start)
    case ";": report("an expression ends without ';'", at: start..<position)
    case "$" where peek() == 0x7B:
      position += 1
      braces.append(false)
      report("'${' stands around an expression, and this is inside of one already", at: start..<position)
    case "$" where peek() == UInt8(ascii: ".") || peek() == UInt8(ascii: "["):
      report(
        "'$' does not belong here: a path begins with what is read, such as 'body' or 'record'",
        at: start..<position)
    case "$":
      report(
        "'$' does not belong here: inside an expression variables are written without it",
        at: start..<position)
    case "@": report("'@' does not belong here", at: start..<position)
    case "#" where peek() == UInt8(ascii: "/"):
      report("'#/' begins no path here: one is written 'body.data'", at: start..<position)
    case "#": report("'#' does not begin a comment here; '//' does", at: start..<position)
    case "~": report("'~' does not join texts; use '+'", at: start..<position, suggestions: ["+"])
    case "\u{A0}", "\u{2003}", "\u{2009}", "\u{202F}", "\u{3000}":
      report("this space is not a plain space", at: start..<position, suggestions: [" "])
    default: report("the character '\(character)' does not belong here", at: start..<position)
    }
  }

  private mutating func nextScalar() -> Character {
    let start = position
    position += 1
    while let byte = peek(), byte & 0xC0 == 0x80 { position += 1 }
    return text(start..<position).first ?? " "
  }

  private mutating func lexTypographicText(from start: Int) {
    let bodyStart = position
    while peek() != nil {
      let end = position
      let character = nextScalar()
      let isQuote = ["\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}"].contains(character)
      if isQuote || character == "\"" || character == "'" {
        let body = text(bodyStart..<end)
        let mark = body.contains("'") ? "\"" : "'"
        report(
          "a text stands between straight quotes, not typographic ones", at: start..<position,
          suggestions: [mark + body + mark])
        tokens.append(Token(kind: .literal, range: start..<position, value: .string(body)))
        return
      }
    }
    hasOpenQuote = true
    report("a text stands between straight quotes, and this one is never closed", at: start..<position)
    tokens.append(Token(kind: .literal, range: start..<position, value: .string("")))
  }
}
