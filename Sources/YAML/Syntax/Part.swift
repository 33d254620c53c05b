/// A stretch of lines that may be a block mapping or a block list, judged by its first line.
struct Part {
  private let range: Range<Int>
  /// The first byte that is neither blank nor comment nor a marker; the end if there is none.
  let firstContent: Int
  private let column: Int
  /// True when the first line is an item.
  let isList: Bool

  init(_ range: Range<Int>, in bytes: [UInt8]) {
    self.range = range
    var start = range.lowerBound
    var content = range.upperBound
    while start < range.upperBound {
      let end = min(Self.lineEnd(from: start, in: bytes), range.upperBound)
      let first = Self.firstVisible(start..<end, in: bytes)
      if first < end, !Self.isSkipped(first, at: first - start, in: bytes) {
        content = first
        break
      }
      start = end
    }
    firstContent = content
    column = content - min(start, content)
    isList = content < range.upperBound && Self.isItem(content, in: bytes)
  }

  /// True for a part with a key in the column of its first line.
  func isMapping(_ bytes: [UInt8]) -> Bool {
    guard firstContent < range.upperBound, !isList else { return false }
    var start = firstContent - column
    while start < range.upperBound {
      let first = start + column
      if first < range.upperBound, Self.firstVisible(start..<first + 1, in: bytes) == first,
        Self.holdsKey(first, in: bytes)
      {
        return true
      }
      start = Self.lineEnd(from: start, in: bytes)
    }
    return false
  }

  func isSplittable(_ bytes: [UInt8]) -> Bool { isList || isMapping(bytes) }

  /// The stretches from one key or dash of the first line's column to the next.
  ///
  /// No more of them than are ever tried. A line in that column that holds no key belongs to the piece before it, except when it cannot
  /// be a continuation of anything.
  func pieces(in bytes: [UInt8]) -> [Range<Int>] {
    var starts: [Int] = []
    var start = range.lowerBound
    while start < range.upperBound, starts.count < Limits.recoveryAttempts + 2 {
      let end = min(Self.lineEnd(from: start, in: bytes), range.upperBound)
      let first = Self.firstVisible(start..<end, in: bytes)
      if first < end, first - start == column, first >= firstContent, startsPiece(first, in: bytes) {
        starts.append(starts.isEmpty ? range.lowerBound : start)
      }
      start = end
    }
    return starts.enumerated().map { position, start in
      start..<(position + 1 < starts.count ? starts[position + 1] : range.upperBound)
    }
  }

  private func startsPiece(_ offset: Int, in bytes: [UInt8]) -> Bool {
    if isList { return Self.isItem(offset, in: bytes) }
    switch bytes[offset] {
    case UInt8(ascii: "#"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","): return false
    default: return !Self.isItem(offset, in: bytes)
    }
  }

  // MARK: Lines

  /// The start of the line after the one that holds an offset.
  static func lineEnd(from offset: Int, in bytes: [UInt8]) -> Int {
    var end = offset
    while end < bytes.count, !isBreak(bytes[end]) { end += 1 }
    guard end < bytes.count else { return end }
    let isPair =
      bytes[end] == UInt8(ascii: "\r") && end + 1 < bytes.count && bytes[end + 1] == UInt8(ascii: "\n")
    return end + (isPair ? 2 : 1)
  }

  private static func firstVisible(_ line: Range<Int>, in bytes: [UInt8]) -> Int {
    var offset = line.lowerBound
    while offset < line.upperBound, isBlankOrBreak(bytes[offset]) { offset += 1 }
    return offset
  }

  /// True for lines that hold no value: comments, and at the start of a line directives and `---`.
  private static func isSkipped(_ offset: Int, at column: Int, in bytes: [UInt8]) -> Bool {
    if bytes[offset] == UInt8(ascii: "#") { return true }
    guard column == 0 else { return false }
    return bytes[offset] == UInt8(ascii: "%") || bytes[offset...].starts(with: "---".utf8)
  }

  private static func isItem(_ offset: Int, in bytes: [UInt8]) -> Bool {
    guard bytes[offset] == UInt8(ascii: "-") else { return false }
    return offset + 1 >= bytes.count || isBlankOrBreak(bytes[offset + 1])
  }

  /// True when a colon with a blank or line end behind it stands on the rest of the line, and no bracket opens it.
  private static func holdsKey(_ start: Int, in bytes: [UInt8]) -> Bool {
    guard bytes[start] != UInt8(ascii: "{"), bytes[start] != UInt8(ascii: "[") else { return false }
    var offset = start
    while offset < bytes.count, !isBreak(bytes[offset]) {
      if bytes[offset] == UInt8(ascii: ":"), offset + 1 >= bytes.count || isBlankOrBreak(bytes[offset + 1]) {
        return true
      }
      offset += 1
    }
    return false
  }
}
