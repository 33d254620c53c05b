internal import Diagnostics

/// Mistakes between texts: brackets, colons, dashes and indentation.
extension SyntaxDiagnosis {
  // MARK: Brackets

  var brackets: Finding? {
    guard isContext("while parsing a flow sequence") || isContext("while parsing a flow mapping") else {
      return missingNode
    }
    if let textCutShort { return textCutShort }
    let opening = error.contextAt
    let isList = byte(opening) == UInt8(ascii: "[")
    let closing = isList ? "]" : "}"
    let place = line.contentStart > error.at ? line.contentStart : error.at
    if !isClosedLater(opening) {
      return Finding(
        SyntaxRules.unclosed, "'\(isList ? "[" : "{")' is opened here and never closed",
        at: range(opening, opening + 1),
        label: "opened here",
        related: place < file.bytes.count
          ? [.init("not closed before this", at: range(place, place + 1))] : [])
    }
    let gap = commaPlace
    return Finding(
      SyntaxRules.syntax, "a comma or '\(closing)' is missing after this", at: range(gap - 1, gap),
      related: [.init("the \(isList ? "list" : "mapping") starts here", at: range(opening, opening + 1))],
      fixes: [.init("put a comma there", isSafe: false, replace: range(gap, gap), with: ",")])
  }

  /// True when the bracket at an offset has its partner, as far as one screen of text shows.
  private func isClosedLater(_ opening: Int) -> Bool {
    var depth = 0
    var quote: UInt8?
    for offset in opening..<min(opening + 20_000, file.bytes.count) {
      let byte = byte(offset)
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return offset >= error.at }
      default: break
      }
    }
    return false
  }

  /// After the last character before the value that came too early; at a colon, before the key that the colon belongs to.
  private var commaPlace: Int {
    var start = min(error.at, file.bytes.count)
    if byte(start) == UInt8(ascii: ":") {
      let last = start - 1
      let isQuoted = byte(last) == UInt8(ascii: "\"") || byte(last) == UInt8(ascii: "'")
      start = last
      while start > error.contextAt + 1,
        isQuoted ? byte(start - 1) != byte(last) : !isBlankOrBreak(byte(start - 1))
      {
        start -= 1
      }
      if isQuoted { start -= 1 }
    }
    while start > error.contextAt + 1 {
      let line = TextLine(file, at: start)
      let visible = line.value(from: line.contentStart).upperBound
      if line.contentStart < start, !line.isEmptyOrComment, visible > error.contextAt {
        var end = min(start, visible)
        while end > line.contentStart, isBlank(byte(end - 1)) { end -= 1 }
        return max(end, error.contextAt + 1)
      }
      start = line.start - 1
    }
    return error.contextAt + 1
  }

  /// A text that goes on where YAML has ended it: `{name: ${value}}`, `{when: a['b']}`, `{token: a ? b : c}`.
  private var textCutShort: Finding? {
    guard error.at > line.contentStart, let text = FlowText.around(error.at, on: line) else { return nil }
    let before = byte(error.at - 1)
    if before == UInt8(ascii: "$"), byte(error.at) == UInt8(ascii: "{") {
      return text.finding("${...} inside brackets needs quotes", on: line)
    }
    if byte(error.at) == UInt8(ascii: ":"), file.text(text.range).contains(" ? ") {
      return text.finding("an expression with ' ? ' in it needs quotes inside brackets", on: line)
    }
    var last = error.at - 1
    while last > text.range.lowerBound, isBlank(byte(last)) { last -= 1 }
    // A bracket after a blank may open the next value; after an operator or a word without a blank it cannot.
    let isOpening = byte(error.at) == UInt8(ascii: "[") || byte(error.at) == UInt8(ascii: "{")
    guard isOpening, !isBlank(before) || !isWordByte(byte(last)) || endsInOperator(text.range, last) else {
      return nil
    }
    let open = file.text(error.at..<error.at + 1)
    return text.finding("a text with '\(open)' in it needs quotes inside brackets", on: line)
  }

  /// Whether the text up to a place is `x in`, behind which a list goes on.
  private func endsInOperator(_ text: Range<Int>, _ last: Int) -> Bool {
    last - 2 > text.lowerBound && file.text(last - 1..<last + 1) == "in" && isBlank(byte(last - 2))
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }

  /// A comma or closing bracket where a value should be.
  private var missingNode: Finding? {
    guard isProblem("did not find expected node content") else { return nil }
    let character = file.text(error.at..<error.at + 1).excerpt
    guard isContext("while parsing a block node") else {
      let place = range(error.at, error.at + 1)
      let message =
        error.at < file.bytes.count
        ? "a value is missing before '\(character)'"
        : "the brackets are not closed before the end of the file"
      return Finding(SyntaxRules.syntax, message, at: place)
    }
    return needsQuotes(
      "a text without quotes cannot begin with '\(character)'", text: line.value(from: error.at),
      at: range(error.at, error.at + 1))
  }

  // MARK: Colons

  var colons: Finding? {
    switch error.problem {
    case "could not find expected ':'": missingColon
    case "mapping values are not allowed in this context": unexpectedColon
    case "block sequence entries are not allowed in this context": unexpectedDash
    default: nil
    }
  }

  private var missingColon: Finding? {
    let line = TextLine(file, at: error.contextAt)
    let value = line.value(from: error.contextAt)
    if value.count > Limits.keyBytes { return longKey(at: error.contextAt) }
    return MisreadText.missingColon(in: value, of: line)
  }

  private func longKey(at start: Int) -> Finding {
    Finding(SyntaxRules.syntax, "a key is longer than \(Limits.keyBytes) bytes", at: range(start, start + 1))
  }

  /// A second `: ` on a line, or a key below a key that has its value already.
  private var unexpectedColon: Finding {
    let start = line.valueStart(before: error.at)
    if error.at - start > Limits.keyBytes { return longKey(at: start) }
    let isSecond =
      start > line.contentStart && line.keyColon(from: line.contentStart).map { $0 < error.at } ?? false
    if isSecond {
      let value = line.value(from: start)
      let holds = file.text(value).contains("${") ? "an expression" : "a text"
      return needsQuotes(
        "\(holds) with a colon and a space in it needs quotes", text: value,
        at: range(error.at, error.at + 1),
        label: "taken for the end of a key")
    }
    if let above = line.previousContent,
      let space = MisreadText.missingSpace(in: above.value(from: above.contentStart), of: above),
      above.keyColon(from: above.contentStart) == nil
    {
      return space
    }
    return continuation ?? tooDeep
  }

  /// The second line of a text without quotes, which holds a colon: nothing before that is a name.
  private var continuation: Finding? {
    guard let above = line.previousContent, above.valueColumn < line.indentation, !above.opensBlock,
      let colon = above.keyColon(from: above.contentStart), line.contentStart < error.at,
      (line.contentStart..<error.at).contains(where: { !isNameByte(byte($0)) })
    else { return nil }
    let text = above.valueStart(before: above.value(from: colon).upperBound)
    var finding = needsQuotes(
      "a text with a colon and a space in it needs quotes", text: text..<text,
      at: range(error.at, error.at + 1), label: "taken for the end of a key")
    finding.related = [.init("the text starts here", at: range(text, text + 1))]
    finding.evidence.append(.init("help", "put it in quotes, or on lines of its own below `|`"))
    return finding
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    isWordByte(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "\"")
      || byte == UInt8(ascii: "'")
  }

  private var unexpectedDash: Finding {
    guard line.contentStart < error.at else { return misplaced }
    var finding = Finding(
      SyntaxRules.syntax, "a list cannot start on the line of its key", at: range(error.at, error.at + 1))
    if let colon = line.keyColon(from: line.contentStart), colon < error.at {
      let indentation = String(repeating: " ", count: line.indentation + 2)
      finding.fixes = [
        .init(
          "start the list on a line of its own", isSafe: false, replace: range(colon + 1, error.at),
          with: "\n" + indentation)
      ]
    }
    return finding
  }

  // MARK: Indentation

  var structure: Finding? {
    switch error.problem {
    case "did not find expected key", "did not find expected '-' indicator",
      "did not find expected <document start>":
      break
    default: return nil
    }
    let character = byte(error.at)
    if character == UInt8(ascii: "]") || character == UInt8(ascii: "}") {
      return Finding(
        SyntaxRules.syntax, "nothing is open that this '\(Unicode.Scalar(character))' could close",
        at: range(error.at, error.at + 1))
    }
    return line.contentStart < error.at ? afterValue : misplaced
  }

  /// Something on the same line after a value that is complete.
  private var afterValue: Finding? {
    var last = error.at - 1
    while last > line.contentStart, isBlank(byte(last)) { last -= 1 }
    let start = line.valueStart(before: error.at)
    let value = line.value(from: start)
    switch byte(last) {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let quote = byte(last)
      guard byte(start) == quote else { return nil }
      var finding = Finding(
        SyntaxRules.needsQuotes, "the text ends at this quote, but the line goes on",
        at: range(last, last + 1),
        related: [.init("the text starts here", at: range(start, start + 1))])
      finding.evidence = [
        .init(
          "help",
          quote == UInt8(ascii: "'")
            ? "a quote inside single quotes is written twice" : "a quote inside double quotes is written \\\""
        )
      ]
      return finding
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      guard byte(start) == UInt8(ascii: "[") || byte(start) == UInt8(ascii: "{") else { return nil }
      let open = String(Unicode.Scalar(byte(start)))
      return needsQuotes(
        "a text without quotes cannot begin with '\(open)'", text: value, at: range(start, start + 1),
        label: "taken for a \(open == "[" ? "list" : "mapping")")
    default: return nil
    }
  }

  /// A key deeper than the key above it, which has its value already.
  private var tooDeep: Finding {
    guard let above = line.previousContent, above.valueColumn < line.indentation else { return misplaced }
    var finding = indentationFinding(
      "the line is indented deeper than the one above, which is complete already",
      columns: [above.valueColumn])
    finding.related = [
      .init("this key has its value on its line", at: above.range(above.value(from: above.contentStart)))
    ]
    return finding
  }

  /// A line that starts in a column where nothing can start.
  private var misplaced: Finding {
    let columns = line.openColumns
    if columns.contains(line.indentation) {
      if let space = MisreadText.missingSpace(in: line.value(from: line.contentStart), of: line),
        line.byte(at: line.contentStart) == UInt8(ascii: "-")
      {
        return space
      }
      if line.startsWithColon {
        return Finding(
          SyntaxRules.syntax, "a key is missing before the colon",
          at: range(line.contentStart, line.contentStart + 1))
      }
      if let deeperItem { return deeperItem }
      return line.isItem
        ? indentationFinding("a list item stands among keys", columns: [])
        : indentationFinding("a key stands among list items; a dash is missing, or indentation", columns: [])
    }
    let fitting = columns.sorted().map { "\($0)" }
    let choice =
      fitting.count > 1
      ? fitting.dropLast().joined(separator: ", ") + " or " + (fitting.last ?? "") : fitting.first
    let message =
      "an indentation of \(line.indentation) fits no line above" + (choice.map { "; \($0) would" } ?? "")
    return indentationFinding(message, columns: columns)
  }

  /// An item deeper than the one above, whose value is complete.
  private var deeperItem: Finding? {
    guard line.isItem, let above = line.previousContent, above.isItem, above.indentation < line.indentation
    else { return nil }
    return indentationFinding(
      "the item is indented deeper than the one above, which is complete already",
      columns: [above.indentation])
  }

  private func indentationFinding(_ message: String, columns: [Int]) -> Finding {
    let value = line.value(from: line.contentStart)
    let end = line.keyColon(from: line.contentStart) ?? value.upperBound
    var finding = Finding(
      SyntaxRules.indentation, message, at: range(line.contentStart, max(end, line.contentStart + 1)))
    let nearest = columns.min { abs($0 - line.indentation) < abs($1 - line.indentation) }
    if let nearest {
      finding.fixes = [
        .init(
          "indent it by \(nearest)", isSafe: false, replace: range(line.start, line.contentStart),
          with: String(repeating: " ", count: nearest))
      ]
    }
    return finding
  }
}
