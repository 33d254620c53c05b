internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// What tests expect to be gone, held against what replies and deliveries tell; and the answer that a delivery is to get.
enum ExpectedOutcomeCheck: Check {
  static let rules: [Rule] = []

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] {
      checkGone(test, context, &report)
      checkFlagged(test, context, &report)
    }
    guard let webhooks = context.file[ConnectorFile.webhooks], !report.touch(webhooks.block) else { return }
    let rules = webhooks[WebhooksBlock.events] ?? []
    let challenges = webhooks[WebhooksBlock.challenges] ?? []
    for delivery in context.deliveries(webhooks).all {
      if delivery.isChallenge, challenges.count == 1 { checkAnswer(delivery.block, challenges[0], &report) }
      guard delivery.isAccepted, !report.touch(delivery.test.block),
        let keys = deletedKeys(delivery, rules, context)
      else {
        continue
      }
      if let finding = unsaid(keys, delivery, rules, context) {
        report.add(finding)
        continue
      }
      for expected in delivery.test[TestCase.deleted] ?? [] {
        for node in expected.value {
          guard let key = node.scalar?.text, !keys.contains(key) else { continue }
          report.add(
            Finding(
              .testValueMismatch, "the delivery deletes \(shown(keys)), and `\(key)` is expected",
              at: node.range,
              path: "\(delivery.test.block.path).deleted.\(expected.name)",
              suggestions: Suggestions.nearest(to: key, among: keys)))
        }
      }
    }
  }

  /// A delivery that deletes records of a stream with a mapping, of which its case says nothing.
  private static func unsaid(
    _ keys: [String], _ delivery: WebhookDeliveries.Delivery, _ rules: [EventRule],
    _ context: ConnectorContext
  ) -> Finding? {
    let test = delivery.test
    guard !keys.isEmpty, (test[TestCase.deleted] ?? []).allSatisfy(\.value.isEmpty),
      !test.block.damagedKeys.contains("deleted"), !test.block.has("fails"),
      delivery.events.allSatisfy({ event in
        let stream = event.taker.flatMap { rules[$0][EventRule.stream]?.value }
        return stream.flatMap(context.connector.mapping(of:)) != nil
      })
    else { return nil }
    return Finding(
      .testValueMismatch, "the delivery deletes \(shown(keys)), and the case does not say that it is gone",
      at: test.block.has("deleted") ? test.block.keyRange("deleted") : test.block.valueRange("name"),
      path: "\(test.block.path).deleted", evidence: [.init("add", "`deleted`, the keys below their model")])
  }

  /// What is gone is told by a reply: its key is in there.
  private static func checkGone(
    _ test: TestCase, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard test.block.has("stream"), let name = test[TestCase.recording]?.value, !report.touch(test.block),
      let bytes = context.connector.recording(name)?.file.bytes[...]
    else { return }
    for expected in test[TestCase.deleted] ?? [] {
      for node in expected.value {
        let parts = node.scalar?.text.split(separator: ":").map(String.init) ?? []
        // What is escaped in a key may be written otherwise where it comes from.
        guard !parts.allSatisfy({ $0.contains("%") || bytes.holdsWords($0) }) else { continue }
        report.add(
          Finding(
            .testValueMismatch,
            "no recorded reply tells of `\(node.scalar?.text ?? "")`, which is expected to be gone",
            at: node.range, path: "\(test.block.path).deleted.\(expected.name)"))
      }
    }
  }

  /// A recorded record says that it is gone, and the case does not.
  private static func checkFlagged(
    _ test: TestCase, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard let recording = test[TestCase.recording]?.value, !test.block.has("fails"),
      (test[TestCase.deleted] ?? []).allSatisfy(\.value.isEmpty), !report.touch(test.block),
      !test.block.damagedKeys.contains("deleted"),
      let named = test[TestCase.stream].flatMap({ context.stream($0.value) }),
      context.connector.mapping(of: named.name) != nil, !report.touch(named.value.block),
      let stream = PagingStream(named),
      let flag = named.value[StreamBlock.deletions]?.as(FlaggedDeletions.self)?[FlaggedDeletions.when],
      let program = context.environments.triedProgram(flag.source)
    else { return }
    let pages = context.readings(of: stream).all.joined().filter { $0.recording.name == recording }
    for page in pages {
      let count = page.records.count { record in
        var scene = Activation()
        scene["record"] = record
        return WebhookDeliveries.isTrue(program, scene)
      }
      guard count > 0 else { continue }
      report.add(
        Finding(
          .testValueMismatch,
          "\(count) recorded \(count == 1 ? "record says that it is" : "records say that they are") gone, and the case does not",
          at: test.block.has("deleted") ? test.block.keyRange("deleted") : test.block.valueRange("name"),
          path: "\(test.block.path).deleted", related: [.init("recorded here", at: page.exchange.titleRange)],
          evidence: [.init("add", "`deleted`, the keys below their model")]))
      return
    }
  }

  private static func checkAnswer(
    _ delivery: DeliveryBlock, _ challenge: ChallengeBlock, _ report: inout FindingList
  ) {
    guard let answer = challenge[ChallengeBlock.answer]?.block, !report.touch(answer),
      delivery.block.has("answer"),
      !answer.has("text"), !answer.has("json")
    else { return }
    report.add(
      Finding(
        .testValueMismatch, "the challenge is answered with nothing, and a test expects an answer",
        at: answer.head,
        about: "text", path: answer.path.description,
        related: [.init("expected here", at: delivery.block.keyRange("answer"))]))
  }

  /// The keys that all events name; nil where something else tells of what is gone, or nothing can be told.
  private static func deletedKeys(
    _ delivery: WebhookDeliveries.Delivery, _ rules: [EventRule], _ context: ConnectorContext
  ) -> [String]? {
    var keys: [String] = []
    for event in delivery.events {
      guard let taker = event.taker, rules.indices.contains(taker) else { continue }
      guard rules[taker][EventRule.then] == .delete, let text = rules[taker][EventRule.keys],
        let program = context.environments.triedProgram(text.source),
        let found = try? program.evaluate(event.activation).get()
      else { return nil }
      if case .list(let list) = found.plain {
        let texts = list.values.compactMap(\.shortText)
        guard texts.count == list.values.count else { return nil }
        keys += texts
      } else {
        guard let text = found.shortText else { return nil }
        keys.append(text)
      }
    }
    return keys
  }

  private static func shown(_ keys: [String]) -> String {
    keys.isEmpty ? "nothing" : keys.prefix(4).map { "`\($0)`" }.joined(separator: ", ")
  }
}
