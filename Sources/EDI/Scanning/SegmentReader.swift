internal import Glibc

/// Reads a file segment by segment in constant memory.
///
/// The separators come from each ISA alone; line breaks after a terminator, a byte order mark and blanks are passed over
/// and admitted. A terminator that is missing at the end of a line is put there, so that one mistake stays one.
package struct SegmentReader {
  private var feed: ByteFeed
  private var buffer: [UInt8] = []
  /// The first byte of the buffer that no segment has used.
  private var start = 0
  /// The offset in the file of that byte.
  private var offset = 0
  private var line = 1
  private var number = 0
  private var delimiters: Delimiters?
  private var isFinished = false

  /// The file begins with a UTF-8 byte order mark.
  package private(set) var hasMark = false
  /// How many bytes of the current ISA are missing (negative) or too many.
  package private(set) var headerExcess = 0
  /// The current ISA ends with a line break in place of the terminator that all other segments have.
  package private(set) var hasBareHeader = false
  /// The first byte of what fills the file up behind the last interchange, as old systems do.
  package private(set) var padding: UInt8?
  /// The last segment closed its interchange.
  private var isBetween = false
  /// Lines end where segments do, so that a break inside a segment means that its terminator is missing.
  private var endsLines = false

  /// Bytes read at a time.
  private static let pieceSize = 1 << 17
  /// More than any guide lets a segment be; without a limit a lost terminator would read the rest of the file into memory.
  package static let longestSegment = 1 << 20

  package init(_ feed: ByteFeed) { self.feed = feed }

  /// Fills the next segment; false at the end of the file.
  package mutating func next(into segment: inout Segment) throws(ScanFailure) -> Bool {
    let isIndented = try skipSpace()
    guard let isIndented else { return false }
    number += 1
    segment.number = number
    segment.offset = offset
    segment.line = line
    segment.isIndented = isIndented
    segment.isUnterminated = false
    if try beginsInterchange() {
      try header(&segment)
    } else {
      guard let delimiters else { throw notAnInterchange() }
      segment.delimiters = delimiters
      take(try length(until: delimiters.segment), &segment)
    }
    isBetween = segment.id == "IEA"
    return true
  }

  private func notAnInterchange() -> ScanFailure {
    .notAnInterchange(offset: offset, line: line, start: Array(buffer[start...].prefix(400)))
  }

  /// Passes over what may stand between segments; nil at the end, else whether there was a blank.
  private mutating func skipSpace() throws(ScanFailure) -> Bool? {
    if number == 0, offset == 0 { try skipMark() }
    var hasBlank = false
    while true {
      while start < buffer.count {
        let byte = buffer[start]
        switch byte {
        case 0x0A:
          line += 1
          endsLines = number > 0
          // A blank at the end of a line is as harmless as the line break.
          hasBlank = false
        case 0x20, 0x09: hasBlank = true
        case 0x0D: break
        case 0x00, 0x1A:
          guard isBetween else { return hasBlank }
          if padding == nil { padding = byte }
        default: return hasBlank
        }
        start += 1
        offset += 1
      }
      guard try refill() else { return nil }
    }
  }

  private mutating func skipMark() throws(ScanFailure) {
    while buffer.count < 3, try refill() {}
    guard buffer.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
    hasMark = true
    start = 3
    offset = 3
  }

  private mutating func beginsInterchange() throws(ScanFailure) -> Bool {
    while buffer.count - start < 4, try refill() {}
    guard buffer.count - start >= 4, buffer[start] == UInt8(ascii: "I"),
      buffer[start + 1] == UInt8(ascii: "S"),
      buffer[start + 2] == UInt8(ascii: "A")
    else { return false }
    let separator = buffer[start + 3]
    return separator == delimiters?.element || !Delimiters.isData(separator)
  }

  /// Reads an ISA by its sixteen separators, whatever its length is.
  private mutating func header(_ segment: inout Segment) throws(ScanFailure) {
    while buffer.count - start < 400, try refill() {}
    let separator = buffer[start + 3]
    var found = 0
    var place = start + 3
    var breaks = 0
    while place < buffer.count, place - start < 200 {
      let byte = buffer[place]
      if byte == separator { found += 1 }
      if byte == 0x0A || byte == 0x0D, byte != separator { breaks += 1 }
      place += 1
      if found == 16 { break }
    }
    guard found == 16, place + 1 < buffer.count else {
      if buffer.count - start < 106 {
        throw .unfinished(offset: offset, line: line, start: Array(buffer[start...].prefix(20)))
      }
      throw notAnInterchange()
    }
    let repetition = repetitionSeparator(separator)
    var new = Delimiters(
      element: separator, component: buffer[place], repetition: repetition, segment: buffer[place + 1])
    hasBareHeader = false
    if let terminator = terminator(after: place + 2, new) {
      hasBareHeader = true
      if new.segment == 0x0A { line += 1 }
      new.segment = terminator
    }
    delimiters = new
    segment.delimiters = new
    headerExcess = place + 2 - start - breaks - 106
    take(place + 1 - start, &segment)
  }

  /// What ends the line behind an ISA that ends with a line break: no data and no other separator, so the terminator.
  private func terminator(after place: Int, _ delimiters: Delimiters) -> UInt8? {
    guard delimiters.segment == 0x0A || delimiters.segment == 0x0D else { return nil }
    let rest = buffer[min(place, buffer.count)...].prefix(300).drop { $0 == 0x0A || $0 == 0x0D }
    guard let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }), let last = rest[..<end].last,
      !Delimiters.isData(last), last != delimiters.element, last != delimiters.component,
      last != delimiters.repetition
    else { return nil }
    return last
  }

  /// The eleventh element of the ISA in the buffer, unless it is a letter of older versions.
  private func repetitionSeparator(_ separator: UInt8) -> UInt8? {
    let elements = buffer[start...].prefix(200).split(separator: separator, omittingEmptySubsequences: false)
    guard elements.count > 11, let byte = elements[11].first, !Delimiters.isData(byte) else { return nil }
    return byte
  }

  /// Bytes up to the terminator.
  private mutating func length(until terminator: UInt8) throws(ScanFailure) -> Int {
    var searched = 0
    while true {
      let from = start + searched
      let found = buffer.withUnsafeBytes { bytes -> Int? in
        guard let base = bytes.baseAddress, from < bytes.count,
          let place = memchr(base + from, Int32(terminator), bytes.count - from)
        else { return nil }
        return UnsafeRawPointer(place) - base
      }
      if let found {
        guard found - start <= Self.longestSegment else { throw .tooLong(offset: offset, line: line) }
        return found - start
      }
      searched = buffer.count - start
      guard searched <= Self.longestSegment else { throw .tooLong(offset: offset, line: line) }
      guard try refill() else {
        throw .unfinished(offset: offset, line: line, start: Array(buffer[start...].prefix(20)))
      }
    }
  }

  private mutating func take(_ length: Int, _ segment: inout Segment) {
    let range = start..<start + length
    fill(&segment, range)
    if segment.lineBreak != nil {
      if endsLines, segment.id != "ISA", let end = missingTerminator(range, segment.delimiters.element) {
        fill(&segment, start..<end)
        segment.isUnterminated = true
        offset += end - start
        start = end
        return
      }
      // Whoever wraps lines wraps them anywhere.
      endsLines = false
      line += buffer[range].reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
    }
    if segment.delimiters.segment == 0x0A { line += 1 }
    start += length + 1
    offset += length + 1
  }

  private func fill(_ segment: inout Segment, _ range: Range<Int>) {
    buffer.withUnsafeBufferPointer { segment.fill(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// The line break behind which another segment begins.
  private func missingTerminator(_ range: Range<Int>, _ separator: UInt8) -> Int? {
    var end = range.lowerBound
    while let place = buffer[end..<range.upperBound].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      let next = buffer[place..<range.upperBound].drop { $0 == 0x0A || $0 == 0x0D }
      let id = next.prefix(4).prefix { $0 != separator }
      if id.count < next.prefix(4).count, Self.identifiers.contains(SegmentID(buffer, id.indices)) {
        return place
      }
      end = next.startIndex
    }
    return nil
  }

  /// What segments may begin with.
  private static let identifiers: Set<SegmentID> = Set(
    GuidePlan.all.flatMap { $0.parts.map(\.part.id) } + ["GS", "GE", "IEA", "TA1"])

  /// Moves what is left to the front and reads more; false at the end of the file.
  private mutating func refill() throws(ScanFailure) -> Bool {
    if isFinished { return false }
    if start > 0 {
      buffer.removeSubrange(0..<start)
      start = 0
    }
    let more = try feed.read(into: &buffer, atMost: Self.pieceSize)
    if !more { isFinished = true }
    return more
  }
}
