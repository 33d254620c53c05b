internal import Diagnostics

/// Rules about what events mean.
extension Rule {
  private static let ignoreRest = "    - then: ignore"

  private static func events(_ first: String, _ rest: String = ignoreRest) -> Example {
    webhooks(events: "\(first)\n\(rest)")
  }

  private static let good =
    "{when: kind == 'employee.updated', stream: employees, then: upsert, records: \"[payload.employee]\"}"

  static let webhookUnknownStream = Rule(
    "webhook/unknown-stream", .error, .proven, "an event about a stream that does not exist",
    page:
      "`stream` names a stream of the same connector, whose key and mapping then apply to what the event brings.",
    failing: Rule.events(
      Rule.event(
        "{when: kind == 'employee.updated', stream: employes, then: upsert, records: \"[payload.employee]\"}",
        at: "stream: |employes",
        "webhook/unknown-stream")),
    passing: Rule.webhooks())

  static let webhookMissingPart = Rule(
    "webhook/missing-part", .error, .proven, "an event rule that lacks what its action needs",
    page: """
      `upsert` stores records: it needs `stream` and `records`. `delete` and `read_again` need `stream` and `keys`. `sync` needs `stream`. \
      Without them the event would be accepted and nothing done.
      """,
    failing: Rule.events(
      Rule.event(
        "{when: kind == 'employee.updated', stream: employees, then: upsert}", at: "then: |upsert",
        "webhook/missing-part")),
    passing: Rule.webhooks())

  static let webhookUnusedPart = Rule(
    "webhook/unused-part", .warning, .proven, "a part of an event rule that its action does not use",
    page:
      """
      `records` belong to `upsert`, `keys` to `delete` and `read_again`, `read` to `read_again`. Take the part away, or choose \
      the action it belongs to.
      """,
    failing: Rule.events(
      Rule.event(
        "{when: kind == 'employee.updated', stream: employees, then: sync, keys: \"[payload.employee.id]\"}",
        at: "|keys", "webhook/unused-part")),
    passing: Rule.webhooks())

  static let webhookUnreachableEvent = Rule(
    "webhook/unreachable-event", .error, .proven, "an event rule that is never reached",
    page:
      """
      The first rule that fits takes the event. A rule without `when` fits all, so that it belongs at the end; the same \
      condition twice never reaches the second.
      """,
    failing: Rule.events(
      Rule.event("then: ignore", at: "|then", "webhook/unreachable-event"), Rule.event(good)),
    passing: Rule.webhooks())

  static let webhookConstantCondition = Rule(
    "webhook/constant-condition", .error, .proven, "a condition that is the same for every event",
    page:
      "`when` is asked of each event. A constant takes all or none; leave `when` away for a rule that takes the rest.",
    failing: Rule.events(
      Rule.event(
        "{when: \"'employee.updated' == 'x'\", stream: employees, then: upsert, records: \"[payload.employee]\"}",
        at: "when: |\"'employee.updated' == 'x'\"",
        "webhook/constant-condition")),
    passing: Rule.webhooks())

  static let webhookKindUndeclared = Rule(
    "webhook/kind-undeclared", .error, .proven, "conditions on `kind` without `webhooks.kind`",
    page:
      """
      `kind` is what the expression `webhooks.kind` finds in each event. Without it `kind` has no value and no condition on it \
      is ever true.
      """,
    failing: """
      \(Rule.webhooks(kind: "  id: payload.employee.id").text)
      # ^ webhook/kind-undeclared connectors/acme/connector.yaml:28:1
      """,
    passing: Rule.webhooks())

  static let webhookEventNeverSeen = Rule(
    "webhook/event-never-seen", .warning, .likely,
    "a condition on a word that no delivery has, while a similar one is taken by no rule",
    page: """
      The tests deliver an event whose word is much like the one in the condition, and no rule takes it: the condition is probably misspelt. \
      Words are compared letter by letter.
      """,
    failing: Rule.events(
      Rule.event(
        "{when: kind == 'employee.update', stream: employees, then: upsert, records: \"[payload.employee]\"}",
        at: "|'employee.update'",
        "webhook/event-never-seen")),
    passing: Rule.webhooks())

  static let webhookUnhandledDelivery = Rule(
    "webhook/unhandled-delivery", .warning, .proven, "a delivery of a test that no rule takes",
    page:
      """
      An event that no rule takes is reported in every run. Add a rule for it, or end the list with `then: ignore` to say that \
      the rest is not needed.
      """,
    failing: Rule.webhooks(
      events: Rule.event(good),
      tests: """
        \(Rule.delivery(type: "employee.updated", headers: "Content-Type: application/json"))
          - name: something else
            webhook:
              headers: {Content-Type: application/json}
        \(Rule.marked("      body: '{\"type\": \"ping\"}'", at: "|'{\"type", "webhook/unhandled-delivery"))
            expect: {}
        """),
    passing: Rule.webhooks())

  static let webhookRecordsLackKey = Rule(
    "webhook/records-lack-key", .error, .proven, "delivered records without the stream's key",
    page:
      """
      Records that an event brings are stored by the key of their stream. The deliveries of the tests bring records that do \
      not have it; `records` may point one level too high.
      """,
    failing: Rule.events(
      Rule.event(
        "{when: kind == 'employee.updated', stream: employees, then: upsert, records: \"[payload]\"}",
        at: "|\"[payload]\"",
        "webhook/records-lack-key")),
    passing: Rule.webhooks())

  static let webhookNoEventID = Rule(
    "webhook/no-event-id", .info, .likely, "deliveries whose id is not used",
    page: """
      Providers deliver again when an answer is late. `id` lets a repeated delivery be taken once; without it two deliveries count as one only \
      when their bodies are the same to the byte.
      """,
    failing: """
      \(Rule.webhooks(tests: Rule.delivery(type: "employee.updated", headers: "X-A: b", more: "\"event_id\": \"ev1\", ")).text)
      # ^ webhook/no-event-id connectors/acme/connector.yaml:28:1
      """,
    passing: Rule.webhooks(
      more: "  id: payload.event_id",
      tests: Rule.delivery(type: "employee.updated", headers: "X-A: b", more: "\"event_id\": \"ev1\", ")))

  static let webhookUntested = Rule(
    "webhook/untested", .info, .proven, "webhooks that no test delivers",
    page:
      """
      A delivery in the tests proves the signature, the challenge and the rules without a network. Add a case with `webhook`; \
      it is signed as the connector says.
      """,
    failing: """
      \(Rule.webhooks(tests: "# no delivery").text)
      # ^ webhook/untested connectors/acme/connector.yaml:28:1
      """,
    passing: Rule.webhooks())

  static let webhookChallengeUntested = Rule(
    "webhook/challenge-not-tested", .info, .proven, "a challenge that no test delivers",
    page:
      """
      Until the challenge is answered as the provider wants, no webhook can be set up at all. Add a case that delivers it, \
      with the `answer` that is wanted.
      """,
    failing: Rule.webhooks(
      more: """
        \(Rule.marked("  challenges:", at: "|challenges", "webhook/challenge-not-tested"))
            when: payload.type == 'ping'
            answer: {text: pong}
        """),
    passing: Rule.webhooks())
}
