internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Values
internal import YAML

/// Recordings and deliveries: each exchange is one of the connector's, and a delivery can be read.
enum TestRecordingCheck: Check {
  static let rules: [Rule] = [
    .testUnmatchedExchange, .testNothingFails, .testNoErrorRecorded, .testWebhookBody,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    checkExchanges(context, &report)
    checkFailures(context, &report)
    checkDeliveries(context, &report)
  }

  // MARK: Exchanges

  private static func checkExchanges(_ context: ConnectorContext, _ report: inout FindingList) {
    guard context.isComplete, let root = context.connector.root else { return }
    let requests = WrittenRequests(root)
    var told: Set<SourceRange> = []
    for recording in context.connector.recordings where recording.findings.isEmpty {
      var searched = 0
      for (position, exchange) in recording.exchanges.enumerated() {
        guard !requests.fit(exchange),
          !followed(exchange, in: recording.exchanges.prefix(position), &searched)
        else { continue }
        // A stream whose request is misspelt is told at the request.
        if isOfUnseenStream(recording, context) { break }
        if let check = requests.unseen(context.evidence.exchanges.map(\.exchange), below: "check") {
          // Then it is the recorded check, and the path written is wrong.
          reportCheck(check, exchange, &report)
          break
        }
        if let misspelt = requests.misspelt(for: exchange, context.evidence.exchanges.map(\.exchange)) {
          if told.insert(misspelt.range).inserted { reportMisspelt(misspelt, exchange, &report) }
          break
        }
        if let stream = lackingOne(exchange, context) {
          report.add(
            unmatched(
              exchange, by: stream, context,
              "`\(stream.name)` has no `one`, by which the recorded `\(exchange.method) \(exchange.path)` would be asked"
            ))
          break
        }
        let otherMethod = requests.methods(for: exchange).filter { $0 != exchange.method }
        let evidence =
          otherMethod.isEmpty
          ? []
          : [
            Finding.Evidence(
              "there", "the connector asks for this path by \(otherMethod.joined(separator: ", "))")
          ]
        if otherMethod.isEmpty, let stream = player(of: recording, context) {
          report.add(
            unmatched(
              exchange, by: stream, context,
              "no request of `\(stream.name)` is `\(exchange.method) \(exchange.path)`, which was recorded with the others"
            ))
          break
        }
        let near = Suggestions.nearest(to: String(exchange.path), among: requests.paths)
        report.add(
          Finding(
            .testUnmatchedExchange, "no request of the connector is `\(exchange.method) \(exchange.path)`",
            at: exchange.targetRange,
            evidence: evidence, suggestions: near))
        break
      }
    }
  }

  /// What is said at the stream that should have asked for an exchange.
  private static func unmatched(
    _ exchange: Exchange, by stream: Named<StreamBlock>, _ context: ConnectorContext, _ message: String
  ) -> Finding {
    Finding(
      .testUnmatchedExchange, message, at: context.own(stream.nameRange), path: "streams.\(stream.name)",
      related: [.init("recorded here", at: exchange.targetRange)])
  }

  /// The one stream whose cases play a recording, where others of its exchanges are that stream's.
  private static func player(of recording: Recording, _ context: ConnectorContext) -> Named<StreamBlock>? {
    let cases = (context.connector.tests?.file?[TestFile.cases] ?? []).filter {
      $0[TestCase.recording]?.value == recording.name
    }
    guard let name = cases.first?[TestCase.stream]?.value,
      cases.allSatisfy({ $0[TestCase.stream]?.value == name }), let stream = context.stream(name),
      context.evidence.of(name)?.exchanges.contains(where: { $0.recording.name == recording.name }) ?? false
    else { return nil }
    return stream
  }

  /// The stream of whose records one was read alone, and which does not say how.
  private static func lackingOne(_ exchange: Exchange, _ context: ConnectorContext) -> Named<StreamBlock>? {
    let parts = exchange.path.split(separator: "/", omittingEmptySubsequences: false)
    guard exchange.method == "GET", parts.count > 2 else { return nil }
    let listing = parts.dropLast().joined(separator: "/")
    return context.streams.first { stream in
      guard !stream.value.block.has("one"), let block = stream.value[StreamBlock.read]?.block,
        let pattern = RequestPattern(block), pattern.method == "GET"
      else { return false }
      return pattern.paths.contains { $0.matches(listing, withSlashes: pattern.isAbsolute) }
    }
  }

  private static func reportCheck(
    _ check: (text: String, range: SourceRange), _ exchange: Exchange, _ report: inout FindingList
  ) {
    let path = String(exchange.path)
    guard Suggestions.nearest(to: check.text, among: [path]).first == path else { return }
    report.add(
      Finding(
        .testUnmatchedExchange,
        "no recorded request is `\(check.text)`, and `\(exchange.method) \(path)` was recorded",
        at: check.range, path: "check",
        related: [.init("recorded here", at: exchange.targetRange)], suggestions: [path],
        fixes: [.init("the path that was recorded", isSafe: true, replace: check.range, with: path)]))
  }

  /// No recording shows the request as it is written, and this one under an address that is spelt alike.
  private static func reportMisspelt(
    _ misspelt: WrittenRequests.Misspelt, _ exchange: Exchange, _ report: inout FindingList
  ) {
    report.add(
      Finding(
        .testUnmatchedExchange,
        "no recorded request is `\(misspelt.text)`, and `\(exchange.method) \(exchange.path)` was recorded",
        at: misspelt.range, path: misspelt.path,
        related: [.init("recorded here", at: exchange.targetRange)], suggestions: [misspelt.meant],
        fixes: [
          .init("the path that was recorded", isSafe: false, replace: misspelt.range, with: misspelt.meant)
        ]))
  }

  /// Bytes of one recording's replies that are searched for addresses.
  private static let mostSearched = 32 << 20

  /// An address that an earlier reply named is followed as it is; where the search is given up, it may be one.
  private static func followed(
    _ exchange: Exchange, in earlier: some Sequence<Exchange>, _ searched: inout Int
  ) -> Bool {
    let file = exchange.targetRange.file
    let target = Array(exchange.target.utf8)
    let escaped = Array(
      exchange.target.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/").utf8)
    return earlier.contains { reply in
      if reply.headers.contains(where: { $0.value.contains(exchange.target) }) { return true }
      searched += reply.body.count
      if searched > mostSearched { return true }
      let body = file.bytes[reply.body]
      return body.holds(target) || body.holds(escaped)
    }
  }

  private static func isOfUnseenStream(_ recording: Recording, _ context: ConnectorContext) -> Bool {
    (context.connector.tests?.file?[TestFile.cases] ?? []).contains { test in
      guard test[TestCase.recording]?.value == recording.name else { return false }
      if let stream = test[TestCase.stream]?.value {
        return context.stream(stream) == nil || context.evidence.of(stream) == nil
      }
      return test[TestCase.action].map { context.file[ConnectorFile.actions]?.named($0.value) == nil }
        ?? false
    }
  }

  // MARK: Failures

  private static func checkFailures(_ context: ConnectorContext, _ report: inout FindingList) {
    let replies = context.evidence.exchanges
    if context.isComplete, context.connector.recordings.allSatisfy({ $0.findings.isEmpty }), !replies.isEmpty,
      !replies.contains(where: { $0.exchange.status >= 400 }), context.connector.tests != nil,
      !context.exchangesFiles
    {
      let hasConditions = (context.file[ConnectorFile.http]?[HTTPBlock.errors] ?? []).contains {
        $0.block.has("when")
      }
      if !hasConditions {
        report.add(
          Finding(
            .testNoErrorRecorded, "no recording shows a refusal or an error",
            at: context.own(context.file.block.keyRange("http")), path: "http",
            evidence: [
              .init(
                "add",
                "a recording of a wrong credential or a throttled request: what providers say then differs most"
              )
            ]))
      }
    }
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] {
      guard test.block.has("fails"), let name = test[TestCase.recording]?.value,
        let recording = context.connector.recording(name),
        recording.findings.isEmpty, !recording.exchanges.isEmpty,
        recording.exchanges.allSatisfy({ (200..<300).contains($0.status) })
      else { continue }
      let rules = errorRules(test, context)
      // What a condition, a total or a repeated page makes of a good reply is not judged here.
      guard !rules.contains(where: { $0.block.has("when") }), !mayFailByItself(test, context) else {
        continue
      }
      report.add(
        Finding(
          .testNothingFails, "the case must fail, and every recorded reply is a success",
          at: test.block.keyRange("fails"),
          path: "\(test.block.path).fails",
          related: [.init("recorded here", at: recording.exchanges[0].statusRange)]))
    }
  }

  private static func errorRules(_ test: TestCase, _ context: ConnectorContext) -> [ErrorRule] {
    let stream = test[TestCase.stream].flatMap { context.stream($0.value) }?.value[StreamBlock.errors] ?? []
    let action =
      test[TestCase.action].flatMap { context.file[ConnectorFile.actions]?.named($0.value) }?.value[
        ActionBlock.errors] ?? []
    return stream + action + (context.file[ConnectorFile.http]?[HTTPBlock.errors] ?? [])
  }

  private static func mayFailByItself(_ test: TestCase, _ context: ConnectorContext) -> Bool {
    guard let stream = test[TestCase.stream].flatMap({ context.stream($0.value) })?.value else {
      return false
    }
    let pages = stream[StreamBlock.pages]
    return stream.block.has("job") || pages?.has("total") ?? true || pages?.as(WholePages.self) == nil
  }

  // MARK: Deliveries

  private static func checkDeliveries(_ context: ConnectorContext, _ report: inout FindingList) {
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] {
      guard let delivery = test[TestCase.webhook], let body = delivery[DeliveryBlock.body],
        let scalar = delivery.block.node.mapping?["body"]?.scalar
      else { continue }
      let type =
        (delivery[DeliveryBlock.headers] ?? []).first { $0.name.lowercased() == "content-type" }?.value
        .lowercased() ?? ""
      let first = body.first { !$0.isWhitespace }
      guard type.holds("json") || type.isEmpty && (first == "{" || first == "[") else { continue }
      do {
        _ = try JSONDocument(text: body)
      } catch {
        let offset = min(max(error.offset, 0), max(body.utf8.count - 1, 0))
        report.add(
          Finding(
            .testWebhookBody, "the body is not JSON: \(error.message)",
            at: scalar.range(ofInner: offset..<min(offset + 1, body.utf8.count)),
            path: "\(delivery.block.path).body"))
      }
    }
  }
}

/// Every request that is written anywhere in a connector, found by its method key.
private struct WrittenRequests {
  private final class Written {
    let method: String?
    let text: String
    let range: SourceRange
    /// The top-level key that it stands below.
    let top: String
    /// What it is a request of: `streams.employees`.
    let owner: String
    let path: TextPattern
    /// Where an address stands before the path, which is asked of few.
    private(set) lazy var anywhere = TextPattern("${a}" + pattern)
    private let pattern: String

    init(
      _ method: String?, _ text: String, _ range: SourceRange, below top: String, of owner: String,
      pattern: String
    ) {
      self.method = method
      self.text = text
      self.range = range
      self.top = top
      self.owner = owner
      self.pattern = pattern
      path = TextPattern(pattern)
    }
  }

  private var all: [Written] = []
  /// Keys whose value is an address that is called.
  private static let addressKeys: Set<String> = ["token_url", "refresh_url", "authorize_url", "keys_url"]

  init(_ root: YAML.Node) {
    for entry in root.mapping?.entries ?? [] { gather(entry.value, entry.key.text, nil) }
  }

  private mutating func gather(_ node: YAML.Node, _ top: String, _ owner: String?) {
    if let items = node.list {
      for item in items { gather(item, top, owner) }
      return
    }
    guard let mapping = node.mapping else { return }
    for entry in mapping.entries {
      guard entry.value.isScalar else {
        gather(entry.value, top, owner ?? "\(top).\(entry.key.text)")
        continue
      }
      let key = entry.key.text
      let isMethod = RequestBlock.methodNames.contains(key)
      guard isMethod || Self.addressKeys.contains(key), let text = entry.value.scalar?.text else { continue }
      add(isMethod ? key.uppercased() : nil, text, entry.value.range, top, owner ?? top)
    }
  }

  private mutating func add(
    _ method: String?, _ text: String, _ range: SourceRange, _ top: String, _ owner: String
  ) {
    let plain = String(Substring(text.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }))
    // A path may have been recorded with the address before it, and an address without.
    var tail = plain
    if plain.hasPrefix("http://") || plain.hasPrefix("https://") {
      let slash = UInt8(ascii: "/")
      tail = String(Substring(plain.utf8.drop { $0 != slash }.dropFirst(2).drop { $0 != slash }))
    }
    // An expression may hold a question mark: the whole text is then the safer pattern.
    let opened = plain.utf8.reduce(0) {
      $0 + ($1 == UInt8(ascii: "{") ? 1 : $1 == UInt8(ascii: "}") ? -1 : 0)
    }
    let isCut = opened != 0
    all.append(
      Written(method, tail, range, below: top, of: owner, pattern: isCut ? text : tail))
  }

  var paths: [String] { all.map(\.text) }

  func fit(_ exchange: Exchange) -> Bool { all.contains { Self.fits($0, exchange) } }

  private static func fits(_ written: Written, _ exchange: Exchange) -> Bool {
    let path = String(exchange.path)
    guard written.method == nil || written.method == exchange.method else { return false }
    return written.path.matches(path, withSlashes: written.text.hasPrefix("${"))
      || path.hasPrefix("http") && written.anywhere.matches(path, withSlashes: true)
  }

  /// A request below a top-level key that no exchange is.
  func unseen(_ exchanges: [Exchange], below top: String) -> (text: String, range: SourceRange)? {
    all.first { written in written.top == top && !exchanges.contains { Self.fits(written, $0) } }.map {
      ($0.text, $0.range)
    }
  }

  /// A request whose address is spelt otherwise than what was recorded.
  struct Misspelt {
    let text: String
    let range: SourceRange
    let path: String
    /// The address as it was recorded, with the parts that vary as they are written.
    let meant: String
  }

  /// The one request that no exchange is, and whose path differs in one word from that of an exchange which is no request.
  func misspelt(for exchange: Exchange, _ exchanges: [Exchange]) -> Misspelt? {
    let recorded = exchange.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let near = all.compactMap { written -> Misspelt? in
      guard written.method == exchange.method, let meant = Self.meant(by: written.text, recorded),
        let quote = Self.quote(around: written), !exchanges.contains(where: { Self.fits(written, $0) })
      else { return nil }
      return Misspelt(
        text: written.text, range: written.range, path: written.owner, meant: quote + meant + quote)
    }
    return near.count == 1 ? near[0] : nil
  }

  /// The quotes that a text is written in; nil when it is written in a form in which no other can take its place.
  private static func quote(around written: Written) -> String? {
    let shown = written.range.text
    return ["", "\"", "'"].first { shown == $0 + written.text + $0 }
  }

  /// The written path with the one word that was recorded otherwise put right; nil when they differ by more.
  private static func meant(by text: String, _ recorded: [String]) -> String? {
    var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == recorded.count else { return nil }
    let others = parts.indices.filter { !TextPattern(parts[$0]).matches(recorded[$0], withSlashes: false) }
    guard others.count == 1, let other = others.first, !parts[other].holdsTemplate,
      Suggestions.nearest(to: parts[other], among: [recorded[other]]).first != nil
    else { return nil }
    parts[other] = recorded[other]
    return parts.joined(separator: "/")
  }

  /// The methods by which the connector asks for the path of an exchange.
  func methods(for exchange: Exchange) -> [String] {
    let path = String(exchange.path)
    return all.filter { $0.path.matches(path, withSlashes: false) }.compactMap(\.method)
  }
}

extension ArraySlice<UInt8> {
  /// Whether some words stand in these, and not only parts of longer ones.
  func holdsWords(_ text: String) -> Bool {
    let sought = Array(text.utf8)
    guard let first = sought.first else { return false }
    var place = startIndex
    while let next = self[place...].firstIndex(of: first) {
      let end = next + sought.count
      if self[next...].starts(with: sought), next == startIndex || !self[next - 1].isWordPart,
        end >= endIndex || !self[end].isWordPart
      {
        return true
      }
      place = next + 1
    }
    return false
  }

  /// Whether some bytes stand in these.
  func holds(_ sought: [UInt8]) -> Bool {
    guard let first = sought.first, sought.count <= count else { return false }
    var place = startIndex
    while let next = self[place...].firstIndex(of: first) {
      if self[next...].starts(with: sought) { return true }
      place = next + 1
    }
    return false
  }
}

extension ConnectorContext {
  /// Whether all it reads are files that somebody left: who leaves them says in them what is wrong, and refuses nothing.
  fileprivate var exchangesFiles: Bool {
    if file[ConnectorFile.exchange] != nil { return true }
    return !streams.isEmpty
      && streams.allSatisfy { $0.value[StreamBlock.decode]?.as(NativeDecoding.self) != nil }
  }
}
