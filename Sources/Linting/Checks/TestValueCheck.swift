internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Values
internal import YAML

/// Runs the mapping over the recorded records and compares what comes with what the tests expect.
///
/// Only what follows from the text is compared: fields that are one expression or one enum, of records found by their id.
enum TestValueCheck: Check {
  static let rules: [Rule] = [.testValueMismatch, .testCountMismatch]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    var told: Set<SourceRange> = []
    var usable: [String: [SourceRange: CheckedText]] = [:]
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] {
      guard let replay = TestReplay(test, context, texts, &usable, report) else { continue }
      for finding in replay.valueFindings(&told, report) { report.add(finding) }
      if let finding = replay.countFinding, !report.touch(test.block) { report.add(finding) }
    }
  }
}

/// One case whose recorded records are mapped here and now.
private struct TestReplay {
  let test: TestCase
  let stream: PagingStream
  let context: ConnectorContext
  let mapping: ModelMapping
  let expected: Named<[YAML.Node]>
  let pages: [RecordedPage]
  private let texts: [SourceRange: CheckedText]
  private let settings: Value
  private let isOnlyModel: Bool

  init?(
    _ test: TestCase, _ context: ConnectorContext, _ texts: CheckedTexts,
    _ known: inout [String: [SourceRange: CheckedText]], _ report: FindingList
  ) {
    guard let name = test[TestCase.stream]?.value, let named = context.stream(name),
      let stream = PagingStream(named),
      let recording = test[TestCase.recording]?.value, let loaded = context.connector.mapping(of: name),
      let file = loaded.file,
      !test.block.has("fails"), !report.touch(named.value.block), !report.touch(test.block),
      !loaded.document.isPartial
    else { return nil }
    let models = file[MappingFile.models] ?? []
    guard let expected = (test[TestCase.expect] ?? []).first,
      let mapping = models.first(where: { $0[ModelMapping.model]?.value == expected.name }),
      !mapping.block.has("each")
    else { return nil }
    self.test = test
    self.stream = stream
    self.context = context
    self.mapping = mapping
    self.expected = expected
    isOnlyModel = models.count == 1
    pages = context.readings(of: stream).all.joined().filter { $0.recording.name == recording }
    guard !pages.isEmpty else { return nil }
    let usable = known[name] ?? Self.usable(texts.mapped[name] ?? [], of: stream, context)
    known[name] = usable
    self.texts = usable
    let given = (context.connector.tests?.file?[TestFile.settings] ?? []) + (test[TestCase.settings] ?? [])
    settings = .map(
      MapValue(given.compactMap { entry in entry.value.scalar.map { (entry.name, Value.string($0.text)) } }))
  }

  /// The expressions of a mapping that read nothing but what was recorded.
  private static func usable(_ texts: [CheckedText], of stream: PagingStream, _ context: ConnectorContext)
    -> [SourceRange: CheckedText]
  {
    let carried = context.carriedFields(of: stream.name).union(
      stream.stream[StreamBlock.each]?.compactMap { $0[SliceFields.name] } ?? [])
    var usable: [SourceRange: CheckedText] = [:]
    for text in texts where text.checked.isValid {
      // What a stream adds to its records is not in the recording.
      if !carried.isEmpty, !carried.isDisjoint(with: CheckedText.names(in: text.checked.source)) { continue }
      usable[text.range] = text
    }
    return usable
  }

  // MARK: Records

  /// The recorded records by their ids; a record that came in several different forms is left out.
  private var recordsByID: [String: Value] {
    var found: [String: Value] = [:]
    var doubtful: Set<String> = []
    for record in pages.flatMap(\.records) {
      guard let id = id(of: record) else { continue }
      if let earlier = found[id], !earlier.isSame(as: record) { doubtful.insert(id) }
      found[id] = record
    }
    return found.filter { !doubtful.contains($0.key) }
  }

  private func id(of record: Value) -> String? {
    if mapping.block.has("id") {
      guard let text = mapping[ModelMapping.id], case .value(let value) = result(of: text, on: sample(record))
      else {
        return nil
      }
      return value.shortText
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
    return parts.isEmpty ? nil : parts.joined(separator: ":")
  }

  // MARK: Values

  private enum Outcome {
    case value(Value)
    case absent
    case unknown
  }

  private func sample(_ record: Value) -> Activation {
    var activation = Activation()
    activation["record"] = record
    activation["settings"] = settings
    return activation
  }

  private func result(of text: ExpressionText, on record: Activation) -> Outcome {
    guard let program = texts[text.range]?.program else { return .unknown }
    switch program.evaluate(record) {
    case .success(let value):
      if case .optional(let inner) = value.plain { return inner.map { .value($0) } ?? .absent }
      return value.isNull ? .absent : .value(value)
    case .failure(let error): return error.isAbsence ? .absent : .unknown
    }
  }

  private func result(of rule: Block, on record: Activation) -> Outcome {
    if let rule = rule.as(ValueRule.self), let text = rule[ValueRule.value] {
      return result(of: text, on: record)
    }
    guard let rule = rule.as(EnumRule.self), let match = rule[EnumRule.match],
      let cases = rule[EnumRule.cases]
    else { return .unknown }
    guard case .value(let value) = result(of: match, on: record) else { return .unknown }
    guard let word = value.shortText else { return .unknown }
    let ignoresCase = rule[EnumRule.ignoreCase] ?? false
    let arm = cases.first { ignoresCase ? $0.name.lowercased() == word.lowercased() : $0.name == word }
    return (arm?.value ?? rule[EnumRule.otherwise]).map { .value(.string($0.value)) } ?? .unknown
  }

  func valueFindings(_ told: inout Set<SourceRange>, _ report: FindingList) -> [Finding] {
    guard let model = context.project.models[expected.name] else { return [] }
    let records = recordsByID
    let rules = mapping[ModelMapping.values] ?? []
    var findings: [Finding] = []
    for node in expected.value {
      guard let fields = node.mapping, let id = fields["id"]?.scalar?.text, let record = records[id] else {
        continue
      }
      let sample = sample(record)
      for rule in rules {
        guard let field = model.field(rule.name), let wanted = fields.entry(rule.name),
          !told.contains(rule.nameRange),
          !report.touch(rule.value)
        else { continue }
        guard let difference = difference(result(of: rule.value, on: sample), wanted.value, field.type) else {
          continue
        }
        told.insert(rule.nameRange)
        findings.append(
          Finding(
            .testValueMismatch,
            "the mapping gives \(difference), and `\(wanted.value.scalar?.text ?? "")` is expected",
            at: wanted.value.range,
            path: "\(test.block.path).expect.\(expected.name)",
            related: [
              .init(
                "mapped here",
                at: rule.value.node.range.file === rule.nameRange.file ? rule.nameRange : rule.value.head)
            ]))
      }
    }
    return findings
  }

  /// What comes in place of what is wanted; nil when they agree or cannot be compared.
  private func difference(_ outcome: Outcome, _ wanted: YAML.Node, _ type: ModelType) -> String? {
    guard let scalar = wanted.scalar else { return nil }
    switch outcome {
    case .unknown: return nil
    case .absent: return wanted.isNull ? nil : "nothing"
    case .value(let value):
      guard let text = value.shortText else { return nil }
      if wanted.isNull { return "`\(text)`" }
      return agree(text, scalar.text, type) ? nil : "`\(text)`"
    }
  }

  private func agree(_ found: String, _ wanted: String, _ type: ModelType) -> Bool {
    if found == wanted { return true }
    guard case .plain(let plain) = type else { return false }
    switch plain {
    case .instant: return Instant(found).map { Instant(wanted) == $0 } ?? true
    case .decimal, .percent, .integer: return Decimal(found).map { Decimal(wanted) == $0 } ?? true
    case .boolean, .date, .text: return false
    // What the store does to addresses, phones and codes is its own affair.
    default: return found.lowercased() == wanted.lowercased()
    }
  }

  // MARK: Counts

  var countFinding: Finding? {
    let stream = stream.stream
    let isPlain =
      isOnlyModel && !mapping.block.has("when") && !stream.block.has("keep") && !stream.block.has("for_each")
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
    let records = pages.flatMap(\.records)
    let ids = records.map { id(of: $0) }
    guard !ids.contains(nil), Set(ids).count == ids.count, records.count != expected.value.count,
      records.allSatisfy(isWhole)
    else { return nil }
    let given = Set(expected.value.compactMap { $0.mapping?["id"]?.scalar?.text })
    let missing = ids.compactMap { $0 }.filter { !given.contains($0) }
    return Finding(
      .testCountMismatch,
      "\(records.count) \(records.count == 1 ? "record is" : "records are") recorded, and \(expected.value.count) expected",
      at: expected.nameRange, path: "\(test.block.path).expect.\(expected.name)",
      related: pages.prefix(1).map { .init("the recording", at: $0.exchange.titleRange) },
      evidence: missing.isEmpty || given.isEmpty
        ? [] : [.init("missing", missing.prefix(6).joined(separator: " · "))])
  }

  /// Whether a record has all that its model requires; others are set aside in a run.
  private func isWhole(_ record: Value) -> Bool {
    let required = context.project.models[expected.name]?.fields.filter(\.isRequired).map(\.name) ?? []
    let sample = sample(record)
    return (mapping[ModelMapping.values] ?? []).allSatisfy { rule in
      guard required.contains(rule.name) else { return true }
      if case .absent = result(of: rule.value, on: sample) { return false }
      return true
    }
  }
}
