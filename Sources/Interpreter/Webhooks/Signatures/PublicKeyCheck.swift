internal import Cryptography
internal import Language
internal import Programs
internal import Values

/// `public_key`: a signature that the provider's public key verifies.
struct PublicKeyCheck: SignatureCheck {
  private let scheme: SignatureScheme
  private let key: TemplateProgram
  private let encoding: PublicKeyEncoding
  private let prefix: String
  private let isEd25519: Bool
  private let text: SignedText

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let signature = block.as(PublicKeySignature.self) else { return nil }
    let algorithm = try signature.demand(PublicKeySignature.algorithm)
    isEd25519 = algorithm == .ed25519
    scheme =
      switch algorithm {
      case .ed25519: .ed25519
      case .ecdsaSHA256: .ecdsa(.sha256)
      case .rsaSHA256: .rsa(.sha256)
      case .rsaSHA512: .rsa(.sha512)
      }
    key = TemplateProgram(try signature.demand(PublicKeySignature.key), surroundings)
    encoding = signature[PublicKeySignature.keyEncoding] ?? .pem
    prefix = signature[PublicKeySignature.keyPrefix] ?? ""
    text = try SignedText(block, surroundings)
  }

  func refusal(_ delivery: WebhookDelivery, _ scene: SignatureScene) throws(RunFailure) -> String? {
    let key = try publicKey(scene)
    return try text.refusal(delivery, scene) { signature, bytes in
      key.verifies(signature, over: bytes, scheme)
    }
  }

  func sign(_ delivery: inout WebhookDelivery, _ scene: SignatureScene) -> Bool { false }

  private func publicKey(_ scene: SignatureScene) throws(RunFailure) -> PublicKey {
    guard var text = try key.text(scene.variables) else {
      throw RunFailure(.credentials, "the public key of the webhooks is missing", at: key.place)
    }
    if text.hasPrefix(prefix) { text = String(text.dropFirst(prefix.count)) }
    do {
      switch encoding {
      case .pem: return try PublicKey(pem: text)
      case .base64: return try key(of: Base64.decode(text))
      case .hex: return try key(of: Hexadecimal.decode(text))
      }
    } catch {
      throw RunFailure(.credentials, "the public key of the webhooks cannot be read", at: key.place)
    }
  }

  /// Raw bytes of an Ed25519 key, or the DER structure of any.
  private func key(of bytes: [UInt8]?) throws(CryptographyFailure) -> PublicKey {
    guard let bytes else { throw .unreadableKey }
    return isEd25519 && bytes.count == 32 ? try PublicKey(ed25519: bytes) : try PublicKey(der: bytes)
  }
}
