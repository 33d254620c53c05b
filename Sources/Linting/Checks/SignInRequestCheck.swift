internal import Diagnostics
internal import JSON
internal import Language
internal import YAML

/// What recorded sign-ins sent and got, held against what the way of signing in says.
enum SignInRequestCheck: Check {
  static let rules: [Rule] = [.otherSignIn]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete, let file = context.connector.tests?.file else { return }
    var told: Set<[String]> = []
    for test in file[TestFile.cases] ?? [] where test[TestCase.signIn] != nil && !report.touch(test.block) {
      guard let name = test[TestCase.recording]?.value, let recording = context.connector.recording(name)
      else { continue }
      let shown = SignInCase(test, recording, context)
      if let finding = otherWay(shown) {
        report.add(finding)
        continue
      }
      for proof in shown.proofs where !proof.isDamaged && !report.touch(proof.node.range) {
        guard let difference = difference(shown, proof),
          told.insert(proof.path.components + [difference.key]).inserted
        else { continue }
        let place = proof.has(difference.key) ? proof.keyRange(difference.key) : proof.head
        report.add(
          Finding(
            .otherSignIn, difference.message,
            at: difference.isOfCase ? difference.seen : context.own(place), about: difference.key,
            path: proof.path.description,
            related: difference.isOfCase ? [] : [.init("shown here", at: difference.seen)],
            suggestions: difference.suggestion.map { [$0] } ?? []))
      }
    }
  }

  /// A token was asked for in a way of which the case, by its settings, has none.
  private static func otherWay(_ shown: SignInCase) -> Finding? {
    guard let grant = shown.tokens.first?.grant, grant != "refresh_token",
      !shown.proofs.contains(where: { asks(for: grant, $0) || $0.isDamaged }),
      shown.context.file.proofs.contains(where: { asks(for: grant, $0) })
    else { return nil }
    if let setting = unchosen(shown) {
      return Finding(
        .otherSignIn,
        "`\(setting.name)` has no `default`, and the case of a recorded sign-in does not choose",
        at: shown.context.own(setting.nameRange), about: "settings", path: "settings.\(setting.name)",
        related: [.init("the case", at: shown.test.block.keyRange("sign_in"))], suggestions: ["default: ..."])
    }
    return Finding(
      .otherSignIn,
      "the recorded sign-in is of another way than the one that the `settings` of the case choose",
      at: shown.test.block.keyRange("sign_in"), about: "settings", path: "\(shown.test.block.path)",
      related: shown.exchanges.first.map { [.init("recorded here", at: $0.targetRange)] } ?? [])
  }

  /// The setting by which a way is chosen, where neither the case nor a default says which.
  private static func unchosen(_ shown: SignInCase) -> Named<Block>? {
    let file = shown.context.file
    guard let by = file[ConnectorFile.auth]?.as(ChosenAuth.self)?[ChosenAuth.by]?.value,
      let setting = file[ConnectorFile.settings]?.named(by), !setting.value.has("default"),
      !setting.value.isDamaged, shown.test[TestCase.settings]?.named(by) == nil,
      shown.context.connector.tests?.file?[TestFile.settings]?.named(by) == nil
    else { return nil }
    return setting
  }

  private static func asks(for grant: String, _ proof: Block) -> Bool {
    switch grant {
    case "authorization_code": proof.as(AuthorizationCodeGrant.self) != nil
    case "client_credentials": proof.as(ClientCredentialsGrant.self) != nil
    case "password": proof.as(PasswordGrant.self) != nil
    default: proof.as(JWTBearerGrant.self) != nil
    }
  }

  /// What a case shows otherwise than a way of signing in does it, and the key of that way which would say so.
  struct Difference {
    let key: String
    let message: String
    let seen: SourceRange
    var suggestion: String?
    /// The case is misspelt, and not what it shows.
    var isOfCase = false
  }

  /// The first difference: others may follow from it.
  private static func difference(_ shown: SignInCase, _ proof: Block) -> Difference? {
    if AuthCheck.isOAuth2(proof), let difference = TokenRequestEvidence(shown, proof).difference {
      return difference
    }
    return calls(shown, proof) ?? header(shown, proof) ?? life(shown, proof) ?? captured(shown, proof)
  }

  /// A call that another way of signing in makes, and this one does not.
  private static func calls(_ shown: SignInCase, _ proof: Block) -> Difference? {
    for exchange in shown.exchanges {
      let callers = shown.context.requests.filter { $0.owner == .auth && $0.pattern.fit(exchange) != nil }
      guard !callers.isEmpty, !shown.checks.contains(where: { $0 === exchange }),
        !callers.contains(where: { shown.isCall($0, of: shown.proofs) }), let key = shown.key(of: callers[0]),
        !proof.has(key)
      else { continue }
      return Difference(
        key: key, message: "the recorded sign-in ends with a call that is the `\(key)` of another way",
        seen: exchange.targetRange)
    }
    return nil
  }

  /// How the proof is sent, where it was recorded with a request.
  private static func header(_ shown: SignInCase, _ proof: Block) -> Difference? {
    for exchange in shown.checks {
      if !proof.has("send"), let header = shown.sentByOthers(exchange) {
        return Difference(
          key: "send",
          message: "the recorded request carries the header `\(header.name)`, and no `send` puts it there",
          seen: header.range, suggestion: "send: {header: \(header.name)}")
      }
      guard let header = exchange.requestHeader("Authorization") else { continue }
      let words = header.value.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2, let scheme = words.first, !scheme.hasPrefix("{") else { continue }
      if proof.as(BasicAuth.self) != nil, !proof.has("password"), scheme == "Basic" {
        let parts = words[1].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { continue }
        return Difference(
          key: "password", message: "the recorded request has a password, and no `password` says which",
          seen: header.range)
      }
      guard !proof.has("prefix"), let usual = usualScheme(proof), usual != scheme else { continue }
      return Difference(
        key: "prefix",
        message: "the recorded request says `\(scheme)` before the token, and `prefix` is `\(usual)`",
        seen: header.range, suggestion: "prefix: \(scheme)")
    }
    return nil
  }

  private static func usualScheme(_ proof: Block) -> String? {
    if proof.as(BearerAuth.self) != nil { return BearerAuth.prefix.standard }
    guard AuthCheck.isOAuth2(proof), !proof.has("send") else { return nil }
    return OAuth2Fields.prefix.standard.flatMap { $0.split(separator: " ").first.map(String.init) }
  }

  /// For how long what was signed in for is good.
  private static func life(_ shown: SignInCase, _ proof: Block) -> Difference? {
    let replies = shown.tokens.compactMap { $0.exchange.json?.root }
    func isTold(_ names: String...) -> Bool {
      replies.contains { reply in names.contains { reply[$0].map { $0.kind != .null } ?? false } }
    }
    let signIn = shown.test[TestCase.signIn]
    let isKept = AuthCheck.isOAuth2(proof) || proof.as(SessionAuth.self) != nil
    guard isKept, let place = signIn?.block else { return nil }
    if place.has("lasts"), !["lasts", "expires_in", "expires_at"].contains(where: proof.has),
      !isTold("expires_in")
    {
      return Difference(
        key: "lasts",
        message: "the token must be good for a while, and neither the reply nor `lasts` says how long",
        seen: place.keyRange("lasts"))
    }
    if place.has("refresh_lasts"), !proof.has("refresh_token_lasts"),
      !isTold("refresh_token_expires_in", "refresh_expires_in")
    {
      return Difference(
        key: "refresh_token_lasts",
        message: "the refresh token must be good for a while, and no `refresh_token_lasts` says how long",
        seen: place.keyRange("refresh_lasts"))
    }
    return nil
  }

  /// What the case expects to be captured.
  private static func captured(_ shown: SignInCase, _ proof: Block) -> Difference? {
    let captured =
      (proof[CaptureField.capture] ?? [])
      + (proof[OAuth2Fields.identify]?[CaptureField.capture] ?? [])
    let expected = shown.test[TestCase.account] ?? []
    guard let missing = expected.first(where: { entry in !captured.contains { $0.name == entry.name } })
    else {
      return nil
    }
    let free = captured.map(\.name).filter { name in !expected.contains { $0.name == name } }
    let near = Suggestions.nearest(to: missing.name, among: free).first
    return Difference(
      key: "capture",
      message: "the case expects `\(missing.name)` of the account, and this way has no `capture` of it",
      seen: missing.nameRange, suggestion: near, isOfCase: near != nil)
  }
}

/// A case that signs in, the proofs that it uses, and what was recorded.
struct SignInCase {
  let test: TestCase
  let proofs: [Block]
  let exchanges: [Exchange]
  let context: ConnectorContext
  /// The requests for a token.
  let tokens: [TokenRequest]
  /// The calls that prove what was signed in for.
  let checks: [Exchange]

  init(_ test: TestCase, _ recording: Recording, _ context: ConnectorContext) {
    self.test = test
    self.context = context
    proofs = context.proofs(of: test)
    exchanges = recording.exchanges
    tokens = exchanges.compactMap { TokenRequest($0, recording.file) }
    let check = context.requests.first { $0.owner == .check }
    checks = exchanges.filter { check?.pattern.fit($0) != nil }
  }

  /// Whether a request is a call that one of these ways of signing in makes besides asking for a token.
  func isCall(_ request: WrittenRequest, of proofs: [Block]) -> Bool {
    proofs.contains { Self.calls(of: $0).contains { $0.block === request.block } }
  }

  /// The key under which some way of signing in makes this call.
  func key(of request: WrittenRequest) -> String? {
    context.file.proofs.lazy.flatMap(Self.calls).first { $0.block === request.block }?.key
  }

  private static func calls(of proof: Block) -> [(key: String, block: Block?)] {
    [
      ("revoke", proof[OAuth2Fields.revoke]?.block), ("identify", proof[OAuth2Fields.identify]?.block),
      ("logout", proof[SessionAuth.logout]?.block), ("login", proof[SessionAuth.login]?.block),
    ]
  }

  /// A header that another way of signing in sends, and none of the case's.
  func sentByOthers(_ exchange: Exchange) -> Exchange.Header? {
    func headers(_ proofs: [Block]) -> [String] {
      proofs.compactMap {
        $0[OAuth2Fields.send]?.as(HeaderPlacement.self)?[HeaderPlacement.name]?.lowercased()
      }
    }
    let own = headers(proofs)
    return headers(context.file.proofs).lazy.filter { !own.contains($0) }.compactMap(exchange.requestHeader)
      .first
  }
}

extension Exchange {
  func requestHeader(_ name: String) -> Header? {
    let name = name.lowercased()
    return requestHeaders.first { $0.lowercaseName == name }
  }
}

extension Rule {
  private static func signedIn(_ proof: String, _ marker: String = "") -> Diagnostics.Example {
    """
    auth:
      type: oauth2
      grant: client_credentials
      token_url: https://api.example.com/token
      client_id: acme-app
      client_secret: ${settings.api_key}
      \(proof)
    \(marker)
    --- connectors/acme/recordings/sign-in.http
    ### a token
    POST https://api.example.com/token
    Content-Type: application/x-www-form-urlencoded

    grant_type=client_credentials&client_id=acme-app&client_secret=made-up&audience=people

    HTTP 200
    Content-Type: application/json

    {"access_token": "{secret}", "token_type": "Bearer", "expires_in": 3600}
    \(testCase())
      - name: signing in
        settings: {api_key: made-up}
        sign_in: {lasts: 1h}
        recording: sign-in
    """
  }

  static let otherSignIn = Rule(
    "auth/other-sign-in", .error, .proven, "a sign-in that was recorded otherwise",
    page: """
      A case signs in as it was recorded, and the connector would do it otherwise: with another proof of the application, without a \
      parameter that was sent, or without keeping what the case expects. A provider refuses such a request or gives something that \
      cannot be used, which shows when somebody connects an account.
      """,
    failing: signedIn(
      "token_params: {audiance: people}", "# ^^^^^^^^^^^^ auth/other-sign-in"),
    passing: signedIn("token_params: {audience: people}"))
}
