/// The lines of a text that comes piece by piece, without their ends: LF, CR LF or CR.
struct LineReader {
  private var source: any ByteSource
  private var piece: [UInt8] = []
  private var at = 0
  private var isAfterCR = false
  private var isAtEnd = false
  /// The number of the line that was read last, from 1.
  private(set) var number = 0

  init(_ source: any ByteSource) { self.source = source }

  /// The next line; nil after the last.
  mutating func next() throws(DecodingFailure) -> [UInt8]? {
    var line: [UInt8] = []
    var isBegun = false
    while true {
      guard try refill() else {
        if isBegun { number += 1 }
        return isBegun ? line : nil
      }
      if isAfterCR {
        isAfterCR = false
        if piece[at] == 0x0A {
          at += 1
          continue
        }
      }
      isBegun = true
      let rest = piece[at...]
      guard let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
        line += rest
        at = piece.count
        if line.count > ByteLimits.row {
          throw DecodingFailure(
            "the line is longer than \(ByteLimits.row >> 20) MB", at: .init(line: number + 1, column: 1))
        }
        continue
      }
      line += rest[..<end]
      isAfterCR = piece[end] == 0x0D
      at = end + 1
      number += 1
      return line
    }
  }

  /// Whether there is another byte to look at.
  private mutating func refill() throws(DecodingFailure) -> Bool {
    while at >= piece.count {
      if isAtEnd { return false }
      guard let next = try source.next() else {
        isAtEnd = true
        return false
      }
      piece = next
      at = 0
    }
    return true
  }
}
