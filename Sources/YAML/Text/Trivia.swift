internal import Diagnostics

/// Walks the bytes between the values of a file, where libyaml has thrown the comments away.
struct Trivia {
  private let file: SourceFile
  private let end: Int
  /// Up to here the file has been looked at.
  private var position: Int
  private(set) var comments: [Comment] = []
  /// True when there were more comments than are kept.
  private(set) var hasTooMany = false

  /// Looks at the bytes from `position` to `end` of the file, no others.
  init(_ file: SourceFile, from position: Int, to end: Int) {
    self.file = file
    self.position = position
    self.end = min(end, file.bytes.count)
  }

  /// Takes the comments up to where a value starts.
  mutating func pass(to target: Int) {
    let limit = min(target, end)
    while position < limit {
      if file.bytes[position] == UInt8(ascii: "#"), startsComment(position) {
        addComment(at: position)
      } else {
        position += 1
      }
    }
  }

  /// Steps over a value.
  mutating func skip(to target: Int) { position = max(position, min(target, end)) }

  /// Takes the comments up to the end.
  mutating func finish() { pass(to: end) }

  /// Steps over a block scalar, takes the comment of its first line, and answers where its last visible character ends.
  mutating func passBlockScalar(from start: Int, to scalarEnd: Int) -> Int {
    let scalarEnd = min(scalarEnd, end)
    var headerEnd = start
    while headerEnd < scalarEnd, isIndicator(file.bytes[headerEnd]) { headerEnd += 1 }
    skip(to: headerEnd)
    var lineEnd = headerEnd
    while lineEnd < scalarEnd, !isBreak(file.bytes[lineEnd]) { lineEnd += 1 }
    pass(to: lineEnd)
    skip(to: scalarEnd)
    var visibleEnd = scalarEnd
    while visibleEnd > lineEnd, isBlankOrBreak(file.bytes[visibleEnd - 1]) { visibleEnd -= 1 }
    return visibleEnd > lineEnd ? visibleEnd : headerEnd
  }

  /// Steps over anchor and tag and what stands between them and the node.
  mutating func passProperties(from start: Int, to nodeEnd: Int) -> (contentStart: Int, tag: Range<Int>?) {
    pass(to: start)
    let limit = min(nodeEnd, end)
    var tag: Range<Int>?
    while position < limit {
      let byte = file.bytes[position]
      if isBlankOrBreak(byte) {
        position += 1
      } else if byte == UInt8(ascii: "#") {
        addComment(at: position)
      } else if byte == UInt8(ascii: "&") {
        position += 1
        while position < limit, isAnchorByte(file.bytes[position]) { position += 1 }
      } else if byte == UInt8(ascii: "!") {
        let begin = position
        let isVerbatim = begin + 1 < limit && file.bytes[begin + 1] == UInt8(ascii: "<")
        while position < limit,
          isVerbatim ? !isBlankOrBreak(file.bytes[position]) : isTagByte(file.bytes[position])
        {
          position += 1
        }
        tag = begin..<position
      } else {
        return (position, tag)
      }
    }
    return (limit, tag)
  }

  /// A `#` begins a comment after a blank, at the start of a line, and right after a bracket, comma or quote.
  private func startsComment(_ offset: Int) -> Bool {
    guard offset > 0 else { return true }
    let before = file.bytes[offset - 1]
    return isBlankOrBreak(before) || !isWordByte(before)
  }

  private mutating func addComment(at start: Int) {
    var stop = start
    while stop < end, !isBreak(file.bytes[stop]) { stop += 1 }
    var lineStart = start
    while lineStart > 0, isBlank(file.bytes[lineStart - 1]) { lineStart -= 1 }
    let isWholeLine = lineStart == 0 || isBreak(file.bytes[lineStart - 1])
    let range = SourceRange(file, start, stop)
    position = stop
    guard comments.count < Limits.nodes else {
      hasTooMany = true
      return
    }
    comments.append(Comment(range: range, isWholeLine: isWholeLine))
  }

  private func isIndicator(_ byte: UInt8) -> Bool { !isBlankOrBreak(byte) && byte != UInt8(ascii: "#") }

  private func isAnchorByte(_ byte: UInt8) -> Bool { byte < 0x80 && isWordByte(byte) }

  private func isTagByte(_ byte: UInt8) -> Bool {
    !isBlankOrBreak(byte) && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "]")
      && byte != UInt8(ascii: "}")
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
      true
    default: false
    }
  }
}

func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

func isBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

func isBlankOrBreak(_ byte: UInt8) -> Bool { isBlank(byte) || isBreak(byte) }
