/// Bytes that lie elsewhere, read a stretch at a time.
struct ReadBytes: ByteSource {
  private let read: @Sendable (_ offset: Int, _ count: Int) -> [UInt8]?
  private var offset = 0

  private static let stretch = 256 << 10

  init(_ read: @escaping @Sendable (_ offset: Int, _ count: Int) -> [UInt8]?) { self.read = read }

  mutating func next() throws(DecodingFailure) -> [UInt8]? {
    guard let bytes = read(offset, Self.stretch) else {
      throw DecodingFailure("the disk does not give back what was downloaded")
    }
    offset += bytes.count
    return bytes.isEmpty ? nil : bytes
  }
}
