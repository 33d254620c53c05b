internal import Diagnostics

extension Rule {
  /// A `http` block with the given error rules.
  private static func errors(_ lines: String) -> Example {
    Example(
      """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
        errors:
      \(lines)
      """)
  }

  private static let sound = errors("    - {status: [401], setting: api_key}")

  static let statusInBoth = Rule(
    "rate/status-in-both", .warning, .proven, "a status is both an error and a request to slow down",
    page:
      "A reply that `throttled` takes is waited out and the request made again; an error rule for the same status is never asked. Keep one of the two.",
    failing: errors(
      """
          - {status: [429], kind: quota}
      #               ^^^ rate/status-in-both
      """),
    passing: sound)

  static let unreachableError = Rule(
    "rate/unreachable-error", .warning, .proven, "an error rule that is never asked",
    page:
      "The first rule that fits decides. One above takes the same statuses without a condition; put the narrower rule first.",
    failing: errors(
      """
          - {status: [4xx], kind: request}
          - {status: [404], kind: not_found}
      #               ^^^ rate/unreachable-error
      """),
    passing: errors("    - {status: [404], then: skip_stream}\n    - {status: [4xx], kind: request}"))

  static let successWithoutWhen = Rule(
    "rate/success-without-when", .error, .proven, "every successful reply is taken for an error",
    page:
      "Some providers report errors with status 200. Then only the body tells, and the rule needs a condition: `when: has(body.error)`.",
    failing: errors(
      """
          - {status: [200], then: retry}
      #               ^^^ rate/success-without-when
      """),
    passing: errors("    - {status: [200], when: \"'error' in body\", then: retry}"))

  static let errorKindUnsaid = Rule(
    "rate/kind-unsaid", .info, .likely, "a failure of which nothing says who can put it right",
    page: """
      A status tells the kind of a failure: 401 is one of credentials, 404 of something that is not there. A rule that only looks into the \
      body takes replies of any status, with 200 mostly, and has to say it: the kind decides whether the organization or the provider is told.
      """,
    failing: errors(
      """
          - {when: "'error' in body", message: body.error}
      #      ^^^^ rate/kind-unsaid
      """),
    passing: errors("    - {when: \"'error' in body\", kind: request, message: body.error}"))

  static let serverErrorNotRetried = Rule(
    "rate/server-error-not-retried", .warning, .likely, "a server that fails for a moment ends the run",
    page: """
      Without a rule a status from 500 to 599 is tried again as `retry` says. A rule for all of them that only wants to read their code or \
      message makes each one a failure at once. Say `then: retry` beside it.
      """,
    failing: errors(
      """
          - {status: [5xx], message: body.error}
      #               ^^^ rate/server-error-not-retried
      """),
    passing: errors("    - {status: [5xx], then: retry, message: body.error}"))

  static let renewalNotTried = Rule(
    "rate/renewal-not-tried", .info, .likely, "a refused token that could be had anew ends the run",
    page: """
      A provider takes a token back before its time when a password changes or a server starts anew, and answers with 401. A rule for 401 \
      without `then` ends the run with it. Say `then: refresh_auth`: a new token is fetched once, and only if that is refused as well does the \
      run end.
      """,
    failing: renewed("", "#               ^^^ rate/renewal-not-tried"),
    passing: renewed(", then: refresh_auth"))

  private static func renewed(_ then: String, _ marker: String = "") -> Example {
    """
    auth:
      type: oauth2
      grant: client_credentials
      token_url: https://login.example.com/oauth/token
      client_id: acme-app
      client_secret: ${settings.api_key}
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      errors:
        - {status: [401]\(then)}
    \(marker)
    """
  }

  static let errorSaysNothing = Rule(
    "rate/error-says-nothing", .info, .likely, "an error rule that changes nothing",
    page: """
      Every refusal that no rule takes ends the run, and is reported with its status. A rule that names a status and says nothing of it, \
      or only what the rules of all requests say of it as well, changes nothing: `then`, `kind` or `setting` was forgotten, or the rule \
      is a leftover.
      """,
    failing: errors(
      """
          - {status: [404]}
      #               ^^^ rate/error-says-nothing
      """),
    passing: errors("    - {status: [404], then: skip_stream}"))

  static let goneOfNoPart = Rule(
    "rate/gone-of-no-part", .warning, .proven, "a whole stream is called gone",
    page: """
      `then: gone` speaks of a part: of one parent out of many that `for_each` names, which went away after it was listed. A stream that is read \
      at once, and an action, have no such part, and the reply is reported as a failure. `skip_stream` is for a stream that an account \
      does not have, `empty` for a reply that has no records.
      """,
    failing: errors(
      """
          - {status: [410], then: gone}
      #                           ^^^^ rate/gone-of-no-part
      """),
    passing: errors("    - {status: [410], then: skip_stream}"))

  static let pointlessRetry = Rule(
    "rate/pointless-retry", .warning, .likely, "a refusal that stays the same is tried again",
    page: """
      A wrong request, a missing permission or something that is not there is not put right by asking again; each try costs time and \
      allowance. Let it fail with its `kind`, or say with `when` which of them passes.
      """,
    failing: errors(
      """
          - {status: [400, 404], then: retry}
      #                                ^^^^^ rate/pointless-retry
      """),
    passing: sound)

  static let throttleAsError = Rule(
    "rate/throttle-as-error", .warning, .likely, "429 is tried again as an error",
    page: """
      `retry` waits by guess and uses up attempts. Under `throttled` the runtime waits for as long as the provider says, holds back the \
      other requests too, and no attempt is used up.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        errors:
          - {status: [429], then: retry}
      #               ^^^ rate/throttle-as-error
      """,
    passing: sound)

  static let unsafeRetry = Rule(
    "rate/retry-unsafe", .warning, .heuristic, "a write is tried again that may have happened",
    page: """
      When a POST fails on the way back the provider may have acted already, and the second try posts twice. Where the provider knows an \
      idempotency key send it, `idempotency: {send: {header: Idempotency-Key}}`; else let it fail.
      """,
    failing: """
      actions:
        invite:
          title: Invite everybody
          request: {post: /invitations}
          errors:
            - {status: [5xx], then: retry}
      #                             ^^^^^ rate/retry-unsafe
      """,
    passing: """
      actions:
        invite:
          title: Invite everybody
          request: {post: /invitations}
          idempotency: {send: {header: Idempotency-Key}}
          errors:
            - {status: [5xx], then: retry}
      """)
}
