internal import Diagnostics

/// Reads the bytes of one scalar again, by the rules of its style, to know which byte of the text comes from where.
///
/// libyaml tells only where a scalar starts and ends. The scan follows the same rules once more, without making the text again.
struct ScalarScan {
  private let bytes: [UInt8]
  private var position: Int
  private let end: Int
  private(set) var map: OffsetMap

  /// Reads `bytes` from `start`; a block scalar may go on beyond `end`, which is where its last visible character ends.
  init(_ scalar: Scalar) {
    bytes = scalar.range.file.bytes
    position = min(scalar.range.start, bytes.count)
    map = OffsetMap(startingAt: position)
    switch scalar.style {
    case .literal, .folded: end = bytes.count
    case .plain, .singleQuoted, .doubleQuoted: end = min(scalar.range.end, bytes.count)
    }
    switch scalar.style {
    case .plain: scanPlain()
    case .singleQuoted: scanQuoted(by: UInt8(ascii: "'"))
    case .doubleQuoted: scanQuoted(by: UInt8(ascii: "\""))
    case .literal, .folded: scanBlock(scalar)
    }
  }

  // MARK: Output

  private mutating func take(_ count: Int) {
    guard count > 0 else { return }
    map.appendVerbatim(count, at: position)
    position += count
  }

  // MARK: Plain and quoted

  private mutating func scanPlain() {
    while position < end {
      let run = length { !isBlankOrBreak($0) }
      take(run)
      if position < end { fold() }
    }
  }

  private mutating func scanQuoted(by quote: UInt8) {
    position += 1
    while position < end {
      let byte = bytes[position]
      if byte == quote {
        guard quote == UInt8(ascii: "'"), position + 1 < end, bytes[position + 1] == quote else { return }
        map.append(1, for: position..<position + 2)
        position += 2
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        scanEscape()
      } else if isBlankOrBreak(byte) {
        fold()
      } else {
        let escape = quote == UInt8(ascii: "\"") ? UInt8(ascii: "\\") : quote
        take(length { !isBlankOrBreak($0) && $0 != quote && $0 != escape })
      }
    }
  }

  /// Blanks stay; with a line end among them, one line end becomes a space and each further one a line end.
  private mutating func fold() {
    let start = position
    let blanks = length(while: isBlank)
    let isLineEnd = start + blanks < end && isBreak(bytes[start + blanks])
    guard isLineEnd else {
      take(blanks)
      return
    }
    position += blanks
    let first = breakRange()
    position = first.upperBound
    foldRest(first: first)
  }

  /// After a first line end, further ones count and blanks do not.
  ///
  /// `first` is nil after an escaped line end, which yields nothing.
  private mutating func foldRest(first: Range<Int>?) {
    var further: [Range<Int>] = []
    while position < end, isBlankOrBreak(bytes[position]) {
      if isBreak(bytes[position]) {
        further.append(breakRange())
        position = further.last?.upperBound ?? position + 1
      } else {
        position += 1
      }
    }
    if further.isEmpty, let first { map.append(1, for: first) }
    for line in further { map.append(1, for: line) }
  }

  private mutating func scanEscape() {
    let start = position
    guard start + 1 < end else {
      position = end
      return
    }
    let code = bytes[start + 1]
    if isBreak(code) {
      position = start + 1
      position = breakRange().upperBound
      foldRest(first: nil)
      return
    }
    let digits = Self.digits(of: code)
    position = min(start + 2 + digits, end)
    let value = digits > 0 ? hexadecimalValue(start + 2..<position) : Self.value(of: code)
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    map.append(UTF8.width(scalar), for: start..<position)
  }

  private func hexadecimalValue(_ range: Range<Int>) -> UInt32 {
    UInt32(String(decoding: bytes[range], as: UTF8.self), radix: 16) ?? 0xFFFD
  }

  private static func digits(of code: UInt8) -> Int {
    switch code {
    case UInt8(ascii: "x"): 2
    case UInt8(ascii: "u"): 4
    case UInt8(ascii: "U"): 8
    default: 0
    }
  }

  private static func value(of code: UInt8) -> UInt32 {
    switch code {
    case UInt8(ascii: "0"): 0
    case UInt8(ascii: "a"): 7
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "t"), UInt8(ascii: "\t"): 9
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "v"): 11
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "e"): 27
    case UInt8(ascii: "N"): 0x85
    case UInt8(ascii: "_"): 0xA0
    case UInt8(ascii: "L"): 0x2028
    case UInt8(ascii: "P"): 0x2029
    default: UInt32(code)
    }
  }

  // MARK: Blocks

  private mutating func scanBlock(_ scalar: Scalar) {
    let header = BlockHeader(bytes, at: position)
    position = header.contentStart
    map = OffsetMap(startingAt: position)
    guard let indentation = indentation(of: scalar.text) else { return }
    var gap = blankLines(indentation)
    var lineEnd: Range<Int>?
    var wasIndented = false
    while gap.leadsToContent {
      let isIndented = isBlank(bytes[position])
      let folds = scalar.style == .folded && !wasIndented && !isIndented
      if let lineEnd, !folds { map.append(1, for: lineEnd) }
      if let lineEnd, folds, gap.lineEnds.isEmpty { map.append(1, for: lineEnd) }
      for line in gap.lineEnds { map.append(1, for: line) }
      wasIndented = isIndented
      take(length { !isBreak($0) })
      lineEnd = position < end ? breakRange() : nil
      position = lineEnd?.upperBound ?? position
      gap = blankLines(indentation)
    }
    if header.chomping != .strip, let lineEnd { map.append(1, for: lineEnd) }
    if header.chomping == .keep {
      for line in gap.lineEnds { map.append(1, for: line) }
    }
  }

  /// Steps over lines that hold at most the indentation, and over the indentation of the next line with more.
  private mutating func blankLines(_ indentation: Int) -> (lineEnds: [Range<Int>], leadsToContent: Bool) {
    var lineEnds: [Range<Int>] = []
    while true {
      var column = 0
      while column < indentation, position < end, bytes[position] == UInt8(ascii: " ") {
        position += 1
        column += 1
      }
      guard position < end, isBreak(bytes[position]) else {
        return (lineEnds, column == indentation && position < end)
      }
      lineEnds.append(breakRange())
      position = lineEnds.last?.upperBound ?? end
    }
  }

  /// How many columns are taken from each line: what the first line with something visible has lost on its way into the text.
  ///
  /// Nil when nothing in the text is visible.
  private func indentation(of text: String) -> Int? {
    let text = Array(text.utf8)
    guard let inner = Self.firstVisible(in: text[...]), let outer = Self.firstVisible(in: bytes[position...])
    else {
      return nil
    }
    let lost = Self.leadingSpaces(before: outer, in: bytes) - Self.leadingSpaces(before: inner, in: text)
    return lost > 0 ? lost : nil
  }

  private static func firstVisible(in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.firstIndex { !isBlankOrBreak($0) }
  }

  private static func leadingSpaces(before visible: Int, in bytes: [UInt8]) -> Int {
    var start = visible
    while start > 0, !isBreak(bytes[start - 1]) { start -= 1 }
    return bytes[start..<visible].prefix { $0 == UInt8(ascii: " ") }.count
  }

  // MARK: Input

  private func length(while condition: (UInt8) -> Bool) -> Int {
    var next = position
    while next < end, condition(bytes[next]) { next += 1 }
    return next - position
  }

  /// The line end at the current position; `\r\n` is one.
  private func breakRange() -> Range<Int> {
    let isPair =
      bytes[position] == UInt8(ascii: "\r") && position + 1 < end && bytes[position + 1] == UInt8(ascii: "\n")
    return position..<position + (isPair ? 2 : 1)
  }
}

/// The first line of a block scalar, such as `|2-  # comment`.
struct BlockHeader {
  enum Chomping { case clip, strip, keep }

  private(set) var chomping = Chomping.clip
  /// Where the line after it starts.
  private(set) var contentStart: Int

  init(_ bytes: [UInt8], at start: Int) {
    var position = start
    var isIndicator = true
    while position < bytes.count, !isBreak(bytes[position]) {
      let byte = bytes[position]
      if isBlank(byte) { isIndicator = false }
      if isIndicator, byte == UInt8(ascii: "-") { chomping = .strip }
      if isIndicator, byte == UInt8(ascii: "+") { chomping = .keep }
      position += 1
    }
    if position < bytes.count {
      let isPair =
        bytes[position] == UInt8(ascii: "\r") && position + 1 < bytes.count
        && bytes[position + 1] == UInt8(ascii: "\n")
      position += isPair ? 2 : 1
    }
    contentStart = position
  }
}
