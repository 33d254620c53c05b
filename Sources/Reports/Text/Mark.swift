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
    bytes = range.visible.bytes
    let first = file.position(at: bytes.lowerBound).line
    let last = bytes.isEmpty ? first : file.position(at: bytes.upperBound - 1).line
    lines = first...max(first, last)
    self.ink = ink
    self.stroke = stroke
    self.label = label
  }

  var isOnOneLine: Bool { lines.count == 1 }
}
