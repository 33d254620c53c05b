internal import Values

/// A page of one slice.
struct SlicePage: Sendable {
  var sifted = SiftedPage()
  var read = 0
  /// What the slice's checkpoint becomes with this page; nil leaves it as it was.
  var state: SliceState?
  var isEnd = false
  /// More of the same reply follows.
  var isPortion = false
  /// The slice was left out: nothing that was there before is known to be gone.
  var isLeftOut = false
  /// Nothing of the slice was read before it was left out.
  var isUntouched = false
  /// What the slice is read for is no more.
  var isGone = false
  /// The whole stream is not available.
  var endsStream = false
  /// How the listing goes on after it; nil where no page was read.
  var outcome: PageOutcome?
  /// The time that the slice was read for from beginning to end.
  var listedTime: Range<Instant>?
  var remarks: [Remark] = []
  var request = ""
  /// Bytes of the replies.
  var weight = 0
  var acknowledgements: [Outgoing] = []
  /// Records of a tree below which there are others.
  var branches: [TreeBranch] = []
}
