internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Values
internal import YAML

/// Events of webhooks: that each rule can be reached, does something possible, and means an event that comes.
enum WebhookEventCheck: Check {
  static let rules: [Rule] = [
    .webhookUnknownStream, .webhookMissingPart, .webhookUnusedPart, .webhookUnreachableEvent,
    .webhookConstantCondition,
    .webhookKindUndeclared, .webhookEventNeverSeen, .webhookUnhandledDelivery, .webhookRecordsLackKey,
    .webhookUntested, .webhookChallengeUntested,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard let webhooks = context.file[ConnectorFile.webhooks] else { return }
    let events = webhooks[WebhooksBlock.events] ?? []
    for event in events where !event.block.isDamaged {
      checkStream(event, context, &report)
      checkParts(event, &report)
    }
    checkOrder(events, context, texts, &report)
    checkKind(webhooks, context, texts, &report)
    let hadFindings = report.touch(webhooks.block)
    guard !webhooks.block.isDamaged, !hadFindings, context.connector.tests?.document.isPartial != true else {
      return
    }
    checkTests(webhooks, context, &report)
    let deliveries = context.deliveries(webhooks)
    checkSeen(events, deliveries, texts, context, &report)
    if !report.touch(webhooks.block) { checkHandled(events, deliveries, &report) }
    checkKeys(events, deliveries, context, &report)
  }

  // MARK: Each rule by itself

  private static func checkStream(
    _ event: EventRule, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard let stream = event[EventRule.stream], context.stream(stream.value) == nil, !context.isDamaged,
      !context.isPartial
    else { return }
    let known = context.streams.map(\.name)
    let near = Suggestions.nearest(to: stream.value, among: known)
    report.add(
      Finding(
        .webhookUnknownStream, "there is no stream `\(stream.value)`", at: stream.range,
        path: "\(event.block.path).stream",
        evidence: near.isEmpty ? [.init("known", known.prefix(12).joined(separator: " · "))] : [],
        suggestions: near,
        fixes: .renaming(stream.range, to: near, "a stream with a similar name exists")))
  }

  private static func checkParts(_ event: EventRule, _ report: inout FindingList) {
    guard let then = event[EventRule.then] else { return }
    let needs: [String] =
      switch then {
      case .upsert: ["stream", "records"]
      case .delete: ["stream", "keys"]
      case .read_again: ["stream", "keys"]
      case .sync: ["stream"]
      case .ignore, .disconnect: []
      }
    let missing = needs.filter { !event.block.has($0) }
    if !missing.isEmpty {
      report.add(
        Finding(
          .webhookMissingPart,
          "`\(then.rawValue)` needs \(missing.map { "`\($0)`" }.joined(separator: " and "))",
          at: event.block.valueRange("then"), path: "\(event.block.path)",
          evidence: missing.compactMap { key in
            EventRule.fields.first { $0.info.key == key }.map { .init(key, $0.info.summary) }
          }))
    }
    let useless = ["records", "keys", "read"].filter { key in
      guard event.block.has(key), !needs.contains(key) else { return false }
      return !(key == "read" && then == .read_again)
    }
    // A part that belongs to another action shows that the action is the mistake.
    guard missing.isEmpty else { return }
    for key in useless {
      report.add(
        Finding(
          .webhookUnusedPart, "`\(then.rawValue)` does not use `\(key)`", at: event.block.keyRange(key),
          path: "\(event.block.path).\(key)"))
    }
  }

  // MARK: All rules together

  private static func checkOrder(
    _ events: [EventRule], _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    var seen: [String: EventRule] = [:]
    for (position, event) in events.enumerated() {
      if let text = context.text(at: event.block.path.appending("when"), in: texts), text.isConstant {
        report.add(
          Finding(
            .webhookConstantCondition, "`when` is the same for every event: it reads nothing of them",
            at: text.range, path: "\(text.path)"))
        continue
      }
      let source = event[EventRule.when]?.source
      if source == nil, !event.block.has("when"), position + 1 < events.count, !event.block.isDamaged {
        let next = events[position + 1]
        report.add(
          Finding(
            .webhookUnreachableEvent,
            "without `when` this rule takes every event, and none comes to those below",
            at: event.block.node.range.head,
            path: "\(event.block.path)",
            related: [.init("never reached", at: next.block.node.range.head)]))
        return
      }
      guard let source else { continue }
      if let earlier = seen[source] {
        report.add(
          Finding(
            .webhookUnreachableEvent, "an earlier rule takes the same events",
            at: event.block.valueRange("when"), path: "\(event.block.path).when",
            related: [.init("the earlier rule", at: earlier.block.valueRange("when"))]))
      }
      seen[source] = event
    }
  }

  private static func checkKind(
    _ webhooks: WebhooksBlock, _ context: ConnectorContext, _ texts: CheckedTexts,
    _ report: inout FindingList
  ) {
    guard !webhooks.block.has("kind"), !webhooks.block.isDamaged else { return }
    for text in texts.under(webhooks.block.path) where text.uses("kind") {
      report.add(
        Finding(
          .webhookKindUndeclared, "`kind` has no value: `webhooks.kind` does not say where it stands",
          at: context.own(context.file.block.keyRange("webhooks")), about: "kind", path: "webhooks",
          related: [.init("read here", at: text.places(of: "kind").first ?? text.range)],
          evidence: [.init("add", "`kind: payload.type`, for instance")]))
      return
    }
  }

  // MARK: Deliveries of the tests

  private static func checkTests(
    _ webhooks: WebhooksBlock, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard context.isComplete, let tests = context.connector.tests?.file, !tests.block.isDamaged else {
      return
    }
    let isTested = (tests[TestFile.cases] ?? []).contains { $0.block.has("webhook") }
    if !isTested {
      report.add(
        Finding(
          .webhookUntested, "no test delivers a webhook",
          at: context.own(context.file.block.keyRange("webhooks")), path: "webhooks",
          evidence: [.init("add", "a case with `webhook` in `tests.yaml`")]))
      return
    }
    let deliveries = context.deliveries(webhooks).all
    // A challenge by query or by header may come without a body.
    let hasOthers = (tests[TestFile.cases] ?? []).contains {
      $0[TestCase.webhook].map { $0[DeliveryBlock.body] == nil } ?? false
    }
    guard webhooks.block.has("challenges"), !hasOthers, !deliveries.isEmpty,
      !deliveries.contains(where: \.isChallenge)
    else { return }
    report.add(
      Finding(
        .webhookChallengeUntested, "no test delivers a challenge",
        at: context.own(webhooks.block.keyRange("challenges")),
        path: "webhooks.challenges"))
  }

  private static func checkSeen(
    _ events: [EventRule], _ deliveries: WebhookDeliveries, _ texts: CheckedTexts,
    _ context: ConnectorContext, _ report: inout FindingList
  ) {
    let delivered = deliveries.all.filter(\.isAccepted).flatMap(\.events)
    let isCaught: (WebhookDeliveries.Event) -> Bool = { event in
      guard let taker = event.taker, events.indices.contains(taker) else { return false }
      return events[taker].block.has("when")
    }
    let loose = delivered.filter { !isCaught($0) }
    guard !loose.isEmpty else { return }
    let conditions = events.compactMap { context.text(at: $0.block.path.appending("when"), in: texts) }
    let literals = Set(conditions.flatMap { $0.comparisons.map(\.literal) }).sorted()
    for text in conditions {
      for comparison in text.comparisons {
        guard let program = context.environments.triedProgram(comparison.operand) else { continue }
        func words(_ events: [WebhookDeliveries.Event]) -> Set<String> {
          Set(events.compactMap { (try? program.evaluate($0.activation).get())?.shortText })
        }
        guard !words(delivered).contains(comparison.literal) else { continue }
        let near = Suggestions.nearest(to: comparison.literal, among: words(loose).sorted())
        // Names of events resemble each other: of all conditions the one that is most like what was delivered is the misspelt one.
        guard let best = near.first,
          Suggestions.nearest(to: best, among: literals).first == comparison.literal
        else { continue }
        // The delivered word is the misspelt one where the condition's is made of words that are known otherwise.
        if FileWords(context.connector).prefer(comparison.literal, used: 1, over: best),
          let tests = context.connector.tests?.document.file, let place = tests.only(best)
        {
          report.add(
            Finding(
              .webhookEventNeverSeen,
              "no rule takes `\(best)`, and `\(comparison.literal)` is never delivered", at: place,
              path: "\(text.path)", related: [.init("the rule", at: comparison.range)],
              suggestions: [comparison.literal]))
          continue
        }
        let range = comparison.range
        let quote = range.text.first.map { $0 == "\"" ? "\"" : "'" } ?? "'"
        report.add(
          Finding(
            .webhookEventNeverSeen,
            "no test delivers `\(comparison.literal)`, and `\(best)` is delivered and taken by no rule",
            at: range,
            path: "\(text.path)", suggestions: near,
            fixes: [
              .init(
                "the word that was delivered", isSafe: Suggestions.areSure(near, for: range.text),
                replace: range,
                with: quote + best + quote)
            ]))
      }
    }
  }

  private static func checkHandled(
    _ events: [EventRule], _ deliveries: WebhookDeliveries, _ report: inout FindingList
  ) {
    for delivery in deliveries.all where delivery.isAccepted {
      guard let event = delivery.events.first(where: { $0.taker == nil }) else { continue }
      let what = event.kind.map { " (`\($0)`)" } ?? ""
      report.add(
        Finding(
          .webhookUnhandledDelivery, "no rule takes this event\(what)",
          at: delivery.block.block.valueRange("body"),
          path: "\(delivery.block.block.path)",
          related: events.first.map { [.init("the rules begin here", at: $0.block.node.range.head)] } ?? []))
    }
  }

  private static func checkKeys(
    _ events: [EventRule], _ deliveries: WebhookDeliveries, _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    for (position, rule) in events.enumerated() where rule[EventRule.then] == .upsert {
      guard let text = rule[EventRule.records], !report.touch(text.range),
        let name = rule[EventRule.stream]?.value,
        let stream = context.stream(name)?.value, let program = context.environments.triedProgram(text.source)
      else { continue }
      let carried = context.carriedFields(of: name)
      let keys = (stream[StreamBlock.key] ?? []).map(\.value).filter {
        !carried.contains(String($0.prefix { $0 != "." }))
      }
      // Where recorded records lack it too, the key is what is wrong.
      let isTold = (stream[StreamBlock.key] ?? []).contains { report.touch($0.range) }
      let mine = deliveries.all.flatMap(\.events).filter { $0.taker == position }
      for event in mine where !isTold {
        guard case .list(let list)? = try? program.evaluate(event.activation).get().plain else { continue }
        let shape = ObservedShape()
        for record in list.values { shape.add(record) }
        guard shape.isObject, let missing = keys.first(where: { shape.shape(at: $0) == nil }) else {
          continue
        }
        report.add(
          Finding(
            .webhookRecordsLackKey, "the delivered records do not have `\(missing)`, the key of `\(name)`",
            at: text.range,
            path: "\(rule.block.path).records",
            evidence: [.init("seen", shape.names.prefix(8).joined(separator: " · "))]))
        break
      }
    }
  }
}

extension SourceRange {
  /// The range's beginning, for a finding about something long.
  var head: SourceRange { SourceRange(file, start, min(start + 1, end)) }
}

extension CheckedText {
  /// A value compared with a text.
  struct Comparison {
    let operand: String
    let literal: String
    let range: SourceRange
  }

  /// `x == 'a'` and `x in ['a', 'b']`.
  var comparisons: [Comparison] {
    var found: [Comparison] = []
    let bytes = Array(checked.source.utf8)
    func source(_ node: Expressions.Node) -> String {
      String(decoding: bytes[node.range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }
    func compare(_ operand: Expressions.Node, _ literal: Expressions.Node) {
      guard case .literal(let value) = literal.form, case .string(let text) = value else { return }
      found.append(Comparison(operand: source(operand), literal: text, range: place(literal.range)))
    }
    visit { node in
      guard case .call(let name, _, let arguments) = node.form, arguments.count == 2 else { return }
      let (left, right) = (checked.tree[arguments[0]], checked.tree[arguments[1]])
      if name.text == "_==_" {
        compare(left, right)
        compare(right, left)
      } else if name.text == "@in", case .list(let elements) = right.form {
        for element in elements { compare(left, checked.tree[element.value]) }
      }
    }
    return found
  }
}

extension SourceFile {
  /// The place at which a word stands, if it is the only one.
  fileprivate func only(_ word: String) -> SourceRange? {
    let sought = Array(word.utf8)
    guard let first = sought.first else { return nil }
    var found: SourceRange?
    for start in bytes.indices
    where bytes[start] == first && bytes[start...].prefix(sought.count).elementsEqual(sought) {
      if found != nil { return nil }
      found = SourceRange(self, start, start + sought.count)
    }
    return found
  }
}
