internal import Diagnostics

/// A stretch of source text to be underlined in an excerpt.
struct Mark {
  /// The bytes to underline: the range found without the blanks and line ends that follow it.
  let bytes: Range<Int>
  let lines: ClosedRange<Int>
  let ink: Ink
  /// What the underline is drawn with: `^` where the finding is, `-` where its cause is.
  let stroke: Character
  let label: String?

  init(_ range: SourceRange, ink: Ink, stroke: Character, label: String?) {
    let file = range.file
    bytes = Self.trimmed(range.bytes.clamped(to: 0..<file.bytes.count), in: file.bytes)
    let first = file.position(at: bytes.lowerBound).line
    let last = bytes.isEmpty ? first : file.position(at: bytes.upperBound - 1).line
    lines = first...max(first, last)
    self.ink = ink
    self.stroke = stroke
    self.label = label
  }

  var isOnOneLine: Bool { lines.count == 1 }

  /// A block of YAML ends where the next one starts; its underline ends with its last word.
  private static func trimmed(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end - 1]) { end -= 1 }
    if end > range.lowerBound { return range.lowerBound..<end }
    // Nothing but blanks: keep those of the first line.
    let isLineEnd = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
    let firstEnd = bytes[range].firstIndex(where: isLineEnd) ?? range.upperBound
    return range.lowerBound..<firstEnd
  }
}
