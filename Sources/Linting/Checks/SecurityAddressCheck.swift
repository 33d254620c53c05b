internal import Diagnostics
internal import Expressions
internal import Language
internal import Patterns
internal import YAML

/// Addresses: encrypted, free of secrets, and leading nowhere but to the provider.
enum SecurityAddressCheck: Check {
  static let rules: [Rule] = [
    .plainHTTP, .credentialsInAddress, .secretInAddress, .openHost, .loosePattern, .personalDataInAddress,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    var open: Set<String> = []
    for address in addresses(context) {
      checkScheme(address, &report)
      checkHost(address, context, &open, &report)
    }
    checkDefaults(context, &report)
    checkSecrets(context, texts, &report)
    for request in context.requests { checkPersonalData(request, &report) }
  }

  /// Every text that is, or may be, a whole address.
  private static func addresses(_ context: ConnectorContext) -> [Template] {
    let file = context.file
    var found: [Template?] = [file[ConnectorFile.http]?[HTTPBlock.baseURL]]
    found += context.requests.map(\.address)
    for style in file.proofs where AuthCheck.isOAuth2(style) {
      found += [
        style[AuthorizationCodeGrant.authorizeURL], style[OAuth2Fields.tokenURL],
        style[OAuth2Fields.refreshURL],
      ]
    }
    for signature in file[ConnectorFile.webhooks]?[WebhooksBlock.signature] ?? [] {
      found.append(signature[JWTSignature.keysURL])
    }
    return found.compactMap { $0 }
  }

  // MARK: Scheme and credentials

  private static func checkScheme(_ address: Template, _ report: inout FindingList) {
    let source = address.source
    guard source.holds("://") else { return }
    if source.lowercased().hasPrefix("http://"), !isLoopback(source.dropFirst(7)) {
      let place = address.scalar.range(ofInner: 0..<4)
      report.add(
        Finding(
          .plainHTTP, "requests and credentials would be readable on the way",
          at: address.scalar.range(ofInner: 0..<7),
          path: address.path.description, suggestions: ["https://"],
          fixes: [.init("encrypt", isSafe: false, replace: place, with: "https")]))
    }
    guard source.holds("@"), let mark = source.firstRange(of: "://") else { return }
    let authority = source[mark.upperBound...].prefix { !"/?#".contains($0) }
    guard let at = authority.lastIndex(of: "@"), !authority[..<at].isEmpty else { return }
    let start = source.utf8.distance(from: source.startIndex, to: mark.upperBound)
    let end = source.utf8.distance(from: source.startIndex, to: at)
    report.add(
      Finding(
        .credentialsInAddress, "a user name or password stands in the address",
        at: address.scalar.range(ofInner: start..<end),
        path: address.path.description, suggestions: ["auth: {type: basic, ...}"]))
  }

  private static func isLoopback(_ rest: Substring) -> Bool {
    let host = rest.prefix { !"/?#".contains($0) }
    return ["localhost", "127.0.0.1", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
  }

  private static func checkDefaults(_ context: ConnectorContext, _ report: inout FindingList) {
    for setting in context.file[ConnectorFile.settings] ?? [] {
      guard let value = setting.value.as(URLSetting.self)?[URLSetting.standard], value.hasPrefix("http://"),
        !isLoopback(value.dropFirst(7))
      else { continue }
      report.add(
        Finding(
          .plainHTTP, "requests and credentials would be readable on the way",
          at: setting.value.valueRange("default"),
          path: "settings.\(setting.name).default", suggestions: ["https://" + value.dropFirst(7)]))
    }
  }

  // MARK: Hosts that settings decide

  private static func checkHost(
    _ address: Template, _ context: ConnectorContext, _ open: inout Set<String>, _ report: inout FindingList
  ) {
    guard let host = HostParts(address) else { return }
    for (name, range) in host.settings {
      guard let setting = context.file[ConnectorFile.settings]?.named(name),
        let text = setting.value.as(StringSetting.self), !setting.value.isDamaged
      else { continue }
      let place = address.scalar.range(ofInner: range)
      let path = address.path.description
      guard let source = text[StringSetting.pattern] else {
        guard context.isSound, open.insert(name).inserted else { continue }
        let isOfRequest = host.isWhole && context.requests.contains { $0.address.path.description == path }
        report.add(
          Finding(
            .openHost,
            context.file.proofs.allSatisfy { $0.as(NoAuth.self) != nil }
              ? "whoever supplies `\(name)` decides which server is called"
              : "whoever supplies `\(name)` decides where the credentials are sent",
            at: isOfRequest ? place : context.own(setting.nameRange), path: path,
            related: [
              isOfRequest
                ? .init("any text is accepted here", at: setting.nameRange)
                : .init("it decides the host here", at: place)
            ],
            evidence: [
              .init(
                "add",
                !host.isWhole
                  ? "`pattern: \"[a-z0-9-]+\"`"
                  : isOfRequest
                    ? "`/` before it, if a path below the base address is meant"
                    : "`type: url`, if any server is meant, or a `pattern` of those that are")
            ]))
        continue
      }
      guard let pattern = try? Pattern.kept(source) else { continue }
      if let stray = hostile.first(where: { pattern.covers($0.sample) }) {
        report.add(
          Finding(
            .loosePattern, "the pattern of `\(name)` admits \(stray.meaning), which can lead to another host",
            at: setting.value.valueRange("pattern"), path: "settings.\(name).pattern",
            related: [.init("it decides the host here", at: place)],
            evidence: [.init("admitted", stray.sample)],
            suggestions: ["[a-z0-9-]+"]))
      } else if host.endsOpen, pattern.covers("evil.example") || pattern.covers("evil") {
        report.add(
          Finding(
            .openHost, "`\(name)` decides the end of the host, and its pattern admits any", at: place,
            path: path,
            related: [.init("the pattern", at: setting.value.valueRange("pattern"))],
            evidence: [.init("either", "a pattern that ends with the provider's domain, or `type: url`")]))
      }
    }
  }

  /// Texts that turn `https://SETTING.example.com` into another address.
  private static let hostile: [(sample: String, meaning: String)] = [
    ("evil.example/", "`/`"), ("a/", "`/`"), ("evil.example?", "`?`"), ("a?", "`?`"), ("a#", "`#`"),
    ("a@b", "`@`"),
    ("a\\b", "a backslash"), ("a:1", "`:`"), ("a b", "blanks"),
  ]

  // MARK: Secrets and personal data

  private static func checkSecrets(
    _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    let secrets = Set(
      (context.file[ConnectorFile.settings] ?? []).filter { $0.value.as(SecretSetting.self) != nil }.map(
        \.name))
    guard !secrets.isEmpty else { return }
    for text in texts.own
    where text.fieldNames(of: "settings").contains(where: secrets.contains) && isInAddress(text.path) {
      for use in text.fields(of: "settings") where secrets.contains(use.name) {
        report.add(
          Finding(
            .secretInAddress,
            "the secret `\(use.name)` would stand in an address, which logs and proxies keep",
            at: use.range, path: text.path.description,
            evidence: [
              .init(
                "place",
                "a header, or `auth: {type: api_key, send: {query: ...}}` where the provider knows nothing better"
              )
            ]))
      }
    }
  }

  /// Where a setting would stand in an address.
  static func place(of setting: String, _ texts: CheckedTexts) -> SourceRange? {
    texts.own.lazy.filter { isInAddress($0.path) }.flatMap { $0.fields(of: "settings") }
      .first { $0.name == setting }?.range
  }

  private static let addressKeys = ["base_url", "token_url", "authorize_url", "refresh_url"]

  private static func isInAddress(_ path: DocumentPath) -> Bool {
    guard let last = path.last else { return false }
    if addressKeys.contains(last) || RequestBlock.methodNames.contains(last) { return true }
    let components = path.components
    let above = components.dropLast().last
    return above == "query" && !components.contains("webhooks") || above == "authorize_params"
  }

  private static let personal: Set<String> = [
    "ssn", "socialsecuritynumber", "nationalid", "dateofbirth", "birthdate", "dob", "password", "iban",
    "taxid",
  ]

  private static func checkPersonalData(_ request: WrittenRequest, _ report: inout FindingList) {
    for parameter in request.query where !parameter.value.isConstant {
      let name = parameter.name.lowercased().filter { $0.isLetter }
      guard personal.contains(name) else { continue }
      report.add(
        Finding(
          .personalDataInAddress,
          "`\(parameter.name)` would stand in an address, which logs and proxies keep",
          at: parameter.nameRange, path: parameter.value.path.description))
    }
  }
}

/// The parts of an address that decide its host.
private struct HostParts {
  /// Settings in the host, with their places in the text.
  let settings: [(String, Range<Int>)]
  /// The host is one setting and nothing else.
  let isWhole: Bool
  /// What follows the last setting cannot pin the host down.
  let endsOpen: Bool

  init?(_ address: Template) {
    guard address.source.utf8.first == UInt8(ascii: "$") || address.source.holds("://") else { return nil }
    let text = TemplateText(address.source)
    guard text.problems.isEmpty else { return nil }
    var settings: [(String, Range<Int>)] = []
    var literal = ""
    var isAfterScheme = false
    var suffix = ""
    scan: for part in text.parts {
      switch part {
      case .expression(let source, let range):
        // An address may begin with an expression: then that is scheme, host and all.
        if !isAfterScheme, !literal.isEmpty { return nil }
        isAfterScheme = true
        suffix = ""
        if let name = Template.setting(source) { settings.append((name, range)) }
      case .literal(let piece, _):
        var rest = piece[...]
        if !isAfterScheme {
          guard let host = Self.host(in: piece) else { return nil }
          rest = piece[host...]
          isAfterScheme = true
          literal = ""
        }
        let host = Substring(rest.utf8.prefix { !"/?#".utf8.contains($0) })
        literal += host
        suffix = String(host)
        if host.endIndex < rest.endIndex { break scan }
      }
    }
    guard !settings.isEmpty else { return nil }
    self.settings = settings
    isWhole = literal.isEmpty && settings.count == 1
    // `.com` alone pins down nothing; a registered domain has a dot inside.
    let dot = UInt8(ascii: ".")
    endsOpen = !suffix.utf8.drop { $0 != dot }.dropFirst().contains(dot)
  }

  /// Where the host begins in an address that has its scheme.
  private static func host(in address: String) -> String.Index? {
    let mark = "://".utf8
    var rest = address.utf8[...]
    while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
      if rest[colon...].starts(with: mark) { return rest.index(colon, offsetBy: mark.count) }
      rest = rest[rest.index(after: colon)...]
    }
    return nil
  }
}
