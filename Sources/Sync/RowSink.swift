package import Rows
package import Storage
package import Values

/// Takes canonical rows somewhere else than into the store: a file, another program.
///
/// Pages of one stream come in order; pages of several streams come one after the other, never at once.
package protocol RowSink: Sendable {
  /// Once, before anything else: the rows that may come.
  func begin(_ sources: [SinkSource]) throws(SinkFailure)
  /// The rows of a page, and the ids of those that are gone.
  func write(_ page: SinkPage) throws(SinkFailure)
  /// Hands to the system what was written so far.
  func flush() throws(SinkFailure)
  /// Everything was written; hands it to the system. Not called where nothing was read: what an earlier run left is better than nothing.
  func finish() throws(SinkFailure)
}

extension RowSink {
  package func finish() throws(SinkFailure) { try flush() }
}

/// A stream and a model that it gives.
package struct SinkSource: Sendable {
  package let stream: String
  package let shape: RowShape
  /// Other streams of the connector give this model as well, maybe under the same ids: its rows say which one they are of, as `streamName`.
  package let isShared: Bool

  package static let streamName = "source_stream"
}

/// A page as a sink gets it.
package struct SinkPage: Sendable {
  package let stream: String
  /// The models that the stream gives.
  package let models: [String]
  package let rows: [RowBatch]
  /// Source ids of what is gone, in each of the models.
  package let deleted: [String]
  /// Where the stream would go on after this page.
  package let checkpoints: [Checkpoint]
  /// When it was read.
  package let moment: Instant
}

/// Why rows could not be handed on.
package struct SinkFailure: Error, Sendable, Hashable, CustomStringConvertible {
  package let message: String
  package init(_ message: String) { self.message = message }
  package var description: String { message }
}
