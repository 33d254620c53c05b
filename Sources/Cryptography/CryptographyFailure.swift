/// Why something could not be signed, sealed or read; never tells anything of a key.
package enum CryptographyFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// No key can be read from the text or bytes.
  case unreadableKey
  /// The key does not fit the algorithm.
  case wrongKey(expected: String)
  /// Damaged, or sealed with another key or for another place.
  case notAuthentic
  case malformedToken(String)
  case failed(String)

  package var description: String {
    switch self {
    case .unreadableKey: "the key cannot be read; a private key in PEM is expected"
    case .wrongKey(let expected): "the key does not fit the algorithm, which needs \(expected)"
    case .notAuthentic: "the data is damaged, or was made with another key"
    case .malformedToken(let reason): "the token is malformed: \(reason)"
    case .failed(let what): "\(what) failed"
    }
  }
}
