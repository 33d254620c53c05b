import Diagnostics
import Language
import Rehearsal
import TestSupport
import Testing

/// Signing in is held against its recording, from the consent page to the token that is given back.
struct SignInTests {
  private static let connector = """
    settings:
      client_id: {type: string, title: Client id}
      client_secret: {type: secret, title: Client secret}
    auth:
      type: oauth2
      grant: authorization_code
      authorize_url: https://login.example.com/authorize
      token_url: https://login.example.com/token
      client_id: ${settings.client_id}
      client_secret: ${settings.client_secret}
      client_auth: basic
      scopes: [offline]
      capture: {company: "callback['company']"}
      revoke: {post: "https://login.example.com/revoke", form: {token: "${token}"}}
    http:
      base_url: https://api.example.com/${account.company}
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: cursor, token: body.next, send: {query: cursor}}
        deletions: {type: none}
        scopes: [people.read]

    """
  private static let tests = """
    --- connectors/acme/tests.yaml
    settings: {client_id: made-up-client, client_secret: made-up-secret}
    account: {company: c1}
    cases:
      - name: somebody consents
        sign_in: {lasts: 1h, refresh_lasts: 1d}
        recording: sign-in

    """
  private static let recording = """
    --- connectors/acme/recordings/sign-in.http (whole)
    ### the consent page
    GET https://login.example.com/authorize?response_type=code&client_id=made-up-client\
    &redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&state={secret}&scope=offline%20people.read&code_challenge={secret}&code_challenge_method=S256

    HTTP 302
    Location: https://app.example.com/callback?code=made-up-code&state={secret}&company=c1

    ### tokens
    POST https://login.example.com/token
    Authorization: Basic made-up-client:made-up-secret

    grant_type=authorization_code&code=made-up-code&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&code_verifier={secret}

    HTTP 200
    Content-Type: application/json

    {"access_token": "made-up-token", "refresh_token": "made-up-refresh-token", "expires_in": 3600, "refresh_token_expires_in": 86400}

    ### the check
    GET /me
    Authorization: Bearer made-up-token

    HTTP 200
    Content-Type: application/json

    {"id": "u1"}

    ### a new token
    POST https://login.example.com/token
    Authorization: Basic made-up-client:made-up-secret

    grant_type=refresh_token&refresh_token=made-up-refresh-token

    HTTP 200
    Content-Type: application/json

    {"access_token": "made-up-second-token", "expires_in": 3600}

    ### it is given back
    POST https://login.example.com/revoke

    token=made-up-second-token

    HTTP 200

    """

  private func findings(_ text: String = connector + tests + recording) async -> [String] {
    let project = ExampleProject.project(ExampleProject.overlaid(with: text))
    let problems = project.findings.all.filter { $0.severity == .error }.map(\.message)
    let rehearsal = await ConnectorRehearsal.play(project.connectors[0], models: project.models)
    let found = rehearsal.cases.flatMap(\.findings) + rehearsal.findings
    return problems + found.map { "\($0.rule.id): \($0.message)" }
  }

  @Test func `a connection is played from consent to its end`() async {
    #expect(await findings() == [])
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let right: String
    let wrong: String
    let words: String
    var testDescription: String { wrong }
  }

  static let mistakes = [
    Mistake(
      right: "token_url: https://login.example.com/token",
      wrong: "token_url: https://login.example.com/tokens",
      words: "run/unrecorded-request: no recorded exchange answers POST https://login.example.com/tokens"),
    Mistake(
      right: "client_auth: basic", wrong: "client_auth: body",
      words: "run/unrecorded-request: no recorded exchange answers POST https://login.example.com/token"),
    Mistake(
      right: "[people.read]", wrong: "[people.write]",
      words: "run/unrecorded-request: no recorded exchange answers GET https://login.example.com/authorize"),
    Mistake(
      right: "scopes: [offline]", wrong: "scopes: [offline]\n  prefix: \"Token \"",
      words: "run/unrecorded-request: no recorded exchange answers GET https://api.example.com/c1/me"),
    Mistake(
      right: "scopes: [offline]", wrong: "scopes: [offline]\n  access_token: body.token",
      words: "run/failed: it fails: "),
    Mistake(
      right: "callback['company']", wrong: "callback['tenant']",
      words: "run/difference: `account.company` is not captured"),
    Mistake(
      right: "account: {company: c1}", wrong: "account: {company: c2}",
      words: "run/unrecorded-request: no recorded exchange answers GET https://api.example.com/c1/me"),
    Mistake(
      right: "{lasts: 1h", wrong: "{lasts: 2h", words: "run/difference: the token is good for 3600.0 s"),
    Mistake(
      right: "scopes: [offline]", wrong: "scopes: [offline]\n  rotates: true",
      words: "run/difference: the connector says `rotates: true`"),
    Mistake(
      right: "\"made-up-second-token\",", wrong: "\"made-up-second-token\", \"refresh_token\": \"another\",",
      words: "run/difference: the recorded renewal gives another refresh token"),
    Mistake(
      right: "refresh_lasts: 1d", wrong: "refresh_lasts: 30d",
      words: "run/difference: the refresh token is good for 86400.0 s"),
    Mistake(
      right: "form: {token: \"${token}\"}", wrong: "form: {token: \"${refresh_token}\"}",
      words: "run/unrecorded-request: no recorded exchange answers POST https://login.example.com/revoke"),
    Mistake(
      right: "revoke: {post: \"https://login.example.com/revoke\", form: {token: \"${token}\"}}",
      wrong: "refresh_token_lasts: 1d",
      words: "run/unasked-exchange: nobody asks for POST https://login.example.com/revoke"),
  ]

  @Test(arguments: mistakes) func `a mistake is found`(_ mistake: Mistake) async {
    let text = Self.connector + Self.tests + Self.recording
    #expect(text.contains(mistake.right))
    let found = await findings(text.replacing(mistake.right, with: mistake.wrong, maxReplacements: 1))
    #expect(found.first?.hasPrefix(mistake.words) ?? false, "\(found)")
  }

  @Test func `a refusal is a case as well`() async {
    let refused = """
      --- connectors/acme/tests.yaml
      settings: {client_id: made-up-client, client_secret: made-up-secret}
      account: {company: c1}
      cases:
        - name: nobody consents
          sign_in: {}
          recording: sign-in
          fails: {kind: credentials, message: access was denied}
      --- connectors/acme/recordings/sign-in.http (whole)
      ### the consent page
      GET https://login.example.com/authorize?response_type=code&client_id=made-up-client\
      &redirect_uri={secret}&state={secret}&scope=offline%20people.read&code_challenge={secret}&code_challenge_method=S256

      HTTP 302
      Location: https://app.example.com/callback?error=access_denied&state={secret}

      """
    #expect(await findings(Self.connector + refused) == [])
  }

  /// What is signed is compared by its claims, with a key that is made up.
  @Test(arguments: [("made-up-app", true), ("other-app", false)])
  func `a signed assertion is compared by its claims`(_ issuer: String, _ isRight: Bool) async {
    let text = """
      settings:
        key: {type: secret, title: Private key, multiline: true}
      auth:
        type: oauth2
        grant: jwt_bearer
        token_url: https://login.example.com/token
        assertion: {algorithm: RS256, key: "${settings.key}", claims: {iss: \(issuer), sub: u1, aud: login}}
      --- connectors/acme/tests.yaml
      settings: {key: made-up}
      cases:
        - name: an assertion
          sign_in: {}
          recording: sign-in
      --- connectors/acme/recordings/sign-in.http (whole)
      ### a token
      POST https://login.example.com/token

      grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={"iss":"made-up-app","sub":"u1","aud":"login"}

      HTTP 200
      Content-Type: application/json

      {"access_token": "made-up-token", "expires_in": 3600}

      """
    #expect(await findings(text).isEmpty == isRight)
  }
}
