package import Cryptography
package import Language
internal import Values

extension SignatureEncoding {
  /// The text that stands for some bytes.
  package func text(_ bytes: [UInt8]) -> String {
    switch self {
    case .hex: Hexadecimal.encode(bytes)
    case .base64: Base64.encode(bytes)
    case .base64url: Base64URL.encode(bytes)
    }
  }
}

extension HashName {
  package var function: HashFunction {
    switch self {
    case .sha1: .sha1
    case .sha256: .sha256
    case .sha384: .sha384
    case .sha512: .sha512
    }
  }
}
