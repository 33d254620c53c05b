internal import Diagnostics
internal import HTTP
internal import Language
internal import YAML

/// The scopes that recorded sign-ins ask for, held against those that the connector asks for.
enum SignInScopeCheck: Check {
  static let rules: [Rule] = [.otherScopes]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete, let file = context.connector.tests?.file else { return }
    var told: Set<SourceRange> = []
    for test in file[TestFile.cases] ?? [] {
      guard let signIn = test[TestCase.signIn], let name = test[TestCase.recording]?.value else { continue }
      let proofs = context.proofs(of: test).filter(AuthCheck.isOAuth2)
      guard let proof = proofs.first, proofs.count == 1, !report.touch(proof),
        let recorded = recorded(in: name, proof, context),
        let finding = difference(Asked(by: proof, signIn, context), recorded, context),
        told.insert(finding.range).inserted
      else { continue }
      report.add(finding)
    }
  }

  private struct Asking {
    let scopes: [String]
    let place: SourceRange
  }

  /// What the consent page, or the request for a token, was asked for; nil where neither names scopes.
  private static func recorded(in recording: String, _ proof: Block, _ context: ConnectorContext) -> Asking? {
    let parameter = proof[AuthorizationCodeGrant.scopeParameter] ?? "scope"
    let separator = proof[OAuth2Fields.scopeSeparator] ?? " "
    let isConsent = proof.as(AuthorizationCodeGrant.self) != nil
    for exchange in context.connector.recording(recording)?.exchanges ?? [] {
      var pairs = exchange.query
      if !isConsent, let body = exchange.requestBody, let file = context.connector.recording(recording)?.file
      {
        pairs = FormText.pairs(file.bytes[body.clamped(to: 0..<file.bytes.count)])
      }
      let isFirst = isConsent ? exchange.method == "GET" : pairs.contains { $0.name == "grant_type" }
      guard isFirst else { continue }
      guard let text = pairs.first(where: { $0.name == parameter })?.value else { return nil }
      let scopes = text.split(separator: separator.first ?? " ").map(String.init)
      return Asking(scopes: scopes, place: exchange.targetRange)
    }
    return nil
  }

  /// What would be asked for: what the sign-in always wants, and what the streams and actions in use need.
  private struct Asked {
    let proof: Block
    let scopes: [Template]
    /// A stream that needs nothing by itself.
    let silent: SourceRange?

    init(by proof: Block, _ signIn: SignInBlock, _ context: ConnectorContext) {
      let streams = signIn[SignInBlock.streams].map { Self.withParents($0.map(\.value), context) }
      let actions = signIn[SignInBlock.actions]?.map(\.value)
      let isAll = streams == nil && actions == nil
      let wanted = context.streams.filter { isAll || streams?.contains($0.name) ?? false }
      let doing = (context.file[ConnectorFile.actions] ?? []).filter {
        isAll || actions?.contains($0.name) ?? false
      }
      self.proof = proof
      scopes =
        (proof[OAuth2Fields.scopes] ?? []) + wanted.flatMap { $0.value[StreamBlock.scopes] ?? [] }
        + doing.flatMap { $0.value[ActionBlock.scopes] ?? [] }
      let without =
        wanted.filter { !$0.value.block.has("scopes") }.map(\.nameRange)
        + doing.filter { !$0.value.block.has("scopes") }.map(\.nameRange)
      silent = without.count == 1 ? without[0] : nil
    }

    /// What goes through the records of other streams needs their scopes as well.
    private static func withParents(_ names: [String], _ context: ConnectorContext) -> Set<String> {
      var found: Set<String> = []
      var waiting = names
      while let name = waiting.popLast() {
        guard found.insert(name).inserted else { continue }
        for slice in context.stream(name)?.value[StreamBlock.each] ?? [] {
          if let parent = slice[ParentSlice.stream]?.value { waiting.append(parent) }
        }
      }
      return found
    }
  }

  private static func difference(
    _ asked: Asked, _ recorded: Asking, _ context: ConnectorContext
  ) -> Finding? {
    let known = asked.scopes.filter(\.isConstant)
    let missing = recorded.scopes.filter { name in !known.contains { $0.source == name } }
    let seen: [Finding.Related] = [.init("asked for here", at: recorded.place)]
    if let stray = known.first(where: { !recorded.scopes.contains($0.source) }) {
      let near = Suggestions.nearest(to: stray.source, among: missing)
      return Finding(
        .otherScopes, "the recorded sign-in does not ask for `\(stray.source)`", at: context.own(stray.range),
        path: stray.path.description, related: seen, suggestions: near)
    }
    // What is put together from settings may be any of them, and several.
    guard known.count == asked.scopes.count, let scope = missing.first else { return nil }
    let place =
      asked.silent ?? (asked.proof.has("scopes") ? asked.proof.keyRange("scopes") : asked.proof.head)
    return Finding(
      .otherScopes, "the recorded sign-in asks for `\(scope)`, which nothing here needs",
      at: context.own(place),
      path: asked.proof.path.description, related: seen)
  }
}

extension Rule {
  private static func signedIn(_ scopes: String, _ marker: String = "") -> Example {
    """
    auth:
      type: oauth2
      grant: client_credentials
      token_url: https://api.example.com/token
      client_id: acme-app
      client_secret: ${settings.api_key}
      scopes: \(scopes)
    \(marker)
    --- connectors/acme/recordings/sign-in.http
    ### a token
    POST https://api.example.com/token
    Content-Type: application/x-www-form-urlencoded

    grant_type=client_credentials&scope=people.read%20teams.read

    HTTP 200
    Content-Type: application/json

    {"access_token": "{secret}", "token_type": "Bearer"}
    \(testCase())
      - name: signing in
        settings: {api_key: made-up}
        sign_in: {}
        recording: sign-in
    """
  }

  static let otherScopes = Rule(
    "auth/other-scopes", .error, .proven, "a recorded sign-in that asks for other scopes",
    page: """
      A case signs in as it was recorded, and the scopes that the sign-in, its streams and its actions name are not those of the recorded \
      request: one is misspelt, or one was left out. A misspelt scope is refused on the consent page, and without a scope an account is \
      connected that cannot be read.
      """,
    failing: signedIn("[people.read, team.read]", "#                       ^^^^^^^^^ auth/other-scopes"),
    passing: signedIn("[people.read, teams.read]"))
}
