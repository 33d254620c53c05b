internal import Storage
internal import Values

/// The checkpoints of a stream by their slices, which may be a hundred thousand: read when they are asked for, and small until then.
struct KeptSlices: Sendable {
  private let texts: [ExactText: String]
  /// Slices of which records were written, and that no run has read to their end.
  private let begun: TextSet
  /// Everything is read anew: only which slices there were is of use.
  private let isForgotten: Bool

  init(_ checkpoints: [Checkpoint] = [], of stream: String = "", isForgotten: Bool = false) {
    let own = checkpoints.lazy.filter { $0.stream == stream }
    texts = Dictionary(own.filter { !$0.isBegunOnly }.map { (ExactText($0.slice), $0.state) }) { $1 }
    begun = TextSet(own.filter(\.isBegunOnly).map(\.slice))
    self.isForgotten = isForgotten
  }

  /// All that were read to their end, whether or not what is said of them still counts.
  var slices: some Sequence<String> { texts.keys.lazy.map(\.text) }

  func isReadToEnd(_ slice: String) -> Bool { texts[ExactText(slice)] != nil }

  /// All of which there may be rows.
  var written: some Sequence<String> {
    texts.keys.map(\.text) + begun.texts.filter { !isReadToEnd($0) }
  }

  /// Whether there may be rows of a slice.
  func isWritten(_ slice: String) -> Bool { isReadToEnd(slice) || begun.contains(slice) }

  var isEmpty: Bool { isForgotten || texts.isEmpty }

  func holds(_ slice: String) -> Bool { !isForgotten && isReadToEnd(slice) }

  /// Nil where there is none that can be read.
  subscript(slice: String) -> SliceState? {
    isForgotten ? nil : texts[ExactText(slice)].flatMap { SliceState(json: $0) }
  }

  /// Each that can be read, one after the other.
  var all: some Sequence<(slice: String, state: SliceState)> {
    (isForgotten ? [:] : texts).lazy.compactMap { slice, text in
      SliceState(json: text).map { (slice.text, $0) }
    }
  }
}
