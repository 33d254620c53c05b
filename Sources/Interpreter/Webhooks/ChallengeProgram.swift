internal import Authentication
internal import Cryptography
internal import Diagnostics
internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values
internal import YAML

/// A delivery that only asks whether we are there, compiled.
struct ChallengeProgram: Sendable {
  let isSigned: Bool
  /// The status for one with a wrong signature, where the provider tests it.
  let refusedStatus: Int?
  let place: SourceRange
  private let when: ExpressionProgram
  private let compute: ComputeProgram?
  private let reply: AnswerProgram
  private let keep: [(name: String, value: ExpressionProgram)]
  let request: CallProgram?

  init(_ block: ChallengeBlock, _ surroundings: Surroundings) throws(RunFailure) {
    place = block.block.node.range
    isSigned = block[ChallengeBlock.signed] ?? true
    refusedStatus = block[ChallengeBlock.refused]
    when = ExpressionProgram(try block.demand(ChallengeBlock.when), surroundings)
    compute = try ComputeProgram(block[ChallengeBlock.compute], surroundings)
    reply = AnswerProgram(try block.demand(ChallengeBlock.answer), surroundings)
    keep = (block[ChallengeBlock.keep] ?? []).map { ($0.name, ExpressionProgram($0.value, surroundings)) }
    request = try CallProgram(optional: block[ChallengeBlock.request]?.block, surroundings)
  }

  /// What the delivery brings for the account; only a delivery that proved itself replaces what is there.
  func kept(_ variables: Activation, account: [String: Value], isProven: Bool) throws(RunFailure) -> [String:
    Value]
  {
    var kept: [String: Value] = [:]
    for (name, program) in keep where isProven || account[name] == nil {
      if let value = try program.value(variables), !value.isNull { kept[name] = value }
    }
    return kept
  }

  /// A delivery of another form than the condition expects is no challenge.
  func fits(_ variables: Activation) throws(RunFailure) -> Bool {
    do {
      return try when.isTrue(variables)
    } catch {
      return false
    }
  }

  func answer(_ variables: Activation) throws(RunFailure) -> WebhookAnswer {
    var variables = variables
    if let compute { variables["computed"] = .string(try compute.text(variables)) }
    return try reply.answer(variables)
  }
}

/// A keyed hash that an answer needs, compiled.
struct ComputeProgram: Sendable {
  private let hash: HashFunction
  private let key: TemplateProgram
  private let of: TemplateProgram
  private let encoding: SignatureEncoding

  init?(_ block: ComputeBlock?, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block else { return nil }
    hash = try block.demand(ComputeBlock.hash).function
    key = TemplateProgram(try block.demand(ComputeBlock.key), surroundings)
    of = TemplateProgram(try block.demand(ComputeBlock.of), surroundings)
    encoding = try block.demand(ComputeBlock.encoding)
  }

  func text(_ variables: Activation) throws(RunFailure) -> String {
    guard let key = try key.text(variables) else {
      throw RunFailure(.credentials, "the secret of the webhooks is missing", at: key.place)
    }
    let bytes = Array((try of.text(variables) ?? "").utf8)
    return encoding.text(hash.code(bytes, key: Array(key.utf8)))
  }
}

/// What is answered, compiled.
struct AnswerProgram: Sendable {
  private let status: Int
  private let text: TemplateProgram?
  private let json: TreeProgram?
  private let contentType: String?
  private let headers: [(name: String, value: TemplateProgram)]

  init(_ block: ReplyBlock, _ surroundings: Surroundings) {
    status = block[ReplyBlock.status] ?? 200
    text = block[ReplyBlock.text].map { TemplateProgram($0, surroundings) }
    json = block[ReplyBlock.json].map { TreeProgram($0, surroundings) }
    contentType = block[ReplyBlock.contentType]
    headers = (block[ReplyBlock.headers] ?? []).map { ($0.name, TemplateProgram($0.value, surroundings)) }
  }

  func answer(_ variables: Activation) throws(RunFailure) -> WebhookAnswer {
    var answer = WebhookAnswer(status: status, headers: HeaderFields(), body: [])
    var type = contentType
    if let text {
      answer.body = Array((try text.text(variables) ?? "").utf8)
      type = type ?? "text/plain; charset=utf-8"
    } else if let json {
      answer.body = Array((try json.value(variables) ?? .null).templateBytes)
      type = type ?? "application/json"
    }
    if let type { answer.headers.append("Content-Type", type) }
    for header in headers {
      if let value = try header.value.text(variables) { answer.headers.set(header.name, value) }
    }
    return answer
  }
}

extension Value {
  /// The value as JSON, also when it is a text.
  fileprivate var templateBytes: [UInt8] {
    var steps = 1_000_000
    return Array(((try? JSONWriter.text(of: self, steps: &steps, limit: 1 << 20)) ?? "null").utf8)
  }
}
