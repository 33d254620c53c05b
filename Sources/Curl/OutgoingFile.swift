internal import CCurl
internal import HTTP

/// A file that is sent, as libcurl asks for it piece by piece.
struct OutgoingFile {
  private let file: BodyFile
  private var offset = 0

  init(_ file: BodyFile) { self.file = file }

  /// Fills the room with what comes next; how much that is, zero at the end, or what ends the transfer when the disk gives nothing.
  mutating func send(into room: UnsafeMutableRawBufferPointer) -> Int {
    guard let piece = file.bytes(from: offset, count: room.count) else { return Int(CURL_READFUNC_ABORT) }
    room.copyBytes(from: piece)
    offset += piece.count
    return piece.count
  }

  /// Goes back: a connection that broke, or a proof that was asked for, begins the body anew.
  mutating func move(to offset: Int) { self.offset = max(0, min(offset, file.count)) }
}
