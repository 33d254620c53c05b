internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// Changes and deletions held against recordings.
enum ChangesEvidenceCheck: Check {
  static let rules: [Rule] = [
    .changesFieldNotRecorded, .changesFormat, .changesSentFormat, .changesSentElsewhere, .changesDeletionKey,
    .changesAllFlagged, .changesFieldLeftOut,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    var told: Set<SourceRange> = []
    for named in context.streams {
      guard let stream = PagingStream(named) else { continue }
      checkDeletions(stream, context, &report)
      guard let changes = stream.stream[StreamBlock.changes], !report.touch(changes), !changes.isDamaged,
        let evidence = context.evidence.of(stream.name)
      else { continue }
      checkField(stream, changes, evidence, context, &report)
      checkLeftOut(stream, changes, evidence, &told, &report)
      checkSent(stream, changes, evidence, &report)
    }
  }

  // MARK: The field

  private static func checkField(
    _ stream: PagingStream, _ changes: Block, _ evidence: StreamEvidence, _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    guard changes.has("field"),
      let field = changes.fieldIfKnown(ChangeFields.field) ?? changes.fieldIfKnown(WindowChanges.field),
      !evidence.records.isEmpty, evidence.record.isObject
    else { return }
    let first = String(field.prefix { $0 != "." })
    guard !context.carriedFields(of: stream.name).contains(first) else { return }
    let range = changes.valueRange("field")
    guard let shape = evidence.record.shape(at: field) else {
      report.add(
        missing(
          field, evidence, .changesFieldNotRecorded, range, "\(stream.path).changes.field",
          "the moment of change"))
      return
    }
    let format =
      changes.fieldIfKnown(ChangeFields.fieldFormat) ?? changes.fieldIfKnown(ChangeFields.format) ?? "rfc3339"
    let values = shape.texts.filter { !$0.isEmpty }
    guard let bad = values.first(where: { !TimeWords.reads($0, as: format) }) else { return }
    let fitting = TimeWords.formats(of: values)
    let key = ["field_format", "format"].first {
      changes.has($0) && changes.fieldIfKnown(ChangeFields.fieldFormat) != nil || changes.has($0)
    }
    let place =
      changes.has("field_format")
      ? changes.valueRange("field_format")
      : key == "format" && fitting.isEmpty
        ? changes.valueRange("format")
        // A format was recorded, and none is said.
        : key == nil && !fitting.isEmpty ? changes.head : range
    report.add(
      Finding(
        .changesFormat, "the recorded `\(field)` is `\(bad)`, which is not written as `\(format)`", at: place,
        path: "\(stream.path).changes",
        evidence: changes.has("field_format") || fitting.isEmpty
          ? [] : [.init("add", "`field_format: \(fitting[0])`")],
        suggestions: changes.has("field_format") ? fitting : []))
  }

  /// The moment of change is in the records, and nothing says so.
  private static func checkLeftOut(
    _ stream: PagingStream, _ changes: Block, _ evidence: StreamEvidence, _ told: inout Set<SourceRange>,
    _ report: inout FindingList
  ) {
    guard changes.as(SinceChanges.self) != nil, !changes.has("field"),
      told.insert(changes.node.range).inserted
    else { return }
    let telling = evidence.record.names.filter { name in
      let word = name.lowercased()
      guard ["updat", "modif", "chang"].contains(where: { word.contains($0) }),
        let shape = evidence.record.field(name), !shape.texts.isEmpty
      else { return false }
      return !TimeWords.formats(of: shape.texts).isEmpty
    }
    guard let name = telling.first else { return }
    report.add(
      Finding(
        .changesFieldLeftOut, "the records tell when they changed, and `changes` does not name where",
        at: changes.head, path: "\(stream.path).changes",
        evidence: [.init("add", telling.map { "`field: \($0)`" }.joined(separator: " or "))],
        suggestions: [name]))
  }

  /// A path that the records do not have, with what they do have.
  private static func missing(
    _ path: String, _ evidence: StreamEvidence, _ rule: Rule, _ range: SourceRange, _ place: String,
    _ what: String
  ) -> Finding {
    let total = evidence.records.count
    let near = evidence.record.namesMeant(by: path)
    let shown = near.isEmpty ? Array(evidence.record.names.prefix(6)) : near
    let seen = shown.prefix(4).compactMap { name in
      evidence.record.field(name).map {
        "\(name) (\($0.count)/\(total)\($0.example.map { ", \"\($0)\"" } ?? ""))"
      }
    }
    return Finding(
      rule, "`\(path)`, \(what), is in none of the recorded records", at: range, path: place,
      label: "0 of \(total) \(total == 1 ? "record has" : "records have") this key",
      evidence: seen.isEmpty ? [] : [.init("seen", seen.joined(separator: "   "))], suggestions: near,
      fixes: .renaming(range, to: near, "a key with a similar name was recorded"))
  }

  // MARK: What was sent

  private static func checkSent(
    _ stream: PagingStream, _ changes: Block, _ evidence: StreamEvidence, _ report: inout FindingList
  ) {
    guard let format = changes.fieldIfKnown(ChangeFields.format) else { return }
    let blocks = [
      changes.fieldIfKnown(SinceChanges.send), changes.fieldIfKnown(WindowChanges.from),
      changes.fieldIfKnown(WindowChanges.to),
    ]
    for placement in blocks.compactMap({ $0?.placement }) where placement.kind == "query" {
      let exchanges = evidence.exchanges.map(\.exchange)
      let sent = exchanges.compactMap { exchange in
        exchange.query.first { $0.name == placement.name }.map { ($0.value, exchange) }
      }
      if sent.isEmpty {
        checkElsewhere(stream, placement, format, exchanges, &report)
        continue
      }
      guard let bad = sent.first(where: { !$0.0.isEmpty && !TimeWords.reads($0.0, as: format) }) else {
        continue
      }
      let place = changes.has("format") ? changes.valueRange("format") : changes.head
      report.add(
        Finding(
          .changesSentFormat,
          "a recorded request sends `\(placement.name)=\(bad.0)`, which is not written as `\(format)`",
          at: place,
          path: "\(stream.path).changes", related: [.init("this request", at: bad.1.targetRange)],
          suggestions: Array(TimeWords.formats(of: sent.map(\.0)).prefix(3))))
      return
    }
  }

  /// A parameter that was recorded under a similar name.
  private static func checkElsewhere(
    _ stream: PagingStream, _ placement: (kind: String, name: String, range: SourceRange), _ format: String,
    _ exchanges: [Exchange],
    _ report: inout FindingList
  ) {
    let recorded = exchanges.flatMap(\.query).filter {
      !$0.value.isEmpty && TimeWords.reads($0.value, as: format) && $0.value.count > 5
    }
    let names = Set(recorded.map(\.name))
    guard let only = Suggestions.nearest(to: placement.name, among: names).first else { return }
    report.add(
      Finding(
        .changesSentElsewhere,
        "the recorded requests send the moment as `\(only)`, not as `\(placement.name)`", at: placement.range,
        path: "\(stream.path).changes", suggestions: [only],
        fixes: [.init("the name that was recorded", isSafe: true, replace: placement.range, with: only)]))
  }

  // MARK: Deletions

  private static func checkDeletions(
    _ stream: PagingStream, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard let deletions = stream.stream[StreamBlock.deletions], !report.touch(deletions), !deletions.isDamaged
    else { return }
    if let other = deletions.as(StreamedDeletions.self), let name = other[StreamedDeletions.stream]?.value,
      let key = other[StreamedDeletions.key], let evidence = context.evidence.of(name),
      !evidence.records.isEmpty,
      evidence.record.isObject, evidence.record.shape(at: key) == nil,
      !context.carriedFields(of: name).contains(String(key.prefix { $0 != "." }))
    {
      report.add(
        missing(
          key, evidence, .changesDeletionKey, deletions.valueRange("key"), "\(stream.path).deletions.key",
          "the key of what is gone"))
    }
    guard let flag = deletions.as(FlaggedDeletions.self), let text = flag[FlaggedDeletions.when],
      let program = context.environments.triedProgram(text.source),
      let records = context.evidence.of(stream.name)?.records, records.count > 1
    else { return }
    let isGone = records.allSatisfy { record in
      var activation = Activation()
      activation["record"] = record
      if case .success(.bool(true)) = program.evaluate(activation) { return true }
      return false
    }
    guard isGone, !(text.source == "true") else { return }
    report.add(
      Finding(
        .changesAllFlagged, "true of all \(records.count) recorded records: each of them would be deleted",
        at: text.range,
        path: "\(stream.path).deletions.when"))
  }
}
