internal import Diagnostics
internal import Expressions
internal import Language
internal import Values

/// What the replays of a connector share.
final class KnownMappings {
  /// The expressions of a stream's mapping that read nothing but what is known.
  var usable: [String: [SourceRange: CheckedText]] = [:]
  /// What fills the records that a block of a mapping makes.
  var sources: [ObjectIdentifier: [RecordSource]] = [:]
  /// By the name of a recording, or the path of a case, and the block of a mapping, what its records give.
  var rows: [String: [ObjectIdentifier: RecordedRows]] = [:]
}

/// A canonical record to be: its id and what the expressions of its fields see.
struct Row {
  let id: String
  let sample: Activation
}

/// The recorded records with the rows that each gives; nil where that cannot be told.
///
/// Worked out once, however many cases play them.
final class RecordedRows {
  let records: [(record: Value, rows: [Row]?)]
  var samplesByID: SamplesByID?
  var isWhole: Bool?
  /// The ids of all rows in the order in which they come; nil where one cannot be told, or comes twice.
  private(set) lazy var ids: [String]? = {
    var ids: [String] = []
    for (_, rows) in records {
      guard let rows else { return nil }
      ids += rows.map(\.id)
    }
    return distinctIDs.count == ids.count ? ids : nil
  }()
  private(set) lazy var distinctIDs = Set(records.lazy.flatMap { $0.rows ?? [] }.map(\.id))

  init(_ records: [(record: Value, rows: [Row]?)]) { self.records = records }
}

/// What fills a part of the canonical record, and where the mapping says so.
final class RecordSource {
  let place: SourceRange
  /// All of it: a mistake in there is told already.
  let extent: SourceRange
  let title: String
  /// What makes a field.
  let rule: Block?
  /// The key of the record under which the parts stand; nil for those of the record itself.
  let holder: String?
  /// What the parts can be called.
  let names: [String]
  let parts: (Activation) -> [Made.Part]

  init(
    place: SourceRange, extent: SourceRange, title: String, rule: Block? = nil, holder: String? = nil,
    names: [String],
    parts: @escaping (Activation) -> [Made.Part]
  ) {
    self.place = place
    self.extent = extent
    self.title = title
    self.rule = rule
    self.holder = holder
    self.names = names
    self.parts = parts
  }
}
