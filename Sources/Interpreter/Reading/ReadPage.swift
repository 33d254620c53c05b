package import Storage
package import Values
internal import Programs

/// One page of a stream, ready to be mapped and stored.
///
/// Rows and checkpoints belong into one transaction; `StreamReader.acknowledge` comes after it.
package struct ReadPage: Sendable {
  package let stream: String
  /// Those that are kept, in the order of the reply.
  package let records: [SourceRecord]
  /// Those that belong into quarantine.
  package let doubted: [DoubtedRecord]
  /// The records that the provider marks as gone.
  package let gone: GoneRecords
  /// Keys of other streams' records that this page says are gone.
  package let deletions: [DeletedKeys]
  /// Records of the reply, before anything was left out.
  package let read: Int
  /// Records that `keep`, or a cursor that only the connector knows, left out.
  package let filtered: Int
  /// Keys of records that changed and that `keep` leaves out: what was kept of them before is of the stream no longer.
  package let leftOut: [String]
  package let checkpoints: [Checkpoint]
  /// Checkpoints of slices that are no more.
  package let forgottenSlices: [String]
  /// More of the same reply follows: nothing may be concluded from it yet.
  package let isPortion: Bool
  /// The last page of what the stream is read for once.
  package let isEndOfSlice: Bool
  /// The last page of the stream; nothing follows.
  package let isEnd: Bool
  /// The last page, and with the pages before it in this run it shows all that there is: what was not seen is gone.
  package let isEndOfListing: Bool
  /// The last page, and this run read all that lies in this time: what of it was not seen is gone.
  package let listedTime: Range<Instant>?
  /// Records that came or went while pages were read may have moved others from page to page.
  package let mayHaveDrifted: Bool
  /// How the listing goes on after it; nil where no page was read.
  package let outcome: PageOutcome?
  package let remarks: [Remark]
  /// The call behind the page: `GET /employees`.
  package let request: String
  /// How many bytes the reply behind it holds in memory.
  package let weight: Int
  let acknowledgements: [Outgoing]

  /// It is to be acknowledged after it was stored, and before the next page is asked for.
  package var needsAcknowledgement: Bool { !acknowledgements.isEmpty }

  /// The page in portions of at most so many records, to be mapped and written one after another; what it says beside its records
  /// belongs to the last, but for what must go before any of them.
  package func portions(of count: Int) -> [ReadPage] {
    guard count > 0, records.count > count else { return [self] }
    return stride(from: 0, to: records.count, by: count).map { start in
      portion(start..<min(records.count, start + count))
    }
  }

  private func portion(_ range: Range<Int>) -> ReadPage {
    let isLast = range.upperBound == records.count
    var gone = isLast ? gone : GoneRecords()
    gone.replacedAliases = range.lowerBound == 0 ? self.gone.replacedAliases : []
    return ReadPage(
      stream: stream, records: Array(records[range]), doubted: isLast ? doubted : [],
      gone: gone, deletions: isLast ? deletions : [], read: isLast ? read - range.lowerBound : range.count,
      filtered: isLast ? filtered : 0, leftOut: isLast ? leftOut : [], checkpoints: isLast ? checkpoints : [],
      forgottenSlices: isLast ? forgottenSlices : [], isPortion: isPortion || !isLast,
      isEndOfSlice: isLast && isEndOfSlice, isEnd: isLast && isEnd, isEndOfListing: isLast && isEndOfListing,
      listedTime: isLast ? listedTime : nil,
      mayHaveDrifted: mayHaveDrifted, outcome: isLast ? outcome : nil, remarks: isLast ? remarks : [],
      request: request, weight: weight,
      acknowledgements: isLast ? acknowledgements : [])
  }
}

/// How a stream is to be read.
package struct ReadOptions: Sendable {
  /// Forgets checkpoints: everything is read.
  package var isFull = false
  /// The cursor to begin with in place of the checkpoints: a moment, or the provider's token.
  package var since: String?
  /// Stands for what makes rows of records; what was read under another one is told of.
  package var form: String?
  /// Stands for the settings; likewise.
  package var settings: String?
  /// All rows were just made by these.
  package var isMadeAnew = false
  /// The size of pages in place of the connector's.
  package var pageSize: Int?
  /// The next page is asked for while this one is worked on.
  package var readsAhead = true
  /// Where one of several slices cannot be read, the others are all the same, before the failure is told.
  package var readsOn = false
  /// How many slices may be asked for at once.
  package var parallelSlices = 4
  /// Where pages are asked for and decoded; nil for anywhere.
  package var executor: (any TaskExecutor)?

  package init() {}
}
