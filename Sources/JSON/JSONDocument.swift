internal import CSimdjson

/// A parsed JSON text, kept as a flat list of nodes over one copy of the source.
///
/// Nothing is turned into Swift values until it is asked for: numbers keep their digits, strings their bytes.
package final class JSONDocument: @unchecked Sendable {
  // Immutable after parsing and freed with the document; that is what makes `Sendable` true.
  let handle: OpaquePointer
  let nodes: UnsafePointer<csimdjson_node>
  let source: UnsafePointer<UInt8>
  let side: UnsafePointer<UInt8>

  /// The number of nodes, keys included.
  package let nodeCount: Int

  /// Why a text is not JSON.
  package struct Problem: Error, Sendable, Hashable {
    package var message: String
    /// Byte offset of the trouble, 0 when it is not known.
    package var offset: Int
  }

  /// Containers nested deeper than this are refused.
  package static let defaultMaximumDepth = 256

  package init(_ text: some Collection<UInt8>, maximumDepth: Int = defaultMaximumDepth) throws(Problem) {
    var message: UnsafePointer<CChar>?
    var offset = 0
    let depth = UInt32(clamping: min(maximumDepth, 1000))
    func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> OpaquePointer? {
      bytes.withMemoryRebound(to: CChar.self) {
        csimdjson_parse($0.baseAddress, $0.count, depth, &message, &offset)
      }
    }
    let parsed = text.withContiguousStorageIfAvailable(parse) ?? Array(text).withUnsafeBufferPointer(parse)
    guard let parsed, let nodes = csimdjson_nodes(parsed), let source = csimdjson_source(parsed),
      let side = csimdjson_side(parsed)
    else {
      throw Problem(message: message.map { String(cString: $0) } ?? "not valid JSON", offset: offset)
    }
    handle = parsed
    self.nodes = nodes
    self.source = source
    self.side = side
    nodeCount = csimdjson_node_count(parsed)
  }

  package convenience init(text: String, maximumDepth: Int = defaultMaximumDepth) throws(Problem) {
    try self.init(Array(text.utf8), maximumDepth: maximumDepth)
  }

  deinit { csimdjson_free(handle) }

  package var root: JSONView { JSONView(document: self, index: 0) }
}
