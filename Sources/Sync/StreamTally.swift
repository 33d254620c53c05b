internal import Storage

/// What is known of the stream so far.
struct StreamTally {
  var counts = RowCounts()
  var pages = 0
  /// Of the listing that is being read, those not yet written included.
  var pagesOfListing = 0
  var problems: [String] = []
  /// What is worth knowing and makes no run partial; it stands behind what does.
  var notes: [String] = []
  /// Records may have moved between the pages of the listing that was read last, so that one was seen on none.
  var mayHaveMissed = false
  /// That was so of one of the listings that were read.
  var mayHaveDrifted = false
  var isPartial = false
  var isStopped = false
  /// All that there is was read, so that each record should have come once.
  var wasListed = false
  var hasWritten = false
  /// All that there is was read, of a stream whose changes and not whose listings tell what is gone.
  var hasListedAll = false
  /// No run before this one has come to a checkpoint.
  var isFirstListing = false
  var quarantine: StreamQuarantine

  init(_ quarantine: StreamQuarantine) { self.quarantine = quarantine }
}
