internal import Storage
internal import Values

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
  var hasFailed = false
  /// All that there is was read, so that each record should have come once.
  var wasListed = false
  var hasWritten = false
  /// All that there is was read, of a stream whose changes and not whose listings tell what is gone.
  var hasListedAll = false
  /// No run before this one has come to a checkpoint.
  var isFirstListing = false
  /// Records without a key, of a stream of which no rows are made, and why one has none.
  var nameless = 0
  var absence: String?
  var quarantine: StreamQuarantine

  init(_ quarantine: StreamQuarantine) { self.quarantine = quarantine }
}

/// What the report says of a stream that was read.
extension StreamTally {
  var outcome: RunEnd.Outcome {
    if hasFailed { return hasWritten ? .partial : .failed }
    return isStopped ? .stopped : isPartial ? .partial : .succeeded
  }

  /// Tells what no page could tell by itself; `notReported` counts records that are gone and that nobody can name.
  mutating func conclude(isQueue: Bool, notReported: Int) {
    if counts.quarantined > 0 {
      isPartial = true
      problems.append(
        "\(Self.records(counts.quarantined, "is", "are")) in quarantine; `connector runs show` tells why")
    }
    if nameless > 0 {
      isPartial = true
      problems.append(
        "\(Self.records(nameless, "was", "were")) left out, and nothing is read for what has no name: \(absence ?? "")"
      )
    }
    let waiting = quarantine.waiting.count
    if waiting > 0, isQueue {
      // Nothing reads a queue again: no run could ever be whole.
      notes.append("\(Self.records(waiting, "of earlier runs is", "of earlier runs are")) in quarantine")
    } else if waiting > 0 {
      isPartial = true
      let unmapped = Self.records(
        waiting, "of earlier runs still cannot be mapped and waits",
        "of earlier runs still cannot be mapped and wait")
      problems.append("\(unmapped) in quarantine; `--full` reads everything again")
    }
    if notReported > 0 {
      // No failure: what is written elsewhere is all there is, and these are not in it.
      problems.append(
        "\(Self.records(notReported, "that is gone is", "that are gone are")) not reported: the provider names them by another value "
          + "than their id, and only a store knows which they are; a run into the store deletes them")
    }
    if wasListed, counts.contradicted > 0 {
      notes.append(
        "\(Self.records(counts.contradicted, "came")) more than once with different content, and the last one counts: they "
          + "changed meanwhile, or `key` does not tell records apart")
    }
  }

  /// `1 record is`, `2 records are`.
  static func records(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    count == 1 ? "1 record \(one)" : "\(count) records \(many ?? one)"
  }
}
