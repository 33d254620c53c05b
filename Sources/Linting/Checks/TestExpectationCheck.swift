internal import Diagnostics
internal import Language
internal import Values
internal import YAML

/// What tests expect, held against the models and the mappings.
enum TestExpectationCheck: Check {
  static let rules: [Rule] = [
    .testUnknownModel, .testUnknownField, .testUnknownEnumValue, .testWrongType, .testExpectedUnmapped,
    .testVacuous, .testUnnamedRecord,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    var unmapped = UnmappedFields()
    var unknown = UnknownFieldNames()
    defer {
      for finding in unknown.findings + unmapped.findings(report, context) { report.add(finding) }
    }
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] {
      let mapped = MappedModels(test, context, report)
      for entry in test[TestCase.deleted] ?? [] {
        checkDeleted(entry, "\(test.block.path).deleted", mapped, context, &report)
      }
      if let finding = MisplacedExpectation.finding(test) {
        report.add(finding)
        continue
      }
      guard let expected = test[TestCase.expect] else { continue }
      for entry in expected { check(entry, test, mapped, context, &unmapped, &unknown, &report) }
      checkVacuous(test, expected, context, &report)
    }
    checkUnnamed(context, &report)
  }

  /// Expected records without the id that nearly all others of the tests have.
  private static func checkUnnamed(_ context: ConnectorContext, _ report: inout FindingList) {
    var (named, unnamed): (Int, [(record: YAML.Node, path: String)]) = (0, [])
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] {
      for entry in test[TestCase.expect] ?? [] {
        for record in entry.value {
          guard let fields = record.mapping else { continue }
          if fields.has("id") {
            named += 1
          } else {
            unnamed.append((record, "\(test.block.path).expect.\(entry.name)"))
          }
        }
      }
    }
    guard named > unnamed.count * 4 else { return }
    for (record, path) in unnamed where !report.touch(record.range) {
      report.add(
        Finding(
          .testUnnamedRecord, "the expected record has no `id`, which \(named) others of the tests have",
          at: record.mapping?.entries.first?.key.range ?? record.range, path: path))
    }
  }

  private static func checkDeleted(
    _ entry: Named<[YAML.Node]>, _ path: String, _ mapped: MappedModels, _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    guard model(entry, path, mapped, context, &report) != nil else { return }
    for id in entry.value where id.scalar == nil || id.isNull {
      report.add(
        Finding(
          .testWrongType, "what is gone is told by its id, found \(id.meaning)", at: id.range,
          path: "\(path).\(entry.name)"))
    }
  }

  private static func check(
    _ entry: Named<[YAML.Node]>, _ test: TestCase, _ mapped: MappedModels, _ context: ConnectorContext,
    _ unmapped: inout UnmappedFields, _ unknown: inout UnknownFieldNames, _ report: inout FindingList
  ) {
    func path() -> String { "\(test.block.path).expect" }
    guard let model = model(entry, path(), mapped, context, &report) else { return }
    var judge = ExpectedRecord(
      model, mapped.mappings(of: entry.name), isMappingKnown: mapped.isKnown,
      isPartial: test[TestCase.partial] ?? false)
    for record in entry.value {
      guard let fields = record.mapping else {
        report.add(
          Finding(
            .testWrongType, "an expected record is an object of its fields, found \(record.meaning)",
            at: record.range, path: "\(path()).\(entry.name)"))
        continue
      }
      for finding in judge.findings(fields, "\(path()).\(entry.name)") {
        if finding.rule == .testExpectedUnmapped, let mapping = mapped.mappings(of: entry.name).first {
          unmapped.add(finding, mapping, isRecorded: context.records(fields[finding.range.text], of: test))
        } else if finding.rule == .testUnknownField {
          unknown.add(finding)
        } else {
          report.add(finding)
        }
      }
    }
  }

  /// The model that is named, if it exists and the mapping gives it.
  private static func model(
    _ entry: Named<[YAML.Node]>, _ holder: @autoclosure () -> String, _ mapped: MappedModels,
    _ context: ConnectorContext, _ report: inout FindingList
  ) -> Model? {
    // Only what is wrong needs to say where it is.
    var path: String { "\(holder()).\(entry.name)" }
    guard let model = context.project.models[entry.name] else {
      // Where the mapping names it as well, it is told there.
      if mapped.names.contains(entry.name) { return nil }
      if let finding = MisplacedExpectation.finding(entry, path) {
        report.add(finding)
        return nil
      }
      let known = mapped.names.isEmpty ? context.project.models.names : mapped.names
      var near = Suggestions.nearest(to: entry.name, among: known)
      if near.isEmpty, mapped.names.count == 1 { near = mapped.names }
      report.add(
        Finding(
          .testUnknownModel, "there is no model `\(entry.name)`", at: entry.nameRange, path: path,
          evidence: near.isEmpty && !mapped.names.isEmpty
            ? [.init("given", mapped.names.joined(separator: " · "))] : [],
          suggestions: near,
          fixes: .renaming(entry.nameRange, to: near, "a similar name exists")))
      return nil
    }
    if mapped.isKnown, !mapped.names.contains(entry.name) {
      report.add(
        Finding(
          .testUnknownModel, "the mapping gives no `\(entry.name)`", at: entry.nameRange, path: path,
          evidence: mapped.names.isEmpty ? [] : [.init("given", mapped.names.joined(separator: " · "))],
          suggestions: mapped.names.count == 1 ? mapped.names : []))
      return nil
    }
    return model
  }

  // MARK: Nothing is proved

  private static func checkVacuous(
    _ test: TestCase, _ expected: [Named<[YAML.Node]>], _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    guard let name = test[TestCase.stream]?.value, let named = context.stream(name),
      let stream = PagingStream(named),
      expected.allSatisfy({ $0.value.isEmpty }), !test.block.has("fails"),
      !test.block.damagedKeys.contains("expect"),
      let mapping = context.connector.mapping(of: name), let file = mapping.file, !context.isDamaged
    else { return }
    guard !report.touch(test.block) else { return }
    guard !expected.isEmpty else {
      let model = file[MappingFile.models]?.first?[ModelMapping.model]?.value ?? "model"
      report.add(
        Finding(
          .testVacuous, "the case expects nothing and so can never fail", at: test.block.valueRange("expect"),
          path: "\(test.block.path).expect",
          suggestions: ["{\(model): []}"]))
      return
    }
    let isFiltered =
      named.value.block.has("keep")
      || (file[MappingFile.models] ?? []).contains { $0.block.has("when") || $0.block.has("each") }
    guard !isFiltered, !test.block.has("since"), let recording = test[TestCase.recording]?.value,
      named.value[StreamBlock.deletions]?.as(FlaggedDeletions.self) == nil, !report.touch(named.value.block)
    else { return }
    let pages = context.readings(of: stream).all.joined().filter { $0.recording.name == recording }
    let count = pages.reduce(0) { $0 + $1.records.count }
    guard count > 0, let first = pages.first(where: { !$0.records.isEmpty }) else { return }
    report.add(
      Finding(
        .testVacuous, "no record is expected, and the recording holds \(count)",
        at: test.block.valueRange("expect"),
        path: "\(test.block.path).expect", related: [.init("records are here", at: first.exchange.titleRange)]
      ))
  }
}

/// The mappings that the case of a test can go through.
struct MappedModels {
  private let all: [ModelMapping]
  /// The mappings were all read and nothing was found in them: a key that is left unmapped there is the one that is missing here.
  let isKnown: Bool

  init(_ test: TestCase, _ context: ConnectorContext, _ report: FindingList) {
    var mappings: [LoadedMapping] = []
    if let stream = test[TestCase.stream]?.value {
      mappings = context.connector.mappings.filter { $0.stream == stream }
      // Streams of changes and of deletions give the records of another stream.
      if mappings.isEmpty { mappings = context.connector.mappings }
    } else {
      mappings = context.connector.mappings
    }
    all = mappings.flatMap { $0.file?[MappingFile.models] ?? [] }
    isKnown = mappings.allSatisfy { mapping in
      mapping.file.map { !$0.block.isDamaged } ?? false && !mapping.document.isPartial
        && !report.all.contains { $0.severity > .info && $0.range.file === mapping.document.file }
    }
  }

  var names: [String] {
    var names: [String] = []
    for name in all.compactMap({ $0[ModelMapping.model]?.value }) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  func mappings(of model: String) -> [ModelMapping] { all.filter { $0[ModelMapping.model]?.value == model } }
}

/// Fields that tests expect and no mapping fills: each is told once, where it is likelier to have been forgotten.
private struct UnmappedFields {
  private struct Wanted {
    let first: Finding
    let mapping: ModelMapping
    /// The provider sends what is expected, and nobody reads it.
    let isRecorded: Bool
    var count = 1
  }

  private var names: [String] = []
  private var wanted: [String: Wanted] = [:]

  mutating func add(_ finding: Finding, _ mapping: ModelMapping, isRecorded: Bool) {
    let name = "\(mapping.block.node.range.file.path) \(mapping.block.path) \(finding.range.text)"
    if wanted[name] != nil {
      wanted[name]?.count += 1
    } else {
      names.append(name)
      wanted[name] = Wanted(first: finding, mapping: mapping, isRecorded: isRecorded)
    }
  }

  func findings(_ report: FindingList, _ context: ConnectorContext) -> [Finding] {
    names.compactMap { wanted[$0] }.map { field in
      let block = field.mapping.block
      let hasLeft = report.all.contains {
        $0.rule == .unusedSourceKey && $0.range.file === block.node.range.file
      }
      // What one record alone expects may be the test's own mistake, unless the provider sends it.
      let isCustom = field.first.path?.hasSuffix(".custom") ?? false
      if isCustom,
        let finding = Self.misnamed(field.first, field.count, block, context)
      {
        return finding
      }
      guard field.count > 1 || hasLeft || field.isRecorded else { return field.first }
      let records = field.count == 1 ? "an expected record has" : "\(field.count) expected records have"
      let key = !isCustom ? "fields" : block.has("custom") ? "custom" : "model"
      var finding = Finding(
        .testExpectedUnmapped, "nothing fills `\(field.first.range.text)`, which \(records)",
        at: block.keyRange(key), about: field.first.range.text, path: block.path.description,
        related: [.init("expected here", at: field.first.range)])
      finding.suggestions = field.first.suggestions
      return finding
    }
  }
}

extension UnmappedFields {
  /// A custom field of the mapping that the expected one must be, under another name.
  ///
  /// Of the two names the one that stands in several records, or is made of words that stand elsewhere too, is right.
  fileprivate static func misnamed(
    _ finding: Finding, _ count: Int, _ block: Block, _ context: ConnectorContext
  ) -> Finding? {
    guard let name = finding.suggestions.first,
      let entry = block.node.mapping?["custom"]?.mapping?.entry(name),
      Suggestions.areSure([name], for: finding.range.text),
      count > 1 || FileWords(context.connector).prefer(finding.range.text, used: count, over: name)
    else { return nil }
    return Finding(
      .testExpectedUnmapped, "tests expect a custom field `\(finding.range.text)`, not `\(name)`",
      at: entry.key.range, about: finding.range.text, path: block.path.description,
      related: [.init("expected here", at: finding.range)], suggestions: [finding.range.text])
  }
}

extension ConnectorContext {
  /// Whether the recording of a case holds an expected text, or the first of a list or object.
  fileprivate func records(_ node: YAML.Node?, of test: TestCase) -> Bool {
    var node = node
    while let inner = node?.list?.first ?? node?.mapping?.entries.first?.value { node = inner }
    guard let text = node?.scalar?.text, text.utf8.count > 2, let name = test[TestCase.recording]?.value
    else {
      return false
    }
    return connector.recording(name)?.file.bytes[...].holds(Array(text.utf8)) ?? false
  }
}

/// Judges a canonical record that a test expects.
private struct ExpectedRecord {
  private let model: Model
  private let mappings: [ModelMapping]
  private let isMappingKnown: Bool
  private let isPartial: Bool
  /// The fields that one of the mappings fills.
  private let filled: Set<String>
  /// The fields that may be expected, once one of them is misspelt.
  private var names: NearestNames?

  /// What every record has besides the fields of its model.
  private static let implied: Set<String> = [
    "id", "source", "source_id", "source_created_at", "source_updated_at", "observed_at", "deleted_at",
    "deletion_kind", "content_hash",
    "custom", "raw",
  ]

  init(_ model: Model, _ mappings: [ModelMapping], isMappingKnown: Bool, isPartial: Bool) {
    self.model = model
    self.isPartial = isPartial
    self.mappings = mappings
    self.isMappingKnown = isMappingKnown
    filled = Set(mappings.flatMap { ($0[ModelMapping.values] ?? []).map(\.name) })
  }

  mutating func findings(_ record: YAML.Mapping, _ path: @autoclosure () -> String) -> [Finding] {
    var findings: [Finding] = []
    for entry in record.entries {
      guard var finding = finding(entry) else { continue }
      finding.path = "\(path()).\(entry.key.text)"
      findings.append(finding)
    }
    if findings.isEmpty, isPartial,
      let raw = record.entries.first(where: { isWordOfNothing($0.key.text, record) })
    {
      var finding = Finding(
        .testUnexpectedField, "`\(raw.key.text)` is expected, and not what is made of it", at: raw.key.range,
        path: "\(path()).\(raw.key.text)", evidence: [.init("add", "`\(raw.key.text.dropLast(4))`")])
      (finding.severity, finding.confidence) = (.info, .likely)
      findings.append(finding)
    }
    if findings.isEmpty, !isPartial, let first = record.entries.first, !record.has("id") {
      findings.append(
        Finding(
          .testUnexpectedField, "every record has an `id`, and none is expected", at: first.key.range,
          about: "id",
          path: path(),
          evidence: [.init("help", "`partial: true` says that other fields may be anything")]))
    }
    return findings
  }

  /// Whether it is the provider's word for a field that the record does not name.
  private func isWordOfNothing(_ name: String, _ record: YAML.Mapping) -> Bool {
    guard name.hasSuffix("_raw"), model.field(name) == nil else { return false }
    let word = String(name.dropLast(4))
    return filled.contains(word) && !record.has(word)
  }

  /// The finding about a field, without its path: only what is wrong needs one.
  private mutating func finding(_ entry: YAML.Mapping.Entry) -> Finding? {
    let name = entry.key.text
    if Self.implied.contains(name) { return impliedFinding(entry) }
    let base = name.hasSuffix("_raw") ? model.field(String(name.dropLast(4))) : nil
    guard let field = model.field(name) ?? base else {
      let near = nearest(to: name)
      return Finding(
        .testUnknownField, "model `\(model.name)` has no field `\(name)`", at: entry.key.range,
        evidence: near.isEmpty
          ? [.init("known", "\(model.fields.count) fields, which `connector explain \(model.name)` shows")]
          : [],
        suggestions: near,
        fixes: .renaming(entry.key.range, to: near, "a field with a similar name exists"))
    }
    if entry.value.isNull {
      guard base == nil, field.isRequired else { return nil }
      return wrongType(entry.value, "in every record of `\(model.name)`", name)
    }
    if let base, let finding = rawFinding(entry.value, base.type, name) { return finding }
    if base == nil, let finding = valueFinding(entry.value, field.type, name) { return finding }
    guard isMappingKnown, !mappings.isEmpty, entry.value.list?.isEmpty != true else { return nil }
    guard !filled.contains(field.name) else { return nil }
    let place = mappings.first?.block.keyRange("fields")
    return Finding(
      .testExpectedUnmapped, "the mapping does not fill `\(field.name)`", at: entry.key.range,
      related: place.map { [.init("the mapping", at: $0)] } ?? [])
  }

  private mutating func nearest(to name: String) -> [String] {
    if names == nil {
      let ofModel = model.fields.flatMap { field in
        switch field.type {
        case .choice, .list(.choice): [field.name, field.name + "_raw"]
        default: [field.name]
        }
      }
      names = NearestNames(ofModel + ["id", "source_created_at", "source_updated_at", "custom"])
    }
    let near = names?.nearest(to: name) ?? []
    // Of two that are a letter away the one that comes is meant.
    guard near.count > 1, !filled.contains(near[0]), filled.contains(near[1]),
      Suggestions.editDistance(Array(near[1].utf8), Array(name.utf8), limit: 1) == 1
    else { return near }
    return [near[1], near[0]] + near.dropFirst(2)
  }

  private func impliedFinding(_ entry: YAML.Mapping.Entry) -> Finding? {
    if entry.value.isNull {
      return entry.key.text == "id" ? wrongType(entry.value, "in every record", "id") : nil
    }
    switch entry.key.text {
    case "custom": return customFinding(entry.value)
    case "source_created_at", "source_updated_at":
      if let finding = plainFinding(entry.value, .instant, entry.key.text) { return finding }
      guard isMappingKnown, !mappings.isEmpty, !mappings.contains(where: { $0.block.has(entry.key.text) })
      else {
        return nil
      }
      return Finding(
        .testExpectedUnmapped, "the mapping does not fill `\(entry.key.text)`", at: entry.key.range,
        related: mappings.first.map { [.init("the mapping", at: $0.block.keyRange("fields"))] } ?? [])
    case "id": return textFinding(entry.value, "id")
    default: return nil
    }
  }

  /// Beside an enum stands the provider's own word; beside a list of them, a list.
  private func rawFinding(_ node: YAML.Node, _ type: ModelType, _ name: String) -> Finding? {
    guard case .list = type else { return textFinding(node, name) }
    guard let items = node.list else { return wrongType(node, "a list", name) }
    return items.lazy.compactMap { textFinding($0, name) }.first
  }

  private func customFinding(_ node: YAML.Node) -> Finding? {
    guard isMappingKnown, let entries = node.mapping?.entries else { return nil }
    let known = mappings.flatMap { $0[ModelMapping.custom] ?? [] }.map(\.name)
    guard let stray = entries.first(where: { !known.contains($0.key.text) && !$0.value.isNull }) else {
      return entries.lazy.compactMap { customFinding($0) }.first
    }
    return Finding(
      .testExpectedUnmapped, "the mapping has no custom field `\(stray.key.text)`", at: stray.key.range,
      suggestions: Suggestions.nearest(to: stray.key.text, among: known))
  }

  private func customFinding(_ entry: YAML.Mapping.Entry) -> Finding? {
    let field = mappings.lazy.compactMap { $0[ModelMapping.custom]?.named(entry.key.text)?.value }.first
    guard !entry.value.isNull,
      let type = field?[CustomField.type]?.plain
    else { return nil }
    return plainFinding(entry.value, type, entry.key.text)
  }

  // MARK: Values

  private func valueFinding(_ node: YAML.Node, _ type: ModelType, _ name: String) -> Finding? {
    switch type {
    case .choice(let choices):
      guard let text = node.scalar?.text else { return wrongType(node, "text", name) }
      guard !choices.contains(where: { $0.name == text }) else { return nil }
      let near = Suggestions.nearest(to: text, among: choices.map(\.name))
      return Finding(
        .testUnknownEnumValue, "`\(text)` is not a value of `\(name)`", at: node.range,
        evidence: [.init("known", choices.prefix(14).map(\.name).joined(separator: " · "))],
        suggestions: near,
        fixes: .renaming(node.range, to: near, "a value with a similar name exists"))
    case .list(let element):
      guard let items = node.list else { return listFinding(node, element, name) }
      return items.lazy.compactMap { $0.isNull ? nil : valueFinding($0, element, name) }.first
    case .object(let fields): return objectFinding(node, fields, name)
    case .reference: return textFinding(node, name)
    case .plain(let plain): return plainFinding(node, plain, name)
    }
  }

  /// A single value where a list of such values comes.
  private func listFinding(_ node: YAML.Node, _ element: ModelType, _ name: String) -> Finding {
    var finding = wrongType(node, "a list", name)
    guard node.scalar != nil, valueFinding(node, element, name) == nil else { return finding }
    finding.suggestions = ["[\(node.range.text)]"]
    finding.fixes = [
      .init("write it as a list", isSafe: false, replace: node.range, with: "[\(node.range.text)]")
    ]
    return finding
  }

  private func objectFinding(_ node: YAML.Node, _ fields: [ModelField], _ name: String) -> Finding? {
    guard let entries = node.mapping?.entries else { return wrongType(node, "an object", name) }
    return entries.lazy.compactMap { entry -> Finding? in
      let key = entry.key.text
      guard let field = fields.first(where: { $0.name == key }) else {
        // The provider's own word stands beside an enum inside of an object too.
        let base = key.hasSuffix("_raw") ? fields.first { $0.name == key.dropLast(4) } : nil
        if let base { return entry.value.isNull ? nil : rawFinding(entry.value, base.type, key) }
        return Finding(
          .testUnknownField, "`\(name)` has no field `\(key)`", at: entry.key.range,
          suggestions: Suggestions.nearest(to: key, among: fields.map(\.name)))
      }
      return entry.value.isNull ? nil : valueFinding(entry.value, field.type, key)
    }.first
  }

  /// The parts of an amount; the digits are a text, so that none is lost.
  private static let money: [ModelField] = [("amount", PlainType.text), ("currency", .currency)].map {
    ModelField(
      name: $0.0, type: .plain($0.1), isRequired: true, summary: "", pii: nil,
      range: SourceRange(SourceFile(path: "schemas/models/types.json", bytes: []), 0, 0))
  }

  private func plainFinding(_ node: YAML.Node, _ type: PlainType, _ name: String) -> Finding? {
    let resolved = node.scalar?.resolved
    switch type {
    case .text, .email, .phone, .url, .country, .region, .currency, .language, .timezone, .time:
      return textFinding(node, name)
    case .boolean:
      if case .bool? = resolved { return nil }
      return wrongType(node, "true or false", name)
    case .integer:
      if case .int? = resolved { return nil }
      return wrongType(node, "a whole number", name)
    case .decimal, .percent:
      return node.scalar.flatMap { Decimal($0.text) } == nil ? wrongType(node, "a number", name) : nil
    case .date:
      return node.scalar.flatMap { CivilDate($0.text) } == nil
        ? wrongType(node, "a date such as `2026-11-20`", name) : nil
    case .instant:
      return node.scalar.flatMap { Instant($0.text) } == nil
        ? wrongType(node, "a moment such as `2026-11-20T12:00:00Z`", name) : nil
    case .money:
      if node.mapping == nil { return wrongType(node, "an amount with its currency", name) }
      return objectFinding(node, Self.money, name)
    case .address: return objectFinding(node, ModelField.address, name)
    case .map: return node.mapping == nil ? wrongType(node, "an object", name) : nil
    case .json: return nil
    }
  }

  private func textFinding(_ node: YAML.Node, _ name: String) -> Finding? {
    guard let scalar = node.scalar else { return wrongType(node, "text", name) }
    if scalar.resolved == .string { return nil }
    var finding = wrongType(node, "text", name)
    finding.suggestions = ["\"\(scalar.text)\""]
    finding.fixes = [.init("write it as text", isSafe: true, replace: node.range, with: "\"\(scalar.text)\"")]
    return finding
  }

  private func wrongType(_ node: YAML.Node, _ wanted: String, _ name: String) -> Finding {
    Finding(.testWrongType, "`\(name)` is \(wanted), found \(node.meaning)", at: node.range)
  }
}
