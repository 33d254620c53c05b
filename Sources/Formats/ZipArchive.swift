/// The directory of a zip archive, read from its end; names are only ever compared, so `../` in them leads nowhere.
///
/// Nothing but the directory is held: the files stay where the archive lies.
struct ZipArchive: Sendable {
  struct Entry: Sendable {
    let name: String
    let isDeflated: Bool
    let checksum: UInt32
    let packedSize: Int
    let size: Int
    /// Where the entry's own header stands.
    let header: Int
    /// Why it cannot be read; the other files of the archive can.
    let obstacle: DecodingFailure?
  }

  /// An archive with more entries is none that a provider sends.
  private static let mostEntries = 100_000
  /// Of names and notes in the directory.
  private static let longestDirectory = 64 << 20
  private static let endSignature = 0x0605_4B50
  private static let end64Signature = 0x0606_4B50
  private static let locator64Signature = 0x0706_4B50
  private static let entrySignature = 0x0201_4B50
  private static let headerSignature = 0x0403_4B50

  let bytes: PlacedBytes
  let entries: [Entry]

  init(_ bytes: PlacedBytes) throws(DecodingFailure) {
    let directory = try Self.directory(bytes)
    guard directory.count <= Self.mostEntries else {
      throw DecodingFailure("the archive holds more than \(Self.mostEntries) files")
    }
    let range = directory.range
    guard range.count <= Self.longestDirectory else {
      throw DecodingFailure(
        "the directory of the archive is longer than \(Self.longestDirectory >> 20) MB")
    }
    let window = try Window(bytes, range)
    var entries: [Entry] = []
    var at = range.lowerBound
    for _ in 0..<directory.count {
      let (entry, next) = try Self.entry(window, at)
      entries.append(entry)
      at = next
    }
    self.bytes = bytes
    self.entries = entries
  }

  /// Where the packed bytes of an entry lie.
  func packed(_ entry: Entry) throws(DecodingFailure) -> Range<Int> {
    if let obstacle = entry.obstacle { throw obstacle }
    guard entry.header < bytes.count else { throw Self.damaged }
    let window = try Window(bytes, entry.header..<entry.header + 30)
    guard try window.number(entry.header, 4) == Self.headerSignature else { throw Self.damaged }
    let start =
      try entry.header + 30 + window.number(entry.header + 26, 2) + window.number(entry.header + 28, 2)
    guard start <= bytes.count, entry.packedSize <= bytes.count - start else { throw Self.damaged }
    return start..<start + entry.packedSize
  }

  static let damaged = DecodingFailure("the zip archive is damaged or cut off")

  /// The number of entries and where the directory lies: found from the end, before which there may be a comment.
  private static func directory(
    _ bytes: PlacedBytes
  ) throws(DecodingFailure) -> (count: Int, range: Range<Int>) {
    guard bytes.count >= 22 else { throw DecodingFailure("this is not a zip archive") }
    let first = max(0, bytes.count - 22 - 65_535)
    // The locator of the longer form stands before the end.
    let window = try Window(bytes, max(0, first - 20)..<bytes.count)
    var at = bytes.count - 22
    while try window.number(at, 4) != endSignature {
      at -= 1
      if at < first { throw DecodingFailure("this is not a zip archive") }
    }
    let part = try window.number(at + 4, 2)
    guard part == 0 || part == 0xFFFF else {
      throw DecodingFailure("the zip archive is one of several parts, which cannot be read one by one")
    }
    let (count, start) = (try window.number(at + 10, 2), try window.number(at + 16, 4))
    guard count == 0xFFFF || start == 0xFFFF_FFFF, at >= 20,
      try window.number(at - 20, 4) == locator64Signature
    else { return (count, try range(start, at)) }
    let end = try window.number(at - 12, 8)
    guard end <= bytes.count - 56 else { throw damaged }
    let long = try Window(bytes, end..<end + 56)
    guard try long.number(end, 4) == end64Signature else { throw damaged }
    return (try long.number(end + 32, 8), try range(try long.number(end + 48, 8), end))
  }

  private static func range(_ start: Int, _ end: Int) throws(DecodingFailure) -> Range<Int> {
    guard start <= end else { throw damaged }
    return start..<end
  }

  private static func entry(_ window: Window, _ at: Int) throws(DecodingFailure) -> (Entry, next: Int) {
    guard try window.number(at, 4) == entrySignature else { throw damaged }
    let flags = try window.number(at + 8, 2)
    let method = try window.number(at + 10, 2)
    let nameLength = try window.number(at + 28, 2)
    let extraLength = try window.number(at + 30, 2)
    let next = try at + 46 + nameLength + extraLength + window.number(at + 32, 2)
    let name = String(decoding: try window.slice(at + 46, nameLength), as: UTF8.self)
    var sizes = [try window.number(at + 24, 4), try window.number(at + 20, 4), try window.number(at + 42, 4)]
    try widen(&sizes, window, at + 46 + nameLength, extraLength)
    let entry = Entry(
      name: name, isDeflated: method == 8,
      checksum: UInt32(truncatingIfNeeded: try window.number(at + 16, 4)),
      packedSize: sizes[1], size: sizes[0], header: sizes[2],
      obstacle: obstacle(flags, method, name.prefix(60)))
    return (entry, next)
  }

  private static func obstacle(_ flags: Int, _ method: Int, _ name: Substring) -> DecodingFailure? {
    if flags & 1 != 0 || method == 99 {
      return DecodingFailure("the file `\(name)` of the archive is encrypted, and cannot be read")
    }
    if method == 0 || method == 8 { return nil }
    return DecodingFailure(
      "the file `\(name)` of the archive is packed by method \(method): only deflate (8) and none (0) can be read"
    )
  }

  /// Sizes and places that do not fit 32 bits stand behind the name.
  private static func widen(
    _ sizes: inout [Int], _ window: Window, _ start: Int, _ length: Int
  ) throws(DecodingFailure) {
    guard sizes.contains(0xFFFF_FFFF) else { return }
    var at = start
    while at + 4 <= start + length {
      let (kind, count) = (try window.number(at, 2), try window.number(at + 2, 2))
      at += 4
      if kind == 1 {
        for place in sizes.indices where sizes[place] == 0xFFFF_FFFF {
          sizes[place] = try window.number(at, 8)
          at += 8
        }
        return
      }
      at += count
    }
  }

  /// A stretch of the archive in memory; what lies outside of it is damage.
  private struct Window {
    private let start: Int
    private let bytes: [UInt8]

    init(_ bytes: PlacedBytes, _ range: Range<Int>) throws(DecodingFailure) {
      start = range.lowerBound
      self.bytes = try bytes.bytes(range)
    }

    /// A number of so many bytes, the lowest first.
    func number(_ at: Int, _ count: Int) throws(DecodingFailure) -> Int {
      var number: UInt64 = 0
      for byte in try slice(at, count).reversed() { number = number << 8 | UInt64(byte) }
      guard let small = Int(exactly: number), small < 1 << 48 else { throw ZipArchive.damaged }
      return small
    }

    func slice(_ at: Int, _ count: Int) throws(DecodingFailure) -> ArraySlice<UInt8> {
      let at = at - start
      guard at >= 0, at <= bytes.count, count <= bytes.count - at else { throw ZipArchive.damaged }
      return bytes[at..<at + count]
    }
  }
}
