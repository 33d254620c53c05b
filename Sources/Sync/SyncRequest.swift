package import Storage
package import Values

/// What somebody wants to be synced, and how.
package struct SyncRequest: Sendable {
  /// Empty for all that the integration may read.
  package var streams: [String] = []
  /// Forget cursors and read everything.
  package var isFull = false
  /// Read what changed since this moment, whatever the cursor says.
  package var since: Instant?
  /// Read and map, write nothing.
  package var isDryRun = false
  /// At most so many records of each stream; the run is then partial.
  package var limit: Int?
  /// Keep the provider's records beside the rows.
  package var keepsRaw = false
  /// Also delete when more rows would go than the connector allows.
  package var allowsMassDeletion = false
  /// A person began it.
  package var isByHand = false
  /// Streams that hold health, criminal or pay data are read only when named or with this.
  package var includesSensitive = false

  package init() {}
}

/// What came of a run.
package struct SyncReport: Sendable {
  package let run: RunID?
  package let outcome: RunEnd.Outcome
  package let streams: [StreamOutcome]
  package let seconds: Double
  /// The first failure that ended a stream.
  package let failure: SyncFailure?

  package init(
    run: RunID?, outcome: RunEnd.Outcome, streams: [StreamOutcome], seconds: Double, failure: SyncFailure?
  ) {
    self.run = run
    self.outcome = outcome
    self.streams = streams
    self.seconds = seconds
    self.failure = failure
  }

  package var totals: RowCounts {
    streams.reduce(into: RowCounts()) { $0 += $1.counts }
  }
}
