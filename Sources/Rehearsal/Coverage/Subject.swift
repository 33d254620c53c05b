internal import Diagnostics
internal import Interpreter
internal import Language
internal import Mapping

/// Something that a case can come by.
///
/// Told apart by where it is written, so that what several streams share is counted once.
enum Subject: Hashable, Sendable {
  /// A canonical field, or a field below one, by its name in the mapping.
  case field(SourceRange)
  /// A case of the enum at a place; nil for `otherwise`.
  case arm(SourceRange, Int?)
  /// A way in which a listing goes on or ends.
  case page(SourceRange, PageOutcome)
  case rule(SourceRange)
  case stream(String)
  /// An event or a challenge of a webhook.
  case event(SourceRange)
  case action(String)
  /// A way of signing in.
  case signIn(SourceRange)
}

/// What the cases of a connector came by.
struct Sightings: Sendable {
  private(set) var subjects: Set<Subject> = []
  /// How often a rule for a field was run.
  private(set) var runs: [SourceRange: Int] = [:]

  /// Takes in a case with all that came of its recording.
  mutating func note(_ run: CaseRun, _ performance: Performance) {
    subjects.formUnion(performance.given.map(Subject.field))
    subjects.formUnion(performance.matches.map { .arm($0.place, $0.arm) })
    subjects.formUnion(performance.events.map(Subject.event))
    for entry in performance.entries { runs[entry.place, default: 0] += 1 }
    for page in performance.pages {
      subjects.insert(.stream(page.stream))
      guard let outcome = page.outcome, let stream = run.connector.program.stream(page.stream) else {
        continue
      }
      // A rule that ends the listing stands where else an empty page would.
      subjects.insert(.page(stream.pagesPlace, outcome == .ruled ? .empty : outcome))
    }
    if let stream = run.test[TestCase.stream] { subjects.insert(.stream(stream.value)) }
    if let action = run.test[TestCase.action] { subjects.insert(.action(action.value)) }
    if run.test[TestCase.fails] == nil { subjects.formUnion(performance.proofs.map(Subject.signIn)) }
    note(rules: performance.rules)
  }

  /// Takes in rules for replies that fitted one, be it recorded or made up by a scenario.
  mutating func note(rules: Set<SourceRange>) { subjects.formUnion(rules.map(Subject.rule)) }
}
