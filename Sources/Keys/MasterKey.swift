internal import Cryptography

internal import Values

/// The key that wraps the data keys; it never touches a value itself.
package struct MasterKey: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
  let key: SymmetricKey
  /// Tells one master key from another without telling anything of it.
  package let id: String

  /// A fresh one.
  package init() { self.init(SymmetricKey()) }

  private init(_ key: SymmetricKey) {
    self.key = key
    let mark = Array("connector master key".utf8)
    id = Hexadecimal.encode(Array(HashFunction.sha256.code(mark, key: key.bytes).prefix(6)))
  }

  /// Reads 32 bytes, in base64 or as 64 hexadecimal digits.
  package init?(_ text: String) {
    let bytes = Hexadecimal.decode(text) ?? Base64.decode(text) ?? Base64URL.decode(text)
    guard let bytes, let key = SymmetricKey(bytes) else { return nil }
    self.init(key)
  }

  /// The key itself, for the file that keeps it.
  package var secretText: String { Base64.encode(key.bytes) }

  package var description: String { "MasterKey \(id)" }
  package var debugDescription: String { description }
}

/// The master keys in force: the first wraps, all unwrap.
///
/// While one takes the place of another there are two.
package struct MasterKeys: Sendable, Hashable {
  package let keys: [MasterKey]

  package var current: MasterKey { keys[0] }

  package init(_ current: MasterKey, former: [MasterKey] = []) { keys = [current] + former }

  /// Reads keys divided by blanks, commas or line ends; lines that begin with `#` are remarks.
  package init(text: String) throws(KeyFailure) {
    var keys: [MasterKey] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split { $0 == " " || $0 == "," || $0 == "\t" }
      if words.first?.hasPrefix("#") ?? true { continue }
      for word in words {
        guard let key = MasterKey(String(word)) else {
          throw KeyFailure("the master key is not 32 bytes in base64 or hexadecimal digits")
        }
        if !keys.contains(key) { keys.append(key) }
      }
    }
    guard !keys.isEmpty else { throw KeyFailure("the master key is empty") }
    self.keys = keys
  }

  /// The text that `init(text:)` reads.
  package var secretText: String { keys.map { $0.secretText + "\n" }.joined() }

  func named(_ id: String) -> MasterKey? { keys.first { $0.id == id } }
}

/// Why keys cannot be used; never tells anything of a key.
package struct KeyFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// One sentence without a full stop.
  package let message: String

  package init(_ message: String) { self.message = message }

  package var description: String { message }
}
