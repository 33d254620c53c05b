internal import Cryptography
internal import JSON
internal import Values

/// Holds a text that may be or hold a credential against a recorded one, in which credentials are left open or written as they read.
enum CredentialMatch {
  /// Whether a text is the recorded one.
  ///
  /// Any credential may stand at `{secret}`, base64 behind a word is written as `name:password`, and what is signed as its claims.
  static func isAsWritten(_ text: String, _ recorded: String) -> Bool {
    isSame(text, recorded) || isBasic(text, recorded) || isSigned(text, recorded)
  }

  /// Whether a text is the recorded one with credentials where `{secret}` stands.
  static func isSame(_ text: String, _ recorded: String) -> Bool {
    let parts = recorded.split(separator: "{secret}", omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return text == recorded }
    guard text.hasPrefix(first) else { return false }
    var rest = text.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }

  private static func isBasic(_ text: String, _ recorded: String) -> Bool {
    let given = text.split(separator: " ", maxSplits: 1)
    let wanted = recorded.split(separator: " ", maxSplits: 1)
    guard given.count == 2, wanted.count == 2, given[0] == wanted[0], wanted[1].contains(":"),
      let bytes = Base64.decode(String(given[1]))
    else { return false }
    return isSame(String(decoding: bytes, as: UTF8.self), String(wanted[1]))
  }

  /// What each signed token has for itself: when it was made and until when it counts, and its number.
  private static let ownClaims: Set<String> = ["iat", "exp", "nbf", "jti"]

  private static func isSigned(_ text: String, _ recorded: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard recorded.hasPrefix("{\""), parts.count == 3, let wanted = try? JSONDocument(text: recorded),
      let bytes = Base64URL.decode(String(parts[1])), let claims = try? JSONDocument(bytes),
      case .map(let given) = Value.json(claims.root).plain
    else { return false }
    let compared = given.pairs.compactMap { pair -> (String, Value)? in
      guard case .string(let name) = pair.key, !ownClaims.contains(name) else { return nil }
      return (name, pair.value)
    }
    let claimed = Value.map(MapValue(compared))
    return BodyMatch.difference(claimed, .json(wanted.root), at: "") == nil
  }
}
