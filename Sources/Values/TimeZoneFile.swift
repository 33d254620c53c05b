internal import Glibc
internal import Synchronization

/// A time zone: a fixed distance from UTC, or the rules of a place.
package struct Zone: Sendable {
  private enum Rules: Sendable {
    case fixed(Int)
    case file(TimeZoneFile)
  }

  private let rules: Rules

  package static let utc = Zone(rules: .fixed(0))

  private init(rules: Rules) { self.rules = rules }

  /// Reads `UTC`, `Europe/Berlin`, `+02:00`, `-09:30`, `02:00`; nil for a zone that is not known here.
  package init?(_ name: String) {
    switch name {
    case "", "UTC", "Z", "GMT": self = .utc
    default:
      if let offset = Zone.offset(name) {
        rules = .fixed(offset)
      } else if let file = Zone.file(named: name) {
        rules = .file(file)
      } else {
        return nil
      }
    }
  }

  private static func offset(_ text: String) -> Int? {
    var cursor = Cursor(text)
    let isNegative = cursor.take("-")
    if !isNegative { _ = cursor.take("+") }
    guard let hours = cursor.digits(2), cursor.take(":"), let minutes = cursor.digits(2), cursor.isAtEnd,
      hours < 24, minutes < 60
    else { return nil }
    let seconds = hours * 3_600 + minutes * 60
    return isNegative ? -seconds : seconds
  }

  /// How many seconds clocks of the zone are ahead of UTC at an instant.
  package func offset(at instant: Instant) -> Int {
    switch rules {
    case .fixed(let offset): offset
    case .file(let file): file.offset(at: instant.seconds)
    }
  }

  /// The instant at which clocks of the zone show a time.
  ///
  /// A time that clocks jump over counts as if they had not jumped yet; of a time they show twice the first
  /// is meant.
  package func instant(of time: CivilTime) -> Instant? {
    switch rules {
    case .fixed(let offset): return time.instant(offset: offset)
    case .file(let file):
      let day: Int64 = 86_400
      guard let local = time.instant(offset: 0)?.seconds else { return nil }
      let before = file.offset(at: local - day)
      let after = file.offset(at: local + day)
      let isBefore = file.offset(at: local - Int64(before)) == before
      let isAfter = file.offset(at: local - Int64(after)) == after
      return time.instant(offset: isBefore || !isAfter ? before : after)
    }
  }

  // MARK: Files

  /// Zones read so far.
  ///
  /// A name that has no file is not kept, so that names from data cannot fill the memory.
  private static let known = Mutex<[String: TimeZoneFile]>([:])

  private static func file(named name: String) -> TimeZoneFile? {
    if let file = known.withLock({ $0[name] }) { return file }
    guard isName(name), let bytes = read("/usr/share/zoneinfo/" + name), let file = TimeZoneFile(bytes) else {
      return nil
    }
    known.withLock { $0[name] = file }
    return file
  }

  /// Letters, digits and the marks that zone names have; never a way out of the folder.
  private static func isName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return name.utf8.count <= 64 && parts.count <= 3
      && parts.allSatisfy { part in
        guard let first = part.utf8.first, (0x41...0x5A).contains(first) else { return false }
        return part.utf8.allSatisfy {
          (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
            || $0 == 0x5F || $0 == 0x2D || $0 == 0x2B
        }
      }
  }

  private static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // The largest zone of today has 4 kB.
    var bytes = [UInt8](repeating: 0, count: 65_536)
    var length = 0
    while length < bytes.count {
      let space = bytes.count - length
      let count = bytes.withUnsafeMutableBytes { buffer -> Int in
        guard let base = buffer.baseAddress else { return 0 }
        return Glibc.read(descriptor, base + length, space)
      }
      if count < 0 { return nil }
      if count == 0 { break }
      length += count
    }
    return Array(bytes.prefix(length))
  }
}

/// The compiled rules of one zone as RFC 8536 defines them.
struct TimeZoneFile: Sendable {
  private var transitions: [Int64] = []
  private var kinds: [UInt8] = []
  private var offsets: [Int] = []
  private var footer: ZoneFooter?

  init?(_ bytes: [UInt8]) {
    var reader = Reader(bytes)
    guard let first = Header(&reader) else { return nil }
    if first.version == 0 {
      guard readBlock(&reader, first, wide: false) else { return nil }
    } else {
      reader.skip(first.blockSize(wide: false))
      guard let second = Header(&reader), readBlock(&reader, second, wide: true) else { return nil }
      footer = reader.footer().flatMap(ZoneFooter.init)
    }
  }

  func offset(at second: Int64) -> Int {
    guard let last = transitions.last else { return footer?.offset(at: second) ?? offsets.first ?? 0 }
    if second >= last, let footer { return footer.offset(at: second) }
    // The first transition after the instant; the one before it is in force.
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle + 1 } else { high = middle }
    }
    let kind = low == 0 ? 0 : Int(kinds[low - 1])
    return offsets.indices.contains(kind) ? offsets[kind] : 0
  }

  private mutating func readBlock(_ reader: inout Reader, _ header: Header, wide: Bool) -> Bool {
    for _ in 0..<header.transitions {
      guard let time = reader.integer(wide ? 8 : 4) else { return false }
      transitions.append(time)
    }
    for _ in 0..<header.transitions {
      guard let kind = reader.byte() else { return false }
      kinds.append(kind)
    }
    for _ in 0..<header.types {
      guard let offset = reader.integer(4), abs(offset) < 200_000, reader.byte() != nil, reader.byte() != nil
      else {
        return false
      }
      offsets.append(Int(offset))
    }
    reader.skip(header.characters + header.leaps * (wide ? 12 : 8) + header.standards + header.universals)
    return !offsets.isEmpty
  }

  private struct Header {
    let version: UInt8
    let universals, standards, leaps, transitions, types, characters: Int

    init?(_ reader: inout Reader) {
      guard reader.take(Array("TZif".utf8)), let version = reader.byte() else { return nil }
      self.version = version
      reader.skip(15)
      var counts: [Int] = []
      for _ in 0..<6 {
        guard let count = reader.integer(4), (0...100_000).contains(count) else { return nil }
        counts.append(Int(count))
      }
      (universals, standards, leaps) = (counts[0], counts[1], counts[2])
      (transitions, types, characters) = (counts[3], counts[4], counts[5])
    }

    func blockSize(wide: Bool) -> Int {
      let width = wide ? 8 : 4
      return transitions * (width + 1) + types * 6 + characters + leaps * (width + 4) + standards + universals
    }
  }

  private struct Reader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func skip(_ count: Int) { position = min(bytes.count, position + count) }

    mutating func byte() -> UInt8? {
      guard position < bytes.count else { return nil }
      defer { position += 1 }
      return bytes[position]
    }

    mutating func take(_ wanted: [UInt8]) -> Bool {
      guard bytes[position...].starts(with: wanted) else { return false }
      position += wanted.count
      return true
    }

    /// A signed number of four or eight bytes, highest first.
    mutating func integer(_ width: Int) -> Int64? {
      guard position + width <= bytes.count else { return nil }
      var number: UInt64 = 0
      for byte in bytes[position..<position + width] { number = number << 8 | UInt64(byte) }
      position += width
      return width == 8 ? Int64(bitPattern: number) : Int64(Int32(truncatingIfNeeded: number))
    }

    /// The line after the data.
    mutating func footer() -> String? {
      guard byte() == 0x0A else { return nil }
      return String(decoding: bytes[position...].prefix { $0 != 0x0A }, as: UTF8.self)
    }
  }
}
