package import Language
package import Values

/// What tells the records of a stream apart, taken out of a record.
package struct RecordKey: Sendable {
  private let paths: [[String]]

  /// Paths as the stream's `key` writes them, `id` or `[employee.id, year]`.
  package init(_ paths: [String]) { self.paths = paths.map { RecordPath($0).parts } }

  package init(_ paths: [Placed<String>]) { self.init(paths.map(\.value)) }

  /// The key as text; nil when the record lacks a part of it, or when a part is no text and no whole number.
  ///
  /// Parts of a composite key are joined by `:`, so a `:` or `%` in a part is escaped.
  package func text(of record: Value, carried: MapValue? = nil) -> String? {
    guard let parts = parts(of: record, carried: carried) else { return nil }
    if parts.count == 1 { return parts[0] }
    return parts.map(Self.escaped).joined(separator: ":")
  }

  /// The parts of the key in the order of the stream.
  package func parts(of record: Value, carried: MapValue? = nil) -> [String]? {
    var parts: [String] = []
    for path in paths {
      guard let value = Self.follow(path, in: record, carried), let part = SourceText.ofID(value) else {
        return nil
      }
      parts.append(part)
    }
    return parts.isEmpty ? nil : parts
  }

  /// One part as it stands in a composite key.
  package static func escaped(_ part: String) -> String {
    guard part.utf8.contains(where: { $0 == 0x25 || $0 == 0x3A }) else { return part }
    var bytes: [UInt8] = []
    for byte in part.utf8 {
      switch byte {
      case 0x25: bytes += "%25".utf8
      case 0x3A: bytes += "%3A".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func follow(_ path: [String], in record: Value, _ carried: MapValue?) -> Value? {
    var value = record
    for (depth, step) in path.enumerated() {
      if depth == 0, let own = carried?.value(named: step) {
        value = own
        continue
      }
      guard case .map(let map) = value.plain, let next = map.value(named: step) else { return nil }
      value = next
    }
    return value
  }
}
