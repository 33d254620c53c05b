internal import Diagnostics

extension CommonReader {
  /// Reads a block of text after `|` or `>`; what follows it begins a line.
  mutating func textBlock(in parent: Int) throws(Unusual) -> Scalar {
    let begin = at
    let isFolded = peek() == UInt8(ascii: ">")
    at += 1
    let ending = peek()
    if ending == UInt8(ascii: "-") || ending == UInt8(ascii: "+") { at += 1 }
    var visibleEnd = at
    skipBlanks()
    guard peek() == UInt8(ascii: "\n") else { throw Unusual() }
    beginLine()
    var text = TextBlock(isFolded: isFolded)
    var indent = 0
    text.emptyLines = skipEmptyLines(&indent, in: parent)
    while at < count, column == indent {
      let line = at
      while !isAtLineEnd {
        guard start[at] >= UInt8(ascii: " ") else { throw Unusual() }
        at += 1
      }
      text.add(UnsafeBufferPointer(start: start + line, count: at - line), isEnded: at < count)
      var last = at
      while last > line, start[last - 1] == UInt8(ascii: " ") { last -= 1 }
      if last > line { visibleEnd = last }
      if at < count { beginLine() }
      text.emptyLines = skipEmptyLines(&indent, in: parent)
    }
    text.finish(ending)
    return Scalar(
      String(decoding: text.bytes, as: UTF8.self), isFolded ? .folded : .literal, at: range(begin, visibleEnd)
    )
  }

  /// Steps over empty lines and over the indentation of the next one; answers how many were empty.
  ///
  /// How deep the block stands is decided by the lines up to its first text.
  private mutating func skipEmptyLines(_ indent: inout Int, in parent: Int) -> Int {
    var (lines, deepest) = (0, 0)
    while true {
      while indent == 0 || column < indent, peek() == UInt8(ascii: " ") { at += 1 }
      deepest = max(deepest, column)
      guard peek() == UInt8(ascii: "\n") else { break }
      beginLine()
      lines += 1
    }
    if indent == 0 { indent = max(deepest, parent + 1, 1) }
    return lines
  }
}

/// The text of a block, line by line.
private struct TextBlock {
  private let isFolded: Bool
  private(set) var bytes: [UInt8] = []
  /// Lines without text since the last one with text.
  var emptyLines = 0
  private var hasLineEnd = false
  private var wasIndented = false

  init(isFolded: Bool) { self.isFolded = isFolded }

  /// Adds a line; folded, a line end before it becomes a space unless one of the two is indented.
  mutating func add(_ line: UnsafeBufferPointer<UInt8>, isEnded: Bool) {
    let isIndented = line.first == UInt8(ascii: " ")
    if hasLineEnd {
      let folds = isFolded && !wasIndented && !isIndented
      if !folds {
        bytes.append(UInt8(ascii: "\n"))
      } else if emptyLines == 0 {
        bytes.append(UInt8(ascii: " "))
      }
    }
    addEmptyLines()
    bytes += line
    (wasIndented, hasLineEnd) = (isIndented, isEnded)
  }

  /// Ends the text as the header says: without line ends after `-`, with all of them after `+`, else with one.
  mutating func finish(_ ending: UInt8) {
    if ending != UInt8(ascii: "-"), hasLineEnd { bytes.append(UInt8(ascii: "\n")) }
    if ending == UInt8(ascii: "+") { addEmptyLines() }
  }

  private mutating func addEmptyLines() {
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: emptyLines))
  }
}
