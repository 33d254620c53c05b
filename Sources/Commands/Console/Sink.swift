/// A place text is written to: standard output, standard error, or the memory of a test.
package protocol Sink: Sendable {
  var isTerminal: Bool { get }
  /// Columns of the terminal, when it is one that tells.
  var columns: Int? { get }
  /// Keeps the bytes until there are many, or `flush`.
  func write(_ bytes: some Collection<UInt8>)
  /// Hands everything on.
  func flush()
  /// Whether nothing more arrives: the reader went away, or writing failed.
  var isClosed: Bool { get }
  /// Why not everything arrived, nil when it did or the reader has simply gone away.
  var failure: String? { get }
}

extension Sink {
  package func write(_ text: String) { write(text.utf8) }
}
