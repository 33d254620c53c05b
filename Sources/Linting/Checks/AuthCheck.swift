internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// Signing in: said at all, proven by a call, and with everything that each way needs.
enum AuthCheck: Check {
  static let rules: [Rule] = [
    .authMissing, .noCheckCall, .assertionMissing, .assertionUnused, .clientSecretMissing,
    .publicClientWithoutPKCE,
    .sessionNeverEnds, .sessionTokenUnused, .nextTokenShared, .nothingToRefresh, .keyNotMultiline,
    .prefixTwice, .prefixSpacing, .relativeAuthAddress,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    checkPresence(context, texts, &report)
    for style in context.file.proofs {
      checkPrefix(style, &report)
      checkAddresses(style, &report)
      guard context.isSound else { continue }
      if isOAuth2(style) { checkClient(style, context, &report) }
      checkSession(style, context, texts, &report)
      checkKeys(style, context, &report)
    }
    checkRefreshing(context, &report)
    checkExchange(context, &report)
  }

  private static let grants: [any Construct.Type] = [
    AuthorizationCodeGrant.self, ClientCredentialsGrant.self, RefreshTokenGrant.self, PasswordGrant.self,
    JWTBearerGrant.self,
  ]

  static func isOAuth2(_ style: Block) -> Bool {
    grants.contains { ObjectIdentifier($0 as Any.Type) == ObjectIdentifier(style.construct as Any.Type) }
  }

  private static func checkPresence(
    _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    guard !context.isPartial, !context.isDamaged, !context.connector.isFamily else { return }
    let block = context.file.block
    if !block.has("auth") {
      var finding = Finding(
        .authMissing, "the connector does not say how to sign in",
        at: context.place(ofMissing: "auth"), about: "auth",
        evidence: [.init("open API", "write `auth: {type: none}`")])
      // What signing in would capture is used, so that nothing can run.
      if texts.all.contains(where: { $0.uses("account") }) { finding.severity = .error }
      report.add(finding)
    }
    // Where nothing is read there is often nothing that could be called without writing.
    if !block.has("check"), block.has("streams") {
      report.add(
        Finding(
          .noCheckCall,
          context.file[ConnectorFile.auth]?.as(NoAuth.self) == nil
            ? "no `check` proves the credentials" : "no `check` tries the address and the settings",
          at: context.place(ofMissing: "check"),
          evidence: [.init("for example", "check: {get: /me}")]))
    }
  }

  /// Addresses of logins stand by themselves: `http.base_url` is not put before them.
  private static func checkAddresses(_ style: Block, _ report: inout FindingList) {
    for key in ["token_url", "authorize_url"] where style.has(key) {
      guard let scalar = style.node.mapping?[key]?.scalar, !report.touch(style.valueRange(key)) else {
        continue
      }
      let text = scalar.text
      guard !text.hasPrefix("${"), !text.hasPrefix("http://"), !text.hasPrefix("https://"), !text.isEmpty
      else { continue }
      report.add(
        Finding(
          .relativeAuthAddress, "`\(key)` is a whole address: `base_url` is not put before it",
          at: style.valueRange(key), path: "\(style.path).\(key)"))
    }
  }

  // MARK: OAuth 2

  private static func checkClient(
    _ style: Block, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard !style.isDamaged else { return }
    let way = style[OAuth2Fields.clientAuth] ?? .body
    let path = style.path.description
    let isJWTBearer = style.as(JWTBearerGrant.self) != nil
    if way == .private_key_jwt, !style.has("assertion") {
      report.add(
        Finding(
          .assertionMissing, "`client_auth: private_key_jwt` needs an `assertion` that is signed",
          at: style.valueRange("client_auth"), path: path))
    }
    if way != .private_key_jwt, style.has("assertion"), !isJWTBearer {
      report.add(
        Finding(
          .assertionUnused, "nothing sends this assertion: `client_auth` is `\(way.rawValue)`",
          at: style.keyRange("assertion"), path: path, suggestions: ["client_auth: private_key_jwt"]))
    }
    checkSecret(style, way, context, &report)
  }

  private static func checkSecret(
    _ style: Block, _ way: ClientAuth, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    // With an assertion that nothing sends it is that way which is not said.
    guard !style.has("client_secret"), !style.has("assertion") || way == .private_key_jwt else { return }
    let path = style.path.description
    let isSaid = style.has("client_auth")
    let speaksForItself = style.as(ClientCredentialsGrant.self) != nil
    if way == .basic || way == .body, isSaid || speaksForItself, style.as(JWTBearerGrant.self) == nil {
      let place = isSaid ? style.valueRange("client_auth") : style.valueRange("grant")
      report.add(
        Finding(
          .clientSecretMissing, "the application proves itself with a secret, and `client_secret` is missing",
          at: place, path: path))
    } else if style[AuthorizationCodeGrant.pkce] == false, way != .private_key_jwt,
      style.as(AuthorizationCodeGrant.self) != nil
    {
      let isDeclared = context.hasSetting("client_secret")
      report.add(
        Finding(
          .publicClientWithoutPKCE,
          "neither a client secret nor PKCE protects the code from the consent page",
          at: isDeclared ? style.keyRange("client_id") : style.valueRange("pkce"), path: path,
          suggestions: isDeclared ? ["client_secret: ${settings.client_secret}"] : []))
    }
  }

  // MARK: Sessions

  private static func checkSession(
    _ style: Block, _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    guard let session = style.as(SessionAuth.self), !style.isDamaged else { return }
    let path = style.path.description
    let saysLength = ["expires_in", "expires_at", "lasts"].contains { style.has($0) }
    if !saysLength, !asksForNewToken(context) {
      report.add(
        Finding(
          .sessionNeverEnds, "nothing says how long the session is good for, and no error rule renews it",
          at: style.valueRange("type"), path: path,
          evidence: [.init("either", "`lasts: 30m`, or an error rule `{status: [401], then: refresh_auth}`")])
      )
    }
    let limits = context.file[ConnectorFile.http]?[HTTPBlock.rateLimit] ?? []
    if style.has("next"),
      !limits.contains(where: { $0[RateLimitBlock.concurrency] == 1 && !$0.block.has("paths") })
    {
      report.add(
        Finding(
          .nextTokenShared,
          "requests that are under way together would carry one token, which is good for one of them",
          at: style.keyRange("next"), path: path,
          evidence: [.init("add", "`concurrency: 1` to `http.rate_limit`")]))
    }
    let captured = Set((session[CaptureField.capture] ?? []).map(\.name))
    let isCarried = texts.all.contains { text in
      text.fieldNames(of: "account").contains { captured.contains($0) }
    }
    if !style.has("send"), !isCarried {
      report.add(
        Finding(
          .sessionTokenUnused, "no request carries the token: `send` says where it is put",
          at: style.keyRange("token"), path: path, suggestions: ["send: {header: Authorization}"]))
    }
  }

  private static func errorRules(_ context: ConnectorContext) -> [ErrorRule] {
    (context.file[ConnectorFile.http]?[HTTPBlock.errors] ?? [])
      + context.streams.flatMap { $0.value[StreamBlock.errors] ?? [] }
      + (context.file[ConnectorFile.actions] ?? []).flatMap { $0.value[ActionBlock.errors] ?? [] }
  }

  private static func asksForNewToken(_ context: ConnectorContext) -> Bool {
    errorRules(context).contains { $0[ErrorRule.then] == .refresh_auth }
  }

  private static func checkRefreshing(_ context: ConnectorContext, _ report: inout FindingList) {
    let styles = context.file.proofs
    guard !styles.isEmpty, !styles.contains(where: { isOAuth2($0) || $0.as(SessionAuth.self) != nil }),
      !styles.contains(where: { $0.as(JWTAuth.self) != nil })
    else { return }
    guard let rule = errorRules(context).first(where: { $0[ErrorRule.then] == .refresh_auth }) else { return }
    let type = context.file[ConnectorFile.auth]?.node.mapping?["type"]?.scalar?.text ?? "this way"
    report.add(
      Finding(
        .nothingToRefresh, "there is no token to renew: `\(type)` sends what the organization supplied",
        at: rule.block.valueRange("then"), path: rule.block.path.description, suggestions: ["fail"],
        fixes: [.init("fail at once", isSafe: false, replace: rule.block.valueRange("then"), with: "fail")]))
  }

  // MARK: Texts before the token

  private static func checkPrefix(_ style: Block, _ report: inout FindingList) {
    let path = style.path.description
    if let bearer = style.as(BearerAuth.self) {
      let prefix = bearer[BearerAuth.prefix] ?? "Bearer"
      if let token = bearer[BearerAuth.token], token.source.lowercased().hasPrefix(prefix.lowercased() + " ")
      {
        let place = token.scalar.range(ofInner: 0..<prefix.utf8.count + 1)
        report.add(
          Finding(
            .prefixTwice, "`\(prefix)` would be sent twice: `bearer` writes it itself", at: place, path: path,
            fixes: [.init("remove it here", isSafe: true, replace: place, with: "")]))
      }
      if !bearer.block.has("prefix"), let token = bearer[BearerAuth.token],
        let word = Self.leadingWord(token.source),
        word.lowercased() != prefix.lowercased()
      {
        report.add(
          Finding(
            .prefixTwice, "`\(prefix)` would be sent before `\(word)`: `prefix` takes its place",
            at: token.scalar.range(ofInner: 0..<word.utf8.count + 1), path: path,
            suggestions: ["prefix: \(word)"]))
      }
      if prefix.hasSuffix(" ") {
        report.add(
          Finding(
            .prefixSpacing, "`bearer` puts the blank after its prefix itself", at: style.valueRange("prefix"),
            path: path))
      }
      return
    }
    let takesText = isOAuth2(style) || style.as(SessionAuth.self) != nil || style.as(JWTAuth.self) != nil
    guard takesText, style.has("prefix"), let prefix = style[OAuth2Fields.prefix], !prefix.isEmpty,
      prefix.first?.isLetter ?? false,
      prefix.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
    else { return }
    let range = style.valueRange("prefix")
    report.add(
      Finding(
        .prefixSpacing, "the token would follow `\(prefix)` without a blank", at: range, path: path,
        suggestions: ["\"\(prefix) \""],
        fixes: [.init("end it with a blank", isSafe: false, replace: range, with: "\"\(prefix) \"")]))
  }

  /// The word and blank before the first value of a template.
  private static func leadingWord(_ source: String) -> String? {
    let word = source.prefix { $0 != " " }
    guard !word.isEmpty, word.allSatisfy({ $0.isLetter || $0 == "-" }),
      source.dropFirst(word.count + 1).hasPrefix("${")
    else { return nil }
    return String(word)
  }

  // MARK: Keys

  /// Private keys and certificates have several lines; a form field of one line would break them.
  private static func checkKeys(_ style: Block, _ context: ConnectorContext, _ report: inout FindingList) {
    var keys: [Template?] = []
    func isAsymmetric(_ algorithm: JWTAlgorithm?) -> Bool {
      algorithm.map { !$0.rawValue.hasPrefix("HS") } ?? false
    }
    if let token = style.as(JWTAuth.self), isAsymmetric(token[JWTAuth.algorithm]),
      token[JWTAuth.keyEncoding] == .text
    {
      keys.append(token[JWTAuth.key])
    }
    if let assertion = style[OAuth2Fields.assertion], isAsymmetric(assertion[AssertionBlock.algorithm]) {
      keys.append(assertion[AssertionBlock.key])
    }
    if let certificate = style.as(MutualTLSAuth.self) {
      keys += [certificate[MutualTLSAuth.certificate], certificate[MutualTLSAuth.key]]
    }
    demandLines(keys, context, &report)
  }

  /// The same of the keys with which files are exchanged.
  private static func checkExchange(_ context: ConnectorContext, _ report: inout FindingList) {
    guard let exchange = context.file[ConnectorFile.exchange], context.isSound else { return }
    let place = exchange[ExchangeBlock.place]
    let places =
      place?.as(ChosenPlaceBlock.self)?[ChosenPlaceBlock.cases]?.map(\.value) ?? [place].compactMap { $0 }
    let keys = places.map { $0.as(SFTPPlaceBlock.self)?[SFTPPlaceBlock.privateKey] }
    demandLines(keys + [exchange[ExchangeBlock.pgp]?[PGPBlock.decryptWith]], context, &report)
  }

  private static func demandLines(
    _ keys: [Template?], _ context: ConnectorContext, _ report: inout FindingList
  ) {
    for key in keys.compactMap({ $0 }) {
      guard let name = key.onlySetting,
        let setting = context.file[ConnectorFile.settings]?.named(name),
        let secret = setting.value.as(SecretSetting.self), secret[SecretSetting.multiline] != true,
        !setting.value.damagedKeys.contains("multiline")
      else { continue }
      report.add(
        Finding(
          .keyNotMultiline, "`\(name)` takes a single line, and a key in PEM form has several",
          at: setting.nameRange, path: "settings.\(name)",
          related: [.init("used here as PEM", at: key.range)],
          suggestions: ["multiline: true"]))
    }
  }
}

extension Template {
  /// The setting that a text stands for, when it is `${settings.name}` and nothing else.
  static func setting(of text: String) -> String? {
    let text = TemplateText(text)
    guard text.parts.count == 1, case .expression(let inner, _)? = text.parts.first else { return nil }
    return setting(inner)
  }

  /// The setting, when the text is `${settings.name}` and nothing else.
  var onlySetting: String? { Self.setting(of: source) }

  /// The name in `settings.name`; nil for anything else.
  static func setting(_ expression: String) -> String? {
    let words = expression.split(separator: " ").joined()
    guard words.hasPrefix("settings.") else { return nil }
    let name = words.dropFirst("settings.".count)
    return name.isEmpty || !name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? nil : String(name)
  }
}

extension ConnectorContext {
  /// Whether the file was read whole, so that what is missing in a block is really missing.
  var isSound: Bool { !isDamaged && !isPartial }

  /// Whether a setting is declared, usable or not.
  func hasSetting(_ name: String) -> Bool { settings.field(name) != nil }
}
