internal import EDI
internal import HTTP
internal import Language
internal import Programs
internal import Storage

/// Who is told what by a file, kept on the disk until the ledger notes it.
final class ToldSpool {
  private let draft: DraftWriter

  init() throws(RunFailure) { draft = try DraftWriter("a list of members") }

  func add(_ family: [ToldEnrolment], in set: String?) throws(RunFailure) {
    for told in family {
      for text in [told.id, told.known.text, told.known.isEnded ? "1" : "", set ?? ""] {
        let bytes = Array(text.utf8)
        try draft.write(withUnsafeBytes(of: UInt32(truncatingIfNeeded: bytes.count)) { Array($0) })
        try draft.write(bytes)
      }
    }
  }

  func finish() throws(RunFailure) -> some ToldMembers { SpooledMembers(file: try draft.finish()) }
}

/// The members of a spool, read from the disk one after the other.
private struct SpooledMembers: ToldMembers {
  let file: BodyFile

  func forEach(_ body: (ToldMember) throws(StoreFailure) -> Void) throws(StoreFailure) {
    var reader = Reader(file: file)
    while let id = try reader.text(), let digest = try reader.text(), let ended = try reader.text(),
      let set = try reader.text()
    {
      try body(ToldMember(member: id, digest: digest, isEnded: !ended.isEmpty, set: set.isEmpty ? nil : set))
    }
  }

  private struct Reader {
    let file: BodyFile
    private var piece: [UInt8] = []
    /// What of the piece was read.
    private var used = 0
    private var offset = 0

    init(file: BodyFile) { self.file = file }

    /// The next text; nil at the end.
    mutating func text() throws(StoreFailure) -> String? {
      guard let length = try take(4) else { return nil }
      let count = length.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
      return try take(Int(count)).map { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func take(_ count: Int) throws(StoreFailure) -> [UInt8]? {
      while piece.count - used < count {
        guard let more = file.bytes(from: offset, count: max(1 << 16, count)) else {
          throw StoreFailure(.failed, "a file on the disk cannot be read again")
        }
        if more.isEmpty { return nil }
        piece = piece[used...] + more
        used = 0
        offset += more.count
      }
      defer { used += count }
      return Array(piece[used..<used + count])
    }
  }
}
