internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// What deliveries of the tests are answered with, held against what the cases expect.
enum DeliveryAnswerCheck: Check {
  static let rules: [Rule] = [.deliveryAnsweredOtherwise]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete, let webhooks = context.file[ConnectorFile.webhooks],
      !report.touch(webhooks.block),
      !webhooks.block.isDamaged, let tests = context.connector.tests?.file
    else { return }
    let cases = (tests[TestFile.cases] ?? []).filter { $0.block.has("webhook") && !report.touch($0.block) }
    let found = cases.compactMap { test -> Wrong? in
      guard let delivery = test[TestCase.webhook], !delivery.block.isDamaged else { return nil }
      return wrong(delivery, of: test, webhooks, context)
    }
    // What all those show alike is said by the connector and not by them.
    if let first = found.first, found.count > 1, found.allSatisfy({ $0.message == first.message }) {
      let isOfChallenge = first.path.first == "webhooks"
      let place =
        isOfChallenge
        ? first.place
        : webhooks.block.has(first.key) ? webhooks.block.keyRange(first.key) : webhooks.block.head
      report.add(
        Finding(
          .deliveryAnsweredOtherwise, first.message, at: context.own(place), about: first.key,
          path: "webhooks",
          related: isOfChallenge ? [] : [.init("expected here", at: first.place)]))
      return
    }
    for one in found {
      report.add(
        Finding(.deliveryAnsweredOtherwise, one.message, at: one.place, about: one.key, path: "\(one.path)"))
    }
  }

  private struct Wrong {
    /// The key that says it otherwise, or would.
    let key: String
    let message: String
    let place: SourceRange
    let path: DocumentPath
  }

  /// What is known of an answer without looking at any signature.
  private struct Foreseen {
    let status: Int
    let body: ReplyBlock?
    let reason: String
    /// The key of the delivery that would explain another status.
    var key = "status"
    /// Where the connector says how it is answered, if it is a challenge.
    var challenge: Block?
  }

  private static func wrong(
    _ delivery: DeliveryBlock, of test: TestCase, _ webhooks: WebhooksBlock, _ context: ConnectorContext
  ) -> Wrong? {
    guard let foreseen = foreseen(delivery, test, webhooks, context) else { return nil }
    let wanted = delivery[DeliveryBlock.status] ?? 200
    func wrong(_ key: String, _ message: String) -> Wrong {
      Wrong(key: key, message: message, place: delivery.block.keyRange(key), path: delivery.block.path)
    }
    guard wanted == foreseen.status else {
      if let challenge = foreseen.challenge, !challenge.has("signed"), (200..<300).contains(wanted) {
        return Wrong(
          key: "signed",
          message:
            "this challenge is answered with \(foreseen.status), because \(foreseen.reason), and a case wants \(wanted)",
          place: context.own(challenge.head), path: challenge.path)
      }
      let key = wanted >= 400 && delivery.block.has("status") ? foreseen.key : "status"
      return wrong(
        delivery.block.has(key) ? key : "status",
        "the delivery is answered with \(foreseen.status), because \(foreseen.reason), and `status` is to be \(wanted)"
          + (key == "status" ? "" : ": see `\(key)`"))
    }
    guard (200..<300).contains(wanted) else { return nil }
    let saysBody = foreseen.body.map { $0.block.has("text") || $0.block.has("json") } ?? false
    if saysBody, !delivery.block.has("answer") {
      return wrong(
        "answer", "the delivery is answered with a body, and the case does not say with which `answer`")
    }
    if !saysBody, delivery.block.has("answer") {
      if let challenge = foreseen.challenge {
        return Wrong(
          key: "answer", message: "this challenge is answered without a body, and a case wants one",
          place: context.own(challenge.keyRange("answer")), path: challenge.path)
      }
      return wrong(
        "answer",
        webhooks.block.has("challenges")
          ? "the delivery is no challenge, and `answer` gives it no body"
          : "the delivery is to get an `answer`, and neither `challenges` nor `answer` gives one")
    }
    return nil
  }

  private static func foreseen(
    _ delivery: DeliveryBlock, _ test: TestCase, _ webhooks: WebhooksBlock, _ context: ConnectorContext
  ) -> Foreseen? {
    let scene = WebhookDeliveries.activation(delivery)
    var challenge: ChallengeBlock?
    for one in webhooks[WebhooksBlock.challenges] ?? [] {
      guard let when = one[ChallengeBlock.when], let program = context.environments.triedProgram(when.source)
      else {
        return nil
      }
      if WebhookDeliveries.isTrue(program, scene) { challenge = challenge ?? one }
    }
    let answer = challenge.map { $0[ChallengeBlock.answer] } ?? webhooks[WebhooksBlock.answer]
    let accepted = Foreseen(
      status: answer?[ReplyBlock.status] ?? 200, body: answer,
      reason: challenge == nil ? "nothing refuses it" : "it is a challenge", key: "sign",
      challenge: challenge?.block)
    if challenge?[ChallengeBlock.signed] == false { return accepted }
    let refused = challenge?[ChallengeBlock.refused] ?? 401
    let signatures = webhooks[WebhooksBlock.signature] ?? []
    let isOld = signatures.allSatisfy { isStale($0, test, scene, context) }
    if isOld {
      return Foreseen(status: refused, body: nil, reason: "it was signed too long ago", key: "now")
    }
    if delivery[DeliveryBlock.sign] ?? true { return accepted }
    let own = Set((delivery[DeliveryBlock.headers] ?? []).map { $0.name.lowercased() })
    let isUnsigned = signatures.allSatisfy { signature in
      guard let header = signature.fieldIfKnown(SignatureFields.header) else { return false }
      return !own.contains(header.lowercased())
    }
    return isUnsigned
      ? Foreseen(status: refused, body: nil, reason: "nothing signs it", challenge: challenge?.block) : nil
  }

  /// Whether the moment of signing is too far from the one at which the case runs.
  private static func isStale(
    _ signature: Block, _ test: TestCase, _ scene: Activation, _ context: ConnectorContext
  ) -> Bool {
    guard let timestamp = signature.fieldIfKnown(SignatureFields.timestamp), !timestamp.block.has("format"),
      let source = timestamp[TimestampBlock.value]?.source,
      let program = context.environments.triedProgram(source),
      let found = try? program.evaluate(scene).get(), let text = found.shortText, let signed = Int64(text),
      let now = Instant(test[TestCase.now] ?? TestCase.standardMoment),
      let tolerance = timestamp[TimestampBlock.tolerance]
    else { return false }
    let (apart, overflow) = now.seconds.subtractingReportingOverflow(signed)
    return overflow || apart.magnitude > UInt64(max(0, tolerance.count)) / 1000
  }
}

extension Rule {
  private static func unsigned(_ status: String, _ mark: String = "") -> Diagnostics.Example {
    Rule.webhooks(
      signature: """
          signature:
            type: hmac
            hash: sha256
            key: ${settings.hook_secret}
            header: X-Signature
            encoding: hex
            signed: "${body}"
        """,
      tests: """
          - name: a delivery of somebody else
            webhook:
              sign: false
              body: '{"type": "employee.updated", "employee": {"id": "1", "lastName": "Byron"}}'
              \(status)
        \(mark)
            expect: {}
        """)
  }

  static let deliveryAnsweredOtherwise = Rule(
    "test/other-answer", .error, .likely, "a delivery that is answered otherwise than its case expects",
    page: """
      A delivery that nothing signs, or that was signed too long ago, is refused with 401. Any other gets what `answer` says, or the \
      `answer` of the challenge that it is; without one it is answered with 200 and no body. Either the case or the connector \
      says something else here than was meant.
      """,
    failing: unsigned("status: 200", "#     ^^^^^^ test/other-answer"),
    passing: unsigned("status: 401"))
}
