internal import Cryptography
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// `token`: a word that was agreed on comes with each delivery.
struct TokenCheck: SignatureCheck {
  private let value: ExpressionProgram
  private let expected: TemplateProgram

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let token = block.as(TokenSignature.self) else { return nil }
    value = ExpressionProgram(try token.demand(TokenSignature.value), surroundings)
    expected = TemplateProgram(try token.demand(TokenSignature.expected), surroundings)
  }

  func refusal(_ delivery: WebhookDelivery, _ scene: SignatureScene) throws(RunFailure) -> String? {
    let word = try word(scene)
    guard let found = try value.value(scene.variables)?.plain, !found.isNull else {
      return "the delivery has no token"
    }
    var texts = [found.templateText ?? ""]
    if case .list(let list) = found { texts = list.map { $0.templateText ?? "" } }
    let isRight =
      !texts.isEmpty && texts.allSatisfy { ConstantTime.areEqual(Array($0.utf8), Array(word.utf8)) }
    return isRight ? nil : "the token is wrong"
  }

  func sign(_ delivery: inout WebhookDelivery, _ scene: SignatureScene) throws(RunFailure) -> Bool {
    guard let name = HeaderName.named(by: value.text.source) else { return false }
    delivery.headers.set(name, try word(scene))
    return true
  }

  /// An empty word would let everybody in.
  private func word(_ scene: SignatureScene) throws(RunFailure) -> String {
    guard let word = try expected.text(scene.variables) else {
      throw RunFailure(.credentials, "the token of the webhooks is missing", at: expected.place)
    }
    return word
  }
}

/// `basic`: deliveries carry a name and a password.
struct BasicCheck: SignatureCheck {
  private let username: TemplateProgram
  private let password: TemplateProgram

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let basic = block.as(BasicSignature.self) else { return nil }
    username = TemplateProgram(try basic.demand(BasicSignature.username), surroundings)
    password = TemplateProgram(try basic.demand(BasicSignature.password), surroundings)
  }

  func refusal(_ delivery: WebhookDelivery, _ scene: SignatureScene) throws(RunFailure) -> String? {
    guard let found = delivery.headers["Authorization"] else {
      return "the delivery has no name and password"
    }
    let wanted = try credentials(scene)
    guard found.lowercased().hasPrefix("basic "), let given = Base64.decode(String(found.dropFirst(6))),
      ConstantTime.areEqual(given, wanted)
    else { return "the name or the password is wrong" }
    return nil
  }

  func sign(_ delivery: inout WebhookDelivery, _ scene: SignatureScene) throws(RunFailure) -> Bool {
    delivery.headers.set("Authorization", "Basic \(Base64.encode(try credentials(scene)))")
    return true
  }

  private func credentials(_ scene: SignatureScene) throws(RunFailure) -> [UInt8] {
    guard let name = try username.text(scene.variables), let password = try password.text(scene.variables)
    else {
      throw RunFailure(
        .credentials, "the name or the password of the webhooks is missing", at: username.place)
    }
    return Array("\(name):\(password)".utf8)
  }
}

/// `none`: deliveries prove nothing.
struct NoCheck: SignatureCheck {
  init?(_ block: Block, _ surroundings: Surroundings) {
    guard block.as(NoSignature.self) != nil else { return nil }
  }

  func refusal(_ delivery: WebhookDelivery, _ scene: SignatureScene) -> String? { nil }
  func sign(_ delivery: inout WebhookDelivery, _ scene: SignatureScene) -> Bool { true }
}
