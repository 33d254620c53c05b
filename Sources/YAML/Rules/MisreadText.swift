internal import Diagnostics

/// Recognizes a text that was meant to be a mapping or a list.
enum MisreadText {
  /// True for a key inside braces that has no colon.
  static func isAlone(_ key: Scalar) -> Bool {
    let bytes = key.range.file.bytes
    var next = key.range.end
    while next < bytes.count, isBlankOrBreak(bytes[next]) { next += 1 }
    return (next >= bytes.count || bytes[next] != UInt8(ascii: ":")) && !key.range.bytes.isEmpty
  }

  /// Says what is wrong with keys inside braces that have no colon, as in `{a 1}`, `{a:1}` and `{a, b}`.
  ///
  /// - Parameter areAll: The braces hold nothing else.
  static func report(_ keys: [Scalar], inBraces braces: SourceRange, areAll: Bool, to reading: Reading) {
    if areAll, keys.count > 1, keys.allSatisfy(isWord) {
      reading.report(SyntaxRules.syntax) { listInBraces(braces) }
      return
    }
    for key in keys {
      // Each is looked at with its line: a file made to hurt has thousands of them on a line of megabytes.
      guard reading.state.loneKeys < Limits.findingsPerRule else { return }
      reading.state.loneKeys += 1
      reading.report(finding(forLone: key, on: reading.line(at: key.range.start)))
    }
  }

  /// True for a key that may well be an item: a name, a number or a text in quotes.
  private static func isWord(_ key: Scalar) -> Bool {
    key.style != .plain
      || key.text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...,
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
          UInt8(ascii: "/"):
          true
        default: false
        }
      }
  }

  private static func listInBraces(_ braces: SourceRange) -> Finding {
    let file = braces.file
    let (first, last) = (braces.start, max(braces.start, braces.end - 1))
    return Finding(
      SyntaxRules.syntax, "a list stands in square brackets; in braces each key has a colon and a value",
      at: braces,
      fixes: [
        .init(
          "make it a list", isSafe: false,
          edits: [
            .init(SourceRange(file, first, first + 1), "["), .init(SourceRange(file, last, last + 1), "]"),
          ])
      ])
  }

  private static func finding(forLone key: Scalar, on line: TextLine) -> Finding {
    if line.end - line.start <= 4 * Limits.keyBytes, let text = FlowText.around(key.range.start, on: line) {
      return text.finding("a text with a comma in it needs quotes inside brackets", on: line)
    }
    return missingColon(in: key.range.bytes, of: line)
  }

  /// `key:value` and `-item`.
  static func missingSpace(in value: Range<Int>, of line: TextLine) -> Finding? {
    // Inside quotes a space changes the text and nothing else.
    guard !isQuoted(value, line) else { return nil }
    if line.byte(at: value.lowerBound) == UInt8(ascii: "-"), value.count > 1,
      !isBlank(line.byte(at: value.lowerBound + 1))
    {
      return spaceFinding(after: value.lowerBound, in: line, "a space is missing after the dash")
    }
    let isWord: (Int) -> Bool = { !isBlank(line.byte(at: $0)) }
    guard let colon = value.first(where: { line.byte(at: $0) == UInt8(ascii: ":") }),
      colon > value.lowerBound, colon + 1 < value.upperBound, (value.lowerBound..<colon).allSatisfy(isWord),
      isWord(colon + 1)
    else { return nil }
    return spaceFinding(after: colon, in: line, "a space is missing after the colon")
  }

  /// A line among keys that is no key.
  static func missingColon(in value: Range<Int>, of line: TextLine) -> Finding {
    if let space = missingSpace(in: value, of: line) { return space }
    var finding = Finding(
      SyntaxRules.syntax,
      "'\(line.file.text(value).excerpt)' has no colon, so it is neither a key nor a value",
      at: line.range(value))
    if !isQuoted(value, line), let blank = value.first(where: { isBlank(line.byte(at: $0)) }) {
      finding.fixes = [
        .init(
          "put a colon after the first word", isSafe: false, replace: line.range(blank..<blank), with: ":")
      ]
    }
    return finding
  }

  private static func isQuoted(_ value: Range<Int>, _ line: TextLine) -> Bool {
    let first = line.byte(at: value.lowerBound)
    return first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
  }

  private static func spaceFinding(after offset: Int, in line: TextLine, _ message: String) -> Finding {
    Finding(
      SyntaxRules.missingSpace, message, at: line.range(offset..<offset + 1),
      fixes: [.init("insert a space", isSafe: true, replace: line.range(offset + 1..<offset + 1), with: " ")])
  }
}

/// Recognizes an expression that a comment has cut off.
enum CutText {
  /// A finding when an unquoted text opens `${` and a comment follows before the brace is closed.
  static func finding(for text: String, at range: SourceRange) -> Finding? {
    let bytes = range.file.bytes
    var mark = range.end
    while mark < bytes.count, isBlank(bytes[mark]) { mark += 1 }
    guard mark < bytes.count, bytes[mark] == UInt8(ascii: "#"), let open = text.lastOpenExpression else {
      return nil
    }
    let line = TextLine(range.file, at: range.end)
    var stop = line.end
    while stop > mark, isBlank(line.byte(at: stop - 1)) { stop -= 1 }
    let whole = range.start..<stop
    return Finding(
      SyntaxRules.needsQuotes, "the text ends before this '#', inside the expression '\(open.excerpt)'",
      at: line.range(mark..<mark + 1), label: "taken for a comment",
      fixes: [
        .init(
          "quote the text", isSafe: false, replace: line.range(whole), with: quoted(range.file.text(whole)))
      ])
  }
}

extension String {
  /// From the last `${` that no brace follows; nil if every one is closed.
  fileprivate var lastOpenExpression: String? {
    var open: String.Index?
    var isAfterDollar = false
    for index in utf8.indices {
      if isAfterDollar, utf8[index] == UInt8(ascii: "{") { open = utf8.index(before: index) }
      if utf8[index] == UInt8(ascii: "}") { open = nil }
      isAfterDollar = utf8[index] == UInt8(ascii: "$")
    }
    return open.map { String(self[$0...]) }
  }
}
