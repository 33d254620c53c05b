internal import Values

/// The smallest part of an expression with a meaning.
struct Token: Sendable {
  enum Kind: Sendable, Equatable {
    case identifier(String)
    /// A word between backticks: a name that is not spelled like an identifier.
    case quotedIdentifier(String)
    /// A number, text or bytes; the value is in `Token.value`.
    case literal
    case symbol(String)
    case end
  }

  let kind: Kind
  let range: Range<Int>
  var value: Value = .null

  func isSymbol(_ text: String) -> Bool {
    if case .symbol(let found) = kind { found == text } else { false }
  }

  /// Nothing that goes on with an operand; asked first, because most operands stand alone.
  var endsOperand: Bool {
    switch kind {
    case .end: true
    case .symbol(let text): text == ")" || text == "," || text == "]"
    default: false
    }
  }

  func isWord(_ text: String) -> Bool {
    if case .identifier(let found) = kind { found == text } else { false }
  }

  /// How messages call this token.
  var title: String {
    switch kind {
    case .identifier(let text), .symbol(let text): "'\(text)'"
    case .quotedIdentifier(let text): "'`\(text)`'"
    case .literal:
      switch value {
      case .string: "a text"
      case .bytes: "bytes"
      default: "a number"
      }
    case .end: "the end"
    }
  }
}
