/// The directory of a zip archive, read from its end; names are only ever compared, so `../` in them leads nowhere.
struct ZipArchive: Sendable {
  struct Entry: Sendable {
    let name: String
    let isDeflated: Bool
    let checksum: UInt32
    let packedSize: Int
    let size: Int
    /// Where the entry's own header stands.
    let header: Int
  }

  /// An archive with more entries is none that a provider sends.
  private static let mostEntries = 100_000
  private static let endSignature = 0x0605_4B50
  private static let end64Signature = 0x0606_4B50
  private static let locator64Signature = 0x0706_4B50
  private static let entrySignature = 0x0201_4B50
  private static let headerSignature = 0x0403_4B50

  let bytes: [UInt8]
  let entries: [Entry]

  init(_ bytes: [UInt8]) throws(DecodingFailure) {
    let reader = Reader(bytes: bytes)
    let (count, start) = try Self.directory(reader)
    guard count <= Self.mostEntries else {
      throw DecodingFailure("the archive holds more than \(Self.mostEntries) files")
    }
    var entries: [Entry] = []
    var at = start
    for _ in 0..<count {
      let (entry, next) = try Self.entry(reader, at)
      entries.append(entry)
      at = next
    }
    self.bytes = bytes
    self.entries = entries
  }

  /// The packed bytes of an entry.
  func packed(_ entry: Entry) throws(DecodingFailure) -> ArraySlice<UInt8> {
    let reader = Reader(bytes: bytes)
    guard try reader.number(entry.header, 4) == Self.headerSignature else { throw Self.damaged }
    let start =
      try entry.header + 30 + reader.number(entry.header + 26, 2) + reader.number(entry.header + 28, 2)
    guard start <= bytes.count, entry.packedSize <= bytes.count - start else { throw Self.damaged }
    return bytes[start..<start + entry.packedSize]
  }

  static let damaged = DecodingFailure("the zip archive is damaged or cut off")

  /// The number of entries and where the first stands: found from the end, before which there may be a comment.
  private static func directory(_ reader: Reader) throws(DecodingFailure) -> (count: Int, start: Int) {
    let size = reader.bytes.count
    guard size >= 22 else { throw DecodingFailure("this is not a zip archive") }
    var at = size - 22
    let first = max(0, at - 65_535)
    while try reader.number(at, 4) != endSignature {
      at -= 1
      if at < first { throw DecodingFailure("this is not a zip archive") }
    }
    let (count, start) = (try reader.number(at + 10, 2), try reader.number(at + 16, 4))
    guard count == 0xFFFF || start == 0xFFFF_FFFF, at >= 20,
      try reader.number(at - 20, 4) == locator64Signature
    else { return (count, start) }
    let end = try reader.number(at - 12, 8)
    guard try reader.number(end, 4) == end64Signature else { throw damaged }
    return (try reader.number(end + 32, 8), try reader.number(end + 48, 8))
  }

  private static func entry(_ reader: Reader, _ at: Int) throws(DecodingFailure) -> (Entry, next: Int) {
    guard try reader.number(at, 4) == entrySignature else { throw damaged }
    let flags = try reader.number(at + 8, 2)
    let method = try reader.number(at + 10, 2)
    let nameLength = try reader.number(at + 28, 2)
    let extraLength = try reader.number(at + 30, 2)
    let next = try at + 46 + nameLength + extraLength + reader.number(at + 32, 2)
    let name = String(decoding: try reader.slice(at + 46, nameLength), as: UTF8.self)
    if flags & 1 != 0 { throw DecodingFailure("the file `\(name.prefix(60))` of the archive is encrypted") }
    guard method == 0 || method == 8 else {
      throw DecodingFailure(
        "the file `\(name.prefix(60))` of the archive is packed in a way that is not known")
    }
    var sizes = [try reader.number(at + 24, 4), try reader.number(at + 20, 4), try reader.number(at + 42, 4)]
    try widen(&sizes, reader, at + 46 + nameLength, extraLength)
    let entry = Entry(
      name: name, isDeflated: method == 8,
      checksum: UInt32(truncatingIfNeeded: try reader.number(at + 16, 4)),
      packedSize: sizes[1], size: sizes[0], header: sizes[2])
    return (entry, next)
  }

  /// Sizes and places that do not fit 32 bits stand behind the name.
  private static func widen(
    _ sizes: inout [Int], _ reader: Reader, _ start: Int, _ length: Int
  ) throws(DecodingFailure) {
    guard sizes.contains(0xFFFF_FFFF) else { return }
    var at = start
    while at + 4 <= start + length {
      let (kind, count) = (try reader.number(at, 2), try reader.number(at + 2, 2))
      at += 4
      if kind == 1 {
        for place in sizes.indices where sizes[place] == 0xFFFF_FFFF {
          sizes[place] = try reader.number(at, 8)
          at += 8
        }
        return
      }
      at += count
    }
  }

  private struct Reader {
    let bytes: [UInt8]

    /// A number of so many bytes, the lowest first.
    func number(_ at: Int, _ count: Int) throws(DecodingFailure) -> Int {
      var number: UInt64 = 0
      for byte in try slice(at, count).reversed() { number = number << 8 | UInt64(byte) }
      guard let small = Int(exactly: number), small < 1 << 48 else { throw ZipArchive.damaged }
      return small
    }

    func slice(_ at: Int, _ count: Int) throws(DecodingFailure) -> ArraySlice<UInt8> {
      guard at >= 0, at <= bytes.count, count <= bytes.count - at else { throw ZipArchive.damaged }
      return bytes[at..<at + count]
    }
  }
}

/// The bytes of one file of an archive, held against its size and checksum.
struct ZipEntryBytes: ByteSource {
  private let archive: ZipArchive
  private let entry: ZipArchive.Entry
  private var inflater: Inflater?
  private var isDone = false
  private var checksum = Checksum()
  private var made = 0

  init(_ archive: ZipArchive, _ entry: ZipArchive.Entry) {
    self.archive = archive
    self.entry = entry
  }

  mutating func next() throws(DecodingFailure) -> [UInt8]? {
    while !isDone {
      var bytes: [UInt8]
      if !entry.isDeflated {
        bytes = Array(try archive.packed(entry))
        isDone = true
      } else {
        if inflater == nil {
          let fresh = try Inflater(.none)
          fresh.feed(Array(try archive.packed(entry)))
          inflater = fresh
        }
        switch try inflater?.step() {
        case .piece(let piece): bytes = piece
        case .hungry, nil: throw ZipArchive.damaged
        case .end(let piece):
          bytes = piece
          isDone = true
        }
      }
      checksum.add(bytes)
      made += bytes.count
      guard made <= entry.size, !isDone || made == entry.size && checksum.value == entry.checksum else {
        throw DecodingFailure("the file `\(entry.name.prefix(60))` of the archive is damaged")
      }
      if !bytes.isEmpty { return bytes }
    }
    return nil
  }
}
