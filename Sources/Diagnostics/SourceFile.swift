internal import Glibc
internal import Synchronization

/// A text file that findings point into: its path as the user knows it, and its bytes.
///
/// A class, because every range in a project refers to its file and must not copy it.
package final class SourceFile: Sendable {
  /// The path to print: relative to the project where possible, always with `/`.
  package let path: String
  /// The raw bytes as they are on disk; all offsets count these.
  package let bytes: [UInt8]
  /// The number of the first line: more than 1 where the bytes are a piece from the middle of a long file.
  package let firstLine: Int
  private let knownLines = Mutex<SourceLines?>(nil)
  /// How many characters begin before each multiple of `stride`; asked for only where lines are long.
  private let strides = Mutex<[Int]?>(nil)
  private static let stride = 1024

  package init(path: String, bytes: [UInt8], firstLine: Int = 1) {
    self.path = path
    self.bytes = bytes
    self.firstLine = firstLine
  }

  package convenience init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The lines; who asks for many of them keeps this.
  package var lines: SourceLines {
    knownLines.withLock { known in
      if let known { return known }
      let lines = SourceLines(bytes)
      known = lines
      return lines
    }
  }

  /// The line (1-based) and column (1-based, in Unicode scalars) of a byte offset; offsets outside are clamped.
  package func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    let lines = lines
    let line = lines.line(at: offset)
    let start = lines.start(line)
    // Editors do not count a byte order mark as text.
    let first = start == 0 && offset > 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 0 : 1
    return SourcePosition(
      line: line - 1 + firstLine, column: first + scalarCount(start..<offset), offset: offset)
  }

  /// Characters that begin in a range; a long line is not walked again for each of its findings.
  private func scalarCount(_ range: Range<Int>) -> Int {
    if range.count <= Self.stride { return Self.scalars(in: bytes[range]) }
    let counts = strides.withLock { cached in
      if let cached { return cached }
      var counts = [0]
      for start in Swift.stride(from: 0, to: bytes.count, by: Self.stride) {
        counts.append(counts[counts.count - 1] + Self.scalars(in: bytes[start...].prefix(Self.stride)))
      }
      cached = counts
      return counts
    }
    func before(_ offset: Int) -> Int {
      let whole = offset / Self.stride
      return counts[whole] + Self.scalars(in: bytes[whole * Self.stride..<offset])
    }
    return before(range.upperBound) - before(range.lowerBound)
  }

  private static func scalars(in bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// The byte range of a line, by its number, without its line ending; nil when there is no such line.
  package func lineRange(_ line: Int) -> Range<Int>? { lines.range(line - firstLine + 1) }

  /// The text of a byte range, clamped to the file.
  package func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }
}

/// Where the lines of a text are.
///
/// `\n`, `\r\n` and a lone `\r` each end a line.
package struct SourceLines: Sendable {
  /// Offsets at which lines start; the first is 0.
  ///
  /// Four bytes each, because a file may be nothing but lines.
  private let starts: [UInt32]
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    starts = bytes.withUnsafeBytes { bytes in
      let hasReturns = bytes.baseAddress.map { memchr($0, 0x0D, bytes.count) != nil } ?? false
      return hasReturns ? Self.startsWithReturns(bytes) : Self.starts(bytes)
    }
  }

  package var count: Int { starts.count }

  /// Where a line (1-based) that there is begins.
  func start(_ line: Int) -> Int { Int(starts[line - 1]) }

  /// The line (1-based) that an offset is in.
  func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The byte range of a line (1-based) without its line ending, or nil when there is no such line.
  package func range(_ line: Int) -> Range<Int>? {
    guard line >= 1, line <= starts.count else { return nil }
    let start = start(line)
    var end = line < starts.count ? self.start(line + 1) : bytes.count
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") {
      end -= 1
    }
    return start..<end
  }

  /// Nearly every file has `\n` alone, and then the C library finds the ends faster than a loop.
  private static func starts(_ bytes: UnsafeRawBufferPointer) -> [UInt32] {
    guard let base = bytes.baseAddress else { return [0] }
    var starts: [UInt32] = []
    // Counted only where growing would cost more.
    starts.reserveCapacity(
      bytes.count < 1 << 20 ? bytes.count / 24 + 1 : bytes.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 })
    starts.append(0)
    var next = base
    let end = base + bytes.count
    while next < end, let found = memchr(next, 0x0A, end - next) {
      next = UnsafeRawPointer(found) + 1
      starts.append(UInt32(truncatingIfNeeded: next - base))
    }
    return starts
  }

  private static func startsWithReturns(_ bytes: UnsafeRawBufferPointer) -> [UInt32] {
    func ends(_ offset: Int) -> Bool {
      let byte = bytes[offset]
      if byte == 0x0A { return true }
      return byte == 0x0D && (offset + 1 >= bytes.count || bytes[offset + 1] != 0x0A)
    }
    var starts: [UInt32] = []
    starts.reserveCapacity(bytes.indices.reduce(1) { ends($1) ? $0 + 1 : $0 })
    starts.append(0)
    for offset in bytes.indices where ends(offset) { starts.append(UInt32(truncatingIfNeeded: offset + 1)) }
    return starts
  }
}

/// A place as editors count it.
package struct SourcePosition: Hashable, Sendable {
  package var line: Int
  package var column: Int
  package var offset: Int

  package init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }
}
