/// What all requests of a connector have in common.
package struct HTTPBlock: Construct {
  package static let about = About(
    "http", "What all requests of a connector have in common: address, headers, limits, errors.",
    example: """
      base_url: https://${settings.subdomain}.example.com/api/v1
      headers: {Accept: application/json}
      rate_limit: {requests: 100, per: 1m, concurrency: 4}
      throttled: {status: [429], wait: {header: Retry-After}}
      """)
  package static let baseURL = Field<Template>.required(
    "base_url", .template(.connect), "What paths are appended to.",
    aka: ["url_base", "host", "server", "endpoint", "url"])
  package static let headers = RequestBlock.headers(.request)
  package static let query = RequestBlock.query(.request)
  package static let timeouts = Field<TimeoutsBlock>.optional(
    "timeouts", .block(), "How long to wait for what.", aka: ["timeout"])
  package static let rateLimit = Field<[RateLimitBlock]>.optional(
    "rate_limit", .oneOrMore(.block()), "How fast one may call; several limits hold together.",
    aka: ["rate_limits", "limits", "throttle", "api_budget", "ratelimit"])
  package static let quota = Field<QuotaBlock>.optional(
    "quota", .block(), "Headers in which the server tells what is left.")
  package static let throttled = Field<ThrottledBlock>.optional(
    "throttled", .block(), "How the provider says `slow down`, and where it says for how long.",
    aka: ["throttling", "backoff"])
  package static let errors = Field<[ErrorRule]>.defaulted(
    "errors", .list(.block()), [], shown: "[]",
    "What certain replies mean, first match wins; an unlisted 4xx fails, an unlisted 5xx is retried.",
    aka: ["error_handler", "error_handlers", "response_filters"])
  package static let retry = Field<RetryBlock>.optional(
    "retry", .block(), "How often and how patiently a failed request is repeated.", aka: ["retries"])
  package static let circuitBreaker = Field<CircuitBreakerBlock>.optional(
    "circuit_breaker", .block(), "When to stop calling a provider that is down.")
  package static let userAgent = Field<String>.optional(
    "user_agent", .text, "What to send as User-Agent, for providers that demand a contact.")
  package static let fields: [any AnyField] = [
    baseURL, headers, query, timeouts, rateLimit, quota, throttled, errors, retry, circuitBreaker, userAgent,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How long to wait for what.
package struct TimeoutsBlock: Construct {
  package static let about = About(
    "http/timeouts", "How long to wait for what.", example: "connect: 10s\nidle: 30s\ntotal: 2m")
  package static let connect = Field<Milliseconds>.defaulted(
    "connect", .duration, Milliseconds(10_000), shown: "10s", "For the connection.")
  package static let idle = Field<Milliseconds>.defaulted(
    "idle", .duration, Milliseconds(30_000), shown: "30s", "Between two pieces of the reply.", aka: ["read"])
  package static let total = Field<Milliseconds>.defaulted(
    "total", .duration, Milliseconds(120_000), shown: "2m", "For the whole request.")
  package static let fields: [any AnyField] = [connect, idle, total]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// One limit on calls.
package struct RateLimitBlock: Construct {
  package static let about = About(
    "http/rate_limit", "One limit on calls; several limits hold together.",
    details:
      """
      Several limits are a list: `[{requests: 500, per: 1m}, {requests: 40, per: 1m, paths: [/batch]}]`. A limit of each channel is \
      `{requests: 1, per: 1s, paths: [/messages], each: request.body.channel}`; what it counted is not remembered across restarts, and calls \
      that have no value for it share one limit.
      """,
    example: "requests: 500\nper: 1m\nconcurrency: 4\nscope: account")
  package static let requests = Field<Int>.optional(
    "requests", .integer(1...10_000_000), "How many requests (or points of cost) are allowed in the time.",
    aka: ["limit", "max", "rate", "calls"])
  package static let per = Field<Milliseconds>.optional(
    "per", .duration, "The time.", aka: ["interval", "window", "period"])
  package static let style = Field<RateStyle>.defaulted(
    "style", .choice(), .bucket, shown: "bucket", "How the allowance comes back.")
  package static let burst = Field<Int>.optional(
    "burst", .integer(1...10_000_000), "How many may go at once; by default as many as `requests`.")
  package static let concurrency = Field<Int>.optional(
    "concurrency", .integer(1...1000), "How many may be under way at a time, in each process for itself.",
    aka: ["max_concurrent", "parallel"])
  package static let cost = Field<ExpressionText>.optional(
    "cost", .expression(.request, .integer), "What one request costs; 1 by default.", aka: ["weight"])
  package static let scope = Field<RateScope>.defaulted(
    "scope", .choice(), .account, shown: "account", "Who shares the limit.")
  package static let paths = Field<[Placed<String>]>.optional(
    "paths", .list(.placed(.text), atLeast: 1),
    "Paths to which the limit applies, `*` for any part; all by default.", aka: ["path", "endpoints"])
  package static let each = Field<ExpressionText>.optional(
    "each", .expression(.limit),
    "What has the limit for itself, a channel or a mailbox for instance: each value of this is counted alone.",
    aka: ["key", "by", "partition_by", "per_key"])
  package static let fields: [any AnyField] = [
    requests, per, style, burst, concurrency, cost, scope, paths, each,
  ]
  package static let constraints: [Constraint] = [
    .atLeastOne(["requests", "concurrency"]), .needs("requests", "per"), .needs("per", "requests"),
    .needs("burst", "requests"),
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How an allowance comes back.
package enum RateStyle: String, ChoiceValue {
  case bucket, window
  package var summary: String {
    switch self {
    case .bucket: "little by little (token bucket)"
    case .window: "all at once when the time begins anew"
    }
  }
}

/// Who shares a limit.
package enum RateScope: String, ChoiceValue {
  case account, application
  package var summary: String {
    switch self {
    case .account: "each connected account has its own"
    case .application: "all accounts of this installation together"
    }
  }
}

/// Headers that tell what is left.
package struct QuotaBlock: Construct {
  package static let about = About(
    "http/quota",
    "Headers in which the server tells what is left, so that the runtime slows down before it is refused.",
    example: "remaining: X-RateLimit-Remaining\nreset: {header: X-RateLimit-Reset, format: unix}")
  package static let remaining = Field<String>.required(
    "remaining", .text(.header), "The header with the number of requests left.")
  package static let limit = Field<String>.optional(
    "limit", .text(.header), "The header with the size of the allowance.")
  package static let reset = Field<WaitBlock>.optional(
    "reset", .block(), "Where it says when the allowance is full again.")
  package static let keep = Field<Int>.defaulted(
    "keep", .integer(0...1_000_000), 0, shown: "0",
    "How many requests to leave for others; never more than half of what `limit` tells.")
  package static let fields: [any AnyField] = [remaining, limit, reset, keep]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How a provider says `slow down`.
package struct ThrottledBlock: Construct {
  package static let about = About(
    "http/throttled", "How the provider says `slow down`, and where it says for how long.",
    details:
      """
      Any one of `status`, `when` and `header` suffices, and 429 means it too unless `status` says otherwise; in an error rule, \
      `status` and `when` must both hold.
      """,
    example: "status: [429, 503]\nwait: {header: Retry-After}")
  package static let status = Field<[Placed<StatusRange>]>.defaulted(
    "status", .statuses(atLeast: 0), [], shown: "[429]",
    "The statuses that mean it; `[]` where only `when` or `header` tells, because a 429 may mean something else.",
    aka: ["codes", "http_codes", "statuses", "status_code", "status_codes", "error_code"])
  package static let when = Field<ExpressionText>.optional(
    "when", .expression(.response, .boolean), "A condition that means it, whatever the status.",
    aka: ["predicate", "if"])
  package static let header = Field<String>.optional(
    "header", .text(.header), "A header whose presence means it.")
  package static let wait = Field<WaitBlock>.optional(
    "wait", .block(), "Where the reply says for how long; backoff when it does not.",
    aka: ["retry_after", "delay"])
  package static let fields: [any AnyField] = [status, when, header, wait]
  package static let constraints: [Constraint] = [.atLeastOne(["status", "when", "header"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How long to wait.
package struct WaitBlock: Construct {
  package static let about = About(
    "http/wait", "How long to wait: what a header or the body says, or a fixed time.",
    example: "header: Retry-After\nformat: auto")
  package static let header = Field<String>.optional("header", .text(.header), "The header that says it.")
  package static let value = Field<ExpressionText>.optional(
    "value", .expression(.response), "An expression that finds it, in the body for instance.",
    aka: ["body", "path"])
  package static let fixed = Field<Milliseconds>.optional("fixed", .duration, "Always this long.")
  package static let format = Field<WaitFormat>.defaulted(
    "format", .waitFormat, .word(.auto), shown: "auto",
    "How the value is written: one of the words, or a time format for a moment.")
  package static let atMost = Field<Milliseconds>.defaulted(
    "at_most", .duration, Milliseconds(3_600_000), shown: "1h",
    "Give up when the wait would be longer; runs to come call nobody until it is over, for a day at most.",
    aka: ["max"])
  package static let fields: [any AnyField] = [header, value, fixed, format, atMost]
  package static let constraints: [Constraint] = [.exactlyOne(["header", "value", "fixed"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What a reply means.
package struct ErrorRule: Construct {
  package static let about = About(
    "http/error", "What certain replies mean and what to do; also for errors that arrive with status 200.",
    example: """
      status: [401]
      when: body.error == "token_expired"
      then: refresh_auth
      code: body.error
      message: body.error_description
      """)
  package static let status = Field<[Placed<StatusRange>]>.defaulted(
    "status", .statuses, [], shown: "any", "The statuses it applies to.",
    aka: ["codes", "http_codes", "statuses"])
  package static let when = Field<ExpressionText>.optional(
    "when", .expression(.response, .boolean), "A condition on the reply.",
    aka: ["predicate", "if", "error_message_contains"])
  package static let then = Field<ErrorAction>.defaulted(
    "then", .choice(), .fail, shown: "fail", "What to do.", aka: ["action", "do"])
  package static let kind = Field<FailureKind>.optional(
    "kind", .choice(), "Who can put it right; told from the status by default.",
    aka: ["failure_type", "class"])
  package static let code = Field<ExpressionText>.optional(
    "code", .expression(.response), "The provider's own code, for reports.")
  package static let message = Field<ExpressionText>.optional(
    "message", .expression(.response), "The provider's own words, for reports.", aka: ["error_message"])
  package static let setting = Field<Placed<String>>.optional(
    "setting", .placed(.text(.settingReference)), "The setting that is at fault, for the form.")
  package static let fields: [any AnyField] = [status, when, then, kind, code, message, setting]
  package static let constraints: [Constraint] = [.atLeastOne(["status", "when"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What to do about a reply.
package enum ErrorAction: String, ChoiceValue {
  case fail, retry, refresh_auth, skip_record, gone, skip_stream, end_pages, empty, restart
  package var summary: String {
    switch self {
    case .fail:
      "report it and stop this stream, or that part of it which is read for one of several; `kind: credentials` or `quota` stops all of them"
    case .retry: "try again, as `retry` says"
    case .refresh_auth: "get a new token and try once more"
    case .skip_record:
      "leave out the parent or record asked for, or those of a batch that are meant; reported as missing where it was read before"
    case .gone:
      "the part asked for, one parent of several, is no more: as if nothing named it, so that a listing deletes what it held; of a batch likewise"
    case .skip_stream:
      "leave out the stream, reported as not available; an account that never had it misses nothing"
    case .end_pages: "there are no further pages"
    case .empty: "an answer without records"
    case .restart: "forget the cursor and read everything"
    }
  }
}

/// Who can put a failure right.
package enum FailureKind: String, ChoiceValue {
  case credentials, permission, not_found, request, quota, provider
  package var summary: String {
    switch self {
    case .credentials: "the administrator: connect again"
    case .permission: "the administrator: grant access"
    case .not_found: "the administrator: a setting names what is not there"
    case .request: "the author of the connector"
    case .quota: "time, or a larger plan"
    case .provider: "the provider"
    }
  }
}

extension FailureKind {
  /// What is told from the status of a reply alone.
  package init(of status: Int) {
    self =
      switch status {
      case 401: .credentials
      case 403: .permission
      case 404, 410: .not_found
      case 402, 429: .quota
      case 408, 425, 500...: .provider
      default: .request
      }
  }
}

/// How a failed request is repeated.
package struct RetryBlock: Construct {
  package static let about = About(
    "http/retry", "How often and how patiently a failed request is repeated.",
    example: "attempts: 5\nbackoff: exponential\nfirst: 1s\nat_most: 1m")
  package static let attempts = Field<Int>.defaulted(
    "attempts", .integer(1...20), 5, shown: "5", "How many times in all, the first included.",
    aka: ["max_retries", "max_attempts", "retries"])
  package static let backoff = Field<BackoffStyle>.defaulted(
    "backoff", .choice(), .exponential, shown: "exponential",
    "How waits grow; each is then drawn at random up to its length.", aka: ["strategy"])
  package static let first = Field<Milliseconds>.defaulted(
    "first", .duration, Milliseconds(1000), shown: "1s", "The first wait.", aka: ["base", "initial"])
  package static let atMost = Field<Milliseconds>.defaulted(
    "at_most", .duration, Milliseconds(60_000), shown: "1m", "The longest wait.", aka: ["max"])
  package static let fields: [any AnyField] = [attempts, backoff, first, atMost]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How waits grow.
package enum BackoffStyle: String, ChoiceValue {
  case exponential, linear, constant
  package var summary: String {
    switch self {
    case .exponential: "each twice as long as the one before"
    case .linear: "each longer by the first"
    case .constant: "all the same"
    }
  }
}

/// When to stop calling.
package struct CircuitBreakerBlock: Construct {
  package static let about = About(
    "http/circuit_breaker",
    "When to stop calling a provider that is down; while it is open no attempt is used up.",
    example: "failures: 10\nwithin: 1m\nopen_for: 2m")
  package static let failures = Field<Int>.defaulted(
    "failures", .integer(1...1000), 10, shown: "10", "How many failures in a row open it.")
  package static let within = Field<Milliseconds>.defaulted(
    "within", .duration, Milliseconds(60_000), shown: "1m", "In what time.")
  package static let openFor = Field<Milliseconds>.defaulted(
    "open_for", .duration, Milliseconds(60_000), shown: "1m", "How long until one request is tried again.")
  package static let fields: [any AnyField] = [failures, within, openFor]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
