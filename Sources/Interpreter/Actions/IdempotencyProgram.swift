internal import Cryptography
internal import Language
internal import Programs
internal import Values

/// Where the key goes that keeps a repeated write from acting twice, and how it is written there.
struct IdempotencyProgram: Sendable {
  private let placement: Placement
  private let format: IdempotencyFormat
  private let longest: Int?

  init?(_ block: IdempotencyBlock) {
    guard let placement = block[IdempotencyBlock.send].flatMap({ Placement($0) }) else { return nil }
    self.placement = placement
    format = block[IdempotencyBlock.format] ?? .text
    longest = block[IdempotencyBlock.longest]
  }

  func put(_ key: String, into draft: inout RequestDraft) throws(RunFailure) {
    try draft.put(.string(written(key)), at: placement)
  }

  /// The same key is always written the same way, so that a later attempt is recognised.
  func written(_ key: String) -> String {
    let digest = HashFunction.sha256.digest(Array(key.utf8))
    switch format {
    case .uuid: return Self.isUUID(key) ? key : Self.uuid(digest)
    case .hex: return String(Hexadecimal.encode(digest).prefix(longest ?? 64))
    case .text:
      guard let longest, key.count > longest else { return key }
      return String(Hexadecimal.encode(digest).prefix(longest))
    }
  }

  private static func isUUID(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.joined().allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
  }

  /// A UUID made of a hash (version 8, RFC 9562).
  private static func uuid(_ digest: [UInt8]) -> String {
    var bytes = Array(digest.prefix(16))
    guard bytes.count == 16 else { return Hexadecimal.encode(digest) }
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = Array(Hexadecimal.encode(bytes))
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
  }
}
