internal import Cryptography
internal import EDI
internal import Glibc
internal import HTTP
internal import Language
internal import Programs

/// Files that are exchanged, of any length: they are read in pieces and never held.
extension BodyFile {
  private static let pieceSize = 1 << 17

  /// Bytes that were made here.
  static func holding(_ bytes: [UInt8]) throws(RunFailure) -> BodyFile {
    guard let file = BodyFile(bytes) else { throw LocalFiles.noRoom(for: "a file") }
    return file
  }

  func forEachPiece(_ body: ([UInt8]) throws(RunFailure) -> Void) throws(RunFailure) {
    try forEachPiece(in: 0..<count, body)
  }

  func forEachPiece(
    in range: Range<Int>, _ body: ([UInt8]) throws(RunFailure) -> Void
  ) throws(RunFailure) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard let piece = bytes(from: offset, count: min(Self.pieceSize, range.upperBound - offset)),
        !piece.isEmpty
      else { throw Self.unreadable }
      try body(piece)
      offset += piece.count
    }
  }

  static var unreadable: RunFailure {
    RunFailure(.provider, "a file cannot be read from the disk", isPassing: true)
  }

  /// All of it, where it is known to be short.
  func bytes(limit: Int) throws(RunFailure) -> [UInt8] {
    guard count <= limit else { throw RunFailure(.provider, "a file is longer than \(limit >> 20) MB") }
    guard let bytes = bytes(from: 0, count: count) else { throw Self.unreadable }
    return bytes
  }

  /// For readers of segments, from the beginning.
  var feed: ByteFeed {
    var offset = 0
    return .pieces { () throws(ScanFailure) in
      guard let piece = self.bytes(from: offset, count: Self.pieceSize) else { throw .unreadable(EIO) }
      offset += piece.count
      return piece.isEmpty ? nil : piece
    }
  }

  /// SHA-256 in hexadecimal.
  func hash() throws(RunFailure) -> String {
    let hash = RunningHash()
    try forEachPiece { (piece) throws(RunFailure) in hash.add(piece) }
    return hash.finish().map { byte in
      let text = String(byte, radix: 16)
      return text.utf8.count == 1 ? "0" + text : text
    }.joined()
  }
}
