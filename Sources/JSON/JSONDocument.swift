internal import CSimdjson

/// A parsed JSON text, kept as a flat list of nodes over the source.
///
/// Nothing is turned into Swift values until it is asked for: numbers keep their digits, strings their bytes. The source is not
/// copied: the document holds the array, which nobody can change any more in its place.
@usableFromInline
package final class JSONDocument: @unchecked Sendable {
  // Immutable after parsing and freed with the document; that is what makes `Sendable` true.
  let handle: OpaquePointer
  let nodes: UnsafePointer<csimdjson_node>
  private let bytes: [UInt8]
  let source: UnsafePointer<UInt8>
  let side: UnsafePointer<UInt8>

  /// Why a text is not JSON.
  package struct Problem: Error, Sendable, Hashable {
    package var message: String
    /// Byte offset of the trouble, 0 when it is not known.
    package var offset: Int
  }

  /// Containers nested deeper than this are refused.
  package static let defaultMaximumDepth = 256

  package init(_ bytes: [UInt8], maximumDepth: Int = defaultMaximumDepth) throws(Problem) {
    var message: UnsafePointer<CChar>?
    var offset = 0
    let depth = UInt32(clamping: min(max(1, maximumDepth), 1000))
    // The storage of an array stays where it is while the array is held and not changed, and `bytes` is both.
    let source = bytes.withUnsafeBufferPointer { $0.baseAddress }
    let parsed = source.flatMap { source in
      UnsafeRawPointer(source).withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        csimdjson_parse($0, bytes.count, depth, &message, &offset)
      }
    }
    guard let source, let parsed, let nodes = csimdjson_nodes(parsed), let side = csimdjson_side(parsed)
    else {
      throw Problem(message: message.map { String(cString: $0) } ?? "the text is empty", offset: offset)
    }
    self.bytes = bytes
    handle = parsed
    self.nodes = nodes
    self.source = source
    self.side = side
  }

  package convenience init(
    _ text: some Collection<UInt8>, maximumDepth: Int = defaultMaximumDepth
  ) throws(Problem) {
    try self.init(Array(text), maximumDepth: maximumDepth)
  }

  package convenience init(text: String, maximumDepth: Int = defaultMaximumDepth) throws(Problem) {
    try self.init(Array(text.utf8), maximumDepth: maximumDepth)
  }

  deinit { csimdjson_free(handle) }

  /// The document without a count of references, for as long as something else holds it.
  package var tape: JSONTape { JSONTape(nodes: UnsafeRawPointer(nodes), source: source, side: side) }

  package var root: JSONView { JSONView(document: self, index: 0) }
}
