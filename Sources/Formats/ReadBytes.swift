/// Bytes that lie elsewhere, read a stretch at a time.
struct ReadBytes: ByteSource {
  private let bytes: PlacedBytes
  private var offset = 0

  private static let stretch = 256 << 10

  init(_ bytes: PlacedBytes) { self.bytes = bytes }

  mutating func next() throws(DecodingFailure) -> [UInt8]? {
    let piece = try bytes.bytes(offset..<offset + Self.stretch)
    offset += piece.count
    return piece.isEmpty ? nil : piece
  }

  var placed: PlacedBytes? { bytes }
}
