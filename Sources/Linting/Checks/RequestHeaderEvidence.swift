internal import Diagnostics
internal import Language

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
  }

  private func check(
    _ headers: [Named<Template>], _ exchanges: [Evidence.Recorded], _ report: inout FindingList
  ) {
    guard !headers.isEmpty else { return }
    var recorded: [String: String] = [:]
    for header in exchanges.flatMap(\.exchange.requestHeaders) {
      recorded[header.lowercaseName] = header.name
    }
    let unclaimed = recorded.filter { !written.contains($0.key) }
    for header in headers where recorded[header.name.lowercased()] == nil {
      // A recording may leave a header out; one under a similar name shows that this one is misspelt.
      let near = Suggestions.nearest(to: header.name.lowercased(), among: unclaimed.keys.sorted())
        .compactMap { unclaimed[$0] }
      guard let best = near.first else { continue }
      report.add(
        Finding(
          .unrecordedParameter, "the recorded requests call the header `\(best)`", at: header.nameRange,
          path: header.value.path.description, label: "in 0 of \(exchanges.count)", suggestions: near,
          fixes: [
            .init(
              "a header with a similar name was recorded",
              isSafe: Suggestions.areSure(near, for: header.nameRange.text),
              replace: header.nameRange, with: best)
          ]))
    }
  }
}
