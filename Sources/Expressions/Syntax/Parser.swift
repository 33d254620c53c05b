internal import Values

/// Reads an expression and every mistake in it.
///
/// Where something is wrong the parser reports it once, makes the best of it and goes on: a node that could
/// not be understood is `.invalid`, and nothing later complains about it.
package struct Parser {
  private let bytes: [UInt8]
  let tokens: [Token]
  var position = 0
  var tree: SyntaxTree
  var problems: [ExpressionProblem]
  let macros: [Macro]
  private(set) var nesting = 0
  /// The nesting at which a map's key is being read: there `=` stands for a colon.
  var mapKeyNesting: Int?
  /// Where nodes in parentheses stand with them, so that what is built around them covers them too.
  var parenthesized: [NodeID: Range<Int>] = [:]
  private var isTooDeep = false
  private let hasOpenQuote: Bool

  /// Deeper nesting is refused, so that no later stage can run out of stack.
  package static let maximumDepth = 250

  /// A longer expression is refused unread: what is written by hand is a hundredth of it.
  package static let maximumLength = 65_536

  /// The tree of an expression and everything that is wrong with its syntax.
  package static func parse(
    _ source: String, macros: [Macro] = Macro.all
  ) -> (tree: SyntaxTree, problems: [ExpressionProblem]) {
    guard source.utf8.count <= maximumLength else { return tooLong(source) }
    var parser = Parser(source, macros: macros)
    parser.run()
    return (parser.tree, parser.problems.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  private static func tooLong(_ source: String) -> (tree: SyntaxTree, problems: [ExpressionProblem]) {
    var tree = SyntaxTree(source: source)
    tree.root = tree.add(.invalid, at: 0..<source.utf8.count)
    let problem = ExpressionProblem(
      .syntax, "an expression has at most \(maximumLength) bytes, and this one has \(source.utf8.count)",
      at: 0..<source.utf8.count)
    return (tree, [problem])
  }

  private init(_ source: String, macros: [Macro]) {
    let lexer = Lexer(source)
    bytes = Array(source.utf8)
    tokens = lexer.tokens
    problems = lexer.problems
    hasOpenQuote = lexer.hasOpenQuote
    tree = SyntaxTree(source: source)
    self.macros = macros
  }

  private mutating func run() {
    if tokens.count == 1, problems.isEmpty {
      report("an expression is missing", at: 0..<bytes.count)
      tree.root = invalid(at: 0..<bytes.count)
      return
    }
    tree.root = parseExpression()
    if !current.isEnd, !isTooDeep { reportTrailing() }
  }

  private mutating func reportTrailing() {
    let rest = current.range.lowerBound..<(tokens.dropLast().last?.range.upperBound ?? bytes.count)
    if problems.contains(where: { $0.range == current.range }) {
      return
    } else if let lambda = lambdaMessage(current) {
      report(lambda, at: current.range)
    } else if current.isSymbol(")") || current.isSymbol("]") || current.isSymbol("}") {
      report("\(current.title) closes nothing that was opened", at: current.range, suggestions: [""])
    } else if hasOpenQuote || !problems.isEmpty && problems.contains(where: { $0.range.overlaps(rest) }) {
      return
    } else if current.isWord("if") {
      report("a choice is written `condition ? a : b`", at: current.range)
    } else if current.isSymbol(",") {
      report(
        "',' separates arguments and elements; here the expression is already complete", at: current.range)
    } else {
      report("an operator is missing before \(current.title)\(keyWithBlanks)", at: current.range)
    }
  }

  /// What to write where the whole is words with blanks between them, as columns of files are called.
  private var keyWithBlanks: String {
    let words = tokens.dropLast().filter { if case .identifier = $0.kind { true } else { false } }
    guard words.count == tokens.count - 1 else { return "" }
    return "; a key with blanks in it is record['\(words.map { text($0.range) }.joined(separator: " "))']"
  }

  /// What to say where another language's arrow stands.
  private func lambdaMessage(_ token: Token) -> String? {
    guard token.isSymbol("=>") || token.isSymbol("->") else { return nil }
    return "there is no '\(text(token.range))'; a macro takes the variable first, as in list.filter(x, x > 1)"
  }

  // MARK: Tokens

  var current: Token { tokens[min(position, tokens.count - 1)] }

  func token(after distance: Int) -> Token { tokens[min(position + distance, tokens.count - 1)] }

  var previousEnd: Int { position > 0 ? tokens[min(position, tokens.count) - 1].range.upperBound : 0 }

  mutating func advance() { if position < tokens.count - 1 { position += 1 } }

  mutating func take(_ symbol: String) -> Token? {
    let token = current
    guard token.isSymbol(symbol) else { return nil }
    advance()
    return token
  }

  func isUnsigned(_ token: Token) -> Bool {
    token.range.upperBound > 0 && [0x75, 0x55].contains(bytes[token.range.upperBound - 1])
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  // MARK: Problems and nodes

  mutating func report(_ message: String, at range: Range<Int>, suggestions: [String] = []) {
    problems.append(ExpressionProblem(.syntax, message, at: range, suggestions: suggestions))
  }

  mutating func invalid(at range: Range<Int>) -> NodeID { tree.add(.invalid, at: range) }

  /// Adds a node, unless that would build a tree too tall for the stages after this one.
  mutating func add(_ form: Node.Form, at range: Range<Int>) -> NodeID {
    let id = tree.add(form, at: range)
    if tree.height(of: id) <= Self.maximumDepth { return id }
    reportDepth(at: range)
    return invalid(at: range)
  }

  mutating func reportDepth(at range: Range<Int>) {
    if isTooDeep { return }
    isTooDeep = true
    report("the expression is nested more than \(Self.maximumDepth) levels deep", at: range)
  }

  func range(of id: NodeID) -> Range<Int> { parenthesized[id] ?? tree[id].range }

  func start(of id: NodeID) -> Int { range(of: id).lowerBound }

  /// Runs one level deeper, or refuses when that is too deep.
  mutating func nested(_ body: (inout Parser) -> NodeID) -> NodeID {
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.maximumDepth {
      reportDepth(at: current.range)
      position = tokens.count - 1
      return invalid(at: current.range)
    }
    return body(&self)
  }

  /// After a mistake inside brackets: goes on to the next comma or closing bracket of the same level.
  mutating func skipToSeparator() {
    var depth = 0
    while !current.isEnd {
      if case .symbol(let symbol) = current.kind {
        switch symbol {
        case "(", "[", "{": depth += 1
        case ")", "]", "}":
          if depth == 0 { return }
          depth -= 1
        case ",": if depth == 0 { return }
        default: break
        }
      }
      advance()
    }
  }

  /// Takes a closing bracket, or reports that it is missing.
  mutating func close(_ symbol: String, opened: Token) {
    if take(symbol) != nil { return }
    if current.isEnd {
      if !hasOpenQuote && !isTooDeep {
        report("\(opened.title) is never closed", at: opened.range)
      }
      return
    }
    let found = current
    let isKnown = problems.contains { $0.range.overlaps(found.range) }
    if !isKnown {
      let isCloser = [")", "]", "}"].contains { found.isSymbol($0) }
      let usual =
        isCloser
        ? "\(found.title) does not close \(opened.title); '\(symbol)' is expected"
        : "an operator or '\(symbol)' is missing before \(found.title)"
      report(lambdaMessage(found) ?? usual, at: found.range, suggestions: isCloser ? [symbol] : [])
    }
    while !current.isEnd {
      skipToSeparator()
      if current.isSymbol(",") { advance() } else { break }
    }
    if !current.isEnd { advance() }
  }
}

extension Token {
  var isEnd: Bool { kind == .end }
}
