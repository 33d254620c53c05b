/// The bytes of one file of an archive, unpacked piece by piece and held against its size and checksum.
struct ZipEntryBytes: ByteSource {
  private let archive: ZipArchive
  private let entry: ZipArchive.Entry
  /// What is packed and not yet read.
  private var packed: Range<Int>?
  private var inflater: Inflater?
  private var isDone = false
  private var checksum = Checksum()
  private var made = 0

  private static let stretch = 256 << 10

  init(_ archive: ZipArchive, _ entry: ZipArchive.Entry) {
    self.archive = archive
    self.entry = entry
  }

  mutating func next() throws(DecodingFailure) -> [UInt8]? {
    while !isDone {
      let bytes = try entry.isDeflated ? unpacked() : stored()
      checksum.add(bytes)
      made += bytes.count
      guard made <= entry.size, !isDone || made == entry.size && checksum.value == entry.checksum else {
        throw DecodingFailure("the file `\(entry.name.prefix(60))` of the archive is damaged")
      }
      if !bytes.isEmpty { return bytes }
    }
    return nil
  }

  private mutating func stored() throws(DecodingFailure) -> [UInt8] {
    let bytes = try stretch()
    isDone = bytes.isEmpty
    return bytes
  }

  private mutating func unpacked() throws(DecodingFailure) -> [UInt8] {
    let inflater: Inflater
    if let begun = self.inflater {
      inflater = begun
    } else {
      inflater = try Inflater(.none)
      self.inflater = inflater
    }
    if inflater.isHungry {
      let bytes = try stretch()
      if bytes.isEmpty { throw ZipArchive.damaged }
      inflater.feed(bytes)
    }
    switch try inflater.step() {
    case .piece(let piece): return piece
    case .hungry: return []
    case .end(let piece):
      isDone = true
      return piece
    }
  }

  /// The next stretch as it is packed; empty at the end.
  private mutating func stretch() throws(DecodingFailure) -> [UInt8] {
    let rest: Range<Int>
    if let packed { rest = packed } else { rest = try archive.packed(entry) }
    let bytes = try archive.bytes.bytes(
      rest.lowerBound..<min(rest.upperBound, rest.lowerBound + Self.stretch))
    packed = rest.lowerBound + bytes.count..<rest.upperBound
    return bytes
  }
}
