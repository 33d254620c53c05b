internal import Diagnostics

extension Rule {
  /// A `http` block with the given lines after its address.
  private static func http(_ lines: String, also more: String = "") -> Example {
    Example("http:\n  base_url: https://api.example.com/v1\n\(lines)\n\(more)")
  }

  private static let throttled = "  throttled: {status: [429], wait: {header: Retry-After}}"
  private static let sound = "  rate_limit: {requests: 100, per: 1m}\n" + throttled

  static let noThrottleRule = Rule(
    "rate/no-throttle-rule", .warning, .likely, "nothing says what a refusal for calling too fast looks like",
    page: """
      `throttled` says which replies mean `slow down` and where they say for how long; such requests wait and are made again, and the other \
      requests wait with them. Without it a 429 with `Retry-After` is taken for one, and every other refusal fails the stream.
      """,
    failing: Example(
      """
      http:
      # ^ rate/no-throttle-rule connectors/acme/connector.yaml:14:1
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
      """),
    passing: http(sound))

  static let quotaIgnored = Rule(
    "rate/quota-ignored", .info, .proven, "replies tell how many calls are left, and nothing reads it",
    page: """
      A provider that counts down in a header can be called as fast as it allows, and never faster: \
      `quota: {remaining: X-RateLimit-Remaining, reset: {header: X-RateLimit-Reset, format: unix}}`. Without it \
      every run goes on until it is refused, or is as slow as a limit that was guessed.
      """,
    failing: Example(
      """
      http:
      # ^ rate/quota-ignored connectors/acme/connector.yaml:14:1
        base_url: https://api.example.com/v1
      \(throttled)
      --- connectors/acme/recordings/employees.http (whole)
      \(quotaRecording)
      """),
    passing: http(sound))

  private static let quotaRecording = recording("X-RateLimit-Remaining")

  private static func recording(_ header: String) -> String {
    """
    ### first page
    GET /employees

    HTTP 200
    Content-Type: application/json
    \(header): 41

    {"data": [\(firstEmployee)], "next": "c2"}

    ### second page
    GET /employees?cursor=c2

    HTTP 200
    Content-Type: application/json
    \(header): 40

    {"data": [\(secondEmployee)], "next": null}

    \(otherExchanges)
    """
  }

  static let retryAfterIgnored = Rule(
    "rate/retry-after-ignored", .warning, .proven, "a refusal says how long to wait, and nothing reads it",
    page: """
      The recorded refusal carries the time in a header. `wait: {header: Retry-After}` keeps to it; guessing instead is either slower than \
      needed or refused again, and some providers lock out who asks too early.
      """,
    failing: http(
      """
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: X-Wait}}
      #                                           ^^^^^^ rate/retry-after-ignored
      """),
    passing: http(sound))

  static let impossibleWait = Rule(
    "rate/impossible-wait", .warning, .proven, "a wait that is given up before it can end",
    page:
      "`at_most` is the longest wait that is worth it. It must be longer than the fixed wait, and than the window in which the allowance comes back.",
    failing: http(
      """
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {fixed: 2m, at_most: 1m}}
      #                                                       ^^ rate/impossible-wait
      """),
    passing: http(sound))

  static let duplicateLimit = Rule(
    "rate/duplicate-limit", .warning, .proven, "two limits on the same requests in the same time",
    page:
      "Limits hold together, so that of two for the same requests and the same time only the smaller counts. Was one meant for other `paths`?",
    failing: http(
      """
        rate_limit:
          - {requests: 50, per: 1m}
          - {requests: 100, per: 1m}
      #                ^^^ rate/duplicate-limit
      \(throttled)
      """),
    passing: http(sound))

  static let limitNeverReached = Rule(
    "rate/limit-never-reached", .info, .proven, "a limit that a stricter one keeps from ever being reached",
    page: """
      A limit for a short time bounds every longer one too, and one without `paths` bounds those that have some. The other limit has no \
      effect; one of the two may have been miswritten, or lost its `paths`.
      """,
    failing: http(
      """
        rate_limit:
          - {requests: 1, per: 1s}
          - {requests: 100, per: 1m}
      #                ^^^ rate/limit-never-reached
      \(throttled)
      """),
    passing: http(
      "  rate_limit:\n    - {requests: 10, per: 1s}\n    - {requests: 100, per: 1m}\n\(throttled)"))

  static let burstTooLarge = Rule(
    "rate/burst-too-large", .warning, .proven, "more at once than are allowed in the whole time",
    page: """
      `burst` is how many may go at once; it is part of `requests`, never more. A bucket of 40 that gets 2 back each second is \
      `{requests: 40, per: 20s}`: so many at once, and in that time as many again.
      """,
    failing: http(
      """
        rate_limit: {requests: 100, per: 1m, burst: 200}
      #                                             ^^^ rate/burst-too-large
      \(throttled)
      """),
    passing: http(sound))

  static let pathsMatchNothing = Rule(
    "rate/paths-match-nothing", .warning, .proven, "a limit for a path that no request has",
    page: """
      `paths` are compared with the paths of the connector's requests as they are written, without `base_url`; `*` stands for any part. \
      A limit that fits none of them limits nothing.
      """,
    failing: http(
      """
        rate_limit: {requests: 100, per: 1m, paths: [/employes]}
      #                                              ^^^^^^^^^ rate/paths-match-nothing
      \(throttled)
      """),
    passing: http("  rate_limit: {requests: 100, per: 1m, paths: [/employees]}\n\(throttled)"))

  static let constantShare = Rule(
    "rate/constant-share", .warning, .proven, "a limit for each of something that does not differ",
    page: """
      `each` finds in the request what has the limit for itself: a channel, a mailbox, a tenant. An expression that reads nothing of the \
      request gives one limit for all, which is what a limit without `each` says.
      """,
    failing: http(
      """
        rate_limit: {requests: 1, per: 1s, paths: [/employees], each: "'channel'"}
      #                                                               ^^^^^^^^^ rate/constant-share
      \(throttled)
      """),
    passing: http(
      "  rate_limit: {requests: 1, per: 1s, paths: [/employees], each: request.query.channel}\n\(throttled)"))

  static let throttleNotRecorded = Rule(
    "rate/throttle-not-recorded", .info, .heuristic, "how the provider refuses fast calls was never recorded",
    page:
      "A recorded refusal proves the rule of `throttled`, header and all, and lets `connector test` show that the runtime waits and goes on.",
    failing: Example(
      """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [503], wait: {fixed: 10s}}
      # ^^^^^^^^^ rate/throttle-not-recorded
      --- connectors/acme/recordings/employees.http (whole)
      \(recording("X-Copies").split(separator: "### slow down").first.map(String.init) ?? "")
      ### not allowed
      GET /employees

      HTTP 403
      Content-Type: application/json

      {"error": {"code": "forbidden", "message": "not allowed"}}
      """),
    passing: http(sound))

  static let backoffBounds = Rule(
    "rate/backoff-bounds", .warning, .proven, "a first wait that is longer than the longest",
    page: "Waits grow from `first` up to `at_most`.",
    failing: http(
      """
        retry: {first: 2m, at_most: 1m}
      #                ^^ rate/backoff-bounds
      \(sound)
      """),
    passing: http(sound + "\n  retry: {first: 1s, at_most: 1m}"))

  static let zeroDuration = Rule(
    "rate/zero-duration", .error, .proven, "a time that takes no time",
    page:
      "A limit per no time, a timeout of nothing and a wait of nothing have no meaning. Leave the key out to get its default.",
    failing: http(
      """
        timeouts: {idle: 0s}
      #                  ^^ rate/zero-duration
      \(sound)
      """),
    passing: http(sound + "\n  timeouts: {idle: 20s}"))

  static let timeoutOrder = Rule(
    "rate/timeout-order", .warning, .proven, "a part of a request may take longer than the whole",
    page: "`total` ends a request whatever it waits for, so that a longer `connect` or `idle` has no effect.",
    failing: http(
      """
        timeouts: {idle: 5m, total: 2m}
      #                  ^^ rate/timeout-order
      \(sound)
      """),
    passing: http(sound + "\n  timeouts: {idle: 30s, total: 2m}"))
}
