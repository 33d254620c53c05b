/// Bytes that come piece by piece.
protocol ByteSource {
  /// The next piece, never empty; nil after the last.
  mutating func next() throws(DecodingFailure) -> [UInt8]?
}

extension ByteSource {
  /// All that is left, up to a size that no body may pass.
  mutating func all(limit: Int = ByteLimits.decoded) throws(DecodingFailure) -> [UInt8] {
    guard var bytes = try next() else { return [] }
    while let piece = try next() {
      guard bytes.count + piece.count <= limit else {
        throw DecodingFailure("the body holds more than \(limit >> 20) MB")
      }
      bytes += piece
    }
    return bytes
  }
}

/// How much is read at most.
enum ByteLimits {
  /// Of a body that must be held as a whole.
  static let decoded = 512 << 20
  /// Of one line or one value.
  static let row = 64 << 20
}

/// Bytes in memory.
struct MemoryBytes: ByteSource {
  private var bytes: [UInt8]?

  init(_ bytes: [UInt8]) { self.bytes = bytes.isEmpty ? nil : bytes }

  mutating func next() -> [UInt8]? {
    defer { bytes = nil }
    return bytes
  }
}
