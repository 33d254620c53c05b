package import YAML

/// The tests of a connector: `connectors/<name>/tests.yaml`.
package struct TestFile: Construct {
  package static let about = About(
    "tests", "The tests of a connector: recordings in, canonical records out.",
    details:
      """
      The file is `connectors/<name>/tests.yaml`; recordings are files `recordings/<name>.http` beside it. A recording is a list of exchanges: a \
      line `### title`, the request line with its path below `base_url`, its headers, an empty line and its body, then `HTTP 200`, headers, an \
      empty line and the body. Each answers once, in the order of the file. Method, path and query must agree, and a header or a body where one \
      was recorded; credentials are left out or written `{secret}`, and a GraphQL body may leave out its `query`. A stream with \
      `for_each` first asks for what it goes through: its recording begins with those exchanges. Signing in is played by cases of `sign_in` \
      alone: the requests of others have made-up credentials, and what signing in captures is given as `account`.
      """,
    example: """
      tests: 1
      cases:
        - name: two pages of employees
          stream: employees
          settings: {subdomain: acme, api_key: test-key}
          recording: employees
          expect:
            employee:
              - {id: "1", first_name: Ada, employment_status: active}
      """)
  package static let edition = Field<Int>.required(
    "tests", .integer(1...1), "The edition of the language; this is edition 1.", aka: ["spec", "version"])
  package static let settings = Field<[Named<Node>]>.defaulted(
    "settings", .map(.anything), [], shown: "{}", "Settings that all cases share; never real ones.")
  package static let account = Field<[Named<Node>]>.defaulted(
    "account", .map(.anything), [], shown: "{}",
    "Values of `auth.capture` that all cases share; never real ones.")
  package static let cases = Field<[TestCase]>.required(
    "cases", .list(.block(), atLeast: 1), "The tests.", aka: ["examples", "scenarios"])
  package static let fields: [any AnyField] = [edition, settings, account, cases]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// One test.
package struct TestCase: Construct {
  package static let about = About(
    "tests/case", "One test: what is run, which recording answers, what must come of it.",
    example: "name: empty list\nstream: employees\nrecording: employees-empty\nexpect: {employee: []}")
  package static let name = Field<Placed<String>>.required(
    "name", .placed(.text), "What it shows.", aka: ["title"])
  package static let stream = Field<Placed<String>>.optional(
    "stream", .placed(.text(.streamReference)), "The stream that is read.")
  package static let webhook = Field<DeliveryBlock>.optional(
    "webhook", .block(), "The delivery that arrives.")
  package static let action = Field<Placed<String>>.optional(
    "action", .placed(.text), "The action that is run.")
  package static let signIn = Field<SignInBlock>.optional(
    "sign_in", .block(), "An account is connected: the ways of `auth` are tried.", aka: ["login", "auth"])
  package static let input = Field<[Named<Node>]>.defaulted(
    "input", .map(.anything), [], shown: "{}", "The inputs of the action.")
  package static let settings = Field<[Named<Node>]>.defaulted(
    "settings", .map(.anything), [], shown: "{}", "Settings of this case, over those of the file.")
  package static let account = Field<[Named<Node>]>.defaulted(
    "account", .map(.anything), [], shown: "{}",
    "Values of `auth.capture` of this case, over those of the file.")
  package static let pageSize = Field<Int>.optional(
    "page_size", .integer(1...100_000),
    "The size of a page in place of the stream's, so that small recordings show paging.")
  package static let recording = Field<Placed<String>>.optional(
    "recording", .placed(.text(.recordingReference)), "The file `recordings/<name>.http` that answers.",
    aka: ["fixture", "cassette", "replay"])
  package static let since = Field<String>.optional(
    "since", .text, "The cursor that the run begins with.", aka: ["cursor", "state"])
  package static let now = Field<String>.optional(
    "now", .text, "The moment at which it runs; `\(standardMoment)` when it is left out.")
  /// The moment of cases that name none, so that they come out alike whenever they run.
  package static let standardMoment = "2026-11-20T12:00:00Z"
  /// Of one model in one case.
  private static let mostRecords = 10_000
  package static let expect = Field<[Named<[Node]>]>.optional(
    "expect", .map(.list(.anything, atMost: mostRecords), keys: .name),
    "The canonical records by model, in order.",
    aka: ["expected", "output", "records"])
  package static let deleted = Field<[Named<[Node]>]>.optional(
    "deleted", .map(.list(.anything, atMost: mostRecords), keys: .name),
    "The source ids by model of canonical records that are marked as gone; the parts of a composite key with `:` between them."
  )
  package static let partial = Field<Bool>.defaulted(
    "partial", .boolean, false, shown: "false", "Fields that are not named in `expect` may be anything.")
  package static let fails = Field<ExpectedFailure>.optional(
    "fails", .block(), "It must fail, like this.", aka: ["error", "expect_error"])
  package static let result = Field<[Named<Node>]>.optional(
    "result", .map(.anything), "The result of the action.")
  package static let fields: [any AnyField] = [
    name, stream, webhook, action, signIn, input, settings, account, recording, since, now, pageSize, expect,
    deleted,
    partial, fails, result,
  ]
  package static let constraints: [Constraint] = [
    .exactlyOne(["stream", "webhook", "action", "sign_in"]),
    .atLeastOne(["expect", "deleted", "fails", "result", "sign_in"]), .needs("input", "action"),
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A failure that a test wants.
package struct ExpectedFailure: Construct {
  package static let about = About(
    "tests/fails", "A failure that a test wants.", example: "kind: credentials\ncode: token_revoked")
  package static let kind = Field<FailureKind>.required("kind", .choice(), "Who can put it right.")
  package static let code = Field<String>.optional("code", .text, "The provider's code.")
  package static let message = Field<String>.optional("message", .text, "A part of the provider's words.")
  package static let fields: [any AnyField] = [kind, code, message]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A delivery of a webhook, in a test.
package struct DeliveryBlock: Construct {
  package static let about = About(
    "tests/webhook", "A delivery of a webhook.",
    example: "headers: {X-Signature: valid}\nbody: '{\"type\":\"ping\"}'\nstatus: 200")
  package static let method = Field<String>.defaulted("method", .text, "POST", shown: "POST", "Its method.")
  package static let query = Field<[Named<String>]>.defaulted(
    "query", .map(.text), [], shown: "{}", "Its query.")
  package static let headers = Field<[Named<String>]>.defaulted(
    "headers", .map(.text, keys: .header), [], shown: "{}", "Its headers.")
  package static let body = Field<String>.optional("body", .text(.anything), "Its body, byte for byte.")
  package static let sign = Field<Bool>.defaulted(
    "sign", .boolean, true, shown: "true",
    "Sign it as the connector's `signature` says, with the settings of the test.")
  package static let status = Field<Int>.defaulted(
    "status", .integer(200...599), 200, shown: "200", "The status it must be answered with.")
  package static let answer = Field<String>.optional("answer", .text, "The body it must be answered with.")
  package static let fields: [any AnyField] = [method, query, headers, body, sign, status, answer]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
