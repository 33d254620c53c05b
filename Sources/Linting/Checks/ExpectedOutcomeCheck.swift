internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// What tests expect to be gone, held against what replies and deliveries tell; and the answer that a delivery is to get.
enum ExpectedOutcomeCheck: Check {
  static let rules: [Rule] = []

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] { checkGone(test, context, &report) }
    guard let webhooks = context.file[ConnectorFile.webhooks], !report.touch(webhooks.block) else { return }
    let rules = webhooks[WebhooksBlock.events] ?? []
    let challenges = webhooks[WebhooksBlock.challenges] ?? []
    for delivery in context.deliveries(webhooks).all {
      if delivery.isChallenge, challenges.count == 1 { checkAnswer(delivery.block, challenges[0], &report) }
      guard delivery.test.block.has("deleted") else { continue }
      guard !report.touch(delivery.test.block), let keys = deletedKeys(delivery, rules, context) else {
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
