internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// What the expected records say of fields, held against what the mapping gives.
extension TestReplay {
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
    let match = ExpectationMatch(isPartial: test[TestCase.partial] ?? false)
    // A word that falls to `otherwise` may be said by half: the provider's, or ours.
    let loose = report.all.filter { $0.rule == .enumNotExhaustive }.map(\.range)
    func isLoose(_ source: RecordSource) -> Bool { loose.contains { source.extent.contains($0) } }
    let sources = knownSources(of: model).filter { !report.touch($0.extent) || isLoose($0) }
    let usual = match.isPartial ? namesOfAllButOne : []
    var findings: [Finding] = []
    var surplus: [Surplus] = []
    for (position, node) in expected.value.enumerated() {
      guard let sample = samples[position] else { continue }
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
          if case .unexpected = mismatch {} else if report.touch(source.extent) { continue }
          // A field under a misspelt name is told of at its name.
          if case .unexpected(_, _, let place) = mismatch, report.touch(place) { continue }
          told.insert(source.place)
          if part.value.isEmptyObject, !holder.has(part.name), let rule = source.rule?.as(ObjectRule.self),
            !rule.block.has("when")
          {
            findings.append(
              Finding(
                .testUnexpectedField, "`\(part.name)` comes with nothing in it, and nobody expects it",
                at: source.place, path: "\(test.block.path).expect.\(expected.name)",
                related: [
                  .init("this record has none", at: node.mapping?.entries.first?.key.range ?? node.range)
                ],
                evidence: [.init("add", "`when`, which says where there is one")]))
          } else if case .unexpected(let name, let found, let place) = mismatch {
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

  /// The fields of an expected record of which cannot be told here whether they come; nil for all of them.
  func untold(_ node: YAML.Node) -> Set<String>? {
    guard let model = context.project.models[expected.name],
      let position = expected.value.firstIndex(where: { $0.range == node.range }),
      let sample = samples[position]
    else { return nil }
    let parts = knownSources(of: model).filter { $0.holder == nil }.flatMap { $0.parts(sample) }
    return Set(parts.filter { if case .unknown = $0.value { true } else { false } }.map(\.name))
  }

  /// Fields that all expected records name but one.
  private var namesOfAllButOne: Set<String> {
    // Fewer have nothing in common by which one of them is odd.
    guard expected.value.count > 2 else { return [] }
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
      at: place, about: name, path: "\(test.block.path).expect.\(expected.name)",
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
          place: place, extent: rule.value.node.range, title: rule.name, rule: rule.value,
          names: RecordMaker.names(of: rule)
        ) { [maker] in maker.parts(rule, field.type, $0) })
    }
    for key in [ModelMapping.createdAt, ModelMapping.updatedAt] {
      guard let text = mapping[key] else { continue }
      sources.append(
        RecordSource(place: text.range, extent: text.range, title: key.key, names: [key.key]) { [maker] in
          [Made.Part(name: key.key, value: maker.made(text, $0), type: .plain(.instant))]
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
            let type = field.value[CustomField.type]?.plain
            return Made.Part(
              name: field.name, value: maker.made(field.value[CustomField.value], sample),
              type: type.map { .plain($0) })
          }
        })
    }
    return sources
  }

  private func finding(_ mismatch: ExpectationMatch.Mismatch, of source: RecordSource) -> Finding {
    let path = "\(test.block.path).expect.\(expected.name)"
    switch mismatch {
    case .other(let found, let wanted, let place):
      if found == "nothing", isRecorded(wanted) {
        return Finding(
          .testValueMismatch, "this gives nothing, and a test expects \(wanted.shown), which was recorded",
          at: place ?? source.place, path: path, related: [.init("expected here", at: wanted.range)])
      }
      if let finding = madeOtherwise(found, wanted, source, path) { return finding }
      // What reads nothing gives the same of every record.
      let texts = maker.texts.values.filter { source.extent.contains($0.range) }
      let inner = texts.first { $0.isConstant && "`\($0.checked.source)`" == found }
      if !texts.isEmpty, texts.allSatisfy(\.isConstant) || inner != nil {
        return Finding(
          .testValueMismatch, "this always gives \(found), and a test expects \(wanted.shown)",
          at: inner?.range ?? source.extent, path: path, related: [.init("expected here", at: wanted.range)])
      }
      return Finding(
        .testValueMismatch, "the mapping gives \(found), and \(wanted.shown) is expected", at: wanted.range,
        path: path, related: [.init("mapped here", at: source.place)])
    case .unexpected(let name, let found, let place):
      return Finding(
        .testUnexpectedField, "`\(name)` comes, \(found), and nobody expects it", at: place, about: name,
        path: path)
    case .unmapped(let name, let wanted, let holder, let near):
      let rules = holder.as(ObjectRule.self)?[ObjectRule.values] ?? holder.as(ListRule.self)?[ListRule.values]
      let misspelt = near.flatMap { rules?.named($0) }
      // Of two names that are alike the one that stands in several records is right.
      if misspelt != nil, occurrences(of: name, in: source.title) == 1 {
        return Finding(
          .testExpectedUnmapped, "the mapping does not fill `\(name)`", at: wanted, about: name, path: path,
          related: [.init("the mapping", at: holder.keyRange("fields"))], suggestions: near.map { [$0] } ?? []
        )
      }
      return Finding(
        .testExpectedUnmapped, "`\(source.title)` has no `\(name)`, which a test expects",
        at: misspelt?.nameRange ?? holder.keyRange("fields"), about: name, path: holder.path.description,
        related: [.init("expected here", at: wanted)], suggestions: misspelt == nil ? [] : [name])
    }
  }

  /// Whether the provider sent the very words that are expected.
  private func isRecorded(_ wanted: YAML.Node) -> Bool {
    guard let text = wanted.scalar?.text, text.utf8.count > 2, let page = pages.first else { return false }
    return page.recording.file.bytes[...].holdsWords(text)
  }

  /// What a rule leaves out by which its value would be the expected one: how an amount is counted, or the case of a word.
  private func madeOtherwise(_ found: String, _ wanted: YAML.Node, _ source: RecordSource, _ path: String)
    -> Finding?
  {
    func finding(_ message: String, at place: SourceRange, add: String) -> Finding {
      Finding(
        .testValueMismatch, message, at: place, path: path,
        related: [.init("expected here", at: wanted.range)],
        evidence: [.init("add", add)])
    }
    let text = found.split(separator: "`").first.map(String.init) ?? ""
    if let choice = source.rule?.as(EnumRule.self), choice[EnumRule.otherwise]?.value == text,
      choice.block.has("cases"), let word = wanted.scalar?.text
    {
      return finding(
        "no case gives `\(word)`, which is expected, so that this gives `\(text)`",
        at: choice.block.keyRange("cases"),
        add: "the provider's word for `\(word)`")
    }
    guard let money = source.rule?.as(MoneyRule.self), !money.block.has("unit"), let made = Decimal(text),
      let expected = wanted.scalar.flatMap({ Decimal($0.text) }), made != expected,
      [10, 100, 1000].contains(where: { expected.multiplied(by: Decimal(Int64($0))) == made })
    else { return nil }
    return finding(
      "this gives \(found), and \(wanted.shown) is expected: no `unit` says that cents are counted",
      at: source.place,
      add: "`unit: minor`")
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
          at: test.block.valueRange("name"), about: first.name, path: path,
          related: [.init("the first is mapped here", at: first.source)],
          evidence: [.init("help", "`partial: true` says that other fields may be anything")])
      ]
    }
    return surplus.map { field in
      Finding(
        .testUnexpectedField, "`\(field.name)` comes, \(field.found), and nobody expects it", at: field.place,
        about: field.name, path: path, related: [.init("mapped here", at: field.source)])
    }
  }
}
