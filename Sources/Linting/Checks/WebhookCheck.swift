internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// Webhooks: the proof of where a delivery comes from, and the answers.
enum WebhookCheck: Check {
  static let rules: [Rule] = [
    .webhookUnsigned, .webhookBodyNotSigned, .webhookTimestampUnchecked, .webhookTimestampNotSigned,
    .webhookLongTolerance,
    .webhookUnboundToken, .webhookSigningOracle, .webhookComputeUnused, .webhookComputedUndeclared,
    .webhookHeaderCase, .webhookSettingOfAll,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    checkHeaderNames(texts, &report)
    guard let webhooks = context.file[ConnectorFile.webhooks] else { return }
    let signatures = webhooks[WebhooksBlock.signature] ?? []
    for signature in signatures where !report.touch(signature) && !signature.isDamaged {
      checkProof(signature, isAlone: signatures.count == 1, &report)
      checkSigned(signature, texts, &report)
      checkTimestamp(signature, texts, &report)
    }
    for challenge in webhooks[WebhooksBlock.challenges] ?? [] where !report.touch(challenge.block) {
      checkChallenge(challenge, signatures, texts, &report)
    }
    checkAnswer(webhooks[WebhooksBlock.answer], texts, &report)
    checkSettings(context, texts, &report)
  }

  /// Deliveries are had by whoever set them up; all others read the streams without.
  private static func checkSettings(
    _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    guard !context.isPartial, !context.isDamaged, !context.streams.isEmpty else { return }
    let required = (context.file[ConnectorFile.settings] ?? []).filter { setting in
      setting.value[SettingFields.optional] != true && !setting.value.has("default")
        && setting.nameRange.file === context.connector.document.file && !report.touch(setting.nameRange)
    }
    guard !required.isEmpty else { return }
    var users: [String: Set<String>] = [:]
    for text in texts.all {
      for name in text.fieldNames(of: "settings") {
        users[name, default: []].insert(text.scope == .mapping ? "" : text.path.components.first ?? "")
      }
    }
    for setting in required where users[setting.name] == ["webhooks"] {
      report.add(
        Finding(
          .webhookSettingOfAll, "`\(setting.name)` is used by webhooks alone, and asked of everybody",
          at: setting.nameRange, path: "settings.\(setting.name)", suggestions: ["optional: true"]))
    }
  }

  // MARK: Proofs

  private static func checkProof(_ signature: Block, isAlone: Bool, _ report: inout FindingList) {
    if signature.as(NoSignature.self) != nil {
      let message =
        isAlone
        ? "anybody who learns the address can deliver events"
        : "of several signatures any one suffices: `none` makes the others meaningless"
      var finding = Finding(
        .webhookUnsigned, message, at: signature.valueRange("type"), path: "\(signature.path)")
      if !isAlone { finding.severity = .error }
      report.add(finding)
    }
    if let token = signature.as(JWTSignature.self), !token.block.has("issuer"), !token.block.has("audience") {
      report.add(
        Finding(
          .webhookUnboundToken, "a token that was made for somebody else is accepted as well",
          at: signature.valueRange("type"),
          path: "\(signature.path)", evidence: [.init("add", "`audience`, and `issuer`")]))
    }
  }

  private static func checkSigned(_ signature: Block, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard signature.has("signed"), signature.fieldIfKnown(SignatureFields.signed) != nil else { return }
    let parts = texts.under(signature.path.appending("signed"))
    let covers = ["body", "payload", "url", "query"]
    guard !parts.contains(where: { part in covers.contains { part.uses($0) } }) else { return }
    report.add(
      Finding(
        .webhookBodyNotSigned,
        "the signature does not cover the body: a delivery's content could be exchanged",
        at: signature.valueRange("signed"),
        path: "\(signature.path).signed", evidence: [.init("add", "`${body}`, the raw bytes")]))
  }

  private static func checkTimestamp(_ signature: Block, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard signature.has("signed") else { return }
    let signedHeaders = Set(
      texts.under(signature.path.appending("signed")).flatMap { $0.fieldNames(of: "headers") })
    guard let timestamp = signature.fieldIfKnown(SignatureFields.timestamp) else {
      let moment = signedHeaders.first { name in
        ["timestamp", "-date", "-time", "sent-at"].contains { name.lowercased().contains($0) }
      }
      if let moment, !signature.has("timestamp") {
        report.add(
          Finding(
            .webhookTimestampUnchecked,
            "the moment of signing is signed, and never looked at: an old delivery can be sent again",
            at: signature.valueRange("signed"), path: "\(signature.path)",
            evidence: [.init("add", "`timestamp: {value: \"headers['\(moment)']\"}`")]))
      }
      return
    }
    let read = texts.under(timestamp.block.path.appending("value")).flatMap { $0.fields(of: "headers") }
    if let name = read.first, !signedHeaders.contains(name.name) {
      report.add(
        Finding(
          .webhookTimestampNotSigned,
          "the moment in `\(name.name)` is not part of what is signed: anybody can make it new",
          at: name.range,
          path: "\(timestamp.block.path)",
          related: [.init("this is signed", at: signature.valueRange("signed"))]))
    }
    if let tolerance = timestamp[TimestampBlock.tolerance], tolerance.count > 3_600_000 {
      report.add(
        Finding(
          .webhookLongTolerance, "a delivery can be sent again for \(tolerance)",
          at: timestamp.block.valueRange("tolerance"),
          path: "\(timestamp.block.path)", suggestions: ["5m"]))
    }
  }

  // MARK: Answers

  private static func checkChallenge(
    _ challenge: ChallengeBlock, _ signatures: [Block], _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    let path = challenge.block.path
    let usesComputed = texts.under(path.appending("answer")).contains { $0.uses("computed") }
    guard let compute = challenge[ChallengeBlock.compute] else {
      if !challenge.block.has("compute") { checkUndeclared(path.appending("answer"), texts, &report) }
      return
    }
    if !usesComputed {
      report.add(
        Finding(
          .webhookComputeUnused, "the answer does not use `computed`",
          at: challenge.block.keyRange("compute"), path: "\(path).compute",
          related: [.init("the answer", at: challenge.block.keyRange("answer"))]))
    }
    let keys = signatures.compactMap { $0.fieldIfKnown(HMACSignature.key)?.source }
    let hashed = texts.under(compute.block.path.appending("of"))
    let isForeign = hashed.contains { text in
      ["payload", "body", "query", "headers"].contains { text.uses($0) }
    }
    if challenge[ChallengeBlock.signed] == false, let key = compute[ComputeBlock.key],
      keys.contains(key.source), isForeign
    {
      report.add(
        Finding(
          .webhookSigningOracle, "whoever asks gets any text signed with the key that proves deliveries",
          at: challenge.block.valueRange("signed"),
          path: "\(path).signed", related: [.init("the same key", at: key.range)]))
    }
  }

  private static func checkAnswer(_ answer: ReplyBlock?, _ texts: CheckedTexts, _ report: inout FindingList) {
    if let answer { checkUndeclared(answer.block.path, texts, &report) }
  }

  private static func checkUndeclared(
    _ path: DocumentPath, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    for text in texts.under(path) where text.uses("computed") {
      report.add(
        Finding(
          .webhookComputedUndeclared, "`computed` has no value: there is no `compute` beside this answer",
          at: text.places(of: "computed").first ?? text.range, path: "\(text.path)"))
      return
    }
  }

  // MARK: Names of headers

  /// In expressions headers go by their names in lower case.
  private static func checkHeaderNames(_ texts: CheckedTexts, _ report: inout FindingList) {
    for text in texts.own {
      for (name, range) in text.headerNames where name != name.lowercased() {
        report.removeAll {
          $0.range == range
            || $0.rule == .unrecordedHeader && $0.range.start == range.start && $0.range.file === range.file
        }
        let quoted = range.text.first.map { "\"'`".contains($0) } ?? false
        let lower = quoted ? range.text.lowercased() : name.lowercased()
        report.add(
          Finding(
            .webhookHeaderCase, "header names are in lower case in expressions: `\(name)` is never found",
            at: range, path: "\(text.path)",
            suggestions: [name.lowercased()],
            fixes: [.init("write it in lower case", isSafe: true, replace: range, with: lower)]))
      }
    }
  }
}

extension CheckedText {
  /// Where a variable is named.
  func places(of variable: String) -> [SourceRange] {
    var found: [SourceRange] = []
    visit { node in
      if case .identifier(let name, _) = node.form, name.text == variable { found.append(place(name.range)) }
    }
    return found
  }

  /// Names of headers that are read or asked for.
  var headerNames: [(name: String, range: SourceRange)] { names(in: "headers") }

  /// Names in a variable that are read or asked for, `'x' in headers` among them.
  func names(in holder: String) -> [(name: String, range: SourceRange)] {
    var found = fields(of: holder)
    visit { node in
      guard case .call(let name, _, let arguments) = node.form, name.text == "@in", arguments.count == 2
      else { return }
      guard case .literal(let value) = checked.tree[arguments[0]].form, case .string(let text) = value else {
        return
      }
      guard case .identifier(let variable, _) = checked.tree[arguments[1]].form, variable.text == holder
      else { return }
      found.append((text, place(checked.tree[arguments[0]].range)))
    }
    return found
  }
}
