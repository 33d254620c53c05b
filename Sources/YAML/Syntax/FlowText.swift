internal import Diagnostics

/// A text without quotes inside brackets as its writer meant it: with the commas, brackets and colons that YAML takes for its own.
///
/// `{when: has(a['b'])}` and `{from: list.map(e, e.id)}` are how expressions are written by everyone once. Where such a text begins and
/// ends is told by its own brackets, which close before the ones around it do.
struct FlowText {
  let range: Range<Int>

  /// The text that an offset lies inside of; nil when it begins there, or is quoted, or stands between texts.
  static func around(_ offset: Int, on line: TextLine) -> FlowText? {
    var position = line.contentStart
    while position < line.end, position < offset {
      let byte = line.byte(at: position)
      if isBlank(byte) || isStructure(byte) || isMark(at: position, on: line) {
        position += 1
      } else if isQuote(byte) {
        position = end(ofQuotesAt: position, on: line)
      } else {
        let stop = end(ofTextAt: position, on: line)
        if stop > offset { return FlowText(range: line.value(from: position).clamped(to: position..<stop)) }
        position = max(stop, position + 1)
      }
    }
    return nil
  }

  /// The fix that puts the text in quotes, and what is said of it.
  func finding(_ message: String, on line: TextLine, label: String? = nil) -> Finding {
    Finding(
      SyntaxRules.needsQuotes, message, at: line.range(range), label: label,
      fixes: [
        .init("quote the text", isSafe: true, replace: line.range(range), with: quoted(line.file.text(range)))
      ])
  }

  private static func end(ofTextAt start: Int, on line: TextLine) -> Int {
    var depth = 0
    var isChoice = false
    var position = start
    while position < line.end {
      let byte = line.byte(at: position)
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if depth == 0 { return position }
        depth -= 1
      case UInt8(ascii: ","): if depth == 0 { return trimmed(position, from: start, on: line) }
      case UInt8(ascii: "?"): isChoice = isChoice || isBlank(line.byte(at: position - 1))
      case UInt8(ascii: ":"):
        // `a ? b : c` is one text, in which the colon belongs to the question mark.
        if depth == 0, isMark(at: position, on: line) {
          guard isChoice else { return position }
          isChoice = false
        }
      default:
        if isQuote(byte), opensQuotes(at: position, on: line) {
          position = end(ofQuotesAt: position, on: line)
          continue
        }
      }
      position += 1
    }
    return line.end
  }

  private static func trimmed(_ end: Int, from start: Int, on line: TextLine) -> Int {
    var end = end
    while end > start, isBlank(line.byte(at: end - 1)) { end -= 1 }
    return end
  }

  /// Behind the closing quote, or at the end of the line.
  private static func end(ofQuotesAt start: Int, on line: TextLine) -> Int {
    let quote = line.byte(at: start)
    var position = start + 1
    while position < line.end, line.byte(at: position) != quote {
      position += line.byte(at: position) == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, line.end)
  }

  /// An apostrophe in a word opens nothing.
  private static func opensQuotes(at position: Int, on line: TextLine) -> Bool {
    let before = line.byte(at: position - 1)
    return isBlank(before) || "([{,=!<>+:?&|".utf8.contains(before)
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private static func isStructure(_ byte: UInt8) -> Bool { "[]{},".utf8.contains(byte) }

  /// A colon or dash with a blank behind it.
  private static func isMark(at position: Int, on line: TextLine) -> Bool {
    guard [UInt8(ascii: ":"), UInt8(ascii: "-")].contains(line.byte(at: position)) else { return false }
    return position + 1 >= line.end || isBlank(line.byte(at: position + 1))
  }
}
