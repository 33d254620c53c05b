internal import Diagnostics
internal import Expressions
internal import Formats
package import Language
package import Programs
package import Values

/// A write to the provider, compiled.
package struct ActionProgram: Sendable {
  package let name: String
  package let inputs: [Named<InputBlock>]
  private let call: CallProgram
  private let result: [(name: String, value: ExpressionProgram)]
  private let idempotency: IdempotencyProgram?
  private let rules: ReplyRules

  init(_ named: Named<ActionBlock>, _ common: ReplyRules) throws(RunFailure) {
    let block = named.value
    let surroundings = Surroundings()
    name = named.name
    inputs = block[ActionBlock.inputs] ?? []
    call = try CallProgram(block.demand(ActionBlock.request).block, surroundings)
    result = (block[ActionBlock.result] ?? []).map { ($0.name, ExpressionProgram($0.value, surroundings)) }
    idempotency = block[ActionBlock.idempotency].flatMap { IdempotencyProgram($0) }
    rules = ReplyRules(
      common, errors: (block[ActionBlock.errors] ?? []).map { ErrorProgram($0, surroundings) })
  }

  /// Does it, and gives what the connector names of the reply, in its order.
  ///
  /// Where the provider knows idempotency keys, the same `key` goes with every attempt; elsewhere a write that may have been received
  /// is never repeated.
  package func run(
    _ input: [String: Value], key: String, _ session: Session
  ) async throws(RunFailure) -> [(name: String, value: Value)] {
    var variables = session.variables
    variables["input"] = try ActionInput.checked(input, inputs)
    var draft = try session.draft(call, variables)
    try idempotency?.put(key, into: &draft)
    let isSafe = ["GET", "HEAD", "PUT", "DELETE"].contains(draft.method)
    var outgoing = Outgoing(
      draft, of: call, rules: rules, body: result.isEmpty ? .anything : .told, variables: variables)
    outgoing.isRepeatable = idempotency != nil || isSafe
    outgoing.remake = { [call, idempotency] (variables) throws(RunFailure) in
      var draft = try session.draft(call, variables)
      try idempotency?.put(key, into: &draft)
      return draft
    }
    let answer = try await session.send(outgoing)
    if case .turn(_, let failure) = answer.judgement { throw failure }
    answer.reply.bind(to: &variables)
    var values: [(name: String, value: Value)] = []
    for entry in result {
      if let value = try entry.value.value(variables) { values.append((entry.name, value)) }
    }
    return values
  }
}

/// The inputs of an action, judged before anything is sent.
enum ActionInput {
  static func checked(_ given: [String: Value], _ inputs: [Named<InputBlock>]) throws(RunFailure) -> Value {
    for name in given.keys where inputs.named(name) == nil {
      throw RunFailure(.request, "the action has no input `\(name)`")
    }
    var entries = MapValue.Entries()
    for input in inputs {
      guard let value = given[input.name], !value.isNull else {
        if input.value[InputBlock.optional] ?? false { continue }
        throw RunFailure(.request, "the input `\(input.name)` is missing", at: input.nameRange)
      }
      entries.set(.string(input.name), to: try checked(value, input))
    }
    return .map(MapValue(entries))
  }

  private static func checked(_ value: Value, _ input: Named<InputBlock>) throws(RunFailure) -> Value {
    func wrong(_ rule: String) -> RunFailure {
      RunFailure(.request, "the input `\(input.name)` \(rule)", at: input.nameRange)
    }
    let type = input.value[InputBlock.type] ?? .any
    guard let typed = typed(value, type) else { throw wrong("is \(type.summary)") }
    if let longest = input.value[InputBlock.longest] {
      switch typed.plain {
      case .string(let text) where text.count > longest: throw wrong("has at most \(longest) characters")
      case .list(let list) where list.count > longest: throw wrong("has at most \(longest) elements")
      default: break
      }
    }
    if let words = input.value[InputBlock.values]?.map(\.value), case .string(let text) = typed.plain,
      !words.contains(text)
    {
      throw wrong("is one of \(words.joined(separator: ", "))")
    }
    return typed
  }

  /// `name` and `type`, as far as they are told, and `content` in base64.
  private static func isFile(_ file: MapValue) -> Bool {
    guard case .string(let content)? = file.value(named: "content")?.plain, Base64.decode(content) != nil
    else {
      return false
    }
    return ["name", "type"].allSatisfy { name in
      guard let value = file.value(named: name)?.plain else { return true }
      if case .string = value { return true } else { return value.isNull }
    }
  }

  /// The value as the type that is declared; nil when it is another.
  private static func typed(_ value: Value, _ type: InputType) -> Value? {
    switch (type, value.plain) {
    case (.any, let plain): plain
    case (.text, .string), (.integer, .int), (.boolean, .bool), (.date, .date), (.instant, .timestamp):
      value.plain
    case (.number, .int), (.number, .uint), (.number, .double), (.number, .decimal): value
    case (.list, .list), (.map, .map): value
    case (.file, .map(let file)): isFile(file) ? value : nil
    case (.date, .string(let text)): CivilDate(text).map(Value.date)
    case (.instant, .string(let text)): Instant(text).map(Value.timestamp)
    default: nil
    }
  }
}
