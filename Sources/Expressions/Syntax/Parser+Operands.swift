internal import Values

/// Names, literals, brackets, and what can follow them.
extension Parser {
  mutating func parseMember() -> NodeID {
    let operand = parsePrimary()
    return parsePostfix(of: operand)
  }

  /// `.field`, `.?field`, `.method(...)`, `[index]`, `[?index]`, as often as they follow.
  mutating func parsePostfix(of operand: NodeID) -> NodeID {
    var operand = operand
    while true {
      if current.isSymbol(".") {
        operand = parseSelection(of: operand)
      } else if let open = take("[") {
        let isOptional = take("?") != nil
        let index = current.isEnd ? invalid(at: open.range) : parseExpression()
        close("]", opened: open)
        operand = add(.index(operand, index, isOptional: isOptional), at: start(of: operand)..<previousEnd)
      } else if isMistakenOptional {
        let range = current.range.lowerBound..<token(after: 1).range.upperBound
        report("optional selection is written '.?'", at: range, suggestions: [".?"])
        advance()
        operand = parseSelection(of: operand, isOptional: true)
      } else if current.isSymbol("{"), isTypeName(operand), current.range.lowerBound == previousEnd {
        operand = skipMessage(named: operand)
      } else {
        return operand
      }
    }
  }

  /// `a?.b` without a colon later on: the optional chaining of other languages.
  private var isMistakenOptional: Bool {
    guard current.isSymbol("?"), token(after: 1).isSymbol("."), current.range.lowerBound == previousEnd,
      token(after: 1).range.lowerBound == current.range.upperBound
    else { return false }
    var depth = 0
    for token in tokens[position...] {
      guard case .symbol(let symbol) = token.kind else { continue }
      switch symbol {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case ":": if depth == 0 { return false }
      default: break
      }
      if depth < 0 { break }
    }
    return true
  }

  private mutating func parseSelection(of operand: NodeID, isOptional mistaken: Bool = false) -> NodeID {
    let dot = current
    advance()
    let isOptional = take("?") != nil || mistaken
    let token = current
    guard let name = selector(token) else {
      if token.isEnd || !problems.contains(where: { $0.range.overlaps(token.range) }) {
        reportMissingField(after: dot)
      }
      return invalid(at: start(of: operand)..<dot.range.upperBound)
    }
    advance()
    guard let open = take("(") else {
      return add(.select(operand, name, isOptional: isOptional), at: start(of: operand)..<previousEnd)
    }
    if isOptional {
      report(
        "a method cannot be called after '.?'", at: dot.range.lowerBound..<token.range.lowerBound,
        suggestions: ["."])
    }
    let arguments = parseArguments(until: ")", opened: open)
    return call(name, receiver: operand, arguments: arguments)
  }

  private mutating func reportMissingField(after dot: Token) {
    let token = current
    switch token.kind {
    case .literal:
      if case .int = token.value {
        report("an element is taken with [\(text(token.range))]", at: token.range)
      } else {
        report("a field name is expected after '.', not \(token.title)", at: token.range)
      }
      advance()
    case .identifier(let word):
      report("'\(word)' is a word of the language; write ['\(word)']", at: token.range)
      advance()
    default: report("a field name is missing after '.'", at: dot.range)
    }
  }

  /// The name a token can be after a point.
  ///
  /// Reserved words may stand there, the four literals may not.
  private func selector(_ token: Token) -> Name? {
    switch token.kind {
    case .identifier(let word) where !["in", "true", "false", "null"].contains(word):
      Name(word, at: token.range)
    case .quotedIdentifier(let word): Name(word, at: token.range)
    default: nil
    }
  }

  /// The arguments of a call after its opening bracket, through the closing one.
  mutating func parseArguments(until symbol: String, opened: Token) -> [NodeID] {
    var arguments: [NodeID] = []
    if take(symbol) != nil { return arguments }
    if current.isEnd {
      close(symbol, opened: opened)
      return arguments
    }
    while true {
      arguments.append(parseExpression())
      guard take(",") != nil else { break }
      if current.isSymbol(symbol) {
        report("an argument is missing after ','", at: previousEnd - 1..<previousEnd, suggestions: [""])
        break
      }
    }
    close(symbol, opened: opened)
    return arguments
  }

  /// A call, which may be a macro.
  mutating func call(_ name: Name, receiver: NodeID?, arguments: [NodeID]) -> NodeID {
    let begin = receiver.map { start(of: $0) } ?? name.range.lowerBound
    let range = begin..<previousEnd
    for macro in macros where macro.name == name.text {
      if let expanded = macro.expand(
        &self, MacroCall(name: name, receiver: receiver, arguments: arguments, range: range))
      {
        return expanded
      }
    }
    return add(.call(name, receiver: receiver, arguments: arguments), at: range)
  }

  // MARK: Primaries

  private mutating func parsePrimary() -> NodeID {
    let token = current
    switch token.kind {
    case .literal: return parseLiteral(token)
    case .identifier(let word): return parseWord(word, token)
    case .quotedIdentifier(let word):
      advance()
      return add(.identifier(Name(word, at: token.range), isAbsolute: false), at: token.range)
    case .symbol("("):
      advance()
      return parseParentheses(token)
    case .symbol("["): return parseList(token)
    case .symbol("{"): return parseMap(token)
    case .symbol("."): return parseAbsolute(token)
    default: return parseStrayToken(token)
    }
  }

  private mutating func parseParentheses(_ open: Token) -> NodeID {
    if current.isEnd {
      close(")", opened: open)
      return invalid(at: open.range)
    }
    let inner = parseExpression()
    guard current.isSymbol(","), !problems.contains(where: { $0.range.overlaps(open.range) }) else {
      close(")", opened: open)
      parenthesized[inner] = open.range.lowerBound..<previousEnd
      return inner
    }
    report("a list stands in [ ]", at: open.range, suggestions: ["["])
    var elements = [Node.Element(value: inner, isOptional: false)]
    while take(",") != nil { elements.append(Node.Element(value: parseExpression(), isOptional: false)) }
    close(")", opened: open)
    return add(.list(elements), at: open.range.lowerBound..<previousEnd)
  }

  private mutating func parseLiteral(_ token: Token) -> NodeID {
    advance()
    if case .uint(let number) = token.value, !isUnsigned(token) {
      report("\(number) does not fit an int; the largest is \(Int64.max)", at: token.range)
      return invalid(at: token.range)
    }
    if problems.contains(where: { $0.range == token.range }) { return invalid(at: token.range) }
    return add(.literal(token.value), at: token.range)
  }

  private static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
    "namespace", "return", "var", "void", "while",
  ]

  private mutating func parseWord(_ word: String, _ token: Token) -> NodeID {
    advance()
    switch word {
    case "true": return add(.literal(.bool(true)), at: token.range)
    case "false": return add(.literal(.bool(false)), at: token.range)
    case "null": return add(.literal(.null), at: token.range)
    case "in":
      report("there is nothing before 'in'", at: token.range)
      return invalid(at: token.range)
    default: break
    }
    if Self.reserved.contains(word) {
      let hint = word == "if" ? "; a choice is written `condition ? a : b`" : ""
      report("'\(word)' is a reserved word and no name\(hint)", at: token.range)
      skipToSeparator()
      return invalid(at: token.range.lowerBound..<previousEnd)
    }
    let name = Name(word, at: token.range)
    if let open = take("(") {
      return call(name, receiver: nil, arguments: parseArguments(until: ")", opened: open))
    }
    return add(.identifier(name, isAbsolute: false), at: token.range)
  }

  /// `.name`: a name looked up from the root.
  private mutating func parseAbsolute(_ dot: Token) -> NodeID {
    advance()
    guard let name = selector(current) else {
      reportMissingField(after: dot)
      return invalid(at: dot.range)
    }
    advance()
    let range = dot.range.lowerBound..<name.range.upperBound
    if let open = take("(") {
      let arguments = parseArguments(until: ")", opened: open)
      return add(.call(name, receiver: nil, arguments: arguments), at: range.lowerBound..<previousEnd)
    }
    return add(.identifier(name, isAbsolute: true), at: range)
  }

  private mutating func parseStrayToken(_ token: Token) -> NodeID {
    let isKnown = problems.contains { $0.range.overlaps(token.range) && !$0.range.isEmpty }
    if token.isEnd {
      if problems.isEmpty || position > 0 && !problems.contains(where: { $0.range.upperBound >= previousEnd })
      {
        let before = position > 0 ? tokens[position - 1] : token
        report("the expression ends after \(before.title), where a value is expected", at: before.range)
      }
      return invalid(at: token.range)
    }
    let isCloser = [")", "]", "}", ",", ":"].contains { token.isSymbol($0) }
    if !isKnown { report("a value is missing before \(token.title)", at: token.range) }
    if !isCloser {
      advance()
      // An operator too many: what it was written before is an operand all the same.
      if !current.isEnd { return nested { $0.parseMember() } }
    }
    return invalid(at: token.range.lowerBound..<token.range.lowerBound)
  }
}
