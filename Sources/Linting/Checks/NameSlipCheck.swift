internal import Diagnostics
internal import Expressions
internal import Language

/// Names in what no recording shows: one that is used once and differs by a slip of the hand from another one is most likely misspelt.
enum NameSlipCheck: Check {
  static let rules: [Rule] = [.nameSlip]

  /// A name that is read from something of which nothing is known.
  private struct Candidate {
    let holder: String
    let name: String
    let range: SourceRange
    let path: String
  }

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    // What could not be read may be what shows the name.
    guard !context.isDamaged, !context.isPartial else { return }
    var places: [String: Set<SourceRange>] = [:]
    var held: [String: Set<String>] = [:]
    var open: [Candidate] = []
    for text in texts.all where text.checked.isValid {
      text.visit { node in
        guard case .select(let operand, let name, _) = node.form else { return }
        let (holder, range) = (text.lastName(of: operand), text.place(name.range))
        places[name.text, default: []].insert(range)
        held[holder, default: []].insert(name.text)
        guard text.checked.type(of: operand) == .dyn, name.text.utf8.count >= shortest else { return }
        open.append(Candidate(holder: holder, name: name.text, range: range, path: "\(text.path)"))
      }
    }
    let candidates = open.filter { places[$0.name]?.count == 1 && !report.touch($0.range) }
    guard !candidates.isEmpty else { return }
    let recorded = recordedNames(context)
    for candidate in candidates where !recorded.contains(candidate.name) {
      let known =
        candidate.name.utf8.count >= longEnough
        ? recorded.union(places.keys) : held[candidate.holder] ?? []
      let meant = known.filter { isSlip(candidate.name, for: $0) }.sorted()
      guard let best = meant.first else { continue }
      // Of two names that are used once each, the one that other files know is right, or else the first.
      if let other = candidates.first(where: { $0.name == best }) {
        let words = FileWords(context.connector)
        if words.prefer(candidate.name, used: 1, over: best) { continue }
        let isLater =
          (candidate.range.file.path, candidate.range.start) > (other.range.file.path, other.range.start)
        guard isLater || words.prefer(best, used: 1, over: candidate.name) else { continue }
      }
      report.add(
        Finding(
          .nameSlip, "`\(candidate.name)` is used here alone, and `\(best)` elsewhere", at: candidate.range,
          path: candidate.path, suggestions: meant,
          fixes: [
            .init("the name that is used elsewhere", isSafe: false, replace: candidate.range, with: best)
          ]))
    }
  }

  /// Short names are alike by chance.
  private static let shortest = 4
  /// Names as long as this are held against all others, shorter ones against those of the same object.
  private static let longEnough = 6

  /// All keys of recorded successful replies.
  private static func recordedNames(_ context: ConnectorContext) -> Set<String> {
    var names: Set<String> = []
    func gather(_ shape: ObservedShape, _ depth: Int) {
      guard depth < 8 else { return }
      for name in shape.names {
        names.insert(name)
        if let inner = shape.field(name) { gather(inner, depth + 1) }
      }
      if let element = shape.element { gather(element, depth + 1) }
    }
    for stream in context.streams {
      if let body = context.evidence.of(stream.name)?.body { gather(body, 0) }
    }
    return names
  }

  /// A letter too many, one too few, or two that changed places, behind the first one; words that differ by their ending are two.
  private static func isSlip(_ word: String, for known: String) -> Bool {
    let (a, b) = (Array(word.utf8), Array(known.utf8))
    guard a.first == b.first, abs(a.count - b.count) <= 1, b.count >= shortest, a != b else { return false }
    guard Suggestions.editDistance(a, b, limit: 1) == 1, word.lowercased() != known.lowercased(),
      a.filter(isDigit) == b.filter(isDigit)
    else { return false }
    let (short, long) = a.count < b.count ? (a, b) : (b, a)
    // Another letter may be another word: `employer_taxes`, `employee_taxes`.
    if short.count == long.count { return a.sorted() == b.sorted() }
    let endings = [UInt8(ascii: "s"), UInt8(ascii: "d")]
    return !endings.contains { short + [$0] == long }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension CheckedText {
  /// The word that something is read from: `error` of `body.error`.
  fileprivate func lastName(of id: NodeID) -> String {
    switch checked.tree[id].form {
    case .identifier(let name, _), .select(_, let name, _): name.text
    case .index(let operand, _, _): lastName(of: operand)
    default: ""
    }
  }
}

extension Rule {
  private static func rules(_ second: String, _ marker: String = "") -> Diagnostics.Example {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      errors:
        - {status: [403], message: body.failure.description}
        - {status: [404], message: body.failure.\(second)}
    \(marker)
    """
  }

  static let nameSlip = Rule(
    "request/name-slip", .warning, .likely, "a name that is used once and looks like another one",
    page: """
      No recording shows what this is read from, so that nobody can say which keys it has. Elsewhere the connector, or what was recorded, \
      uses a name that differs by one letter. Correct the name; if both are right, a recording that shows it settles the question.
      """,
    failing: rules("descripton", "#                                           ^^^^^^^^^^ request/name-slip"),
    passing: rules("description"))
}
