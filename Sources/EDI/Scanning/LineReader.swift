/// Reads a text line by line, of any length as a whole.
package struct LineReader {
  private var feed: ByteFeed
  private var buffer: [UInt8] = []
  /// The first byte of the buffer that no line has used.
  private var start = 0
  private var isAtEnd = false
  /// The number of the line that was read last, counted from 1.
  package private(set) var line = 0

  private static let pieceSize = 1 << 17
  /// More than any record has.
  private static let longestLine = 64 << 20

  package init(_ feed: ByteFeed) { self.feed = feed }

  /// The next line that holds more than blanks, without its end; nil after the last.
  package mutating func next() throws(ScanFailure) -> [UInt8]? {
    while let line = try anyLine() {
      if line.contains(where: { $0 > 0x20 }) { return line }
    }
    return nil
  }

  private mutating func anyLine() throws(ScanFailure) -> [UInt8]? {
    line += 1
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return Array(buffer[start..<end])
      }
      searched = buffer.count - start
      buffer.removeFirst(start)
      start = 0
      if isAtEnd || buffer.count > Self.longestLine {
        guard !buffer.isEmpty, isAtEnd else {
          if isAtEnd { return nil }
          throw .tooLong(offset: 0, line: line)
        }
        defer { buffer = [] }
        return buffer
      }
      isAtEnd = try !feed.read(into: &buffer, atMost: Self.pieceSize)
    }
  }
}
