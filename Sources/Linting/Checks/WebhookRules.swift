internal import Diagnostics

/// Rules about the proofs and answers of webhooks.
extension Rule {
  private static let sent = "Content-Type: application/json, X-Sent-At: \"1795176000\""

  static let webhookUnsigned = Rule(
    "webhook/unsigned", .warning, .proven, "deliveries that prove nothing",
    page: """
      Whoever learns the address can deliver what they like. If the provider signs in some way, describe it; if it truly does not, let \
      events only cause a sync (`then: sync` or `read_again`), never store what they carry, and ignore this finding with the reason. Beside \
      other signatures `none` is an error, because any one of several suffices.
      """,
    failing: """
      webhooks:
      \(Rule.marked("  signature: {type: none}", at: "|none", "webhook/unsigned"))
        kind: payload.type
        events:
          - {when: kind == 'employee.updated', stream: employees, then: sync}
      --- connectors/acme/tests.yaml
      settings: {api_key: made-up}
      cases:
        - name: two pages of employees
          stream: employees
          recording: employees
          expect: {employee: [{id: "1", last_name: Byron}, {id: "2", last_name: Bloggs}]}
          partial: true
      \(Rule.delivery(type: "employee.updated", headers: Rule.sent))
      """,
    passing: Rule.webhooks())

  static let webhookBodyNotSigned = Rule(
    "webhook/body-not-signed", .error, .proven, "a signature that does not cover the content",
    page:
      """
      `signed` is the text that the provider signs. One that holds neither the body nor the address proves nothing about what \
      was delivered.
      """,
    failing: Rule.webhooks(
      signature: Rule.signature(
        "signed: \"${headers['x-sent-at']}\"", at: "signed: |\"${headers['x-sent-at']}\"",
        "webhook/body-not-signed"),
      headers: Rule.sent),
    passing: Rule.webhooks())

  static let webhookTimestampUnchecked = Rule(
    "webhook/no-replay-window", .warning, .likely, "a signed moment that is never looked at",
    page: """
      The provider signs the moment so that an old delivery cannot be sent again by somebody who saw it. That only works when the moment is \
      compared with the clock: name it in `timestamp`.
      """,
    failing: Rule.webhooks(
      signature: Rule.signature(
        "signed: \"${headers['x-sent-at']}.${body}\"", at: "signed: |\"${headers['x-sent-at']}.${body}\"",
        "webhook/no-replay-window"),
      headers: Rule.sent),
    passing: Rule.webhooks(
      signature: Rule.signature(
        "signed: \"${headers['x-sent-at']}.${body}\", timestamp: {value: \"headers['x-sent-at']\"}"),
      headers: Rule.sent))

  static let webhookTimestampNotSigned = Rule(
    "webhook/timestamp-not-signed", .warning, .likely, "a moment that is compared and not signed",
    page:
      """
      Whoever sends an old delivery again can write a new moment beside it. The header must be part of `signed`, as the \
      provider documents it.
      """,
    failing: Rule.webhooks(
      signature: Rule.signature(
        "signed: \"${body}\", timestamp: {value: \"headers['x-sent-at']\"}", at: "headers[|'x-sent-at'",
        "webhook/timestamp-not-signed"),
      headers: Rule.sent),
    passing: Rule.webhooks())

  static let webhookLongTolerance = Rule(
    "webhook/long-tolerance", .warning, .heuristic, "old deliveries that are taken for hours",
    page:
      "`tolerance` is how old a delivery may be. A few minutes cover every clock and network; hours leave time to send a delivery again.",
    failing: Rule.webhooks(
      signature: Rule.signature(
        "signed: \"${headers['x-sent-at']}.${body}\", timestamp: {value: \"headers['x-sent-at']\", tolerance: 2d}",
        at: "tolerance: |2d",
        "webhook/long-tolerance"),
      headers: Rule.sent),
    passing: Rule.webhooks())

  static let webhookUnboundToken = Rule(
    "webhook/unbound-token", .warning, .likely, "a token that may be meant for anybody",
    page: """
      A provider signs the tokens of all its customers with the same keys. Only `audience` (and `issuer`) tell that a token was made for this \
      application; without them another customer's token is as good.
      """,
    failing: """
      webhooks:
      \(Rule.marked(
        "  signature: {type: jwt, value: \"headers['authorization']\", prefix: \"Bearer \", keys_url: https://login.example.com/keys}",
        at: "|jwt", "webhook/unbound-token"))
        kind: payload.type
        events:
          - {when: kind == 'employee.updated', stream: employees, then: sync}
      --- connectors/acme/tests.yaml
      settings: {api_key: made-up}
      cases:
        - name: two pages of employees
          stream: employees
          recording: employees
          expect: {employee: [{id: "1", last_name: Byron}, {id: "2", last_name: Bloggs}]}
          partial: true
      \(Rule.delivery(type: "employee.updated", headers: "Authorization: valid"))
      """,
    passing: Rule.webhooks())

  private static func challenge(_ lines: String) -> String {
    """
      challenges:
        when: payload.type == 'ping'
    \(lines)
    """
  }

  private static let pingTests = """
    \(delivery(type: "employee.updated", headers: "Content-Type: application/json"))
      - name: are you there
        webhook: {body: '{"type": "ping", "word": "w1"}', answer: w1}
        expect: {}
    """

  static let webhookSigningOracle = Rule(
    "webhook/signing-oracle", .warning, .likely, "a challenge by which anybody gets texts signed",
    page: """
      The answer is a keyed hash of a text that came with the question, made with the key that proves deliveries, and the question itself \
      needs no proof: whoever asks with the text of a delivery gets its signature. Most providers sign their challenges like any delivery; \
      leave `signed` at true.
      """,
    failing: Rule.webhooks(
      more: Rule.challenge(
        """
        \(Rule.marked("    signed: false", at: "|false", "webhook/signing-oracle"))
            compute: {hash: sha256, key: "${settings.hook_secret}", of: "${payload.word}"}
            answer: {text: "${computed}"}
        """), tests: Rule.pingTests),
    passing: Rule.webhooks(
      more: Rule.challenge(
        """
            compute: {hash: sha256, key: "${settings.hook_secret}", of: "${payload.word}"}
            answer: {text: "${computed}"}
        """), tests: Rule.pingTests))

  static let webhookComputeUnused = Rule(
    "webhook/compute-unused", .warning, .proven, "a keyed hash that the answer does not use",
    page:
      """
      `compute` makes the value `computed` for the answer beside it. Without a use it has no effect, and the provider most \
      likely waits for it.
      """,
    failing: Rule.webhooks(
      more: Rule.challenge(
        """
        \(Rule.marked(
          "    compute: {hash: sha256, key: \"${settings.hook_secret}\", of: \"${payload.word}\"}", at: "|compute", "webhook/compute-unused"))
            answer: {text: "${payload.word}"}
        """), tests: Rule.pingTests),
    passing: Rule.webhooks(
      more: Rule.challenge("    answer: {text: \"${payload.word}\"}"), tests: Rule.pingTests))

  static let webhookComputedUndeclared = Rule(
    "webhook/computed-undeclared", .error, .proven, "an answer with a keyed hash that nothing makes",
    page:
      "`computed` is the value of `compute` in the same challenge. Say there which hash, which key and of what.",
    failing: Rule.webhooks(
      more: Rule.challenge(
        Rule.marked("    answer: {text: \"${computed}\"}", at: "{|computed", "webhook/computed-undeclared")),
      tests: Rule.pingTests),
    passing: Rule.webhooks(
      more: Rule.challenge("    answer: {text: \"${payload.word}\"}"), tests: Rule.pingTests))

  static let webhookHeaderCase = Rule(
    "webhook/header-case", .error, .proven, "a header's name with capital letters in an expression",
    page: """
      Providers write the names of headers in all manners, and proxies change them; in expressions they are always in lower case. \
      `headers['X-Signature']` is never found, `headers['x-signature']` is.
      """,
    failing: """
      check:
        get: /me
      \(Rule.marked("  expect: headers['Content-Type'] != ''", at: "|'Content-Type'", "webhook/header-case"))
      """,
    passing: """
      check:
        get: /me
        expect: headers['content-type'] != ''
      """)

  static let webhookSettingOfAll = Rule(
    "webhook/setting-of-all", .info, .likely, "a setting of webhooks that everybody must supply",
    page: """
      Streams are read without webhooks as well, and who has set none up has no secret for them and could not connect. A setting that only \
      `webhooks` uses is `optional`, or has a default.
      """,
    failing: Rule.webhooks(
      secret: Rule.marked(
        "  hook_secret: {type: secret, title: Secret of the webhook}", at: "|hook_secret",
        "webhook/setting-of-all")),
    passing: Rule.webhooks())
}
