internal import Diagnostics
internal import Expressions
internal import Language
internal import Values

/// The records that a delivery brings, or that are read anew because of it.
extension TestReplay {
  /// The stream that all events of a delivery are about; nil where none is, or one has another effect than to bring records.
  static func stream(of test: TestCase, _ context: ConnectorContext) -> String? {
    let rules = rules(of: test, context).map(\.rule)
    let names = Set(rules.map { $0[EventRule.stream]?.value })
    let brings = rules.allSatisfy { [.upsert, .read_again, .sync].contains($0[EventRule.then]) }
    return names.count == 1 && brings ? names.first ?? nil : nil
  }

  /// What the case's events bring; nil where that cannot be told.
  static func delivered(_ test: TestCase, _ stream: StreamBlock, _ context: ConnectorContext) -> [Value]? {
    var found: [Value] = []
    var isReadAgain = false
    for (rule, event) in rules(of: test, context) {
      if rule[EventRule.then] == .sync { return nil }
      if rule[EventRule.then] == .read_again {
        // What several events name is read once.
        guard !isReadAgain else { continue }
        isReadAgain = true
        guard let records = readAgain(rule[EventRule.read] ?? stream[StreamBlock.one], of: test, context)
        else {
          return nil
        }
        found += records
      } else {
        guard let records = list(rule[EventRule.records], event.activation, context) else { return nil }
        found += records
      }
    }
    return found.isEmpty ? nil : found
  }

  private static func rules(
    of test: TestCase, _ context: ConnectorContext
  ) -> [(rule: EventRule, event: WebhookDeliveries.Event)] {
    guard test.block.has("webhook"), let webhooks = context.file[ConnectorFile.webhooks],
      let delivery = context.deliveries(webhooks).all.first(where: { $0.test.block === test.block })
    else { return [] }
    let rules = webhooks[WebhooksBlock.events] ?? []
    return delivery.events.compactMap { event in
      event.taker.flatMap { rules.indices.contains($0) ? (rules[$0], event) : nil }
    }
  }

  /// Whether a delivery has its stream run, of which one recorded reading is all: the case is played like one of the stream.
  static func runs(_ test: TestCase, _ stream: Named<StreamBlock>, _ context: ConnectorContext) -> Bool {
    let rules = rules(of: test, context)
    guard !rules.isEmpty, rules.allSatisfy({ $0.rule[EventRule.then] == .sync }),
      let recording = test[TestCase.recording]?.value, let paging = PagingStream(stream),
      !stream.value.block.has("for_each")
    else { return false }
    return context.readings(of: paging).all.count { $0.first?.recording.name == recording } == 1
  }

  private static func readAgain(
    _ request: EventRequest?, of test: TestCase, _ context: ConnectorContext
  ) -> [Value]? {
    guard let request, let pattern = RequestPattern(request.block),
      let recording = test[TestCase.recording]?.value
    else { return nil }
    var found: [Value] = []
    for recorded in context.evidence.exchanges
    where recorded.recording.name == recording && (200..<300).contains(recorded.exchange.status) {
      guard pattern.fit(recorded.exchange) != nil else { continue }
      guard let records = list(request[EventRequest.records], recorded.activation, context) else {
        return nil
      }
      found += records
    }
    return found
  }

  private static func list(
    _ text: ExpressionText?, _ activation: Activation, _ context: ConnectorContext
  ) -> [Value]? {
    guard let text,
      let value = try? context.environments.triedProgram(text.source)?.evaluate(activation).get(),
      case .list(let list) = value.plain
    else { return nil }
    return list.values
  }
}
