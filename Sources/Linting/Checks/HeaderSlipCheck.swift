internal import Diagnostics
internal import Language
internal import YAML

/// Headers and media types that nobody knows and that differ by one letter from one that everybody does.
enum HeaderSlipCheck: Check {
  static let rules: [Rule] = [.headerSlip]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    let http = context.file[ConnectorFile.http]
    var blocks = [http?.block]
    for request in context.requests { blocks.append(request.block) }
    let webhooks = context.file[ConnectorFile.webhooks]
    blocks.append(webhooks?[WebhooksBlock.answer]?.block)
    for challenge in webhooks?[WebhooksBlock.challenges] ?? [] {
      blocks.append(challenge[ChallengeBlock.answer]?.block)
    }
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] {
      blocks.append(test[TestCase.webhook]?.block)
    }
    for block in blocks.compactMap({ $0 }) { checkHeaders(block, context, &report) }
    for action in context.file[ConnectorFile.actions] ?? [] {
      check(action.value[ActionBlock.idempotency]?[IdempotencyBlock.send], ["header"], context, &report)
    }
    for throttled in [http?[HTTPBlock.throttled]] + context.streams.map({ $0.value[StreamBlock.throttled] }) {
      check(throttled?.block, ["header"], context, &report)
      check(throttled?[ThrottledBlock.wait]?.block, ["header"], context, &report)
    }
    check(http?[HTTPBlock.quota]?.block, ["remaining", "limit"], context, &report)
    check(http?[HTTPBlock.quota]?[QuotaBlock.reset]?.block, ["header"], context, &report)
    for proof in context.file.proofs {
      let place = proof.fieldIfKnown(APIKeyAuth.send) ?? proof.fieldIfKnown(SessionAuth.send)
      check(place, ["header"], context, &report)
      checkProvider(place, context, &report)
    }
    for signature in webhooks?[WebhooksBlock.signature] ?? [] {
      checkProvider(signature, context, &report)
    }
  }

  /// A header of the provider's own making bears the provider's name.
  private static func checkProvider(_ block: Block?, _ context: ConnectorContext, _ report: inout FindingList)
  {
    guard let block, let node = block.entry("header")?.value, let header = node.scalar?.text,
      !isRecorded(header, context)
    else { return }
    let title = context.file[ConnectorFile.title] ?? ""
    let names = title.split(separator: " ").map { Known(String($0)) }.filter {
      $0.letters.count > shortestName
    }
    for part in header.split(separator: "-") where part.utf8.count >= shortestName {
      let word = part.lowercased()
      guard let meant = slip(word, among: names), !meant.lowercased().hasPrefix(word) else { continue }
      add(
        "the header `\(header)` says `\(part)`, and the provider is called `\(meant)`", node.range,
        header.split(separator: "-").map { $0 == part ? meant : String($0) }.joined(separator: "-"), block,
        &report)
    }
  }

  /// Shorter names resemble other words.
  private static let shortestName = 4

  /// The headers that a request sends, and the media types in them.
  private static func checkHeaders(_ block: Block, _ context: ConnectorContext, _ report: inout FindingList) {
    for entry in block.entry("headers")?.value.mapping?.entries ?? [] {
      let name = entry.key.text
      if let meant = slip(name.lowercased(), among: names), !isRecorded(name, context) {
        add(
          "there is no header `\(name)` that is known, and there is `\(meant)`", entry.key.range, meant,
          block, &report)
      }
      guard ["accept", "content-type"].contains(name.lowercased()), let scalar = entry.value.scalar else {
        continue
      }
      let type = scalar.text.prefix { $0 != ";" && $0 != "," }
      if !type.contains("/"), !scalar.text.holdsTemplate {
        add("`\(type)` is no media type", entry.value.range, "application/json", block, &report)
      }
      guard let meant = slip(type.lowercased(), among: mediaTypes) else { continue }
      add(
        "there is no media type `\(type)` that is known, and there is `\(meant)`", entry.value.range, meant,
        block, &report)
    }
  }

  /// The headers that a block reads.
  private static func check(
    _ block: Block?, _ keys: [String], _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard let block else { return }
    for key in keys {
      guard let node = block.entry(key)?.value, let name = node.scalar?.text, !isRecorded(name, context),
        let meant = slip(name.lowercased(), among: names)
          ?? slip(name.lowercased(), among: context.evidence.anyHeaders.sorted().map { Known($0) })
      else { continue }
      add(
        "there is no header `\(name)` that is known, and there is `\(meant)`", node.range, meant, block,
        &report)
    }
  }

  private static func isRecorded(_ name: String, _ context: ConnectorContext) -> Bool {
    let name = name.lowercased()
    return context.evidence.anyHeaders.contains(name)
      || context.evidence.exchanges.contains {
        $0.exchange.requestHeaders.contains { $0.lowercaseName == name }
      }
  }

  private static func add(
    _ message: String, _ range: SourceRange, _ meant: String, _ block: Block, _ report: inout FindingList
  ) {
    guard !report.touch(range) else { return }
    report.add(
      Finding(
        .headerSlip, message, at: range, path: block.path.description, suggestions: [meant],
        fixes: [.init("the name that is known", isSafe: false, replace: range, with: meant)]))
  }

  /// The known name that differs by a single slip of the hand; nil for a known one.
  private static func slip(_ word: String, among known: [Known]) -> String? {
    let bytes = Array(word.utf8)
    // Nearly all are known, or of the provider's own making.
    guard !known.contains(where: { $0.letters == bytes }) else { return nil }
    return known.first { Suggestions.editDistance(bytes, $0.letters, limit: 1) == 1 }?.text
  }

  /// A name or a type as it is written, and as it is compared.
  private struct Known {
    let text: String
    let letters: [UInt8]

    init(_ text: String) {
      self.text = text
      letters = Array(text.lowercased().utf8)
    }
  }

  private static let names = [
    "Accept", "Accept-Language", "Authorization", "Content-Type", "Content-Length", "Cookie",
    "Idempotency-Key", "If-Match", "If-Modified-Since", "If-None-Match", "Last-Modified", "Location",
    "On-Behalf-Of", "Prefer", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset",
    "User-Agent", "X-API-Key", "X-Content-Type-Options", "X-RateLimit-Limit", "X-RateLimit-Remaining",
    "X-RateLimit-Reset", "X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset", "X-Request-Id",
  ].map { Known($0) }

  private static let mediaTypes = [
    "application/json", "application/xml", "application/x-www-form-urlencoded", "application/octet-stream",
    "application/pdf", "application/zip", "application/vnd.api+json", "application/scim+json",
    "multipart/form-data",
    "text/csv", "text/html", "text/plain", "text/xml",
  ].map { Known($0) }
}

extension Rule {
  private static func quota(_ header: String, _ marker: String = "") -> Diagnostics.Example {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      quota:
        remaining: \(header)
    \(marker)
    """
  }

  static let headerSlip = Rule(
    "request/header-slip", .warning, .likely, "a header or media type that looks like a known one",
    page: """
      No recording shows this name, and it differs by one letter from one that is known everywhere. A server takes no notice of a header that it \
      does not know. Correct it; if the provider really writes it so, a recording that shows it settles the question.
      """,
    failing: quota("X-RateLimit-Remaning", "#              ^^^^^^^^^^^^^^^^^^^^ request/header-slip"),
    passing: quota("X-RateLimit-Remaining"))
}
