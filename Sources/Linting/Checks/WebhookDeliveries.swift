internal import Diagnostics
internal import Expressions
internal import HTTP
internal import JSON
internal import Language
internal import Values
internal import YAML

extension ConnectorContext {
  /// The deliveries of the connector's tests.
  func deliveries(_ webhooks: WebhooksBlock) -> WebhookDeliveries {
    if let deliveries = known.deliveries { return deliveries }
    let deliveries = WebhookDeliveries(webhooks, self)
    known.deliveries = deliveries
    return deliveries
  }
}

/// The deliveries of the tests, taken apart as the connector says.
struct WebhookDeliveries {
  /// One delivery: what expressions see of it, and its events.
  struct Delivery {
    let test: TestCase
    let block: DeliveryBlock
    let payload: JSONView
    let events: [Event]
    /// A challenge took it, so that it holds no events.
    let isChallenge: Bool

    var isAccepted: Bool { (200..<300).contains(block[DeliveryBlock.status] ?? 200) }
  }

  /// One event: what expressions see, and which rule takes it.
  struct Event {
    let activation: Activation
    let kind: String?
    /// The position of the first rule that fits; nil when none does, or when that cannot be told.
    let taker: Int?
  }

  /// A delivery that `split` could not take apart.
  struct Unsplit {
    let payload: JSONView
    /// Nil when something other than a list came of it.
    let error: EvaluationError?
  }

  let all: [Delivery]
  let unsplit: [Unsplit]

  init(_ webhooks: WebhooksBlock, _ context: ConnectorContext) {
    let environments = context.environments
    func program(_ text: ExpressionText?) -> TriedProgram? {
      text.flatMap { environments.triedProgram($0.source) }
    }
    let split = program(webhooks[WebhooksBlock.split])
    let kind = program(webhooks[WebhooksBlock.kind])
    let challenges = (webhooks[WebhooksBlock.challenges] ?? []).compactMap {
      program($0[ChallengeBlock.when])
    }
    let conditions = (webhooks[WebhooksBlock.events] ?? []).map {
      ($0.block.has("when"), program($0[EventRule.when]))
    }
    var unsplit: [Unsplit] = []
    all = (context.connector.tests?.file?[TestFile.cases] ?? []).compactMap { test in
      guard let block = test[TestCase.webhook], let json = block.document else { return nil }
      let activation = Self.activation(block)
      let isChallenge = challenges.contains { Self.isTrue($0, activation) }
      var events: [Value] = [.json(json.root)]
      if let split, !isChallenge {
        let found = split.evaluate(activation)
        guard case .success(let value) = found, case .list(let list) = value.plain else {
          var error: EvaluationError?
          if case .failure(let failure) = found { error = failure }
          unsplit.append(Unsplit(payload: json.root, error: error))
          return nil
        }
        events = list.values
      }
      let read = events.map { event in
        var inner = activation
        inner["event"] = event
        let name = kind.flatMap { try? $0.evaluate(inner).get() }?.shortText
        if let name { inner["kind"] = .string(name) }
        let taker = conditions.firstIndex { hasCondition, condition in
          !hasCondition || (condition.map { Self.isTrue($0, inner) } ?? false)
        }
        return Event(activation: inner, kind: name, taker: taker)
      }
      return Delivery(
        test: test, block: block, payload: json.root, events: isChallenge ? [] : read,
        isChallenge: isChallenge)
    }
    self.unsplit = unsplit
  }

  /// What expressions see of a delivery.
  static func activation(_ block: DeliveryBlock) -> Activation {
    var activation = Activation()
    activation["payload"] = block.document.map { .json($0.root) } ?? .null
    activation["body"] = .string(block[DeliveryBlock.body] ?? "")
    activation["method"] = .string(block[DeliveryBlock.method] ?? "POST")
    activation["headers"] = .map(
      MapValue((block[DeliveryBlock.headers] ?? []).map { ($0.name.lowercased(), Value.string($0.value)) }))
    activation["query"] = .map(
      MapValue((block[DeliveryBlock.query] ?? []).map { ($0.name, Value.string($0.value)) }))
    return activation
  }

  static func isTrue(_ program: TriedProgram, _ activation: Activation) -> Bool {
    if case .success(let value) = program.evaluate(activation), case .bool(true) = value.plain { return true }
    return false
  }
}

extension DeliveryBlock {
  /// The body as JSON; a form gives an object of texts, and nothing else gives anything.
  var document: JSONDocument? {
    guard let body = self[DeliveryBlock.body] else { return nil }
    if let json = try? JSONDocument(text: body) { return json }
    let type = (self[DeliveryBlock.headers] ?? []).first { $0.name.lowercased() == "content-type" }?.value
    guard type?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false else { return nil }
    var entries = MapValue.Entries()
    for (name, value) in FormText.pairs(body) { _ = entries.insert(.string(name), .string(value)) }
    var steps = 10_000
    guard let text = try? JSONWriter.text(of: .map(MapValue(entries)), steps: &steps, limit: 1 << 20) else {
      return nil
    }
    return try? JSONDocument(text: text)
  }
}
