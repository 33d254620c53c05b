internal import Diagnostics
internal import Expressions
internal import Language

/// Names in what no recording shows: one that is used once and differs by a slip of the hand from another one is most likely misspelt.
enum NameSlipCheck: Check {
  static let rules: [Rule] = [.nameSlip]

  /// A name that an expression reads from something; where that is in the file is looked up for the few that matter.
  private struct Use {
    let text: CheckedText
    let operand: NodeID
    let name: Name

    var range: SourceRange { text.place(name.range) }

    /// Whether two uses are one: what a stream takes over from another one is written once.
    func isSame(as other: Use) -> Bool {
      name.range == other.name.range && text.isWritten(where: other.text)
    }
  }

  /// A name that is read once, from something of which nothing is known.
  private struct Candidate {
    let use: Use
    let range: SourceRange
    var name: String { use.name.text }
  }

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    // What could not be read may be what shows the name.
    guard !context.isDamaged, !context.isPartial else { return }
    let uses = uses(in: texts)
    let candidates = candidates(among: uses, report)
    guard !candidates.isEmpty else { return }
    let recorded = recordedNames(context)
    lazy var words = FileWords(context.connector)
    let known = recorded.union(uses.lazy.map(\.name.text))
    var told = Set(report.all.map(\.subject))
    for candidate in candidates
    where !recorded.contains(candidate.name) && !told.contains(candidate.name) {
      let others =
        candidate.name.utf8.count >= longEnough ? known : names(heldLike: candidate.use, among: uses)
      let meant = others.filter {
        isSlip(candidate.name, for: $0)
          || report.isEmpty && isLongSlip(candidate.name, for: $0)
            && words.prefer($0, used: 1, over: candidate.name)
      }.sorted()
      guard let best = meant.first else { continue }
      // Of two names that are used once each, the one that other files know is right, or else the first.
      if let other = candidates.first(where: { $0.name == best }) {
        if words.prefer(candidate.name, used: 1, over: best) { continue }
        let isLater =
          (candidate.range.file.path, candidate.range.start) > (other.range.file.path, other.range.start)
        guard isLater || words.prefer(best, used: 1, over: candidate.name) else { continue }
      }
      report.add(
        Finding(
          .nameSlip, "`\(candidate.name)` is used here alone, and `\(best)` elsewhere", at: candidate.range,
          path: "\(candidate.use.text.path)", suggestions: meant,
          fixes: [
            .init("the name that is used elsewhere", isSafe: false, replace: candidate.range, with: best)
          ]))
      told.insert(candidate.name)
    }
  }

  private static func uses(in texts: CheckedTexts) -> [Use] {
    var uses: [Use] = []
    for text in texts.all where text.checked.isValid {
      text.visit { node in
        guard case .select(let operand, let name, _) = node.form else { return }
        uses.append(Use(text: text, operand: operand, name: name))
      }
    }
    return uses
  }

  private static func candidates(among uses: [Use], _ report: FindingList) -> [Candidate] {
    // Where a name was first used; nil once it is used elsewhere too.
    var only: [String: Use?] = [:]
    for use in uses {
      if let known = only[use.name.text] {
        if let known, !known.isSame(as: use) { only[use.name.text] = .some(nil) }
      } else {
        only[use.name.text] = use
      }
    }
    return uses.compactMap { use in
      guard use.text.checked.type(of: use.operand) == .dyn, use.name.text.utf8.count >= shortest,
        let known = only[use.name.text], known != nil
      else { return nil }
      let range = use.range
      return report.touch(range) ? nil : Candidate(use: use, range: range)
    }
  }

  /// The names that are read from what is called the same.
  private static func names(heldLike use: Use, among uses: [Use]) -> Set<String> {
    let holder = use.text.lastName(of: use.operand)
    return Set(uses.filter { $0.text.lastName(of: $0.operand) == holder }.map(\.name.text))
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
  static func isSlip(_ word: String, for known: String) -> Bool {
    guard word.utf8.first == known.utf8.first, abs(word.utf8.count - known.utf8.count) <= 1,
      known.utf8.count >= shortest, word != known
    else { return false }
    let (a, b) = (Array(word.utf8), Array(known.utf8))
    guard Suggestions.editDistance(a, b, limit: 1) == 1, word.lowercased() != known.lowercased(),
      a.filter(isDigit) == b.filter(isDigit)
    else { return false }
    let (short, long) = a.count < b.count ? (a, b) : (b, a)
    // Another letter may be another word: `employer_taxes`, `employee_taxes`.
    if short.count == long.count { return a.sorted() == b.sorted() }
    let endings = [UInt8(ascii: "s"), UInt8(ascii: "d")]
    return !endings.contains { short + [$0] == long }
  }

  /// Of long words any letter may be wrong, where the one stands in the files and the other nowhere else.
  private static func isLongSlip(_ word: String, for known: String) -> Bool {
    let (a, b) = (Array(word.utf8), Array(known.utf8))
    return min(a.count, b.count) >= longWord && a.filter(isDigit) == b.filter(isDigit)
      && word.lowercased() != known.lowercased() && !word.hasPrefix(known) && !known.hasPrefix(word)
      && Suggestions.editDistance(a, b, limit: 1) == 1
  }

  private static let longWord = 5

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
