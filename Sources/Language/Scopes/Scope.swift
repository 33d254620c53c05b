/// Which variables an expression may use, decided by the key it stands under.
package enum Scope: String, Sendable, CaseIterable {
  /// Before any request: addresses and credentials.
  case settings
  /// Requests that log in or fetch a token.
  case connect
  /// The call that logs in.
  case login
  /// Reading the reply of a log-in, a token request or the callback of the consent page.
  case reply
  /// Giving a token back.
  case revoke
  /// The text that a request is signed over.
  case signing
  /// What a call is counted under by a limit.
  case limit
  /// Requests of a stream.
  case request
  /// Reading a page of a stream.
  case response
  /// One record of a stream, before it is mapped.
  case record
  /// A mapping: the record's own keys are variables.
  case mapping
  /// A delivery of a webhook, before it is taken apart.
  case webhook
  /// One event of a delivery.
  case event
  /// What an event means: the event and its kind.
  case routing
  /// The answer to a delivery.
  case answer
  /// The request of an action.
  case action
  /// Reading the reply of an action.
  case actionReply
  /// The name and the first and last line of a file for a partner.
  case file

  package var summary: String {
    switch self {
    case .settings: "before any request: addresses and credentials"
    case .connect: "requests that log in or fetch a token"
    case .login: "the call that logs in"
    case .reply: "the reply of a log-in, a token request or the consent page"
    case .revoke: "giving a token back"
    case .signing: "the text that a request is signed over"
    case .limit: "what a call is counted under by a limit"
    case .request: "requests of a stream"
    case .response: "a page that a stream read"
    case .record: "one record of a stream, before it is mapped"
    case .mapping: "a mapping, where the record's own keys are variables"
    case .webhook: "a delivery of a webhook"
    case .event: "one event of a webhook delivery"
    case .routing: "what an event means: the event and its kind"
    case .answer: "the answer to a delivery"
    case .action: "the request of an action"
    case .actionReply: "the reply of an action"
    case .file: "a file for a partner: its name, its first and last line"
    }
  }

  package var variables: [ContextVariable] {
    switch self {
    case .settings: [.settings]
    case .connect: [.settings, .account, .now]
    case .login: [.settings, .account, .now, .assertion]
    case .reply: [.settings, .account, .now, .status, .headers, .body, .callback]
    case .revoke: [.settings, .account, .now, .token, .refreshToken]
    case .signing: [.settings, .account, .now, .outgoing]
    case .limit: [.settings, .account, .now, .asked]
    case .request: Self.requestVariables
    case .response: Self.requestVariables + [.status, .headers, .body, .records, .last]
    case .record: Self.requestVariables + [.status, .headers, .body, .record]
    case .mapping: [.record, .settings, .account]
    case .webhook: Self.webhookVariables
    case .event: Self.webhookVariables + [.event]
    case .routing: Self.webhookVariables + [.event, .kind, .key]
    case .answer: Self.webhookVariables + [.computed]
    case .action: [.settings, .account, .now, .input]
    case .actionReply: [.settings, .account, .now, .input, .status, .headers, .body]
    case .file: [.settings, .file]
    }
  }

  private static let requestVariables: [ContextVariable] = [
    .settings, .account, .now, .since, .window, .page, .fields, .job, .pattern,
  ]
  private static let webhookVariables: [ContextVariable] = [
    .settings, .account, .now, .method, .url, .headers, .query, .body, .payload,
  ]
}

/// A variable that some expressions may use.
package struct ContextVariable: Sendable, Hashable {
  /// What the variable holds, for the type checker.
  package enum Content: Sendable, Hashable {
    /// The settings of the connector, a closed object.
    case settings
    /// The values that `auth.capture` names, a closed object.
    case account
    case instant
    case text
    case integer
    /// Header and query values by name.
    case textByName
    case anything
    case listOfRecords
    case record
    case page
    case window
    case textList
    case input
    case job
    case outgoingRequest
    case askedRequest
    case pattern
    case file
  }

  package let name: String
  package let content: Content
  package let summary: String
  /// The key that brings the variable into being, `changes` for `since`; nil when it is always there.
  package let needs: String?

  private init(_ name: String, _ content: Content, _ summary: String, needs: String? = nil) {
    self.name = name
    self.content = content
    self.summary = summary
    self.needs = needs
  }

  static let settings = ContextVariable("settings", .settings, "what the organization supplied")
  static let account = ContextVariable(
    "account", .account, "values captured when the account was connected, or kept of a webhook's challenge",
    needs: "auth.capture")
  static let now = ContextVariable("now", .instant, "the moment the run began")
  static let status = ContextVariable("status", .integer, "the status of the reply")
  static let headers = ContextVariable("headers", .textByName, "header values by lower-case name")
  static let body = ContextVariable("body", .anything, "the decoded body")
  static let callback = ContextVariable(
    "callback", .textByName, "query values of the consent page's callback")
  static let since = ContextVariable(
    "since", .instant,
    """
    the moment to read changes from, `overlap` subtracted; null in the first run where there is no `start`; written as RFC 3339 \
    where no function such as `format(since, 'yyyy-MM-dd')` is applied
    """,
    needs: "changes")
  static let window = ContextVariable(
    "window", .window, "the time window being read: start and end", needs: "changes (type window)")
  static let page = ContextVariable(
    "page", .page,
    "the page being read: number, offset, size, token; the first has no token but the one that `changes` of `type: token` kept"
  )
  static let fields = ContextVariable(
    "fields", .textList, "the field names asked for in this request", needs: "fields")
  static let job = ContextVariable(
    "job", .job,
    "the asynchronous job: id, the `body` that started it and, afterwards, the body that said it was `done`",
    needs: "job")
  static let records = ContextVariable("records", .listOfRecords, "the records of this page")
  static let last = ContextVariable("last", .record, "the last record of this page")
  static let record = ContextVariable("record", .record, "the record")
  static let outgoing = ContextVariable(
    "request", .outgoingRequest,
    """
    the request to be signed: method, url, host, path, query, body, body_sha256, timestamp, nonce; and the hash of `canonical`
    """)
  static let assertion = ContextVariable(
    "assertion", .text, "the token that was signed for this log-in", needs: "assertion")
  static let asked = ContextVariable(
    "request", .askedRequest,
    "the request that is to be made: method, path below the base address, query and body")
  static let token = ContextVariable("token", .text, "the access token")
  static let refreshToken = ContextVariable(
    "refresh_token", .text, "the refresh token, empty when there is none")
  static let pattern = ContextVariable(
    "with", .pattern, "the values that a stream made like another gives", needs: "like and with")
  static let method = ContextVariable("method", .text, "the method of the delivery")
  static let url = ContextVariable("url", .text, "the full address the delivery was sent to")
  static let query = ContextVariable("query", .textByName, "query values by name")
  static let payload = ContextVariable(
    "payload", .anything, "the decoded body of the delivery: JSON, or the values of a form by name")
  static let event = ContextVariable("event", .anything, "one event of the delivery")
  static let kind = ContextVariable("kind", .text, "the event's kind, as `webhooks.kind` finds it")
  static let key = ContextVariable("key", .anything, "the key that is read anew")
  static let computed = ContextVariable("computed", .text, "the keyed hash of `compute`", needs: "compute")
  static let input = ContextVariable("input", .input, "the inputs of the action")
  static let file = ContextVariable(
    "file", .file,
    "the file: day and time as 20260131 and 1415, number with nine digits, kind (`full` or `changes`), members and rows"
  )
}
