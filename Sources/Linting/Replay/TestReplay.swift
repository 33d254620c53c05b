internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// One model of a case, whose recorded records are mapped here and now.
///
/// A class, because what a record gives is worked out once, for all that is asked of it.
final class TestReplay {
  let test: TestCase
  let stream: PagingStream
  let context: ConnectorContext
  let mapping: ModelMapping
  let expected: Named<[YAML.Node]>
  /// Of a case that brings a delivery there are none.
  let pages: [RecordedPage]
  /// The records before they are mapped.
  private let values: [Value]
  /// What they are known by: the recording that several cases may play, or the case.
  private let source: String
  let known: KnownMappings
  let maker: RecordMaker
  let isOnlyModel: Bool
  /// Other blocks of the mapping make records of the same model.
  private let isOneOfSeveral: Bool
  /// Not all expressions of the mapping can be run here.
  let isBlind: Bool
  /// The settings with which the recording is played, where they are known.
  let settings: Value?

  init?(
    _ test: TestCase, _ expected: Named<[YAML.Node]>, _ context: ConnectorContext, _ texts: CheckedTexts,
    _ known: KnownMappings, _ report: FindingList, of block: ModelMapping? = nil
  ) {
    guard let name = test[TestCase.stream]?.value ?? Self.stream(of: test, context),
      let named = context.stream(name),
      let stream = PagingStream(named),
      let loaded = context.connector.mapping(of: name),
      let file = loaded.file,
      !test.block.has("fails"), !report.touch(named.value.block), !report.touch(test.block),
      !loaded.document.isPartial
    else { return nil }
    let models = file[MappingFile.models] ?? []
    let mappings = models.filter { $0[ModelMapping.model]?.value == expected.name }
    // Records of one model that several blocks make are told apart by ids that these say themselves.
    guard let mapping = block ?? mappings.first, block != nil || mappings.count == 1, !mapping.block.isDamaged
    else { return nil }
    isOneOfSeveral = block != nil
    self.test = test
    self.stream = stream
    self.context = context
    self.mapping = mapping
    self.expected = expected
    isOnlyModel = models.count == 1
    let recording = test[TestCase.recording]?.value
    let isRun = Self.runs(test, named, context)
    if test.block.has("webhook"), !isRun {
      pages = []
      guard let found = Self.delivered(test, named.value, context) else { return nil }
      values = found
    } else {
      pages = context.readings(of: stream).all.joined().filter { $0.recording.name == recording }
      guard !pages.isEmpty else { return nil }
      values = pages.flatMap(\.records)
    }
    source = test.block.has("webhook") && !isRun ? "\(test.block.path)" : recording ?? ""
    self.known = known
    let usable = known.usable[name] ?? Self.usable(texts.mapped[name] ?? [], models, of: stream, context)
    known.usable[name] = usable
    maker = RecordMaker(texts: usable)
    isBlind = usable.count < texts.mapped[name]?.count ?? 0
    let given = pages.first?.activation["settings"]
    let isSettled = usable.values.allSatisfy {
      !$0.checked.source.holds("settings") || given?.settle($0.checked.source) ?? false
    }
    settings = isSettled ? given : nil
  }

  /// The expressions of a mapping that read nothing but what is known.
  private static func usable(
    _ texts: [CheckedText], _ models: [ModelMapping], of stream: PagingStream, _ context: ConnectorContext
  ) -> [SourceRange: CheckedText] {
    // What a stream adds to its records is not in the recording.
    var strange = context.carriedFields(of: stream.name).union(
      stream.stream[StreamBlock.each]?.compactMap { $0[SliceFields.name] } ?? [])
    strange.insert("account")
    func isUsable(_ source: String) -> Bool {
      // Nearly every text is ruled in without being taken apart.
      guard strange.contains(where: { source.holds($0) }) else { return true }
      return strange.isDisjoint(with: CheckedText.names(in: source))
    }
    for named in models.flatMap({ $0[ModelMapping.named] ?? [] }) where !isUsable(named.value.source) {
      strange.insert(named.name)
    }
    var usable: [SourceRange: CheckedText] = [:]
    for text in texts where text.checked.isValid && isUsable(text.checked.source) {
      usable[text.range] = text
    }
    return usable
  }

  private func sample(of record: Value) -> Activation {
    var sample = Activation()
    sample["record"] = record
    sample["settings"] = settings
    return sample
  }

  /// The rows that a record gives; nil when that cannot be told.
  private func rows(of record: Value) -> [Row]? {
    guard let samples = samples(of: record) else { return nil }
    var rows: [Row] = []
    for (position, sample) in samples.enumerated() {
      guard let id = id(of: record, mapping.block.has("each") ? position : nil, sample) else { return nil }
      rows.append(Row(id: id, sample: sample))
    }
    return rows
  }

  /// What fields see of each row that a record gives; nil when that cannot be told.
  private func samples(of record: Value) -> [Activation]? {
    var sample = sample(of: record)
    sample = maker.naming(mapping[ModelMapping.named] ?? [], sample)
    switch maker.admits(mapping[ModelMapping.when], sample) {
    case nil: return nil
    case false?: return []
    case true?: break
    }
    guard let each = mapping[ModelMapping.each] else { return [sample] }
    guard let outcome = maker.value(each, sample) else { return [] }
    guard case .list(let items)? = outcome?.plain else { return outcome?.isNull ?? false ? [] : nil }
    return items.values.map { item in
      var inner = sample
      inner["item"] = item
      return inner
    }
  }

  private func id(of record: Value, _ position: Int?, _ sample: Activation) -> String? {
    if mapping.block.has("id") {
      guard let text = mapping[ModelMapping.id], case .text(let id) = maker.made(text, sample) else {
        return nil
      }
      return id
    }
    var parts: [String] = []
    for key in stream.stream[StreamBlock.key] ?? [] {
      guard let text = Self.text(of: record, at: key.value) else { return nil }
      parts.append(stream.stream[StreamBlock.key]?.count == 1 ? text : Self.escaped(text))
    }
    if parts.isEmpty { return nil }
    return parts.joined(separator: ":") + (position.map { ":\($0 + 1)" } ?? "")
  }

  lazy var recorded: RecordedRows = {
    let block = ObjectIdentifier(mapping.block)
    if let rows = known.rows[source]?[block] { return rows }
    let rows = RecordedRows(values.map { ($0, self.rows(of: $0)) })
    known.rows[source, default: [:]][block] = rows
    return rows
  }()

  var records: [(record: Value, rows: [Row]?)] { recorded.records }

  private var samplesByID: SamplesByID {
    if let samples = recorded.samplesByID { return samples }
    let samples = SamplesByID(wholeRecords)
    recorded.samplesByID = samples
    return samples
  }

  /// Without those of which a list is read to its end by another request.
  private var wholeRecords: [(record: Value, rows: [Row]?)] {
    let cut = (stream.stream[StreamBlock.lists] ?? []).map { list in
      list[InnerListBlock.when].flatMap { context.environments.triedProgram($0.source) }
    }
    guard !cut.isEmpty else { return records }
    return records.filter { record, _ in
      let sample = sample(of: record)
      return cut.allSatisfy { program in
        guard case .success(let value)? = program?.evaluate(sample), case .bool(let isCut) = value.plain
        else {
          return program != nil
        }
        return !isCut
      }
    }
  }

  /// What fields see, record by record, where ids cannot be told; nil when the records are not those that are expected.
  var samplesInOrder: [Activation]? {
    guard !stream.stream.block.has("keep") else { return nil }
    var samples: [Activation] = []
    for record in values {
      guard let own = self.samples(of: record) else { return nil }
      samples += own
    }
    guard samples.count == expected.value.count else { return nil }
    return zip(samples, expected.value).allSatisfy { agrees($0, with: $1) } ? samples : nil
  }

  /// What fields see of the expected records, where that is known.
  lazy var samples: [Activation?] = {
    let known = samplesByID
    if known.isEmpty, isOneOfSeveral { return expected.value.map { _ in nil } }
    if known.isEmpty { return samplesInOrder ?? samplesByLastPart ?? expected.value.map { _ in nil } }
    return Self.inOrder(expected.value.map { $0.mapping?["id"]?.scalar?.text }) { known[$0] }
  }()

  /// Each sample once, where as many are known as are asked for; one that is alone is that of all.
  private static func inOrder(_ ids: [String?], of known: (String) -> [Activation]?) -> [Activation?] {
    var asked: [String: Int] = [:]
    for id in ids.compactMap({ $0 }) { asked[id, default: 0] += 1 }
    var taken: [String: Int] = [:]
    return ids.map { id in
      guard let id, let samples = known(id) else { return nil }
      if samples.count == 1 { return samples[0] }
      guard samples.count == asked[id] else { return nil }
      defer { taken[id, default: 0] += 1 }
      return samples[taken[id, default: 0]]
    }
  }

  /// The same where only the last part of each id is known, because a parent's come before it: several that end alike come in their order.
  private var samplesByLastPart: [Activation?]? {
    let keys = stream.stream[StreamBlock.key] ?? []
    guard keys.count > 1, let last = keys.last, !mapping.block.has("id"), !mapping.block.has("each") else {
      return nil
    }
    var known: [String: [Activation]] = [:]
    for record in values {
      guard let part = Self.text(of: record, at: last.value), let own = samples(of: record) else {
        return nil
      }
      known[Self.escaped(part), default: []] += own
    }
    let ids = expected.value.map { $0.mapping?["id"]?.scalar?.text ?? "" }
    let parts = ids.map { id in known.keys.first { id.hasSuffix(":" + $0) } }
    return Self.inOrder(parts) { known[$0] }
  }

  /// A part of a composite key as a run writes it, so that two different keys never look the same.
  private static func escaped(_ part: String) -> String {
    part.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%25")
      .split(separator: ":", omittingEmptySubsequences: false).joined(separator: "%3A")
  }

  private static func text(of record: Value, at path: String) -> String? {
    var value = record
    for step in RecordPath(path).parts {
      guard case .map(let map) = value.plain, let next = map.value(named: step) else { return nil }
      value = next
    }
    return value.shortText
  }

  /// Whether a record is beyond doubt the expected one: nearly all its texts are.
  private func agrees(_ sample: Activation, with node: YAML.Node) -> Bool {
    let match = ExpectationMatch(isPartial: true)
    var (same, other) = (0, 0)
    for rule in mapping[ModelMapping.values] ?? [] {
      for part in maker.parts(rule, context.project.models[expected.name]?.field(rule.name)?.type, sample) {
        guard case .text = part.value, node.has(part.name) else { continue }
        if match.mismatch(part, in: node) == nil { same += 1 } else { other += 1 }
      }
    }
    return same >= 3 && other <= 1
  }
}
