/// Where each byte of a scalar's text stands in the file.
///
/// Text and file differ at escapes, folded line ends and indentation; between such places both advance together, so one entry for each
/// stretch is enough.
package struct OffsetMap: Sendable {
  /// Bytes of the text that come from bytes of the file.
  struct Piece {
    /// Where it begins in the text.
    var inner: Int
    var innerCount: Int
    /// Where it begins in the file.
    var outer: Int
    /// The same as `innerCount` for text as it stands; an escape or a folded line end has its own length.
    var outerCount: Int
    /// True when text and file advance together.
    var isVerbatim: Bool
  }

  private var pieces: [Piece] = []
  private(set) var innerCount = 0
  /// Where the file stands after the last byte of the text.
  private var outerEnd: Int

  init(startingAt outer: Int) { outerEnd = outer }

  /// Adds bytes of the text that stand in the file as they are.
  mutating func appendVerbatim(_ count: Int, at outer: Int) {
    guard count > 0 else { return }
    if let last = pieces.indices.last, pieces[last].isVerbatim,
      pieces[last].outer + pieces[last].outerCount == outer
    {
      pieces[last].innerCount += count
      pieces[last].outerCount += count
    } else {
      pieces.append(
        Piece(inner: innerCount, innerCount: count, outer: outer, outerCount: count, isVerbatim: true))
    }
    innerCount += count
    outerEnd = outer + count
  }

  /// Adds bytes of the text that stand for other bytes of the file, such as an escape.
  mutating func append(_ count: Int, for outer: Range<Int>) {
    guard count > 0 else { return }
    pieces.append(
      Piece(
        inner: innerCount, innerCount: count, outer: outer.lowerBound, outerCount: outer.count,
        isVerbatim: false))
    innerCount += count
    outerEnd = outer.upperBound
  }

  /// The bytes of the file that produced a range of the text's bytes; an empty range gives a point.
  ///
  /// Offsets outside the text are clamped. What stands for several bytes of the file is taken whole.
  package func range(ofInner inner: Range<Int>) -> Range<Int> {
    let start = outerStart(of: inner.lowerBound)
    guard !inner.isEmpty else { return start..<start }
    return start..<max(start, outerEnd(ofByteBefore: inner.upperBound))
  }

  private func outerStart(of inner: Int) -> Int {
    guard inner < innerCount, let piece = piece(holding: max(inner, 0)) else { return outerEnd }
    return piece.isVerbatim ? piece.outer + (max(inner, 0) - piece.inner) : piece.outer
  }

  private func outerEnd(ofByteBefore inner: Int) -> Int {
    guard inner > 0, let piece = piece(holding: min(inner, innerCount) - 1) else {
      return outerStart(of: inner)
    }
    guard piece.isVerbatim else { return piece.outer + piece.outerCount }
    return piece.outer + (min(inner, innerCount) - piece.inner)
  }

  private func piece(holding inner: Int) -> Piece? {
    var low = 0
    var high = pieces.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].inner <= inner { low = middle } else { high = middle }
    }
    return pieces.isEmpty ? nil : pieces[low]
  }
}
