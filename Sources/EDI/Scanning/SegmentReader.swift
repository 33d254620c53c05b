internal import Glibc

/// Reads a file segment by segment in constant memory.
///
/// The separators come from each ISA alone; line breaks after a terminator, a byte order mark and blanks are passed over
/// and admitted.
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
    if try beginsInterchange() {
      try header(&segment)
      return true
    }
    guard let delimiters else { throw .notAnInterchange(offset: offset, line: line) }
    segment.delimiters = delimiters
    let length = try length(until: delimiters.segment)
    take(length, &segment)
    return true
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
          // A blank at the end of a line is as harmless as the line break.
          hasBlank = false
        case 0x20, 0x09: hasBlank = true
        case 0x0D: break
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
    while buffer.count - start < 200, try refill() {}
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
      throw .notAnInterchange(offset: offset, line: line)
    }
    let repetition = repetitionSeparator(separator)
    let new = Delimiters(
      element: separator, component: buffer[place], repetition: repetition, segment: buffer[place + 1])
    delimiters = new
    segment.delimiters = new
    headerExcess = place + 2 - start - breaks - 106
    take(place + 1 - start, &segment)
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
    buffer.withUnsafeBufferPointer { segment.fill(UnsafeBufferPointer(rebasing: $0[range])) }
    if segment.lineBreak != nil { line += buffer[range].reduce(0) { $1 == 0x0A ? $0 + 1 : $0 } }
    if segment.delimiters.segment == 0x0A { line += 1 }
    start += length + 1
    offset += length + 1
  }

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
