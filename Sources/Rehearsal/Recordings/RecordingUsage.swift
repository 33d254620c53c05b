internal import Diagnostics
internal import Language
internal import YAML

/// Which exchanges of which recordings the cases asked for.
struct RecordingUsage {
  private struct Use {
    let place: SourceRange
    var played: Set<Int>
    /// A case was not played to its end: what it did not come to says nothing.
    var isCut: Bool
  }

  private var uses: [String: Use] = [:]
  private var order: [String] = []

  mutating func note(_ test: TestCase, _ performance: Performance) {
    guard let recording = test[TestCase.recording] else { return }
    let isCut =
      !performance.misses.isEmpty || (performance.failure != nil && test[TestCase.fails] == nil)
      || test[TestCase.webhook] != nil || test[TestCase.signIn] != nil
    if uses[recording.value] == nil { order.append(recording.value) }
    var use = uses[recording.value] ?? Use(place: recording.range, played: [], isCut: false)
    use.played.formUnion(performance.played)
    use.isCut = use.isCut || isCut
    uses[recording.value] = use
  }

  /// Exchanges that nobody asked for, except those that may stay.
  func findings(_ connector: RehearsedConnector, _ file: TestFile) async -> [Finding] {
    var findings: [Finding] = []
    for name in order {
      guard let use = uses[name], !use.isCut, let recording = connector.loaded.recording(name) else {
        continue
      }
      let exchanges = recording.exchanges
      for (place, exchange) in exchanges.enumerated() where !use.played.contains(place) {
        let repeats = use.played.contains {
          exchanges[$0].method == exchange.method && exchanges[$0].target == exchange.target
        }
        if repeats || isCheck(exchange, connector) { continue }
        findings.append(
          Finding(
            .unaskedExchange, "nobody asks for \(exchange.method) \(exchange.target.prefix(200))",
            at: use.place,
            related: [.init("recorded here", at: exchange.titleRange)]))
      }
    }
    return findings
  }

  /// The cheap call that proves the credentials is not part of any stream.
  private func isCheck(_ exchange: Exchange, _ connector: RehearsedConnector) -> Bool {
    guard let check = connector.loaded.file?[ConnectorFile.check]?.block.node.mapping else { return false }
    let paths = ["get", "post", "put"].compactMap { check[$0]?.scalar?.text }
    return paths.contains { $0.split(separator: "?").first.map(String.init) == exchange.path }
  }
}
