package import Rows

/// The right to write for one run of an integration; every write of the run carries it.
package struct RunLease: Sendable, Hashable {
  package let organization: OrganizationID
  package let integration: IntegrationID
  package let run: RunID
  /// Grows with every run of the integration; a write with an older number is refused.
  package let number: Int64

  /// No run of the integration was before it.
  package var isFirst: Bool { number == 1 }

  package init(organization: OrganizationID, integration: IntegrationID, run: RunID, number: Int64) {
    self.organization = organization
    self.integration = integration
    self.run = run
    self.number = number
  }
}

/// Where a stream, or one slice of it, goes on.
package struct Checkpoint: Sendable, Hashable {
  package let stream: String
  /// Which slice of the stream; empty for the whole.
  package let slice: String
  /// JSON that the interpreter writes and reads.
  package let state: String

  package init(stream: String, slice: String = "", state: String) {
    self.stream = stream
    self.slice = slice
    self.state = state
  }

  /// Records of the slice were written, and it was not read to its end: a later run begins it anew, and knows that there are rows of it.
  package static func begun(stream: String, slice: String) -> Checkpoint {
    Checkpoint(stream: stream, slice: slice, state: "{}")
  }

  /// It says nothing of where to go on.
  package var isBegunOnly: Bool { state == "{}" }
}

/// What is written together or not at all: the rows of a page and the checkpoint that covers them.
package struct PageCommit: Sendable {
  package var lease: RunLease
  package var stream: String
  package var rows: [RowBatch] = []
  /// Rows that the page's other records have given already, and would give again.
  package var known: [KnownRows] = []
  /// Keys of records of the stream that are gone: all rows made from them get a tombstone.
  package var deletedKeys: [String] = []
  /// Keys of records that the stream leaves out, but for those that this run has met as records of it: likewise.
  package var leftOutKeys: [String] = []
  /// Also those that this run has met: it was before they changed.
  package var leavesOutMet = false
  /// The same by what is no key of the stream, as earlier pages said in `aliases`.
  package var deletedAliases: [String] = []
  /// The same of records in whose place one of this page has come: they go before the page is written.
  package var replacedAliases: [String] = []
  /// By what else than their keys records of the page will be called gone.
  package var aliases: [RecordAlias] = []
  package var quarantined: [QuarantinedRecord] = []
  /// Records of the stream that are good again: their quarantine ends.
  package var healedKeys: [String] = []
  package var checkpoints: [Checkpoint] = []
  /// Checkpoints of the stream that no longer hold, by slice.
  package var forgottenSlices: [String] = []
  /// Records that other streams are read for; kept as long as the stream has them.
  package var parents: [ParentRecord] = []
  /// Records as they were read, before anything was left out.
  package var read = 0
  package var filtered = 0
  /// Note which rows were seen, for the sweep at the end of a complete listing.
  package var notesSeen = false
  /// The cause that the change feed names: `sync`, `webhook`, `file`.
  package var cause = "sync"
  /// What of the page may not lie open, once `Store.sealed` has made it.
  package var sealed: SealedPage?

  package init(lease: RunLease, stream: String) {
    self.lease = lease
    self.stream = stream
  }
}

/// The texts of a page that may not lie open in a store, as they are kept there.
package struct SealedPage: Sendable {
  /// The raw records of each batch; nil where those of the batch are kept as they are.
  package let rows: [SealedTexts?]
  /// The raw record of each that is quarantined; nil where it is not kept.
  package let quarantine: [String?]
  /// The record of each that other streams are read for.
  package let parents: [String]

  package init(rows: [SealedTexts?], quarantine: [String?], parents: [String]) {
    self.rows = rows
    self.quarantine = quarantine
    self.parents = parents
  }
}

/// A record as it was met: what it is told apart by, and the origin that its rows would have.
package struct RecordSighting: Sendable, Hashable {
  package let key: String
  package let origin: RowHash

  package init(key: String, origin: RowHash) {
    self.key = key
    self.origin = origin
  }
}

/// Rows of one model that are as they would be made again.
package struct KnownRows: Sendable, Hashable {
  package let model: String
  /// The store's own numbers.
  package var ids: [Int64] = []

  package init(model: String) { self.model = model }
}

/// Which records of a page give nothing new.
package struct KnownRecords: Sendable {
  /// For each of the records, in order, whether the rows of all its models are known.
  package var isKnown: [Bool]
  package var rows: [KnownRows]

  package init(isKnown: [Bool], rows: [KnownRows]) {
    self.isKnown = isKnown
    self.rows = rows
  }
}

/// Another name of a record, by which the provider tells that it is gone.
package struct RecordAlias: Sendable, Hashable {
  package let key: String
  package let alias: String

  package init(key: String, alias: String) {
    self.key = key
    self.alias = alias
  }
}

/// A record that could not be mapped; the page goes on without it.
package struct QuarantinedRecord: Sendable, Hashable {
  package let key: String
  package let model: String
  /// The canonical field, or the path in the record, where it went wrong.
  package let path: String
  package let reason: String
  /// `mappings/acme/employees.yaml:12:15`.
  package let place: String
  /// The provider's record as JSON.
  package let raw: String

  package init(key: String, model: String, path: String, reason: String, place: String, raw: String) {
    self.key = key
    self.model = model
    self.path = path
    self.reason = reason
    self.place = place
    self.raw = raw
  }
}

/// A record that waits in quarantine, as the provider gave it.
package struct WaitingRecord: Sendable, Hashable {
  /// Grows with the order in which records came into quarantine.
  package let number: Int64
  package let key: String
  package let raw: String

  package init(number: Int64, key: String, raw: String) {
    self.number = number
    self.key = key
    self.raw = raw
  }
}

/// A record that is kept because other streams are read for each.
package struct ParentRecord: Sendable, Hashable {
  package let key: String
  package let json: String

  package init(key: String, json: String) {
    self.key = key
    self.json = json
  }
}

/// Exact counts of what happened to rows.
package struct RowCounts: Sendable, Hashable {
  package var created = 0
  package var updated = 0
  package var unchanged = 0
  package var deleted = 0
  package var quarantined = 0
  package var read = 0
  package var filtered = 0
  /// Updates of rows that had been written in the same run already, with something else in them.
  package var contradicted = 0

  package init() {}

  package static func += (left: inout RowCounts, right: RowCounts) {
    left.created += right.created
    left.updated += right.updated
    left.unchanged += right.unchanged
    left.deleted += right.deleted
    left.quarantined += right.quarantined
    left.read += right.read
    left.filtered += right.filtered
    left.contradicted += right.contradicted
  }
}
