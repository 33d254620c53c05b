internal import Diagnostics
internal import HTTP
internal import Interpreter
internal import Language
internal import Mapping
internal import Programs
internal import Storage
internal import Values

/// A canonical record as it came, with the rules that made it.
struct CanonicalRecord: Sendable {
  let model: String
  let id: String
  /// In the form of `expect`.
  let value: Value
  let trace: [MappingTrace.Entry]

  /// The part of the mapping that made a field, by a path that begins with the field.
  func maker(of path: String) -> SourceRange? {
    let field = path.prefix { $0 != "." && $0 != "[" }
    let name = field.hasSuffix("_raw") ? String(field.dropLast(4)) : String(field)
    let maker = trace.last { $0.field == name } ?? trace.last { $0.field == field }
    return maker.map { $0.expressions.first ?? $0.place }
  }
}

/// Everything that a case did, before anybody judges it.
struct Performance: Sendable {
  /// In the order of the mapping.
  var models: [String] = []
  var records: [String: [CanonicalRecord]] = [:]
  /// Keys of records that are gone, with the models whose rows may have been made of them.
  var deleted: [Deletion] = []
  var quarantined: [RecordProblem] = []
  var result: [(name: String, value: Value)] = []
  /// What a delivery was answered with.
  var answer: WebhookAnswer?
  /// Why a delivery was refused.
  var refusal: String?
  /// The rules for events, and the challenges, that deliveries fitted.
  var events: Set<SourceRange> = []
  /// The rules for replies that some reply fitted.
  var rules: Set<SourceRange> = []
  var failure: RunFailure?
  var pages: [Page] = []
  /// What the mapping's rules did with all records.
  var entries: [MappingTrace.Entry] = []
  var matches: Set<MappingTrace.Match> = []
  /// Fields of the mapping, at any depth, that came out with a value.
  var given: Set<SourceRange> = []
  /// What the reader says about its listings.
  var remarks: [Remark] = []

  var requests: [HTTPRequest] = []
  var misses: [RecordedProvider.Miss] = []
  /// Positions of the exchanges that were played, in that order.
  var played: [Int] = []
  /// Exchanges that nobody asked for.
  var unplayed: [Exchange] = []
  /// The ways of signing in that were tried.
  var proofs: [SourceRange] = []
  /// Names of what these ways capture.
  var capturable: [String] = []
  /// What a connection that was made captured.
  var captured: [String: Value] = [:]
  /// The token that it was given.
  var token: TokenContent?
  /// What took its place when it was renewed.
  var renewedToken: TokenContent?
  /// The connector says that every renewal ends the old refresh token.
  var rotates = false
  /// The account has tokens that can be renewed.
  var hasTokens = false

  /// One page, for what coverage tells.
  struct Page: Sendable {
    let stream: String
    let read: Int
    let isEndOfSlice: Bool
    let outcome: PageOutcome?
  }

  /// A page of a stream was read.
  mutating func add(_ page: ReadPage) {
    pages.append(
      Page(
        stream: page.stream, read: page.read, isEndOfSlice: page.isEndOfSlice, outcome: page.outcome))
    remarks += page.remarks
  }

  /// Records came of a mapping.
  mutating func add(_ records: [CanonicalRecord], of mapping: RehearsedMapping?) {
    for record in records { self.records[record.model, default: []].append(record) }
    for model in mapping?.models ?? [] where !models.contains(model) { models.append(model) }
  }

  mutating func delete(_ keys: [String], in models: [String]) {
    guard !models.isEmpty else { return }
    deleted += keys.map { Deletion(key: $0, models: models) }
  }

  /// A record that is gone.
  ///
  /// Which of the models had a row of it only a store knows: a case names those that it means.
  struct Deletion: Sendable {
    let key: String
    let models: [String]
  }
}
