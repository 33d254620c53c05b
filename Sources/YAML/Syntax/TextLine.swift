internal import Diagnostics

/// One line of a file, seen from an offset in it, for those who must guess what a writer meant.
struct TextLine {
  let file: SourceFile
  /// Where the line starts.
  let start: Int
  /// Where its line end stands, or the end of the file.
  let end: Int
  /// The first byte that is no blank; `end` on an empty line.
  let contentStart: Int

  init(_ file: SourceFile, at offset: Int) {
    let bytes = file.bytes
    let offset = min(max(offset, 0), bytes.count)
    var start = offset
    while start > 0, !isBreak(bytes[start - 1]) { start -= 1 }
    var end = offset
    while end < bytes.count, !isBreak(bytes[end]) { end += 1 }
    var contentStart = start
    while contentStart < end, isBlank(bytes[contentStart]) { contentStart += 1 }
    (self.file, self.start, self.end, self.contentStart) = (file, start, end, contentStart)
  }

  /// The number of blanks in front.
  var indentation: Int { contentStart - start }

  /// True when there is neither a value nor a key on the line.
  var isEmptyOrComment: Bool { contentStart == end || byte(at: contentStart) == UInt8(ascii: "#") }

  /// True when the line is an item of a list.
  var isItem: Bool {
    byte(at: contentStart) == UInt8(ascii: "-")
      && (contentStart + 1 == end || isBlank(byte(at: contentStart + 1)))
  }

  /// True when a colon stands where a key should begin.
  var startsWithColon: Bool {
    byte(at: contentStart) == UInt8(ascii: ":")
      && (contentStart + 1 == end || isBlank(byte(at: contentStart + 1)))
  }

  /// Where an item's value starts; `contentStart` for any other line.
  var valueColumn: Int {
    guard isItem else { return indentation }
    var offset = contentStart + 1
    while offset < end, isBlank(byte(at: offset)) { offset += 1 }
    return offset - start
  }

  /// True when the line ends with a key whose value must follow below.
  var opensBlock: Bool {
    let value = value(from: contentStart)
    return value.last.map { byte(at: $0) == UInt8(ascii: ":") } ?? false
  }

  /// The byte at an offset, or a line end outside the file.
  func byte(at offset: Int) -> UInt8 {
    file.bytes.indices.contains(offset) ? file.bytes[offset] : UInt8(ascii: "\n")
  }

  /// The tabs in front of the content, if there are any.
  var indentingTabs: Range<Int>? {
    guard let first = (start..<contentStart).first(where: { byte(at: $0) == UInt8(ascii: "\t") }) else {
      return nil
    }
    var last = first
    while last < contentStart, byte(at: last) == UInt8(ascii: "\t") { last += 1 }
    return first..<last
  }

  /// The first colon with a blank or the line end behind it, at or after an offset.
  func keyColon(from offset: Int) -> Int? {
    (max(offset, start)..<max(offset, end)).first {
      byte(at: $0) == UInt8(ascii: ":") && ($0 + 1 >= end || isBlank(byte(at: $0 + 1)))
    }
  }

  /// From an offset to the last visible character before a comment.
  func value(from offset: Int) -> Range<Int> {
    let start = min(max(offset, self.start), end)
    var stop = start
    while stop < end,
      !(byte(at: stop) == UInt8(ascii: "#") && stop > self.start && isBlank(byte(at: stop - 1)))
    {
      stop += 1
    }
    while stop > start, isBlank(byte(at: stop - 1)) { stop -= 1 }
    return start..<stop
  }

  /// The start of the value that holds an offset: after the last colon, dash, comma or opening bracket with its blanks.
  func valueStart(before offset: Int) -> Int {
    var begin = contentStart
    if isItem { begin = start + valueColumn }
    while let colon = keyColon(from: begin), colon < offset {
      begin = colon + 1
      while begin < offset, isBlank(byte(at: begin)) { begin += 1 }
    }
    return min(begin, offset)
  }

  /// The nearest line above with a key or value on it; looks a thousand lines far.
  var previousContent: TextLine? {
    var line = self
    for _ in 0..<1000 {
      guard line.start > 0 else { return nil }
      line = TextLine(file, at: line.start - 1 - (isPairedBreak(before: line.start) ? 1 : 0))
      if !line.isEmptyOrComment { return line }
    }
    return nil
  }

  private func isPairedBreak(before offset: Int) -> Bool {
    offset >= 2 && byte(at: offset - 1) == UInt8(ascii: "\n") && byte(at: offset - 2) == UInt8(ascii: "\r")
  }

  /// The columns at which a new key or item may start on this line, deepest first.
  var openColumns: [Int] {
    var columns: [Int] = []
    var bound = Int.max
    var line = previousContent
    for _ in 0..<Limits.depth {
      guard let current = line, bound > 0 else { break }
      for column in [current.valueColumn, current.indentation] where column < bound {
        columns.append(column)
        bound = column
      }
      line = current.previousContent
      while let above = line, above.indentation >= bound { line = above.previousContent }
    }
    return columns
  }

  func range(_ bytes: Range<Int>) -> SourceRange { SourceRange(file, bytes) }
}

/// The text in the kind of quotes that changes least of it.
func quoted(_ text: String) -> String {
  let needsSingle = text.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
  guard needsSingle else { return "\"\(text)\"" }
  var result = "'"
  for scalar in text.unicodeScalars {
    result.unicodeScalars.append(scalar)
    if scalar == "'" { result.unicodeScalars.append(scalar) }
  }
  return result + "'"
}
