package import Rows
package import Storage

/// Takes canonical rows somewhere else than into the store: a file, another program.
///
/// Pages of one stream come in order; pages of several streams come one after the other, never at once.
package protocol RowSink: Sendable {
  /// Once, before anything else: the models whose rows may come.
  func begin(_ shapes: [RowShape]) throws(SinkFailure)
  /// The rows of a page; `deletedKeys` are source ids of rows that are gone, by model.
  func write(_ page: SinkPage) throws(SinkFailure)
  /// Everything was written; hands it to the system.
  func finish() throws(SinkFailure)
}

/// A page as a sink gets it.
package struct SinkPage: Sendable {
  package let stream: String
  package let rows: [RowBatch]
  package let deletedKeys: [String]
  /// Where the stream would go on after this page.
  package let checkpoints: [Checkpoint]

  package init(stream: String, rows: [RowBatch], deletedKeys: [String], checkpoints: [Checkpoint]) {
    self.stream = stream
    self.rows = rows
    self.deletedKeys = deletedKeys
    self.checkpoints = checkpoints
  }
}

/// Why rows could not be handed on.
package struct SinkFailure: Error, Sendable, Hashable, CustomStringConvertible {
  package let message: String
  package init(_ message: String) { self.message = message }
  package var description: String { message }
}
