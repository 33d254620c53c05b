internal import Values

/// Conditions, operators and their precedence.
extension Parser {
  mutating func parseExpression() -> NodeID {
    nested { parser in
      let condition = parser.parseOr()
      guard let mark = parser.take("?") else { return condition }
      let then = parser.parseOr()
      guard parser.take(":") != nil else {
        parser.reportMissingColon(of: mark)
        return parser.invalid(at: parser.start(of: condition)..<parser.previousEnd)
      }
      let otherwise = parser.parseExpression()
      let range = parser.start(of: condition)..<parser.range(of: otherwise).upperBound
      return parser.add(.conditional(condition, then: then, otherwise: otherwise), at: range)
    }
  }

  private mutating func reportMissingColon(of mark: Token) {
    // What is missing is often swallowed by a mistake already reported behind the question mark.
    if problems.contains(where: { $0.range.lowerBound >= mark.range.lowerBound }) { return }
    report("the choice `condition ? a : b` lacks its ':' part", at: mark.range)
  }

  private mutating func parseOr() -> NodeID {
    parseLogical(.or, symbol: "||", word: "or", half: "|") { $0.parseAnd() }
  }

  private mutating func parseAnd() -> NodeID {
    parseLogical(.and, symbol: "&&", word: "and", half: "&") { $0.parseRelation() }
  }

  private mutating func parseLogical(
    _ kind: Node.Logical, symbol: String, word: String, half: String, operand: (inout Parser) -> NodeID
  ) -> NodeID {
    let only = operand(&self)
    // Most operands stand alone, and need no list.
    if current.endsOperand { return only }
    var operands = [only]
    while !current.endsOperand {
      if take(symbol) != nil {
      } else if current.isWord(word) || current.isWord(word.uppercased()) {
        report("'\(text(current.range))' is written '\(symbol)'", at: current.range, suggestions: [symbol])
        advance()
      } else if current.isSymbol(half) {
        if half == "|", skipFilter() { continue }
        report("'\(half)' is written '\(symbol)'", at: current.range, suggestions: [symbol])
        advance()
      } else if current.isSymbol("??"), half == "|" {
        report("there is no '??'; use coalesce(a, b), or a.?b.orValue(c)", at: current.range)
        advance()
      } else {
        break
      }
      operands.append(operand(&self))
    }
    guard operands.count > 1, let first = operands.first, let last = operands.last else { return operands[0] }
    return add(.logical(kind, operands), at: start(of: first)..<range(of: last).upperBound)
  }

  /// `x | lower`, the filter of template languages: reported, then skipped with its arguments.
  private mutating func skipFilter() -> Bool {
    guard case .identifier(let name) = token(after: 1).kind else { return false }
    let mark = current
    let afterName = token(after: 2)
    let isOperand = afterName.isSymbol(".") || afterName.isSymbol("==") || afterName.isSymbol("[")
    if isOperand || problems.contains(where: { $0.range == mark.range }) { return false }
    let isFilter = afterName.isSymbol("(") || Vocabulary.filters[name] != nil
    guard isFilter else { return false }
    let call = Vocabulary.filters[name].map { "; here it is \($0)" } ?? ""
    report(
      "'|' does not pass a value on to '\(name)': functions are called as x.f() or f(x)\(call)",
      at: mark.range)
    advance()
    advance()
    if let open = take("(") {
      skipArguments()
      close(")", opened: open)
    }
    return true
  }

  private mutating func skipArguments() {
    skipToSeparator()
    while current.isSymbol(",") {
      advance()
      skipToSeparator()
    }
  }

  private static let relations: [String: String] = [
    "==": "_==_", "!=": "_!=_", "<": "_<_", "<=": "_<=_", ">": "_>_", ">=": "_>=_",
  ]

  private static let mistakenRelations: [String: String] = ["=": "==", "===": "==", "!==": "!=", "<>": "!="]

  private mutating func parseRelation() -> NodeID {
    var left = parseSum()
    while true {
      let token = current
      if token.endsOperand { return left }
      if case .symbol(let symbol) = token.kind, let function = Self.relations[symbol] {
        advance()
        left = addBinary(function, token, left) { $0.parseSum() }
      } else if token.isWord("in") {
        advance()
        left = addBinary("@in", token, left) { $0.parseSum() }
      } else if token.isSymbol("="), mapKeyNesting == nesting {
        return left
      } else if case .symbol(let symbol) = token.kind, let meant = Self.mistakenRelations[symbol] {
        report("'\(symbol)' does not compare; use '\(meant)'", at: token.range, suggestions: [meant])
        advance()
        left = addBinary(Self.relations[meant] ?? "_==_", token, left) { $0.parseSum() }
      } else if let mended = parseWordRelation(left) {
        left = mended
      } else {
        return left
      }
    }
  }

  /// `is`, `is not`, `not in`: words of other languages in the place of an operator.
  private mutating func parseWordRelation(_ left: NodeID) -> NodeID? {
    let token = current
    if token.isWord("is") {
      let isNegated = self.token(after: 1).isWord("not")
      let range = token.range.lowerBound..<(isNegated ? self.token(after: 1) : token).range.upperBound
      let meant = isNegated ? "!=" : "=="
      report("'\(text(range))' is written '\(meant)'", at: range, suggestions: [meant])
      advance()
      if isNegated { advance() }
      return addBinary(isNegated ? "_!=_" : "_==_", token, left) { $0.parseSum() }
    }
    if token.isWord("not"), self.token(after: 1).isWord("in") {
      let range = token.range.lowerBound..<self.token(after: 1).range.upperBound
      report("'not in' is written !(a in b)", at: range)
      advance()
      advance()
      let found = addBinary("@in", token, left) { $0.parseSum() }
      return add(
        .call(Name("!_", at: token.range), receiver: nil, arguments: [found]), at: self.range(of: found))
    }
    return nil
  }

  private mutating func addBinary(
    _ function: String, _ token: Token, _ left: NodeID, right parse: (inout Parser) -> NodeID
  ) -> NodeID {
    let right = parse(&self)
    let range = start(of: left)..<max(range(of: right).upperBound, token.range.upperBound)
    return add(.call(Name(function, at: token.range), receiver: nil, arguments: [left, right]), at: range)
  }

  private mutating func parseSum() -> NodeID {
    var left = parseProduct()
    while true {
      let token = current
      if token.endsOperand { return left }
      if token.isSymbol("+") || token.isSymbol("-") {
        advance()
        left = addBinary(token.isSymbol("+") ? "_+_" : "_-_", token, left) { $0.parseProduct() }
      } else {
        return left
      }
    }
  }

  private static let products = ["*": "_*_", "/": "_/_", "%": "_%_"]

  private mutating func parseProduct() -> NodeID {
    var left = parseUnary()
    while true {
      let token = current
      if token.endsOperand { return left }
      if case .symbol(let symbol) = token.kind, let function = Self.products[symbol] {
        advance()
        left = addBinary(function, token, left) { $0.parseUnary() }
      } else if token.isSymbol("**") {
        report("there is no '**'; multiply with '*'", at: token.range, suggestions: ["*"])
        advance()
        left = addBinary("_*_", token, left) { $0.parseUnary() }
      } else {
        return left
      }
    }
  }

  private mutating func parseUnary() -> NodeID {
    nested { parser in
      let token = parser.current
      if token.isSymbol("!") {
        parser.advance()
        return parser.addUnary("!_", token)
      }
      if token.isSymbol("-") {
        parser.advance()
        if parser.current.kind == .literal, let literal = parser.negativeLiteral(from: token) {
          return literal
        }
        return parser.addUnary("-_", token)
      }
      if token.isWord("not"), parser.token(after: 1).startsOperand {
        parser.report("'not' is written '!'", at: token.range, suggestions: ["!"])
        parser.advance()
        return parser.addUnary("!_", token)
      }
      return parser.parseMember()
    }
  }

  private mutating func addUnary(_ function: String, _ token: Token) -> NodeID {
    let operand = parseUnary()
    let range = token.range.lowerBound..<max(range(of: operand).upperBound, token.range.upperBound)
    return add(.call(Name(function, at: token.range), receiver: nil, arguments: [operand]), at: range)
  }

  /// A minus directly before a number belongs to the number: so the smallest int can be written.
  private mutating func negativeLiteral(from minus: Token) -> NodeID? {
    let token = current
    let range = minus.range.lowerBound..<token.range.upperBound
    let value: Value
    switch token.value {
    case .int(let number): value = .int(-number)
    case .double(let number): value = .double(-number)
    case .uint(let number) where !isUnsigned(token) && number == UInt64(Int64.max) + 1: value = .int(.min)
    default: return nil
    }
    advance()
    return parsePostfix(of: add(.literal(value), at: range))
  }
}

extension Token {
  /// Whether an operand can begin here; a bracket is left out because `not(x)` looks like a call.
  fileprivate var startsOperand: Bool {
    switch kind {
    case .literal, .quotedIdentifier: true
    case .identifier(let word): word != "in"
    default: false
    }
  }
}
