/// A text with `${ expression }` parts, as most strings of a connector may be.
///
/// `$${` is a plain `${`.
package struct TemplateText: Sendable, Hashable {
  /// A stretch of the text, with the UTF-8 range it has in the source.
  package enum Part: Sendable, Hashable {
    case literal(String, Range<Int>)
    /// The source between the braces; the range covers it and not the braces.
    case expression(String, Range<Int>)
  }

  package let parts: [Part]
  package let problems: [ExpressionProblem]

  /// Takes a text apart.
  ///
  /// A part that is never closed is a problem and counts as an expression to the end.
  package init(_ source: String) {
    var reader = TemplateReader(source)
    reader.run()
    parts = reader.parts
    problems = reader.problems
  }
}

private struct TemplateReader {
  private let bytes: [UInt8]
  private var position = 0
  private var literal: [UInt8] = []
  private var literalStart = 0
  private(set) var parts: [TemplateText.Part] = []
  private(set) var problems: [ExpressionProblem] = []

  private static let open = Array("${".utf8)
  private static let escapedOpen = Array("$${".utf8)

  /// A text with more expressions is no template but a program, or made to hurt.
  private static let mostExpressions = 500

  init(_ source: String) { bytes = Array(source.utf8) }

  mutating func run() {
    var count = 0
    while let mark = bytes[position...].firstIndex(of: Self.open[0]) {
      literal += bytes[position..<mark]
      position = mark
      if bytes[position...].starts(with: Self.escapedOpen) {
        literal += Self.open
        position += Self.escapedOpen.count
      } else if bytes[position...].starts(with: Self.open) {
        endLiteral()
        count += 1
        if count > Self.mostExpressions { return reportTooMany() }
        readExpression()
        literalStart = position
      } else {
        literal.append(bytes[position])
        position += 1
      }
    }
    literal += bytes[position...]
    position = bytes.count
    endLiteral()
  }

  private mutating func reportTooMany() {
    problems.append(
      ExpressionProblem(
        .syntax, "a text holds at most \(Self.mostExpressions) expressions",
        at: position..<position + Self.open.count))
  }

  private mutating func endLiteral() {
    if !literal.isEmpty {
      parts.append(.literal(String(decoding: literal, as: UTF8.self), literalStart..<position))
    }
    literal = []
  }

  private mutating func readExpression() {
    let open = position
    position += Self.open.count
    let start = position
    guard let end = findEnd() else {
      let rest = open..<bytes.count
      problems.append(ExpressionProblem(.syntax, "'${' is never closed: '}' is missing", at: rest))
      position = bytes.count
      parts.append(.expression(String(decoding: bytes[start...], as: UTF8.self), start..<bytes.count))
      return
    }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    position = end + 1
    if text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) {
      problems.append(ExpressionProblem(.syntax, "there is no expression in '${}'", at: open..<position))
    }
    parts.append(.expression(text, start..<end))
  }

  /// The closing brace that belongs to the opening one: braces of maps and texts inside do not count.
  private func findEnd() -> Int? {
    var depth = 0
    var at = position
    while at < bytes.count {
      switch bytes[at] {
      case 0x7B: depth += 1
      case 0x7D:
        if depth == 0 { return at }
        depth -= 1
      case 0x22, 0x27, 0x60:
        guard let end = endOfText(at) else { return nil }
        at = end
      default: break
      }
      at += 1
    }
    return nil
  }

  /// The last byte of the text that begins at a quote.
  private func endOfText(_ start: Int) -> Int? {
    let quote = bytes[start]
    let isRaw = start > position && [0x72, 0x52].contains(bytes[start - 1])
    let mark = [quote, quote, quote]
    let isTriple = quote != 0x60 && bytes[start...].starts(with: mark)
    var at = start + (isTriple ? 3 : 1)
    while at < bytes.count {
      if bytes[at] == 0x5C, !isRaw, quote != 0x60 {
        at += 2
      } else if bytes[at] == quote, !isTriple || bytes[at...].starts(with: mark) {
        return at + (isTriple ? 2 : 0)
      } else {
        at += 1
      }
    }
    return nil
  }
}
