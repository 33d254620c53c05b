internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Values
internal import YAML

/// Requests and records held against what was recorded of them.
enum RequestEvidenceCheck: Check {
  static let rules: [Rule] = [
    .neverRecorded, .unrecordedParameter, .recordsNotAList, .recordsWrapped, .keyNotInRecords, .duplicateKeys,
    .carryShadows,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard !context.evidence.exchanges.isEmpty else { return }
    checkRecorded(context, &report)
    RequestHeaderEvidence(context).check(&report)
    for stream in context.streams {
      guard let seen = context.evidence.of(stream.name) else { continue }
      checkQuery(stream, seen, &report)
      checkLists(stream, seen, context, &report)
      // Nothing follows from records that were not found.
      guard !seen.records.isEmpty else { continue }
      if checkWrapped(stream, seen, context, &report) { continue }
      if checkKey(stream, seen, context, &report) { checkRepeats(stream, seen, &report) }
      checkCarry(stream, seen, &report)
    }
  }

  // MARK: Requests

  private static func checkRecorded(_ context: ConnectorContext, _ report: inout FindingList) {
    guard context.isComplete, context.connector.recordings.allSatisfy({ $0.findings.isEmpty }) else { return }
    let tested = Set(
      (context.connector.tests?.file?[TestFile.cases] ?? []).compactMap { $0[TestCase.stream]?.value })
    let unseen = context.streams.compactMap { stream -> (name: String, request: WrittenRequest)? in
      // Of a stream that is mapped and never tested that is told instead.
      guard context.evidence.of(stream.name) == nil,
        tested.contains(stream.name) || context.connector.mapping(of: stream.name) == nil,
        let block = stream.value[StreamBlock.read]?.block,
        let request = WrittenRequest(block, of: .stream(stream.name), isRead: true)
      else { return nil }
      return (stream.name, request)
    }
    guard let first = unseen.first else { return checkLater(context, &report) }
    // Of several that share a request, what one of them gives to it is the more likely slip.
    if unseen.count > 1 || !context.says("with", of: first.name),
      let finding = otherValue(first.name, first.request, context)
    {
      return report.add(finding)
    }
    let stray = context.evidence.exchanges.filter { $0.stream == nil }.map { String($0.exchange.path) }
    let near = Suggestions.nearest(to: first.request.sampleAddresses.first ?? "", among: Set(stray).sorted())
    // What streams are given that are made alike is all that tells their requests apart.
    let given = context.stream(first.name).flatMap { stream in
      unseen.count == 1 && stream.value.block.has("with") ? stream.value.block.keyRange("with") : nil
    }
    let lost = unseen.count == 1 && given != nil ? context.placeOfTaken("with", by: first.name) : nil
    // Of one that sends what another one does there is nothing to see but its name.
    let taken = unseen.count == 1 ? context.placeOfTaken("read", by: first.name) : nil
    let names = unseen.prefix(6).map { "`\($0.name)`" }.joined(separator: ", ")
    report.add(
      Finding(
        .neverRecorded, "no recording shows the stream\(unseen.count > 1 ? "s" : "") \(names)",
        at: lost ?? given ?? taken ?? first.request.address.range, path: first.request.block.path.description,
        suggestions: unseen.count > 1 ? [] : near))
  }

  /// Streams of which only the request that begins them was recorded as it is written.
  private static func checkLater(_ context: ConnectorContext, _ report: inout FindingList) {
    for stream in context.streams where stream.value[StreamBlock.changes]?.has("first") ?? false {
      guard let block = stream.value[StreamBlock.read]?.block, let pattern = RequestPattern(block),
        let seen = context.evidence.of(stream.name),
        !seen.exchanges.contains(where: { pattern.fit($0.exchange) != nil }),
        let request = WrittenRequest(block, of: .stream(stream.name), isRead: true),
        let finding = otherValue(stream.name, request, context)
      else { continue }
      // Paths were held against other replies.
      report.removeAll {
        $0.rule == .unrecordedPath && ($0.path ?? "").hasPrefix("streams.\(stream.name).")
      }
      report.add(finding)
    }
  }

  /// A value of the query that all recorded requests have otherwise.
  private static func otherValue(
    _ stream: String, _ request: WrittenRequest, _ context: ConnectorContext
  ) -> Finding? {
    let given = context.stream(stream)?.value[StreamBlock.with] ?? []
    guard let pattern = RequestPattern(request.block, with: given) else { return nil }
    for recorded in context.evidence.exchanges where recorded.stream == nil {
      guard let name = pattern.onlyMisfit(recorded.exchange),
        let written = request.query.first(where: { $0.name == name }),
        let value = recorded.exchange.query.first(where: { $0.name == name })?.value
      else { continue }
      return Finding(
        .neverRecorded, "no recorded request has this `\(name)`: it is `\(value.prefix(80))` there",
        at: context.stream(stream)?.place(of: written.value.firstDifference(from: value))
          ?? written.value.range, path: request.block.path.description,
        related: [.init("recorded here", at: recorded.exchange.targetRange)])
    }
    return nil
  }

  private static func checkQuery(
    _ stream: Named<StreamBlock>, _ seen: StreamEvidence, _ report: inout FindingList
  ) {
    guard let block = stream.value[StreamBlock.read]?.block,
      let request = WrittenRequest(block, of: .stream(stream.name), isRead: true)
    else { return }
    let placed = WrittenPlacement.all(of: stream.value).filter { $0.kind == "query" }.map(\.name)
    let recorded = Set(seen.exchanges.flatMap { $0.exchange.query.map(\.name) })
    let unclaimed = recorded.subtracting(request.query.map(\.name)).subtracting(placed)
    for parameter in request.query where !recorded.contains(parameter.name) {
      // A recording may leave a parameter out; one under a similar name shows that this one is misspelt.
      let near = Suggestions.nearest(to: parameter.name, among: unclaimed.sorted())
      guard let best = near.first else { continue }
      report.add(
        Finding(
          .unrecordedParameter, "the recorded requests of `\(stream.name)` call the parameter `\(best)`",
          at: parameter.nameRange, path: parameter.value.path.description,
          label: "in 0 of \(seen.exchanges.count)",
          suggestions: near,
          fixes: .renaming(parameter.nameRange, to: near, "a parameter with a similar name was recorded")))
    }
  }

  // MARK: Records

  private static func checkLists(
    _ stream: Named<StreamBlock>, _ seen: StreamEvidence, _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    guard let records = stream.value[StreamBlock.records], let from = records[RecordsBlock.from] else {
      return
    }
    for (key, field) in [("unwrap", RecordsBlock.unwrap), ("explode", RecordsBlock.explode)] {
      guard let path = records[field], seen.elements.count > 0, seen.records.isEmpty,
        seen.elements.shape(at: path) == nil
      else { continue }
      let last = path.split(separator: ".").last.map(String.init) ?? path
      let near =
        seen.elements.names.contains(last)
        ? [last] : Suggestions.nearest(to: path, among: seen.elements.names)
      report.add(
        Finding(
          .recordsNotAList,
          "none of \(seen.elements.count) recorded elements has `\(path)`: there would be no records",
          at: records.block.valueRange(key), path: "\(records.block.path).\(key)", suggestions: near))
      return
    }
    // Only then is it worth to compile the error rules.
    guard !seen.pagesWithoutList.isEmpty else { return }
    let failures = FailureRules(stream.value, context)
    let without = seen.pagesWithoutList.filter { !failures.apply(to: $0) }
    guard let first = without.first, !report.touch(from.range) else { return }
    if let finding = unknownColumn(from, first, context) {
      report.add(finding)
      return
    }
    let total = without.count + seen.pageCounts.count
    let form =
      records[RecordsBlock.keyedBy] != nil || records[RecordsBlock.anyKey] == true ? "object" : "list"
    report.add(
      Finding(
        .recordsNotAList, "finds no \(form) of records in \(without.count) of \(total) recorded replies",
        at: context.own(from.range),
        path: from.path.description, related: [.init("such a reply", at: first.exchange.statusRange)],
        evidence: first.exchange.json.map { [.init("found", Self.outline($0.root))] } ?? []))
  }

  /// A setting that names a part of the reply, and the reply has none that is called so.
  private static func unknownColumn(
    _ from: ExpressionText, _ recorded: Evidence.Recorded, _ context: ConnectorContext
  ) -> Finding? {
    guard from.source.holds("settings"), let program = context.environments.triedProgram(from.source),
      case .failure(let error) = program.evaluate(recorded.activation),
      case .noSuchKey(let name) = error.kind,
      let tests = context.connector.tests?.file
    else { return nil }
    let column = name.filter { $0 != "'" && $0 != "\"" }
    let given = (tests[TestFile.settings] ?? []).first { $0.value.scalar?.text == column }
    let standard = context.file[ConnectorFile.settings]?.first {
      $0.value.node.mapping?["default"]?.scalar?.text == column
    }
    guard let setting = given?.name ?? standard?.name else { return nil }
    return Finding(
      .testOtherSettings, "the recorded reply has no `\(column)`, which is what `\(setting)` says",
      at: given?.value.range ?? tests.block.keyRange("settings"), about: setting, path: "settings.\(setting)",
      related: [.init("the reply", at: recorded.exchange.statusRange)])
  }

  private static func outline(_ body: JSONView) -> String {
    guard body.kind == .object else { return body.kind == .array ? "a list" : "a single value" }
    let names = body.members.prefix(6).map { $0.key.string ?? "" }
    return "an object with \(names.map { "`\($0)`" }.joined(separator: ", "))"
  }

  /// Records that each stand under one and the same key of what is taken for them; true when that was told.
  private static func checkWrapped(
    _ stream: Named<StreamBlock>, _ seen: StreamEvidence, _ context: ConnectorContext,
    _ report: inout FindingList
  ) -> Bool {
    guard let records = stream.value[StreamBlock.records], !records.block.has("unwrap"),
      !report.touch(records.block.node.range), seen.record.isObject,
      let keys = stream.value[StreamBlock.key], let key = keys.first, keys.count == 1
    else { return false }
    let names = seen.record.names
    guard names.count <= 2, seen.record.shape(at: key.value) == nil,
      !context.carriedFields(of: stream.name).contains(key.value),
      let holder = names.first(where: { name in
        guard let inner = seen.record.field(name) else { return false }
        return inner.isObject && inner.count == seen.record.count && inner.shape(at: key.value) != nil
      })
    else { return false }
    let plain = records[RecordsBlock.from]?.source ?? "body"
    report.add(
      Finding(
        .recordsWrapped, "each of the recorded elements holds its record under `\(holder)`",
        at: context.own(records.block.node.range), path: "streams.\(stream.name).records",
        suggestions: ["{from: \(plain), unwrap: \(holder)}"]))
    return true
  }

  /// True when the key is in every record.
  private static func checkKey(
    _ stream: Named<StreamBlock>, _ seen: StreamEvidence, _ context: ConnectorContext,
    _ report: inout FindingList
  ) -> Bool {
    let carried = context.carriedFields(of: stream.name)
    let total = seen.record.count - seen.record.nulls
    var isComplete = true
    let flag = stream.value[StreamBlock.deletions]?.as(FlaggedDeletions.self)?[FlaggedDeletions.key]
    for key in stream.value[StreamBlock.key] ?? [] {
      let head = RecordPath(key.value).parts.first ?? key.value
      if carried.contains(head) || !seen.record.isObject { continue }
      let shape = seen.record.shape(at: key.value)
      let count = shape.map { $0.count - $0.nulls } ?? 0
      guard count < total else { continue }
      // A record that is gone may be told by another key than the one it had.
      if count > 0, let flag, seen.records.allSatisfy({ $0.has(key.value) || $0.has(flag) }) { continue }
      isComplete = false
      let parts = key.value.split(separator: ",").map { $0.split(separator: " ").joined() }
      let isList =
        parts.count > 1 && parts.allSatisfy { carried.contains($0) || seen.record.names.contains($0) }
      // A name that the stream adds and nothing reads is the key's, misspelt.
      if count == 0, let added = context.addedName(like: head, in: stream) {
        report.add(
          Finding(
            .keyNotInRecords, "the key is `\(key.value)`, and this is called `\(added.name)`",
            at: added.range,
            about: key.value, path: "streams.\(stream.name).records",
            related: [.init("the key", at: key.range)],
            suggestions: [head]))
        continue
      }
      let near =
        isList
        ? ["[\(parts.joined(separator: ", "))]"]
        : count == 0 ? seen.record.namesMeant(by: key.value) : []
      let known = near.isEmpty ? Array(seen.record.names.prefix(6)) : near
      let fields = known.compactMap { name in
        seen.record.field(name).map {
          "\(name) (\($0.count)/\(total)\($0.example.map { ", \"\($0)\"" } ?? ""))"
        }
      }
      var finding = Finding(
        .keyNotInRecords,
        count == 0
          ? "no recorded record has the key `\(key.value)`"
          : "\(total - count) of \(total) recorded records lack the key `\(key.value)`",
        at: key.range, path: "streams.\(stream.name).key", label: "\(count) of \(total)",
        evidence: count == 0 ? [.init("seen", fields.joined(separator: "   "))] : [], suggestions: near,
        fixes: .renaming(key.range, to: near, "a key with a similar name was recorded"))
      if count > 0 { finding.severity = .warning }
      if count == 0, near.isEmpty, let carried = carrying(head, stream, context) {
        finding.evidence.append(.init("add", carried.advice))
        finding.related.append(.init("the key", at: key.range))
        (finding.range, finding.about, finding.label) = (carried.place, key.value, nil)
      }
      report.add(finding)
    }
    return isComplete
  }

  /// What gives records the key of what they are read for.
  private static func carrying(_ key: String, _ stream: Named<StreamBlock>, _ context: ConnectorContext)
    -> (advice: String, place: SourceRange)?
  {
    for slice in stream.value[StreamBlock.each] ?? [] {
      guard slice.as(ParentSlice.self) != nil, let parent = slice[ParentSlice.stream]?.value,
        let keys = context.stream(parent)?.value[StreamBlock.key], keys.count == 1, let own = keys.first
      else { continue }
      let path = "\(SliceFields.variable(of: slice)).\(own.value)"
      return (
        "`carry: {\(key): \(path)}` in `for_each`, when it is the key of `\(parent)`",
        slice.has("carry") ? slice.keyRange("carry") : slice.home
      )
    }
    return nil
  }

  /// Records of one reply with the same key: one would overwrite the other.
  private static func checkRepeats(
    _ stream: Named<StreamBlock>, _ seen: StreamEvidence, _ report: inout FindingList
  ) {
    guard let keys = stream.value[StreamBlock.key], let first = keys.first else { return }
    let paths = keys.map { RecordPath($0.value).parts }
    var rest = seen.records[...]
    for count in seen.pageCounts {
      var known: Set<String> = []
      for record in rest.prefix(count) {
        let parts = paths.compactMap { text(at: $0, in: record) }
        // A part that each slice adds is not recorded, and without it nothing can be told.
        guard parts.count == paths.count else { return }
        guard known.insert(parts.joined(separator: "\u{0}")).inserted else {
          let value = parts.joined(separator: ", ")
          report.add(
            Finding(
              .duplicateKeys,
              "two records of one recorded reply have the same key, `\(value)`: one would overwrite the other",
              at: first.range, path: "streams.\(stream.name).key",
              evidence: [.init("help", "a key may be several paths, `key: [id, line]`")]))
          return
        }
      }
      rest = rest.dropFirst(count)
    }
  }

  private static func text(at path: [String], in record: Value) -> String? {
    var value = record
    for part in path {
      guard case .map(let map) = value.plain, let next = map.value(named: part) else { return nil }
      value = next
    }
    switch value.plain {
    case .string(let text): return text
    case .int(let number): return "\(number)"
    case .uint(let number): return "\(number)"
    case .double(let number): return "\(number)"
    default: return nil
    }
  }

  private static func checkCarry(
    _ stream: Named<StreamBlock>, _ seen: StreamEvidence, _ report: inout FindingList
  ) {
    var carried = stream.value[StreamBlock.records]?[RecordsBlock.carry] ?? []
    for slice in stream.value[StreamBlock.each] ?? [] { carried += slice[SliceFields.carry] ?? [] }
    let total = seen.record.count
    for field in carried {
      guard let own = seen.record.field(field.name), own.count > own.nulls else { continue }
      report.add(
        Finding(
          .carryShadows, "`\(field.name)` would overwrite what the records have under that name",
          at: field.nameRange,
          path: "streams.\(stream.name)", label: "\(own.count) of \(total) have it",
          suggestions: ["parent_\(field.name)"]))
    }
  }
}

/// The error rules that apply to replies of a stream, tried on recordings.
struct FailureRules {
  private let rules: [(statuses: [StatusRange], condition: TriedProgram?)]

  init(_ stream: StreamBlock, _ context: ConnectorContext) {
    let http = context.file[ConnectorFile.http]
    let errors = (stream[StreamBlock.errors] ?? []) + (http?[HTTPBlock.errors] ?? [])
    var rules = errors.map { ($0[ErrorRule.status] ?? [], $0[ErrorRule.when]) }
    for throttled in [stream[StreamBlock.throttled], http?[HTTPBlock.throttled]].compactMap({ $0 }) {
      rules += Self.parts(of: throttled)
    }
    self.init(rules, context)
  }

  /// What means `slow down` only.
  init(_ throttled: ThrottledBlock, _ context: ConnectorContext) {
    self.init(Self.parts(of: throttled), context)
  }

  /// There status and condition each mean it alone.
  private static func parts(
    of throttled: ThrottledBlock
  ) -> [(statuses: [Placed<StatusRange>], when: ExpressionText?)] {
    let status = (throttled[ThrottledBlock.status] ?? [], ExpressionText?.none)
    return [status] + (throttled[ThrottledBlock.when].map { [([], $0)] } ?? [])
  }

  private init(
    _ rules: [(statuses: [Placed<StatusRange>], when: ExpressionText?)], _ context: ConnectorContext
  ) {
    self.rules = rules.compactMap { statuses, when in
      guard let when else { return (statuses.map(\.value), nil) }
      return context.environments.triedProgram(when.source).map { (statuses.map(\.value), $0) }
    }
  }

  /// Whether a rule says that the reply is something other than a page.
  func apply(to recorded: Evidence.Recorded) -> Bool {
    rules.contains { statuses, condition in
      guard statuses.isEmpty || statuses.contains(where: { $0.bounds.contains(recorded.exchange.status) })
      else { return false }
      guard let condition else { return !statuses.isEmpty }
      guard case .bool(true)? = try? condition.evaluate(recorded.activation).get() else { return false }
      return true
    }
  }
}

extension Value {
  /// Whether there is something at the end of a path.
  fileprivate func has(_ path: String) -> Bool {
    var value = self
    for part in RecordPath(path).parts {
      guard case .map(let map) = value.plain, let next = map.value(named: part) else { return false }
      value = next
    }
    return !value.isNull
  }
}

extension Named<StreamBlock> {
  /// A place in the stream itself, and its name for what it takes over from another one.
  fileprivate func place(of range: SourceRange) -> SourceRange {
    range.file !== nameRange.file || value.block.node.range.contains(range) ? range : nameRange
  }
}
