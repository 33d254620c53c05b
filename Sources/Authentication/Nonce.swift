internal import Cryptography

/// Numbers that are used once.
enum Nonce {
  /// 32 letters and digits.
  static func make() -> String { Hexadecimal.encode(SecureRandom.bytes(16)) }
}
