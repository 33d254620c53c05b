internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// What tests say of the connected account, held against what signing in captures.
///
/// Asked only where nothing else is wrong: a name that is wrong in the connector is told there.
enum TestAccountCheck: Check {
  static let rules: [Rule] = [.testUnknownAccountValue]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete, !report.hasErrors, let file = context.connector.tests?.file,
      context.connector.tests?.document.isPartial == false
    else { return }
    let cases = file[TestFile.cases] ?? []
    let shared = file[TestFile.account] ?? []
    let captured = context.account.fields.keys
    // A case that signs in says what it expects, which is held against the recording.
    let given = shared + cases.filter { !$0.block.has("sign_in") }.flatMap { $0[TestCase.account] ?? [] }
    let strange = given.filter { !captured.contains($0.name) }
    let names = Set(given.map(\.name))
    for value in strange {
      let near = Suggestions.nearest(to: value.name, among: captured.filter { !names.contains($0) })
      report.add(
        Finding(
          .testUnknownAccountValue, "nothing captures `\(value.name)` when the account is connected",
          at: value.nameRange, path: "account.\(value.name)",
          evidence: captured.isEmpty || !near.isEmpty
            ? [] : [.init("captured", captured.sorted().prefix(12).joined(separator: " · "))],
          suggestions: near, fixes: .renaming(value.nameRange, to: near, "a captured value")))
    }
    guard strange.isEmpty, file.block.has("account") else { return }
    let read = Set(texts.all.flatMap { $0.fieldNames(of: "account") })
    // What a challenge brings comes with the delivery of a case.
    let challenges = context.file[ConnectorFile.webhooks]?[WebhooksBlock.challenges] ?? []
    let kept = Set(challenges.flatMap { ($0[ChallengeBlock.keep] ?? []).map(\.name) })
    guard let missing = read.intersection(captured).subtracting(kept).subtracting(names).sorted().first else {
      return
    }
    report.add(
      Finding(
        .testUnknownAccountValue, "no case says `\(missing)` of the account, which expressions read",
        at: file.block.keyRange("account"), about: missing,
        path: "account",
        evidence: [.init("add", "`\(missing)`, a made-up one")]))
  }
}

extension Rule {
  private static func account(_ tests: String) -> Diagnostics.Example {
    """
    settings:
      client_id: {type: string, title: Client ID}
      client_secret: {type: secret, title: Client secret}
    auth:
      type: oauth2
      grant: authorization_code
      authorize_url: https://acme.example.com/authorize
      token_url: https://acme.example.com/token
      client_id: ${settings.client_id}
      client_secret: ${settings.client_secret}
      capture: {company: body.company}
    http:
      base_url: https://api.example.com/v1
      headers: {X-Company: "${account.company}"}
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
    --- connectors/acme/tests.yaml
    settings: {client_id: made-up, client_secret: made-up}
    account:
    \(tests)
    cases:
      - name: two pages of employees
        stream: employees
        recording: employees
    \(Rule.expectBoth)
    """
  }

  static let testUnknownAccountValue = Rule(
    "test/unknown-account-value", .warning, .likely,
    "what a test says of the account, and what signing in captures, have different names",
    page: """
      `account` stands in a test for what `auth.capture` finds when an account is connected. A name that nothing captures has no effect, and \
      one that expressions read and no case says is nothing in all of them, so that the cases show something else than a run does.
      """,
    failing: account("  comapny: c1\n# ^^^^^^^ test/unknown-account-value"),
    passing: account("  company: c1"))
}
