/// A stretch of bytes in one file; empty ranges mark a point.
package struct SourceRange: Sendable, Hashable {
  package let file: SourceFile
  package let start: Int
  package let end: Int

  package init(_ file: SourceFile, _ start: Int, _ end: Int) {
    self.file = file
    self.start = start
    self.end = max(start, end)
  }

  package init(_ file: SourceFile, _ range: Range<Int>) {
    self.init(file, range.lowerBound, range.upperBound)
  }

  package var bytes: Range<Int> { start..<end }
  package var startPosition: SourcePosition { file.position(at: start) }
  package var endPosition: SourcePosition { file.position(at: end) }
  package var text: String { file.text(bytes) }

  /// The smallest range that holds both; ranges of another file are ignored.
  package func joined(with other: SourceRange) -> SourceRange {
    guard other.file === file else { return self }
    return SourceRange(file, min(start, other.start), max(end, other.end))
  }

  package func contains(_ other: SourceRange) -> Bool {
    file === other.file && start <= other.start && other.end <= end
  }

  package static func == (a: SourceRange, b: SourceRange) -> Bool {
    a.file === b.file && a.start == b.start && a.end == b.end
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(file))
    hasher.combine(start)
    hasher.combine(end)
  }
}
