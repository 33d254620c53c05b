/// Bytes that come piece by piece.
///
/// A source is a value: a copy of one that has not given anything yet gives everything once more.
protocol ByteSource {
  /// The next piece, never empty; nil after the last.
  mutating func next() throws(DecodingFailure) -> [UInt8]?
  /// The same bytes, where any stretch of them can be had; nil where they only come in their order.
  var placed: PlacedBytes? { get }
}

/// Bytes any stretch of which can be had.
struct PlacedBytes: Sendable {
  let count: Int
  private let read: @Sendable (_ offset: Int, _ count: Int) -> [UInt8]?

  init(count: Int, _ read: @escaping @Sendable (_ offset: Int, _ count: Int) -> [UInt8]?) {
    self.count = count
    self.read = read
  }

  init(_ bytes: [UInt8]) {
    self.init(count: bytes.count) { offset, count in Array(bytes.dropFirst(offset).prefix(count)) }
  }

  /// A stretch, shorter where the bytes end before it does.
  func bytes(_ range: Range<Int>) throws(DecodingFailure) -> [UInt8] {
    let wanted = range.clamped(to: 0..<count)
    if wanted.isEmpty { return [] }
    guard let bytes = read(wanted.lowerBound, wanted.count), bytes.count == wanted.count else {
      throw DecodingFailure("the disk does not give back what was downloaded")
    }
    return bytes
  }
}

extension ByteSource {
  var placed: PlacedBytes? { nil }

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

  var placed: PlacedBytes? { PlacedBytes(bytes ?? []) }
}
