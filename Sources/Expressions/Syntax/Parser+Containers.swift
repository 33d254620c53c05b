internal import Values

/// Lists, maps, and the messages that this language leaves out.
extension Parser {
  mutating func parseList(_ open: Token) -> NodeID {
    advance()
    var elements: [Node.Element] = []
    while !current.isSymbol("]"), !current.isEnd {
      let isOptional = take("?") != nil
      let value = parseExpression()
      elements.append(Node.Element(value: value, isOptional: isOptional))
      if take(",") == nil { break }
    }
    close("]", opened: open)
    return add(.list(elements), at: open.range.lowerBound..<previousEnd)
  }

  mutating func parseMap(_ open: Token) -> NodeID {
    advance()
    if current.isSymbol("{"), current.range.lowerBound == open.range.upperBound {
      return parseDoubleBraces(open)
    }
    var entries: [Node.Entry] = []
    while !current.isSymbol("}"), !current.isEnd {
      let isOptional = take("?") != nil
      let outer = mapKeyNesting
      mapKeyNesting = nesting + 1
      let key = parseExpression()
      mapKeyNesting = outer
      guard take(":") != nil else {
        reportMissingValue(of: key)
        skipToSeparator()
        if take(",") != nil { continue }
        break
      }
      entries.append(Node.Entry(key: key, value: parseExpression(), isOptional: isOptional))
      if take(",") == nil { break }
    }
    close("}", opened: open)
    return add(.map(entries), at: open.range.lowerBound..<previousEnd)
  }

  private mutating func reportMissingValue(of key: NodeID) {
    let range = range(of: key)
    if problems.contains(where: { $0.range.upperBound >= range.lowerBound }) { return }
    if current.isSymbol("=") {
      report("a map's key and value are joined with ':'", at: current.range, suggestions: [":"])
    } else {
      report("a map's entry needs a key and a value: `key: value`", at: range)
    }
  }

  /// `{{ x }}` of template languages.
  private mutating func parseDoubleBraces(_ open: Token) -> NodeID {
    let range = open.range.lowerBound..<current.range.upperBound
    report("'{{' does not begin an expression; here is one already", at: range, suggestions: [""])
    advance()
    let inner = parseExpression()
    if take("}") != nil { _ = take("}") }
    return inner
  }

  /// Whether a node is a dotted name whose last part begins with a capital, as message types do.
  func isTypeName(_ id: NodeID) -> Bool {
    switch tree[id].form {
    case .identifier(let name, _): name.text.first?.isUppercase == true
    case .select(_, let name, _): name.text.first?.isUppercase == true
    default: false
    }
  }

  mutating func skipMessage(named operand: NodeID) -> NodeID {
    let range = range(of: operand)
    problems.append(
      ExpressionProblem(
        .unsupported,
        "messages such as '\(text(range)){...}' do not exist here; write a map { 'key': value }",
        at: range))
    if let open = take("{") {
      while !current.isEnd, !current.isSymbol("}") {
        skipToSeparator()
        if take(",") == nil { break }
      }
      close("}", opened: open)
    }
    return invalid(at: range.lowerBound..<previousEnd)
  }
}
