internal import Authentication
internal import Cryptography
internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// A way in which deliveries prove where they come from.
///
/// A new one is one file and its line in `SignatureCheckList`.
protocol SignatureCheck: Sendable {
  /// Nil when the block is of another scheme.
  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure)
  /// Why a delivery does not prove it; nil when it does.
  func refusal(_ delivery: WebhookDelivery, _ scene: SignatureScene) async throws(RunFailure) -> String?
  /// Signs a delivery as the provider would, for tests; false when that takes a key that only the provider has.
  func sign(_ delivery: inout WebhookDelivery, _ scene: SignatureScene) throws(RunFailure) -> Bool
}

/// All schemes there are.
enum SignatureCheckList {
  static let all: [any SignatureCheck.Type] = [
    HMACCheck.self, PublicKeyCheck.self, JWTCheck.self, TokenCheck.self, BasicCheck.self, NoCheck.self,
  ]

  static func check(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) -> any SignatureCheck {
    for type in all {
      if let check = try type.init(block, surroundings) { return check }
    }
    throw RunFailure(
      .request, "this signature cannot be checked; `connector lint` tells more", at: block.head)
  }
}

/// What a signature is judged with.
struct SignatureScene: Sendable {
  let session: Session
  /// `settings`, `account`, `now` and the delivery.
  let variables: Activation
  let rules: ReplyRules
}

/// Where signatures over a text lie in a delivery, and what is signed.
struct SignedText: Sendable {
  private let header: String?
  private let value: ExpressionProgram?
  private let prefix: String
  private let separator: String?
  private let part: String?
  let encoding: SignatureEncoding
  private let signed: TemplateProgram
  private let timestamp: SignedMoment?

  init(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    header = block[SignatureFields.header]
    value = block[SignatureFields.value].map { ExpressionProgram($0, surroundings) }
    prefix = block[SignatureFields.prefix] ?? ""
    separator = block[SignatureFields.separator]
    part = block[SignatureFields.part]
    encoding = try block.demand(SignatureFields.encoding)
    signed = TemplateProgram(try block.demand(SignatureFields.signed), surroundings)
    timestamp = block[SignatureFields.timestamp].map { SignedMoment($0, surroundings) }
  }

  /// Why no signature of the delivery is good; `isGood` judges one of them over the signed bytes.
  func refusal(
    _ delivery: WebhookDelivery, _ scene: SignatureScene, isGood: ([UInt8], [UInt8]) -> Bool
  ) throws(RunFailure) -> String? {
    let texts = try signatures(delivery, scene.variables)
    guard !texts.isEmpty else { return "the delivery has no signature" }
    let bytes = try signedBytes(delivery, scene.variables)
    guard texts.contains(where: { text in encoding.bytes(text).map { isGood($0, bytes) } ?? false }) else {
      return "the signature is wrong"
    }
    return try timestamp?.refusal(header.flatMap { delivery.headers[$0] }, scene)
  }

  /// What is signed, with the body byte for byte.
  private func signedBytes(
    _ delivery: WebhookDelivery, _ variables: Activation
  ) throws(RunFailure) -> [UInt8] {
    func text(_ variables: Activation) throws(RunFailure) -> String {
      try signed.text(variables) { value, _ in value }
    }
    if String(validating: delivery.body, as: UTF8.self) != nil { return Array(try text(variables).utf8) }
    // No text can hold such a body: a word that nobody can guess stands for it until the text is bytes.
    let mark = Hexadecimal.encode(SecureRandom.bytes(16))
    var marked = variables
    marked["body"] = .string(mark)
    let parts = try text(marked).split(separator: mark, omittingEmptySubsequences: false)
    return Array(parts.map { Array($0.utf8) }.joined(separator: delivery.body))
  }

  private func signatures(_ delivery: WebhookDelivery, _ variables: Activation) throws(RunFailure) -> [String]
  {
    var texts: [String] = []
    if let header {
      texts = delivery.headers.values(of: header)
    } else if let found = try value?.value(variables)?.plain {
      if case .list(let list) = found {
        texts = list.compactMap(\.templateText)
      } else if let text = found.templateText {
        texts = [text]
      }
    }
    if let part {
      texts = texts.flatMap { SignatureParts.values(of: part, in: $0, separator: separator ?? ",") }
    } else if let separator {
      texts = texts.flatMap { $0.split(separator: separator).map(String.init) }
    }
    return texts.compactMap { text in
      guard text.hasPrefix(prefix), text.utf8.count > prefix.utf8.count else { return nil }
      return String(text.dropFirst(prefix.count))
    }
  }

  /// Puts a signature where it is looked for; false when that place is not a header.
  func sign(
    _ delivery: inout WebhookDelivery, _ scene: SignatureScene, make: ([UInt8]) -> [UInt8]
  ) throws(RunFailure) -> Bool {
    guard let header else { return false }
    timestamp?.put(into: &delivery, scene)
    // What is signed may name the moment that stands beside the signature.
    if part != nil, let stamp = timestamp?.partText(scene) { delivery.headers.set(header, stamp) }
    var variables = scene.variables
    delivery.bind(to: &variables)
    let bytes = try signedBytes(delivery, variables)
    var text = prefix + encoding.text(make(bytes))
    if let part {
      text = "\(part)=\(text)"
      if let stamp = timestamp?.partText(scene) { text = stamp + (separator ?? ",") + text }
    }
    delivery.headers.set(header, text)
    return true
  }
}

/// `name=value` parts of a header.
enum SignatureParts {
  static func values(of name: String, in text: String, separator: String) -> [String] {
    text.split(separator: separator).compactMap { part in
      let trimmed = part.drop { $0 == " " }
      guard trimmed.hasPrefix("\(name)=") else { return nil }
      return String(trimmed.dropFirst(name.count + 1))
    }
  }
}

/// The moment of signing, so that old deliveries are refused.
struct SignedMoment: Sendable {
  private let value: ExpressionProgram?
  private let part: String?
  private let pattern: TimePattern?
  private let tolerance: Milliseconds

  init(_ block: TimestampBlock, _ surroundings: Surroundings) {
    value = block.expression(TimestampBlock.value, surroundings)
    part = block[TimestampBlock.part]
    pattern = try? TimePattern(block[TimestampBlock.format] ?? "unix")
    tolerance = block[TimestampBlock.tolerance] ?? Milliseconds(300_000)
  }

  func refusal(_ header: String?, _ scene: SignatureScene) throws(RunFailure) -> String? {
    var text: String?
    if let part {
      text = header.flatMap { SignatureParts.values(of: part, in: $0, separator: ",").first }
    } else {
      text = try value?.text(scene.variables)
    }
    guard let text, let moment = pattern?.instant(from: text) else {
      return "the delivery does not say when it was signed"
    }
    let now = scene.session.clock.now
    guard now <= moment.moved(by: tolerance), moment <= now.moved(by: tolerance) else {
      return "the delivery was signed at \(moment), and it is \(now)"
    }
    return nil
  }

  /// Gives a delivery of a test the moment that it lacks, where a header holds it.
  func put(into delivery: inout WebhookDelivery, _ scene: SignatureScene) {
    guard let value, let name = HeaderName.named(by: value.text.source), delivery.headers[name] == nil,
      let text = pattern?.text(of: scene.session.clock.now)
    else { return }
    delivery.headers.set(name, text)
  }

  func partText(_ scene: SignatureScene) -> String? {
    guard let part, let text = pattern?.text(of: scene.session.clock.now) else { return nil }
    return "\(part)=\(text)"
  }
}

/// An expression that is a header and nothing else.
enum HeaderName {
  /// `x-token` for `headers['x-token']`.
  static func named(by source: String) -> String? {
    for quote in ["'", "\""] {
      let (start, end) = ("headers[\(quote)", "\(quote)]")
      guard source.hasPrefix(start), source.hasSuffix(end) else { continue }
      return String(source.dropFirst(start.count).dropLast(end.count))
    }
    return nil
  }
}

extension SignatureEncoding {
  /// The bytes that a text stands for; digits in either case, base64 with or without its padding.
  func bytes(_ text: String) -> [UInt8]? {
    switch self {
    case .hex: Hexadecimal.decode(text.lowercased())
    case .base64: Base64.decode(text) ?? Base64.decode(text.padded)
    case .base64url: Base64URL.decode(text)
    }
  }
}

extension KeyEncoding {
  func bytes(_ text: String) -> [UInt8]? {
    switch self {
    case .text: Array(text.utf8)
    case .base64: Base64.decode(text) ?? Base64.decode(text.padded)
    case .base64url: Base64URL.decode(text)
    case .hex: Hexadecimal.decode(text)
    }
  }
}

extension String {
  fileprivate var padded: String { self + String(repeating: "=", count: (4 - utf8.count % 4) % 4) }
}
