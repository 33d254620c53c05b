internal import Authentication
internal import Cryptography
internal import Language
internal import Programs
internal import Values

/// `hmac`: a keyed hash over a text, with a shared secret.
struct HMACCheck: SignatureCheck {
  private let hash: HashFunction
  private let key: SharedKey
  private let text: SignedText

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let hmac = block.as(HMACSignature.self) else { return nil }
    hash = try hmac.demand(HMACSignature.hash).function
    key = SharedKey(
      TemplateProgram(try hmac.demand(HMACSignature.key), surroundings),
      encoding: hmac[HMACSignature.keyEncoding] ?? .text, prefix: hmac[HMACSignature.keyPrefix] ?? "")
    text = try SignedText(block, surroundings)
  }

  func refusal(_ delivery: WebhookDelivery, _ scene: SignatureScene) throws(RunFailure) -> String? {
    let secret = try key.bytes(scene)
    return try text.refusal(delivery, scene) { signature, bytes in
      ConstantTime.areEqual(signature, hash.code(bytes, key: secret))
    }
  }

  func sign(_ delivery: inout WebhookDelivery, _ scene: SignatureScene) throws(RunFailure) -> Bool {
    let secret = try key.bytes(scene)
    return try text.sign(&delivery, scene) { hash.code($0, key: secret) }
  }
}

/// A secret that both sides know.
struct SharedKey: Sendable {
  private let template: TemplateProgram
  private let encoding: KeyEncoding
  private let prefix: String

  init(_ template: TemplateProgram, encoding: KeyEncoding, prefix: String = "") {
    self.template = template
    self.encoding = encoding
    self.prefix = prefix
  }

  func bytes(_ scene: SignatureScene) throws(RunFailure) -> [UInt8] {
    guard var text = try template.text(scene.variables) else {
      throw RunFailure(.credentials, "the secret of the webhooks is missing", at: template.place)
    }
    if text.hasPrefix(prefix) { text = String(text.dropFirst(prefix.count)) }
    guard let bytes = encoding.bytes(text), !bytes.isEmpty else {
      throw RunFailure(
        .credentials, "the secret of the webhooks is not written as \(encoding.rawValue)", at: template.place)
    }
    return bytes
  }
}
