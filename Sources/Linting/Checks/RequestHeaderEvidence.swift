internal import Diagnostics
internal import Language
internal import YAML

/// Headers that requests write, held against those that were recorded with them.
struct RequestHeaderEvidence {
  private let context: ConnectorContext
  /// All headers that the connector writes, in lower case: one that another request sends is not meant here.
  private let written: Set<String>

  init(_ context: ConnectorContext) {
    self.context = context
    let shared = context.file[ConnectorFile.http]?[HTTPBlock.headers] ?? []
    written = Set((shared + context.requests.flatMap(\.headers)).map { $0.name.lowercased() })
  }

  func check(_ report: inout FindingList) {
    let shared = context.file[ConnectorFile.http]?[HTTPBlock.headers] ?? []
    check(shared, context.evidence.exchanges, &report)
    for request in context.requests where !request.headers.isEmpty {
      guard let pattern = RequestPattern(request.block) else { continue }
      check(
        request.headers, context.evidence.exchanges.filter { pattern.fit($0.exchange) != nil }, &report)
    }
    checkUnsent(&report)
    checkUnsentHere(shared, &report)
  }

  /// Headers that a request was recorded with and that only others send, or that say what its body is and nothing says so.
  private func checkUnsentHere(_ shared: [Named<Template>], _ report: inout FindingList) {
    guard context.isComplete else { return }
    let everywhere = Set(shared.map { $0.name.lowercased() }).union(sentByProofs)
    for recorded in context.evidence.exchanges {
      for header in recorded.exchange.requestHeaders where !everywhere.contains(header.lowercaseName) {
        let name = header.lowercaseName
        let isType = name == "content-type"
        guard isType ? !Self.usualTypes.contains(header.value) : written.contains(name) else { continue }
        guard let request = sender(of: recorded.exchange, without: name), !report.touch(request.block) else {
          continue
        }
        report.add(
          Finding(
            .unsentPart,
            "the recorded request has `\(header.name): \(header.value.prefix(60))`, and no `headers` here say so",
            at: context.own(
              request.block.has("headers") ? request.block.keyRange("headers") : request.block.head),
            about: header.name, path: request.block.path.description,
            related: [.init("recorded here", at: header.range)]))
      }
    }
  }

  /// What the runtime says of bodies by itself.
  private static let usualTypes: Set<String> = ["application/json", "application/x-www-form-urlencoded"]

  private var sentByProofs: Set<String> {
    let named = context.file.proofs.compactMap {
      $0[OAuth2Fields.send]?.as(HeaderPlacement.self)?[HeaderPlacement.name]?.lowercased()
    }
    return Set(named).union(Self.automatic.subtracting(["content-type"]))
  }

  /// The request that an exchange is of; nil where one that sends the header may be meant, or none at all.
  private func sender(of exchange: Exchange, without name: String) -> WrittenRequest? {
    let fitting = context.requests.filter { $0.pattern.fit(exchange) != nil }
    let isSent = fitting.contains { request in
      request.headers.contains { $0.name.lowercased() == name }
        || name == "content-type" && ["xml", "text", "multipart"].contains(request.bodyKey)
    }
    return isSent ? nil : fitting.first
  }

  /// Headers that requests were recorded with, and that the connector nowhere speaks of.
  private func checkUnsent(_ report: inout FindingList) {
    guard let http = context.file[ConnectorFile.http], context.isComplete, !report.touch(http.block) else {
      return
    }
    let files = [context.connector.document.file] + context.connector.bases
    var told = written.union(Self.automatic).union(implied)
    for recorded in context.evidence.exchanges where recorded.stream != nil {
      for header in recorded.exchange.requestHeaders where told.insert(header.lowercaseName).inserted {
        guard !files.contains(where: { $0.bytes[...].holdsWords(header.name) }) else { continue }
        let isMeant = report.all.contains { $0.suggestions.contains(header.name) }
        if isMeant { continue }
        report.add(
          Finding(
            .unsentPart, "recorded requests have the header `\(header.name)`, which nothing sends",
            at: context.own(http.block.has("headers") ? http.block.keyRange("headers") : http.block.head),
            path: "http.headers", related: [.init("recorded here", at: header.range)]))
      }
    }
  }

  /// Sent because of the way to sign in or to ask for changes, which do not name them.
  private var implied: Set<String> {
    let changes = context.streams.compactMap { $0.value[StreamBlock.changes] }
    var names: Set<String> = []
    if changes.contains(where: { $0.as(ConditionalChanges.self) != nil }) {
      names.formUnion(["if-none-match", "if-modified-since"])
    }
    if context.file.proofs.contains(where: { $0.as(AWSAuth.self) != nil }) {
      names.formUnion(["x-amz-date", "x-amz-content-sha256", "x-amz-security-token"])
    }
    return names
  }

  /// Sent without anybody saying so.
  private static let automatic: Set<String> = [
    "accept-encoding", "authorization", "connection", "content-length", "content-type", "cookie", "host",
    "user-agent",
  ]

  private static let most = 1000

  private func check(
    _ headers: [Named<Template>], _ exchanges: [Evidence.Recorded], _ report: inout FindingList
  ) {
    guard !headers.isEmpty else { return }
    var recorded: [String: String] = [:]
    var values: [String: [Exchange.Header]] = [:]
    for header in exchanges.flatMap(\.exchange.requestHeaders) {
      recorded[header.lowercaseName] = header.name
      values[header.lowercaseName, default: []].append(header)
    }
    for header in headers where header.value.isConstant {
      guard let seen = values[header.name.lowercased()], let first = seen.first,
        seen.allSatisfy({ $0.value != header.value.source }), !report.touch(header.value.range)
      else { continue }
      report.add(
        Finding(
          .unsentPart, "the recorded requests have `\(first.value.prefix(60))` here", at: header.value.range,
          path: header.value.path.description, related: [.init("recorded here", at: first.range)],
          suggestions: [first.value]))
    }
    let unclaimed = recorded.filter { !written.contains($0.key) }
    let unseen = headers.filter { recorded[$0.name.lowercased()] == nil }
    // Nobody writes more; each is held against all that were recorded.
    for header in unseen.prefix(Self.most) {
      // A recording may leave a header out; one under a similar name shows that this one is misspelt.
      let near = Suggestions.nearest(to: header.name.lowercased(), among: unclaimed.keys.sorted())
        .compactMap { unclaimed[$0] }
      // Of several that resemble it one is.
      guard let best = near.first,
        Suggestions.nearest(to: best, among: unseen.map(\.name)).first == header.name
      else { continue }
      report.add(
        Finding(
          .unrecordedParameter, "the recorded requests call the header `\(best)`", at: header.nameRange,
          path: header.value.path.description, label: "in 0 of \(exchanges.count)", suggestions: near,
          fixes: .renaming(header.nameRange, to: near, "a header with a similar name was recorded")))
    }
  }
}
