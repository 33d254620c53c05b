internal import Values

/// Base64 for addresses and tokens: `-` and `_`, no padding (RFC 4648, section 5).
package enum Base64URL {
  package static func encode(_ bytes: [UInt8]) -> String {
    let text = Base64.encode(bytes).utf8.compactMap { byte -> UInt8? in
      switch byte {
      case 0x2B: 0x2D
      case 0x2F: 0x5F
      case 0x3D: nil
      default: byte
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for anything that is not base64url; padding is accepted.
  package static func decode(_ text: String) -> [UInt8]? {
    guard !text.utf8.contains(where: { $0 == 0x2B || $0 == 0x2F }) else { return nil }
    let plain = text.utf8.map { byte -> UInt8 in
      switch byte {
      case 0x2D: 0x2B
      case 0x5F: 0x2F
      default: byte
      }
    }
    return Base64.decode(String(decoding: plain, as: UTF8.self))
  }
}

/// Bytes as pairs of hexadecimal digits.
package enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  /// In lower case.
  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for anything that is not pairs of digits, in either case.
  package static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    var first: UInt8?
    for digit in text.utf8 {
      guard let value = value(of: digit) else { return nil }
      if let high = first {
        bytes.append(high << 4 | value)
        first = nil
      } else {
        first = value
      }
    }
    return bytes
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x41 + 10
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}

/// Proof that an answer comes to who asked (RFC 7636), always S256.
package struct ProofKey: Sendable, Hashable {
  /// 43 unreserved characters, secret until the code is redeemed.
  package let verifier: String

  /// A fresh one.
  package init() { verifier = Base64URL.encode(SecureRandom.bytes(32)) }

  package init(verifier: String) { self.verifier = verifier }

  package var challenge: String {
    Base64URL.encode(HashFunction.sha256.digest(Array(verifier.utf8)))
  }
}
