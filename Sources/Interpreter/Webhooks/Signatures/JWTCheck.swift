internal import Cryptography
internal import JSON
internal import Language
internal import Programs
internal import Values

/// `jwt`: a JSON web token in a header or the payload.
struct JWTCheck: SignatureCheck {
  private let value: ExpressionProgram
  private let prefix: String
  private let key: TemplateProgram?
  private let keysURL: TemplateProgram?
  private let algorithms: Set<TokenAlgorithm>
  private let issuer: TemplateProgram?
  private let audience: TemplateProgram?
  private let published = PublishedKeys()

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let jwt = block.as(JWTSignature.self) else { return nil }
    value = ExpressionProgram(try jwt.demand(JWTSignature.value), surroundings)
    prefix = jwt[JWTSignature.prefix] ?? ""
    key = jwt[JWTSignature.key].map { TemplateProgram($0, surroundings) }
    keysURL = jwt[JWTSignature.keysURL].map { TemplateProgram($0, surroundings) }
    let names = (jwt[JWTSignature.algorithms] ?? []).compactMap {
      TokenAlgorithm(rawValue: $0.value.rawValue)
    }
    algorithms = names.isEmpty ? [.RS256] : Set(names)
    issuer = jwt[JWTSignature.issuer].map { TemplateProgram($0, surroundings) }
    audience = jwt[JWTSignature.audience].map { TemplateProgram($0, surroundings) }
  }

  func refusal(_ delivery: WebhookDelivery, _ scene: SignatureScene) async throws(RunFailure) -> String? {
    guard let text = try value.text(scene.variables), text.hasPrefix(prefix) else {
      return "the delivery has no token"
    }
    let token: JSONWebToken
    do {
      token = try JSONWebToken(unverified: String(text.dropFirst(prefix.count)))
    } catch {
      return "the token cannot be read"
    }
    guard try await isSigned(token, scene) else { return "the token's signature is wrong" }
    guard token.isCurrent(at: scene.session.clock.now) else { return "the token is not valid at this time" }
    if let issuer, try issuer.text(scene.variables) != token.claims["iss"]?.string {
      return "the token has another issuer"
    }
    if let audience, !Self.names(token.claims["aud"]).contains(try audience.text(scene.variables) ?? "") {
      return "the token is for another audience"
    }
    return nil
  }

  func sign(_ delivery: inout WebhookDelivery, _ scene: SignatureScene) -> Bool { false }

  private static func names(_ view: JSONView?) -> [String] {
    guard let view else { return [] }
    if let name = view.string { return [name] }
    return view.elements.compactMap(\.string)
  }

  private func isSigned(_ token: JSONWebToken, _ scene: SignatureScene) async throws(RunFailure) -> Bool {
    if let key {
      let text = try key.text(scene.variables) ?? ""
      if text.isEmpty { throw RunFailure(.credentials, "the key of the webhooks is missing", at: key.place) }
      if token.algorithm.isShared {
        return token.isSigned(with: .secret(Array(text.utf8)), algorithms: algorithms)
      }
      guard let publicKey = try? PublicKey(pem: text) else {
        throw RunFailure(.credentials, "the key of the webhooks cannot be read", at: key.place)
      }
      return token.isSigned(with: .key(publicKey), algorithms: algorithms)
    }
    guard let keysURL, let address = try keysURL.text(scene.variables) else { return false }
    return try await published.haveSigned(
      token, at: address, algorithms: algorithms, scene, at: keysURL.place)
  }
}
