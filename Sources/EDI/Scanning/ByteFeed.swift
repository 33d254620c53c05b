internal import Glibc

/// Where the bytes of a file come from, piece by piece.
package enum ByteFeed {
  /// An open descriptor; whoever opened it closes it.
  case descriptor(Int32)
  case memory([UInt8], position: Int)
  /// Pieces in memory, nil after the last.
  case pieces(() throws(ScanFailure) -> [UInt8]?)

  package static func memory(_ bytes: [UInt8]) -> ByteFeed { .memory(bytes, position: 0) }

  /// Appends some bytes; false at the end.
  mutating func read(into buffer: inout [UInt8], atMost count: Int) throws(ScanFailure) -> Bool {
    switch self {
    case .descriptor(let descriptor):
      let old = buffer.count
      buffer.append(contentsOf: repeatElement(0, count: count))
      while true {
        let got = buffer.withUnsafeMutableBytes { bytes in
          Glibc.read(descriptor, bytes.baseAddress.map { $0 + old }, count)
        }
        if got < 0, errno == EINTR { continue }
        buffer.removeLast(count - max(0, min(got, count)))
        if got < 0 { throw .unreadable(errno) }
        return got > 0
      }
    case .memory(let bytes, let position):
      let end = min(bytes.count, position + count)
      guard position < end else { return false }
      buffer += bytes[position..<end]
      self = .memory(bytes, position: end)
      return true
    case .pieces(let next):
      guard let piece = try next() else { return false }
      buffer += piece
      return true
    }
  }
}

/// Why no further segment can be read.
package enum ScanFailure: Error, Sendable, Hashable {
  /// The text at this offset does not begin an interchange; its first bytes may tell what it is instead.
  case notAnInterchange(offset: Int, line: Int, start: [UInt8])
  /// The file ends inside a segment that begins here.
  case unfinished(offset: Int, line: Int, start: [UInt8])
  /// No terminator in more bytes than any segment has.
  case tooLong(offset: Int, line: Int)
  /// The operating system's error number.
  case unreadable(Int32)
}
