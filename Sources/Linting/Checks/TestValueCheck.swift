internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Values
internal import YAML

/// Runs the mapping over the recorded records and compares what comes with what the tests expect.
///
/// Only what follows from the text is compared, of records found by their id.
enum TestValueCheck: Check {
  static let rules: [Rule] = [.testValueMismatch, .testUnexpectedField, .testCountMismatch]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    var told: Set<SourceRange> = []
    let known = KnownMappings()
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] {
      for expected in test[TestCase.expect] ?? [] {
        guard let replay = TestReplay(test, expected, context, texts, known, report) else { continue }
        for finding in replay.valueFindings(&told, report) { report.add(finding) }
        if let finding = replay.countFinding, !report.touch(test.block) { report.add(finding) }
      }
      for model in Self.unnamedModels(test, context) {
        guard let replay = TestReplay(test, model, context, texts, known, report) else { continue }
        if let finding = replay.unnamedFinding, !report.touch(test.block) { report.add(finding) }
      }
    }
  }
}

extension TestValueCheck {
  /// Models that the mapping makes and the case says nothing of.
  fileprivate static func unnamedModels(_ test: TestCase, _ context: ConnectorContext) -> [Named<[YAML.Node]>]
  {
    guard test[TestCase.partial] != true, let expected = test[TestCase.expect], !expected.isEmpty,
      let stream = test[TestCase.stream]?.value
    else { return [] }
    let models = context.connector.mapping(of: stream)?.file?[MappingFile.models] ?? []
    return models.compactMap { $0[ModelMapping.model] }.filter { expected.named($0.value) == nil }.map {
      Named($0.value, $0.range, [])
    }
  }
}

/// What the replays of a connector share.
private final class KnownMappings {
  /// The expressions of a stream's mapping that read nothing but what was recorded.
  var usable: [String: [SourceRange: CheckedText]] = [:]
  /// What fills the records that a block of a mapping makes.
  var sources: [ObjectIdentifier: [RecordSource]] = [:]
  /// By the name of a recording and the block of a mapping, what its records give.
  var rows: [String: [ObjectIdentifier: RecordedRows]] = [:]
}

/// A canonical record to be: its id and what the expressions of its fields see.
private struct Row {
  let id: String
  let sample: Activation
}

/// The recorded records with the rows that each gives; nil where that cannot be told; worked out once, however many cases play them.
private final class RecordedRows {
  let records: [(record: Value, rows: [Row]?)]
  var samplesByID: [String: Activation]?
  var isWhole: Bool?
  /// The ids of the records that give one row each; nil where one cannot be told, or comes twice.
  private(set) lazy var ids: Set<String>? = {
    let ids = Set(records.compactMap { $0.rows?.first?.id })
    return ids.count == records.count ? ids : nil
  }()

  init(_ records: [(record: Value, rows: [Row]?)]) { self.records = records }
}

/// What fills a part of the canonical record, and where the mapping says so.
private final class RecordSource {
  let place: SourceRange
  /// All of it: a mistake in there is told already.
  let extent: SourceRange
  let title: String
  /// The key of the record under which the parts stand; nil for those of the record itself.
  let holder: String?
  /// What the parts can be called.
  let names: [String]
  let parts: (Activation) -> [Made.Part]

  init(
    place: SourceRange, extent: SourceRange, title: String, holder: String? = nil, names: [String],
    parts: @escaping (Activation) -> [Made.Part]
  ) {
    self.place = place
    self.extent = extent
    self.title = title
    self.holder = holder
    self.names = names
    self.parts = parts
  }
}

/// One model of a case, whose recorded records are mapped here and now.
///
/// A class, because what a record gives is worked out once, for all that is asked of it.
private final class TestReplay {
  let test: TestCase
  let stream: PagingStream
  let context: ConnectorContext
  let mapping: ModelMapping
  let expected: Named<[YAML.Node]>
  let pages: [RecordedPage]
  private let known: KnownMappings
  private let maker: RecordMaker
  private let isOnlyModel: Bool

  init?(
    _ test: TestCase, _ expected: Named<[YAML.Node]>, _ context: ConnectorContext, _ texts: CheckedTexts,
    _ known: KnownMappings, _ report: FindingList
  ) {
    guard let name = test[TestCase.stream]?.value, let named = context.stream(name),
      let stream = PagingStream(named),
      let recording = test[TestCase.recording]?.value, let loaded = context.connector.mapping(of: name),
      let file = loaded.file,
      !test.block.has("fails"), !report.touch(named.value.block), !report.touch(test.block),
      !loaded.document.isPartial
    else { return nil }
    let models = file[MappingFile.models] ?? []
    let mappings = models.filter { $0[ModelMapping.model]?.value == expected.name }
    // Records of one model that several blocks make cannot be told apart here.
    guard mappings.count == 1, let mapping = mappings.first, !mapping.block.isDamaged else { return nil }
    self.test = test
    self.stream = stream
    self.context = context
    self.mapping = mapping
    self.expected = expected
    isOnlyModel = models.count == 1
    pages = context.readings(of: stream).all.joined().filter { $0.recording.name == recording }
    guard !pages.isEmpty else { return nil }
    self.known = known
    let usable = known.usable[name] ?? Self.usable(texts.mapped[name] ?? [], models, of: stream, context)
    known.usable[name] = usable
    maker = RecordMaker(texts: usable)
  }

  /// The expressions of a mapping that read nothing but what was recorded.
  private static func usable(
    _ texts: [CheckedText], _ models: [ModelMapping], of stream: PagingStream, _ context: ConnectorContext
  ) -> [SourceRange: CheckedText] {
    // What a stream adds to its records is not in the recording.
    var strange = context.carriedFields(of: stream.name).union(
      stream.stream[StreamBlock.each]?.compactMap { $0[SliceFields.name] } ?? [])
    strange.formUnion(["settings", "account"])
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

  // MARK: Records

  /// The rows that a record gives; nil when that cannot be told.
  private func rows(of record: Value) -> [Row]? {
    var sample = Activation()
    sample["record"] = record
    sample = maker.naming(mapping[ModelMapping.named] ?? [], sample)
    switch maker.admits(mapping[ModelMapping.when], sample) {
    case nil: return nil
    case false?: return []
    case true?: break
    }
    guard let each = mapping[ModelMapping.each] else {
      return id(of: record, nil, sample).map { [Row(id: $0, sample: sample)] }
    }
    guard let outcome = maker.value(each, sample) else { return [] }
    guard case .list(let items)? = outcome?.plain else { return outcome?.isNull ?? false ? [] : nil }
    var rows: [Row] = []
    for (position, item) in items.values.enumerated() {
      var inner = sample
      inner["item"] = item
      guard let id = id(of: record, position, inner) else { return nil }
      rows.append(Row(id: id, sample: inner))
    }
    return rows
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
      var value = record
      for step in RecordPath(key.value).parts {
        guard case .map(let map) = value.plain, let next = map.value(named: step) else { return nil }
        value = next
      }
      guard let text = value.shortText else { return nil }
      parts.append(text)
    }
    if parts.isEmpty { return nil }
    return parts.joined(separator: ":") + (position.map { ":\($0 + 1)" } ?? "")
  }

  private lazy var recorded: RecordedRows = {
    let (recording, block) = (pages.first?.recording.name ?? "", ObjectIdentifier(mapping.block))
    if let rows = known.rows[recording]?[block] { return rows }
    let rows = RecordedRows(pages.flatMap(\.records).map { ($0, self.rows(of: $0)) })
    known.rows[recording, default: [:]][block] = rows
    return rows
  }()

  private var records: [(record: Value, rows: [Row]?)] { recorded.records }

  /// What fields see of the rows by their ids; a record that came in several different forms is left out.
  private var samplesByID: [String: Activation] {
    if let samples = recorded.samplesByID { return samples }
    let samples = gatheredSamples()
    recorded.samplesByID = samples
    return samples
  }

  private func gatheredSamples() -> [String: Activation] {
    var found: [String: (record: Value, sample: Activation)] = [:]
    var doubtful: Set<String> = []
    for (record, rows) in wholeRecords {
      for row in rows ?? [] {
        if let earlier = found[row.id], !earlier.record.isSame(as: record) { doubtful.insert(row.id) }
        found[row.id] = (record, row.sample)
      }
    }
    return found.filter { !doubtful.contains($0.key) }.mapValues(\.sample)
  }

  /// Without those of which a list is read to its end by another request.
  private var wholeRecords: [(record: Value, rows: [Row]?)] {
    let cut = (stream.stream[StreamBlock.lists] ?? []).map { list in
      list[InnerListBlock.when].flatMap { context.environments.looseProgram($0.source) }
    }
    guard !cut.isEmpty else { return records }
    return records.filter { record, _ in
      var sample = Activation()
      sample["record"] = record
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
  private var samplesInOrder: [Activation]? {
    guard isOnlyModel, !mapping.block.has("each"), !stream.stream.block.has("keep") else { return nil }
    var samples: [Activation] = []
    for record in pages.flatMap(\.records) {
      var sample = Activation()
      sample["record"] = record
      sample = maker.naming(mapping[ModelMapping.named] ?? [], sample)
      switch maker.admits(mapping[ModelMapping.when], sample) {
      case nil: return nil
      case false?: continue
      case true?: samples.append(sample)
      }
    }
    guard samples.count == expected.value.count else { return nil }
    return zip(samples, expected.value).allSatisfy { agrees($0, with: $1) } ? samples : nil
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

  // MARK: Values

  /// A field that comes and is not expected.
  private struct Surplus {
    let name: String
    let found: String
    let place: SourceRange
    let source: SourceRange
  }

  /// Beyond this a case that leaves out fields does so on purpose, and forgot to say it.
  private static let leftOutByMistake = 3

  func valueFindings(_ told: inout Set<SourceRange>, _ report: FindingList) -> [Finding] {
    guard let model = context.project.models[expected.name] else { return [] }
    let samples = samplesByID
    let ordered = samples.isEmpty ? samplesInOrder : nil
    let match = ExpectationMatch(isPartial: test[TestCase.partial] ?? false)
    let sources = knownSources(of: model).filter { !report.touch($0.extent) }
    let usual = match.isPartial ? namesOfAllButOne : []
    var findings: [Finding] = []
    var surplus: [Surplus] = []
    for (position, node) in expected.value.enumerated() {
      let id = node.mapping?["id"]?.scalar?.text
      guard let sample = id.flatMap({ samples[$0] }) ?? ordered?[position] else { continue }
      for source in sources where !told.contains(source.place) {
        let holder = source.holder.map { node.mapping?[$0] } ?? node
        if let finding = unnamed(source, usual, in: node, sample) { findings.append(finding) }
        // Nothing is mapped that nothing would be said of.
        if match.isPartial, !source.names.contains(where: { holder?.has($0) ?? false }) { continue }
        if holder == nil, !match.isPartial, let name = source.holder,
          let first = source.parts(sample).first(where: { $0.value.isThere })
        {
          told.insert(source.place)
          let place = node.mapping?.entries.first?.key.range ?? node.range
          guard !report.touch(place) else { continue }
          surplus.append(
            Surplus(name: name, found: "`\(first.name)` in it", place: place, source: source.place))
          continue
        }
        for part in source.parts(sample) {
          guard let holder, let mismatch = match.mismatch(part, in: holder) else { continue }
          // A field under a misspelt name is told of at its name.
          if case .unexpected(_, _, let place) = mismatch, report.touch(place) { continue }
          told.insert(source.place)
          if case .unexpected(let name, let found, let place) = mismatch {
            surplus.append(Surplus(name: name, found: found, place: place, source: source.place))
          } else {
            findings.append(finding(mismatch, of: source))
          }
          break
        }
      }
    }
    return findings + surplusFindings(surplus)
  }

  /// Fields that all expected records name but one.
  private var namesOfAllButOne: Set<String> {
    // Fewer have nothing in common by which one of them is odd.
    guard expected.value.count > 3 else { return [] }
    var counts: [String: Int] = [:]
    for name in expected.value.flatMap({ $0.mapping?.entries ?? [] }) {
      counts[name.key.text, default: 0] += 1
    }
    return Set(counts.filter { $0.value == expected.value.count - 1 }.keys)
  }

  /// A field that comes and that only this one of the expected records leaves out.
  private func unnamed(
    _ source: RecordSource, _ usual: Set<String>, in node: YAML.Node, _ sample: Activation
  ) -> Finding? {
    guard source.holder == nil, let name = source.names.first(where: { usual.contains($0) && !node.has($0) }),
      let part = source.parts(sample).first(where: { $0.name == name }),
      case .unexpected(_, let found, let place)? = ExpectationMatch(isPartial: false).mismatch(part, in: node)
    else { return nil }
    var finding = Finding(
      .testUnexpectedField,
      "`\(name)` comes, \(found), and this is the only record of \(expected.value.count) that does not name it",
      at: place, path: "\(test.block.path).expect.\(expected.name)",
      related: [.init("mapped here", at: source.place)])
    (finding.severity, finding.confidence) = (.info, .heuristic)
    return finding
  }

  private func knownSources(of model: Model) -> [RecordSource] {
    let block = ObjectIdentifier(mapping.block)
    if let sources = known.sources[block] { return sources }
    let sources = sources(of: model)
    known.sources[block] = sources
    return sources
  }

  private func sources(of model: Model) -> [RecordSource] {
    var sources: [RecordSource] = []
    for rule in mapping[ModelMapping.values] ?? [] {
      guard let field = model.field(rule.name) else { continue }
      let place =
        rule.value.node.range.file === rule.nameRange.file ? rule.nameRange : rule.value.head
      sources.append(
        RecordSource(
          place: place, extent: rule.value.node.range, title: rule.name, names: RecordMaker.names(of: rule)
        ) { [maker] in maker.parts(rule, field.type, $0) })
    }
    for key in [ModelMapping.createdAt, ModelMapping.updatedAt] {
      guard let text = mapping[key] else { continue }
      sources.append(
        RecordSource(place: text.range, extent: text.range, title: key.key, names: [key.key]) { [maker] in
          [
            Made.Part(
              name: key.key, value: maker.made(text, $0), type: .plain(.instant), place: text.range)
          ]
        })
    }
    if let custom = mapping[ModelMapping.custom], !custom.isEmpty {
      let place = mapping.block.keyRange("custom")
      sources.append(
        RecordSource(
          place: place, extent: mapping.block.node.mapping?["custom"]?.range ?? place, title: "custom",
          holder: "custom", names: custom.map(\.name)
        ) { [maker] sample in
          custom.map { field in
            let type = field.value[CustomField.type].flatMap { PlainType(rawValue: $0.rawValue) }
            return Made.Part(
              name: field.name, value: maker.made(field.value[CustomField.value], sample),
              type: type.map { .plain($0) }, place: field.nameRange)
          }
        })
    }
    return sources
  }

  private func finding(_ mismatch: ExpectationMatch.Mismatch, of source: RecordSource) -> Finding {
    let path = "\(test.block.path).expect.\(expected.name)"
    switch mismatch {
    case .other(let found, let wanted):
      // What reads nothing gives the same of every record.
      let texts = known.usable[stream.name]?.values.filter { source.extent.contains($0.range) } ?? []
      if !texts.isEmpty, texts.allSatisfy(\.isConstant) {
        return Finding(
          .testValueMismatch, "this always gives \(found), and a test expects \(wanted.shown)",
          at: source.extent, path: path, related: [.init("expected here", at: wanted.range)])
      }
      return Finding(
        .testValueMismatch, "the mapping gives \(found), and \(wanted.shown) is expected", at: wanted.range,
        path: path, related: [.init("mapped here", at: source.place)])
    case .unexpected(let name, let found, let place):
      return Finding(
        .testUnexpectedField, "`\(name)` comes, \(found), and nobody expects it", at: place, path: path)
    case .unmapped(let name, let wanted, let holder, let near):
      let rules = holder.as(ObjectRule.self)?[ObjectRule.values] ?? holder.as(ListRule.self)?[ListRule.values]
      let misspelt = near.flatMap { rules?.named($0) }
      // Of two names that are alike the one that stands in several records is right.
      if misspelt != nil, occurrences(of: name, in: source.title) == 1 {
        return Finding(
          .testExpectedUnmapped, "the mapping does not fill `\(name)`", at: wanted, path: path,
          related: [.init("the mapping", at: holder.keyRange("fields"))], suggestions: near.map { [$0] } ?? []
        )
      }
      return Finding(
        .testExpectedUnmapped, "`\(source.title)` has no `\(name)`, which a test expects",
        at: misspelt?.nameRange ?? holder.keyRange("fields"), path: holder.path.description,
        related: [.init("expected here", at: wanted)], suggestions: misspelt == nil ? [] : [name])
    }
  }

  /// How often a key stands anywhere below a field of the expected records.
  private func occurrences(of key: String, in field: String) -> Int {
    func count(_ node: YAML.Node) -> Int {
      (node.list ?? []).reduce(0) { $0 + count($1) }
        + (node.mapping?.entries ?? []).reduce(0) { $0 + ($1.key.text == key ? 1 : 0) + count($1.value) }
    }
    return expected.value.reduce(0) { sum, record in sum + (record.mapping?[field].map(count) ?? 0) }
  }

  private func surplusFindings(_ surplus: [Surplus]) -> [Finding] {
    guard let first = surplus.first else { return [] }
    let path = "\(test.block.path).expect.\(expected.name)"
    let names = surplus.map { "`\($0.name)`" }
    guard surplus.count < Self.leftOutByMistake else {
      let shown = names.prefix(4).joined(separator: ", ")
      return [
        Finding(
          .testUnexpectedField, "\(names.count) fields come that the case does not name: \(shown), ...",
          at: test.block.valueRange("name"), path: path,
          related: [.init("the first is mapped here", at: first.source)],
          evidence: [.init("help", "`partial: true` says that other fields may be anything")])
      ]
    }
    return surplus.map { field in
      Finding(
        .testUnexpectedField, "`\(field.name)` comes, \(field.found), and nobody expects it", at: field.place,
        path: path, related: [.init("mapped here", at: field.source)])
    }
  }

  // MARK: Counts

  var countFinding: Finding? {
    let stream = stream.stream
    let isPlain =
      isOnlyModel && !mapping.block.has("when") && !mapping.block.has("each") && !stream.block.has("keep")
      && !stream.block.has("for_each")
      && !stream.block.has("fields") && !test.block.has("since")
      && stream[StreamBlock.deletions]?.as(FlaggedDeletions.self) == nil
      && stream[StreamBlock.changes]?.as(FilteredChanges.self) == nil
    guard isPlain,
      context.readings(of: self.stream).all.filter({
        $0.first?.recording.name == pages.first?.recording.name
      }).count == 1,
      let recording = pages.first?.recording,
      context.evidence.exchanges.allSatisfy({
        $0.recording.name != recording.name || (200..<300).contains($0.exchange.status)
          || $0.exchange.status == 429
      })
    else { return nil }
    guard let ids = recorded.ids, isWhole else { return nil }
    guard records.count != expected.value.count else { return strangerFinding(ids) }
    let given = Set(expected.value.compactMap { $0.mapping?["id"]?.scalar?.text })
    let missing = records.compactMap { $0.rows?.first?.id }.filter { !given.contains($0) }
    return Finding(
      .testCountMismatch,
      "\(records.count) \(records.count == 1 ? "record is" : "records are") recorded, and \(expected.value.count) expected",
      at: expected.nameRange, path: "\(test.block.path).expect.\(expected.name)",
      related: pages.prefix(1).map { .init("the recording", at: $0.exchange.titleRange) },
      evidence: missing.isEmpty || given.isEmpty
        ? [] : [.init("missing", missing.prefix(6).joined(separator: " · "))])
  }

  /// Records of a model come that the case does not name.
  var unnamedFinding: Finding? {
    let isFiltered =
      stream.stream.block.has("keep") || test.block.has("since")
      || stream.stream[StreamBlock.deletions]?.as(FlaggedDeletions.self) != nil
      || stream.stream[StreamBlock.changes]?.as(FilteredChanges.self) != nil
    let count = isFiltered ? 0 : records.reduce(0) { $0 + ($1.rows?.count ?? 0) }
    guard count > 0 else { return nil }
    return Finding(
      .testUnexpectedField,
      "\(count == 1 ? "a record" : "\(count) records") of `\(expected.name)` come, and the case does not name that model",
      at: test.block.keyRange("expect"), path: "\(test.block.path).expect",
      related: [.init("made here", at: expected.nameRange)])
  }

  /// An expected record that none of the recorded ones is.
  private func strangerFinding(_ ids: Set<String>) -> Finding? {
    for node in expected.value {
      guard let id = node.mapping?["id"], let text = id.scalar?.text, !ids.contains(text) else { continue }
      if let finding = otherKeyFinding(ids) { return finding }
      return Finding(
        .testValueMismatch, "no recorded record has the id `\(text)`", at: id.range,
        path: "\(test.block.path).expect.\(expected.name)",
        suggestions: Suggestions.nearest(to: text, among: ids.sorted()))
    }
    return nil
  }

  /// The expected ids are all under another key of the records than the one that tells them apart.
  private func otherKeyFinding(_ ids: Set<String>) -> Finding? {
    let keys = stream.stream[StreamBlock.key] ?? []
    let nodes = expected.value.compactMap { $0.mapping?["id"] }
    let wanted = Set(nodes.compactMap { $0.scalar?.text })
    guard keys.count == 1, !mapping.block.has("id"), nodes.count > 1, wanted.count == nodes.count,
      wanted.isDisjoint(with: ids), let names = context.evidence.of(stream.name)?.record.names
    else { return nil }
    let records = pages.flatMap(\.records)
    let other = names.first { name in
      wanted.isSubset(
        of: records.compactMap { record -> String? in
          guard case .map(let map) = record.plain else { return nil }
          return map.value(named: name)?.shortText
        })
    }
    guard let other, other != keys[0].value else { return nil }
    return Finding(
      .testValueMismatch, "the ids that are expected are those that the records have as `\(other)`",
      at: keys[0].range, path: "\(stream.path).key",
      related: nodes.prefix(1).map { .init("expected here", at: $0.range) },
      suggestions: [other])
  }

  /// Whether every record has all that its model requires; others are set aside in a run.
  private var isWhole: Bool {
    if let isWhole = recorded.isWhole { return isWhole }
    let isWhole = areAllWhole()
    recorded.isWhole = isWhole
    return isWhole
  }

  private func areAllWhole() -> Bool {
    let model = context.project.models[expected.name]
    let required = (mapping[ModelMapping.values] ?? []).filter { model?.field($0.name)?.isRequired ?? false }
    return records.allSatisfy { _, rows in
      guard let sample = rows?.first?.sample else { return true }
      return required.allSatisfy { rule in
        maker.parts(rule, nil, sample).allSatisfy { part in
          switch part.value {
          case .absent, .null: false
          default: true
          }
        }
      }
    }
  }
}
