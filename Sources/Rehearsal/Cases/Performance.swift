internal import HTTP
internal import Interpreter
internal import Language
internal import Mapping
internal import Programs
internal import Values

/// A canonical record as it came, with the rules that made it.
struct CanonicalRecord: Sendable {
  let model: String
  let id: String
  /// In the form of `expect`.
  let value: Value
  let trace: [MappingTrace.Entry]
}

/// Everything that a case did, before anybody judges it.
struct Performance: Sendable {
  /// In the order of the mapping.
  var models: [String] = []
  var records: [String: [CanonicalRecord]] = [:]
  /// Source ids that are marked as gone.
  var deleted: [String: [String]] = [:]
  var quarantined: [RecordProblem] = []
  var result: [(name: String, value: Value)] = []
  var failure: RunFailure?
  var pages: [Page] = []
  /// What the mapping's rules did with all records.
  var entries: [MappingTrace.Entry] = []
  var matches: Set<MappingTrace.Match> = []
  /// The stream was read to an end of its own.
  var isComplete = false

  var requests: [HTTPRequest] = []
  var misses: [RecordedProvider.Miss] = []
  /// Positions of exchanges in the recording that were played.
  var played: Set<Int> = []

  /// One page, for what coverage tells.
  struct Page: Sendable {
    let stream: String
    let read: Int
    let isEnd: Bool
  }

  /// A page of a stream was read and mapped.
  mutating func add(_ page: ReadPage, mapped records: [CanonicalRecord], of mapping: RehearsedMapping?) {
    pages.append(Page(stream: page.stream, read: page.read, isEnd: page.isEnd))
    for record in records { self.records[record.model, default: []].append(record) }
    for model in mapping?.models ?? [] where !models.contains(model) { models.append(model) }
    if page.isEnd { isComplete = true }
  }

  mutating func delete(_ keys: [String], in models: [String]) {
    guard !keys.isEmpty else { return }
    for model in models { deleted[model, default: []] += keys }
  }
}
