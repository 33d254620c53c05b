internal import Diagnostics
internal import Language
internal import YAML

/// Secrets: declared as such, never written into the file, never passed on.
enum SecuritySecretCheck: Check {
  static let rules: [Rule] = [.hardCodedSecret, .credentialNotSecret, .secretExposed, .weakHash]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    var known: Set<SourceRange> = []
    if let root = context.connector.document.root, holdsSecret(root) {
      scan(root, DocumentPath(), &known, &report)
    }
    checkConstants(context, known, &report)
    checkKinds(context, texts, &report)
    checkExposure(context, texts, &report)
    checkHashes(context, &report)
  }

  // MARK: Secrets in the file

  /// Keys under which only people read.
  private static let prose = ["title", "help", "notes", "docs", "sources", "label", "pattern"]

  /// Whether there is anything to tell: nearly never, so the places of all values are not worked out for it.
  private static func holdsSecret(_ node: Node) -> Bool {
    switch node.content {
    case .scalar(let scalar): SecretShape.kind(of: scalar.text) != nil
    case .list(let items): items.contains { holdsSecret($0) }
    case .mapping(let mapping):
      mapping.entries.contains { !prose.contains($0.key.text) && holdsSecret($0.value) }
    }
  }

  private static func scan(
    _ node: Node, _ path: DocumentPath, _ known: inout Set<SourceRange>, _ report: inout FindingList
  ) {
    switch node.content {
    case .scalar(let scalar):
      guard let kind = SecretShape.kind(of: scalar.text), known.insert(scalar.range).inserted else { return }
      report.add(
        Finding(
          .hardCodedSecret, "\(kind) is written into the file", at: scalar.range, path: path.description,
          evidence: [
            .init("instead", "a setting of type `secret`; and the provider should withdraw this one")
          ]))
    case .list(let items):
      for item in items { scan(item, path, &known, &report) }
    case .mapping(let mapping):
      for entry in mapping.entries where !prose.contains(entry.key.text) {
        scan(entry.value, path.appending(entry.key.text), &known, &report)
      }
    }
  }

  /// The setting that was meant, where its name stands without `${ }`.
  private static func bracing(_ secret: Template, _ context: ConnectorContext) -> [Finding.Fix] {
    let parts = secret.source.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "settings",
      context.file[ConnectorFile.settings]?.named(String(parts[1])) != nil
    else { return [] }
    return [
      .init(
        "put `${ }` around the setting", isSafe: true, replace: secret.range, with: "\"${\(secret.source)}\"")
    ]
  }

  /// Constants where only a credential makes sense.
  private static func checkConstants(
    _ context: ConnectorContext, _ known: Set<SourceRange>, _ report: inout FindingList
  ) {
    for style in context.file.proofs {
      for secret in credentials(of: style)
      where secret.isConstant && !secret.source.isEmpty && !known.contains(secret.range) {
        report.add(
          Finding(
            .hardCodedSecret,
            "`\(secret.path.last ?? "this")` is written into the file: everybody would have the same",
            at: secret.range, path: secret.path.description,
            evidence: [.init("instead", "a setting of type `secret`")],
            fixes: bracing(secret, context)))
      }
    }
  }

  /// The values by which a style proves anything.
  private static func credentials(of style: Block) -> [Template] {
    var found: [Template?] = [
      style[OAuth2Fields.clientSecret], style[OAuth2Fields.assertion]?[AssertionBlock.key],
    ]
    if let key = style.as(APIKeyAuth.self) { found.append(key[APIKeyAuth.key]) }
    if let bearer = style.as(BearerAuth.self) { found.append(bearer[BearerAuth.token]) }
    if let basic = style.as(BasicAuth.self) {
      // Many providers want the key in one of the two and a fixed word in the other.
      let both = [basic[BasicAuth.password], basic[BasicAuth.username]].compactMap { $0 }
      found.append(both.first { !$0.isConstant } ?? both.first)
    }
    if let token = style.as(JWTAuth.self) { found.append(token[JWTAuth.key]) }
    if let signed = style.as(HMACAuth.self) { found.append(signed[HMACAuth.key]) }
    if let signed = style.as(AWSAuth.self) { found.append(signed[AWSAuth.secretAccessKey]) }
    if let signed = style.as(OAuth1Auth.self) {
      found += [signed[OAuth1Auth.consumerSecret], signed[OAuth1Auth.tokenSecret]]
    }
    if let login = style.as(DigestAuth.self) { found.append(login[DigestAuth.password]) }
    if let grant = style.as(PasswordGrant.self) { found.append(grant[PasswordGrant.password]) }
    if let grant = style.as(RefreshTokenGrant.self) { found.append(grant[RefreshTokenGrant.refreshToken]) }
    if let certificate = style.as(MutualTLSAuth.self) { found.append(certificate[MutualTLSAuth.key]) }
    return found.compactMap { $0 }
  }

  // MARK: Kinds of settings

  private static func checkKinds(
    _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    let proofs = context.file.proofs.flatMap { credentials(of: $0) }.map {
      (setting: $0.onlySetting, range: $0.range)
    }
    for setting in context.file[ConnectorFile.settings] ?? [] {
      guard setting.value.as(StringSetting.self) != nil else { continue }
      let use = proofs.first { $0.setting == setting.name }
      guard use != nil || soundsSecret(setting.name) else { continue }
      if let login = context.file.proofs.first(where: { loneName($0) == setting.name }) {
        report.add(
          Finding(
            .credentialNotSecret,
            "`\(setting.name)` proves nothing by itself: the sign-in has no `password`, and this is no secret",
            at: context.own(login.keyRange("username")), path: "\(login.path).username",
            evidence: [.init("add", "`password`, or declare `\(setting.name)` as a secret")]))
        continue
      }
      let range = setting.value.valueRange("type")
      var finding = Finding(
        .credentialNotSecret,
        "`\(setting.name)` is a credential, and would be stored and shown as plain text",
        at: range, path: "settings.\(setting.name).type",
        related: (use.map { [.init("it proves who is asking here", at: $0.range)] } ?? [])
          + (SecurityAddressCheck.place(of: setting.name, texts).map {
            [.init("it would stand in an address here, which logs and proxies keep", at: $0)]
          } ?? []),
        suggestions: ["secret"],
        fixes: [.init("make it a secret", isSafe: false, replace: range, with: "secret")])
      if use == nil { finding.confidence = .likely }
      report.add(finding)
    }
  }

  /// The setting that is all of a sign-in with a name and no password, and is not called as credentials are.
  private static func loneName(_ proof: Block) -> String? {
    guard let basic = proof.as(BasicAuth.self), !proof.has("password"),
      let name = basic[BasicAuth.username]?.onlySetting, !soundsSecret(name)
    else { return nil }
    return name
  }

  private static func soundsSecret(_ name: String) -> Bool {
    let words = name.split(separator: "_").map(String.init)
    guard let last = words.last else { return false }
    if ["secret", "password", "passphrase", "passwd"].contains(last) { return true }
    let before = words.dropLast().last ?? ""
    if last == "token" { return !["page", "sync"].contains(before) }
    return last == "key"
      && ["api", "access", "private", "secret", "signing", "auth", "webhook", "security", "subscription"]
        .contains(before)
  }

  // MARK: Where secrets go

  private static func checkExposure(
    _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    let secrets = Set(
      (context.file[ConnectorFile.settings] ?? []).filter { $0.value.as(SecretSetting.self) != nil }.map(
        \.name))
    guard !secrets.isEmpty else { return }
    func check(_ text: CheckedText, _ place: String) {
      for use in text.fields(of: "settings") where secrets.contains(use.name) {
        report.add(
          Finding(
            .secretExposed, "the secret `\(use.name)` would be written into \(place)", at: use.range,
            path: text.path.description))
      }
    }
    for text in texts.own where text.fieldNames(of: "settings").contains(where: secrets.contains) {
      if let place = destination(text.path) { check(text, place) }
    }
    for text in texts.mapped.values.flatMap({ $0 }) { check(text, "canonical records") }
  }

  private static func destination(_ path: DocumentPath) -> String? {
    let parts = path.components
    if parts.contains("carry") { return "records" }
    if parts.contains("capture") { return "the values kept with the account" }
    if parts.first == "actions", parts.contains("result") { return "the result of the action" }
    if parts.first == "webhooks", parts.contains("answer") { return "an answer to whoever asks" }
    if parts.contains("errors"), path.last == "message" || path.last == "code" { return "run reports" }
    return nil
  }

  // MARK: Hashes

  private static func checkHashes(_ context: ConnectorContext, _ report: inout FindingList) {
    for style in context.file.proofs {
      guard let signed = style.as(HMACAuth.self), signed[HMACAuth.hash] == .sha1 else { continue }
      report.add(
        Finding(
          .weakHash, "SHA-1 is no longer considered safe", at: style.valueRange("hash"),
          path: style.path.description,
          suggestions: ["sha256"]))
    }
  }
}

/// Recognizes secrets by their form.
enum SecretShape {
  /// What kind of secret a text holds, if it holds one.
  static func kind(of text: String) -> String? {
    // A key with its certificates is shorter; anything longer is no secret, only long to search.
    guard text.utf8.count <= 65_536, mayHoldSecret(text) else { return nil }
    if text.holds("-----BEGIN"), text.holds("PRIVATE KEY") { return "a private key" }
    for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && !"._-+/=".contains($0) }) {
      if isWebToken(word) { return "a JSON web token" }
      if prefixes.contains(where: {
        word.hasPrefix($0) && word.count >= $0.count + 12 && isRandom(word.dropFirst($0.count))
      }) {
        return "an access token"
      }
      if word.hasPrefix("AKIA"), word.count == 20 { return "an access key" }
    }
    let words = text.split(separator: " ")
    if words.count == 2, let scheme = words.first, let token = words.last,
      ["bearer", "basic", "token"].contains(scheme.lowercased()), token.count >= 16, isRandom(token)
    {
      return "a credential"
    }
    return nil
  }

  /// Whether a look at the words is worthwhile; nearly all texts are ruled out by their bytes.
  private static func mayHoldSecret(_ text: String) -> Bool {
    guard text.utf8.count >= 8 else { return false }
    var text = text
    return text.withUTF8 { bytes in
      let marks = marks
      let first = bytes.firstIndex { $0 != UInt8(ascii: " ") } ?? 0
      if schemes.contains(where: { bytes[first...].prefix($0.count).lazy.map { $0 | 0x20 }.elementsEqual($0) }
      ) {
        return true
      }
      return bytes.indices.contains { place in
        guard let candidates = marks[bytes[place]] else { return false }
        return candidates.contains { bytes[place...].starts(with: $0) }
      }
    }
  }

  /// What each kind of secret holds, by the first byte.
  private static let marks = MarkTable(["-----BEGIN", "eyJ", "AKIA"] + prefixes)
  /// The words before a credential; the blank that follows stays itself when its case is folded.
  private static let schemes = ["bearer ", "basic ", "token "].map { Array($0.utf8) }

  private static let prefixes = [
    "sk_live_", "sk_test_", "rk_live_", "ghp_", "gho_", "github_pat_", "xoxb-", "xoxp-", "xapp-", "glpat-",
    "SG.",
  ]

  private static func isWebToken(_ word: Substring) -> Bool {
    word.hasPrefix("eyJ") && word.split(separator: ".").count == 3 && word.count > 40
  }

  /// Letters and digits mixed, no blank and no `${ }`, as no name is.
  private static func isRandom(_ text: Substring) -> Bool {
    text.contains(where: \.isNumber) && text.contains(where: \.isLetter)
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-+/=".contains($0)) }
  }
}

/// Texts to look for, by their first byte, so that most bytes of what is searched are passed by with one look.
struct MarkTable: Sendable {
  private let byFirst: [[[UInt8]]?]

  init(_ marks: [String]) {
    var byFirst = [[[UInt8]]?](repeating: nil, count: 256)
    for mark in marks.map({ Array($0.utf8) }) {
      guard let first = mark.first else { continue }
      byFirst[Int(first)] = (byFirst[Int(first)] ?? []) + [mark]
    }
    self.byFirst = byFirst
  }

  /// The marks that begin with a byte.
  subscript(first: UInt8) -> [[UInt8]]? { byFirst[Int(first)] }
}
