internal import Diagnostics
internal import Language
internal import YAML

/// Words in addresses that no recording shows: one that differs by a slip of the hand from a word of another address is most likely misspelt.
enum AddressSlipCheck: Check {
  static let rules: [Rule] = [.addressSlip]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard !context.isDamaged, !context.isPartial else { return }
    let exchanges = context.evidence.exchanges
    let unseen = context.requests.filter { request in
      !exchanges.contains { request.pattern.fit($0.exchange) != nil }
    }
    guard !unseen.isEmpty else { return }
    var recorded: Set<String> = []
    for exchange in exchanges { recorded.formUnion(words(of: String(exchange.exchange.path))) }
    var uses: [String: Int] = [:]
    for request in context.requests {
      for word in Set(words(of: request)) { uses[word, default: 0] += 1 }
    }
    for request in unseen where !report.touch(request.address.range) {
      for word in words(of: request) where !recorded.contains(word) && uses[word] == 1 {
        // Of two words that nothing shows and that are used once each nobody knows which one is right.
        let known = recorded.union(uses.lazy.filter { $0.value > 1 }.map(\.key))
        guard let meant = known.filter({ isSlip(word, for: $0) }).sorted().first else { continue }
        report.add(finding(word, meant, request))
        break
      }
    }
  }

  private static func finding(_ word: String, _ meant: String, _ request: WrittenRequest) -> Finding {
    let source = Array(request.address.source.utf8)
    let sought = Array(word.utf8)
    let place = source.indices.first { source[$0...].starts(with: sought) } ?? 0
    let range = request.address.scalar.range(ofInner: place..<place + sought.count)
    return Finding(
      .addressSlip, "`\(word)` stands in this address alone, and `\(meant)` in others", at: range,
      path: "\(request.block.path).\(request.method)", suggestions: [meant],
      fixes: [.init("the word of the other addresses", isSafe: false, replace: range, with: meant)])
  }

  /// The words between slashes and dots that are written out, those of all choices.
  private static func words(of request: WrittenRequest) -> [String] {
    request.pattern.paths.flatMap { path -> [String] in
      // Only whole words count: what an open place touches is part of one.
      words(of: path.parts.joined(separator: "\u{0}"))
    }
  }

  private static func words(of path: String) -> [String] {
    var rest = path[...]
    if let scheme = path.utf8.firstIndex(of: UInt8(ascii: ":")),
      path[scheme...].hasPrefix("://")
    {
      rest = path[scheme...].dropFirst(3).drop { $0 != "/" }
    }
    return rest.utf8.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") }.compactMap { word in
      word.count >= shortest && word.allSatisfy { $0.isWordPart || $0 == UInt8(ascii: "-") }
        ? String(Substring(word)) : nil
    }
  }

  /// Short words are alike by chance.
  private static let shortest = 4

  private static func isSlip(_ word: String, for known: String) -> Bool {
    guard word != known else { return false }
    return folded(word) == folded(known) || NameSlipCheck.isSlip(word, for: known)
  }

  private static func folded(_ word: String) -> String {
    word.lowercased().filter { $0 != "_" && $0 != "-" }
  }
}

extension Rule {
  private static func writing(_ word: String, _ marker: String = "") -> Diagnostics.Example {
    """
    actions:
      dismiss:
        title: Dismiss
        inputs:
          id: {type: text, title: Employee}
        request: {delete: "/\(word)/${input.id}"}
    \(marker)
    """
  }

  static let addressSlip = Rule(
    "request/address-slip", .warning, .likely, "a word of an address that looks like one of another address",
    page: """
      No recording shows this request. Its address has a word that no other address has, and that differs by one letter, or in case and hyphens, \
      from a word that the connector's other requests or recordings use. Correct the word; if both are right, a recording that shows it \
      settles the question.
      """,
    failing: writing("employes", "#                       ^^^^^^^^ request/address-slip"),
    passing: writing("employees"))
}
