internal import Storage

/// The checkpoints of a stream by their slices, which may be a hundred thousand: read when they are asked for, and small until then.
struct KeptSlices: Sendable {
  private let texts: [String: String]
  /// Everything is read anew: only which slices there were is of use.
  private let isForgotten: Bool

  init(_ checkpoints: [Checkpoint] = [], of stream: String = "", isForgotten: Bool = false) {
    let own = checkpoints.lazy.filter { $0.stream == stream }.map { ($0.slice, $0.state) }
    texts = Dictionary(own) { $1 }
    self.isForgotten = isForgotten
  }

  /// All there are, whether or not what they say still counts.
  var slices: some Collection<String> & Sendable { texts.keys }

  var isEmpty: Bool { isForgotten || texts.isEmpty }

  func holds(_ slice: String) -> Bool { !isForgotten && texts[slice] != nil }

  /// Nil where there is none that can be read.
  subscript(slice: String) -> SliceState? {
    isForgotten ? nil : texts[slice].flatMap { SliceState(json: $0) }
  }

  /// Each that can be read, one after the other.
  var all: some Sequence<(slice: String, state: SliceState)> {
    (isForgotten ? [:] : texts).lazy.compactMap { slice, text in
      SliceState(json: text).map { (slice, $0) }
    }
  }
}
