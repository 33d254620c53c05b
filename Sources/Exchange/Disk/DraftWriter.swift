internal import HTTP
internal import Language
internal import Programs

/// Writes a file without a name in small pieces, with few calls of the system.
final class DraftWriter {
  private let draft: BodyFile.Draft
  private let title: String
  private var pending: [UInt8] = []
  /// Bytes so far.
  private(set) var count = 0

  private static let pieceSize = 1 << 17

  /// The title is for whoever is told that the disk is full.
  init(_ title: String) throws(RunFailure) {
    guard let draft = BodyFile.Draft() else { throw LocalFiles.noRoom(for: title) }
    self.draft = draft
    self.title = title
    pending.reserveCapacity(Self.pieceSize + 4096)
  }

  func write(_ bytes: some Collection<UInt8>) throws(RunFailure) {
    pending += bytes
    count += bytes.count
    if pending.count >= Self.pieceSize { try flush() }
  }

  /// A part of another file.
  func write(_ range: Range<Int>, of file: BodyFile) throws(RunFailure) {
    try file.forEachPiece(in: range) { (piece) throws(RunFailure) in try write(piece) }
  }

  func finish() throws(RunFailure) -> BodyFile {
    try flush()
    return draft.finish()
  }

  private func flush() throws(RunFailure) {
    guard pending.withUnsafeBufferPointer({ draft.append($0) }) else { throw LocalFiles.noRoom(for: title) }
    pending.removeAll(keepingCapacity: true)
  }
}
