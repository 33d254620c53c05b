internal import Cryptography
internal import Values

/// A mark of what a token was made from; kept with the token, in the sealed row.
enum SettingsMark {
  static func of(_ parts: [String]) -> String {
    let text = parts.map { "\($0.utf8.count):\($0)" }.joined()
    return Base64URL.encode(HashFunction.sha256.digest(Array(text.utf8)))
  }

  /// Of all settings: another user, password or address is another session.
  static func of(_ settings: [String: Value]) -> String {
    var steps = 100_000
    let text = try? JSONWriter.text(of: Connection.map(settings), steps: &steps, limit: 1 << 22)
    return of([text ?? ""])
  }
}
