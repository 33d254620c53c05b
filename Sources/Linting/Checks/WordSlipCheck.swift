internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Values
internal import YAML

/// Words that expressions look for in what was recorded: one that no recording has, and that differs by a slip of the hand from one that
/// was recorded at such a place, is most likely misspelt.
enum WordSlipCheck: Check {
  static let rules: [Rule] = [.wordSlip]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    // What could not be read may be what shows the word.
    guard !context.isDamaged, !context.isPartial else { return }
    var groups: [(words: [SoughtWord], shapes: [ObservedShape], ignoresCase: Bool)] = []
    for (stream, mapped) in texts.mapped.sorted(by: { $0.key < $1.key }) {
      let words = SoughtWord.all(in: mapped)
      guard !words.isEmpty, let evidence = context.evidence.of(stream) else { continue }
      groups.append((words, [evidence.record, evidence.elements], changesCase(mapped)))
    }
    // Most texts look for no word at all: only those that do are asked where they belong.
    let words = SoughtWord.all(in: texts.own).filter { !$0.isOfEvent }
    let ignoresCase = !words.isEmpty && changesCase(texts.own)
    for (owner, words) in Dictionary(grouping: words, by: \.owner.section).sorted(by: { $0.key < $1.key }) {
      groups.append((words, shapes(for: owner, context), ignoresCase))
    }
    for group in groups where !group.shapes.isEmpty {
      let search = SlipSearch(group.words, ignoresCase: group.ignoresCase)
      for slip in search.slips(in: group.shapes) {
        // A word that is sought at several places is meant.
        let places = groups.flatMap(\.words).filter { $0.text == slip.word.text }.map(\.range)
        if Set(places).count == 1 { tell(slip, context, &report) }
      }
    }
  }

  /// Letters that one expression changes are compared by another.
  private static func changesCase(_ texts: [CheckedText]) -> Bool {
    texts.contains { $0.checked.source.holds("erAscii()") }
  }

  /// What the expressions of a part of the connector look into.
  private static func shapes(for owner: String, _ context: ConnectorContext) -> [ObservedShape] {
    switch owner {
    case "webhooks": return [context.deliveries.payload, context.deliveries.event]
    case "http":
      let shape = ObservedShape()
      for recorded in context.evidence.exchanges where recorded.exchange.status >= 400 {
        if let json = recorded.exchange.json { shape.add(json.root) }
      }
      return [shape]
    default:
      return context.evidence.of(owner).map { [$0.body, $0.record, $0.elements] } ?? []
    }
  }

  private static func tell(_ slip: Slip, _ context: ConnectorContext, _ report: inout FindingList) {
    let (word, range) = (slip.word, slip.word.range)
    guard !report.touch(range), !isRecorded(word.text, context) else { return }
    // A case for what such a condition lets through is not seen for the same reason.
    report.removeAll {
      $0.rule == .caseNeverSeen && $0.range.file === range.file
        && word.owner.path.description.hasPrefix($0.path ?? "?")
    }
    let quote = range.text.first == "\"" ? "\"" : "'"
    report.add(
      Finding(
        .wordSlip, "`\(word.text)` is in no recording, and `\(slip.meant)` is", at: range,
        path: "\(word.owner.path)", suggestions: [slip.meant],
        fixes: [
          .init("the word that was recorded", isSafe: false, replace: range, with: quote + slip.meant + quote)
        ]))
  }

  /// Whether a word stands anywhere in what was recorded or delivered.
  private static func isRecorded(_ word: String, _ context: ConnectorContext) -> Bool {
    let files =
      context.connector.recordings.map(\.file) + (context.connector.tests.map { [$0.document.file] } ?? [])
    return files.contains { $0.bytes[...].holdsWords(word) }
  }
}

/// A word that an expression looks for.
private struct SoughtWord {
  /// Where it is looked for.
  enum Place {
    case names, values, both
  }

  let text: String
  let place: Place
  let owner: CheckedText
  private let inner: Range<Int>

  var range: SourceRange { owner.place(inner) }

  /// A condition on an event, which is held against what is delivered by a rule of its own.
  var isOfEvent: Bool { owner.path.last == "when" && owner.section == "webhooks" }

  /// Shorter ones resemble each other.
  private static let shortest = 4

  static func all(in texts: [CheckedText]) -> [SoughtWord] {
    var words: [SoughtWord] = []
    for text in texts
    where text.checked.isValid && text.checked.source.utf8.contains(where: { $0 == 0x27 || $0 == 0x22 }) {
      // What an organization chose is in no recording.
      guard !text.uses("settings"), !text.uses("secrets") else { continue }
      text.visit { node in gather(node, text, &words) }
    }
    return words
  }

  private static func gather(_ node: Expressions.Node, _ text: CheckedText, _ words: inout [SoughtWord]) {
    func take(_ id: NodeID, _ place: Place) {
      let node = text.checked.tree[id]
      guard case .literal(.string(let word)) = node.form, word.utf8.count >= shortest else { return }
      words.append(SoughtWord(text: word, place: place, owner: text, inner: node.range))
    }
    func takeElements(of id: NodeID, _ place: Place) {
      guard case .list(let elements) = text.checked.tree[id].form else { return }
      for element in elements { take(element.value, place) }
    }
    switch node.form {
    case .call(let name, nil, let arguments) where arguments.count == 2:
      if name.text == "_==_" || name.text == "_!=_" {
        for argument in arguments { take(argument, .values) }
      } else if name.text == "@in" {
        take(arguments[0], .names)
        takeElements(of: arguments[1], .values)
      }
    case .index(let operand, let index, _):
      // Headers have rules of their own.
      if case .identifier(let name, _) = text.checked.tree[operand].form, name.text == "headers" { return }
      take(index, .names)
    case .comprehension(let loop): takeElements(of: loop.range, .both)
    default: break
    }
  }
}

/// A word and the recorded one that must have been meant.
private struct Slip {
  let word: SoughtWord
  let meant: String
}

/// Goes through what was recorded once, for all words that are looked for.
private struct SlipSearch {
  private let words: [SoughtWord]
  /// The lengths that a word of interest can have, as bits.
  private var lengths: UInt64 = 0

  private let ignoresCase: Bool

  init(_ words: [SoughtWord], ignoresCase: Bool) {
    self.words = words
    self.ignoresCase = ignoresCase
    for word in words {
      let length = min(word.text.utf8.count, 61)
      lengths |= 0b111 << UInt64(length - 1)
    }
  }

  func slips(in shapes: [ObservedShape]) -> [Slip] {
    guard !words.isEmpty else { return [] }
    var isSeen = words.map { _ in false }
    var meant: [String?] = words.map { _ in nil }
    for shape in shapes {
      shape.forEachWord { recorded, isName in
        guard lengths & (1 << UInt64(min(recorded.utf8.count, 62))) != 0 else { return }
        for (place, word) in words.enumerated() where !isSeen[place] {
          if word.text == recorded || ignoresCase && word.text.lowercased() == recorded.lowercased() {
            isSeen[place] = true
          } else if meant[place] == nil, word.isSought(asName: isName), word.mayMean(recorded) {
            meant[place] = recorded
          }
        }
      }
    }
    return words.indices.compactMap { place in
      guard !isSeen[place], let other = meant[place] else { return nil }
      // Both are told apart in one expression.
      let word = words[place]
      let isOwn = words.contains { $0.owner === word.owner && $0.text == other }
      return isOwn ? nil : Slip(word: word, meant: other)
    }
  }
}

extension SoughtWord {
  fileprivate func isSought(asName isName: Bool) -> Bool {
    switch place {
    case .names: isName
    case .values: !isName
    case .both: true
    }
  }

  /// Whether a recorded word differs from it by no more than a slip of the hand.
  fileprivate func mayMean(_ recorded: String) -> Bool {
    let (own, other) = (text.utf8, recorded.utf8)
    guard abs(own.count - other.count) <= 1, own.first == other.first || own.last == other.last else {
      return false
    }
    return Suggestions.areSure([recorded], for: text)
  }
}

extension CheckedText {
  /// The stream it belongs to, or else the section.
  fileprivate var section: String {
    let parts = path.components
    guard let first = parts.first else { return "" }
    return first == "streams" && parts.count > 1 ? parts[1] : first
  }
}

extension Rule {
  private static func mapping(_ word: String, _ marker: String = "") -> Diagnostics.Example {
    """
    --- mappings/acme/employees.yaml
    models:
      - model: employee
        fields:
          first_name: firstName
          last_name: lastName
          hire_date: date(hired)
          employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
          job_title: "status == '\(word)' ? 'working' : 'gone'"
    \(marker)
    \(testCase(expect: """
          expect:
            employee:
              - {id: "1", last_name: Byron, job_title: working}
              - {id: "2", last_name: Bloggs, job_title: working}
          partial: true
      """))
    """
  }

  static let wordSlip = Rule(
    "request/word-slip", .warning, .likely, "a word that is compared and was recorded in another spelling",
    page: """
      An expression looks for a word that no recording has, and one that was recorded at such a place differs from it by a single letter or \
      by its case. The comparison would never be true. Where the provider really has both words, record a reply that shows the other one.
      """,
    failing: mapping("Actve", "#                           ^^^^^^^ request/word-slip"),
    passing: mapping("Active"))
}
