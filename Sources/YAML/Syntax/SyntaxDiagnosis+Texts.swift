internal import Diagnostics

/// Mistakes inside one text: quotes, escapes, and characters a text must not begin with.
extension SyntaxDiagnosis {
  // MARK: Quotes

  var quotedText: Finding? {
    guard isContext("while scanning a quoted scalar") || isContext("while parsing a quoted scalar") else {
      return nil
    }
    switch error.problem {
    case "found unexpected end of stream", "found unexpected document indicator": return unclosedQuote
    case "found unknown escape character": return unknownEscape
    case "found invalid Unicode character escape code": return surrogate
    case "did not find expected hexdecimal number":
      return Finding(
        SyntaxRules.badEscape, "hexadecimal digits are missing in this escape",
        at: range(error.at - 2, error.at))
    default: return nil
    }
  }

  private var unclosedQuote: Finding {
    let opening = TextLine(file, at: error.contextAt)
    let quote = opening.byte(at: error.contextAt)
    let value = opening.value(from: error.contextAt)
    let isOnlyQuote = !value.dropFirst().contains { opening.byte(at: $0) == quote }
    let mark = quote == UInt8(ascii: "'") ? "single" : "double"
    var finding = Finding(
      SyntaxRules.unclosed, "a \(mark) quote is opened here and never closed",
      at: range(error.contextAt, error.contextAt + 1), label: "opened here")
    if isOnlyQuote, value.count > 1 {
      let end = SourceRange(file, value.upperBound, value.upperBound)
      finding.fixes = [
        .init(
          "close it at the end of the line", isSafe: false, replace: end,
          with: String(Unicode.Scalar(quote)))
      ]
    }
    return finding
  }

  private var unknownEscape: Finding {
    let escape = range(error.at, error.at + 2)
    let edits = unknownEscapes.map { Finding.Edit(range($0, $0), "\\") }
    return Finding(
      SyntaxRules.badEscape, "'\(escape.text.excerpt)' is no escape", at: escape,
      fixes: [
        .init(
          edits.count == 1 ? "write the backslash twice" : "write the backslashes twice", isSafe: true,
          edits: edits)
      ])
  }

  /// The backslashes that mean nothing, from the first one to the closing quote on the line, or as far as anyone reads.
  private var unknownEscapes: [Int] {
    var result: [Int] = []
    var offset = error.at
    let end = min(line.end, error.at + Limits.keyBytes * 4)
    while offset < end, byte(offset) != UInt8(ascii: "\"") {
      if byte(offset) == UInt8(ascii: "\\") {
        if offset + 1 < line.end, !"0abt\tnvfre \"/\\N_LPxuU".utf8.contains(byte(offset + 1)) {
          result.append(offset)
        }
        offset += 1
      }
      offset += 1
    }
    return Array(result.prefix(Limits.findingsPerRule))
  }

  /// JSON writes characters beyond U+FFFF as two escapes; YAML does not know that.
  private var surrogate: Finding {
    let start = error.at - 2
    let pair = range(start, start + 12)
    let units = pair.text.split(separator: "\\u", omittingEmptySubsequences: true).map {
      UInt32($0, radix: 16)
    }
    var finding = Finding(
      SyntaxRules.badEscape, "this escape is half of a character", at: range(start, start + 6),
      evidence: [.init("help", "write the character itself, or \\U with eight digits")])
    if units.count == 2, let high = units[0], let low = units[1], (0xD800..<0xDC00).contains(high),
      (0xDC00..<0xE000).contains(low)
    {
      let scalar = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
      finding.range = pair
      finding.message = "these two escapes make one character only in JSON"
      finding.fixes = [
        .init(
          "write it as one escape", isSafe: true, replace: pair,
          with: hexadecimal(scalar, digits: 8, prefix: "\\U"))
      ]
    }
    return finding
  }

  // MARK: First characters

  /// A text that begins with a character that YAML keeps for itself.
  var startOfValue: Finding? {
    let start: Int
    switch error.context {
    case "while scanning for the next token" where isProblem("found character that cannot start any token"):
      start = error.at
    case "while scanning an alias", "while scanning an anchor", "while scanning a tag", "while parsing a tag",
      "while scanning a block scalar", "while scanning a directive", "while parsing a node":
      start = error.contextAt
    default: return nil
    }
    guard !isProblem("found an indentation indicator equal to 0") else {
      return Finding(SyntaxRules.syntax, "a block cannot be indented by 0", at: range(error.at, error.at + 1))
    }
    let line = TextLine(file, at: start)
    let isTag = line.byte(at: start) == UInt8(ascii: "!")
    let value = valueRange(from: start, in: line)
    let character = file.text(start..<start + 1).excerpt
    let message =
      isTag
      ? "the tag '\(file.text(value).excerpt)' has no meaning here, and a text cannot begin with '!'"
      : "a text without quotes cannot begin with '\(character)'"
    return needsQuotes(message, text: value, at: range(start, start + 1))
  }

  /// The text from an offset to the end of the line, or inside brackets to the next comma or bracket.
  func valueRange(from start: Int, in line: TextLine) -> Range<Int> {
    let value = line.value(from: start)
    guard isInBrackets(start) else { return value }
    let stop = value.first { offset in
      offset > start
        && [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(line.byte(at: offset))
    }
    return line.value(from: start).lowerBound..<(stop ?? value.upperBound)
  }

  /// True when brackets are open at an offset, as far as its line shows.
  func isInBrackets(_ offset: Int) -> Bool {
    let line = TextLine(file, at: offset)
    var depth = 0
    var quote: UInt8?
    for position in line.contentStart..<max(line.contentStart, min(offset, line.end)) {
      let byte = line.byte(at: position)
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      let isTokenStart = position == line.contentStart || !isWordOrPunctuation(line.byte(at: position - 1))
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): if isTokenStart { quote = byte }
      case UInt8(ascii: "["), UInt8(ascii: "{"): if depth > 0 || isTokenStart { depth += 1 }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
      default: break
      }
    }
    return depth > 0
  }

  /// True for bytes after which a quote or bracket is an ordinary character of a text.
  private func isWordOrPunctuation(_ byte: UInt8) -> Bool {
    !isBlankOrBreak(byte) && ![UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ",")].contains(byte)
  }
}
