internal import Databases
internal import Reports
internal import Storage
internal import Values

/// Runs for people and for programs.
enum RunText {
  static func table(_ runs: [RunRecord], _ style: OutputStyle, columns: Int?) -> String {
    let heads = ["run", "began", "integration", "kind", "outcome"] + countHeads
    let rows = runs.map { run in
      [
        "\(run.id.number)", moment(run.startedAt), Visible.word(run.integration), run.kind,
        outcome(run.outcome),
      ]
        + cells(run.counts)
    }
    return TextTable(heads, rows).fitting(columns).text(Emphasis(style).strong)
  }

  /// More records in quarantine than these are only in the JSON form.
  static let quarantineLimit = 20

  static func page(
    _ run: RunRecord, _ streams: [StreamRecord], _ quarantined: [QuarantineRecord], _ style: OutputStyle
  ) -> String {
    let ink = Emphasis(style)
    var text =
      "\(ink.strong("run \(run.id.number)")): \(Visible.word(run.integration)), \(run.kind), \(outcome(run.outcome))\n"
    let end = run.finishedAt.map { ", ended \(moment($0))" } ?? ""
    text += "began \(moment(run.startedAt))\(end)\n"
    if let problem = run.problem {
      text += "\(ink.error(outcome(run.outcome))): \(Visible.word(problem, limit: 600))\n"
    }
    if streams.isEmpty { return text + "no stream has written anything\n" }
    let heads = ["stream", "outcome"] + countHeads + ["pages", "requests", "seconds"]
    let rows = streams.map { stream in
      [Visible.word(stream.stream), outcome(stream.outcome)] + cells(stream.counts)
        + ["\(stream.pages)", "\(stream.requests)", seconds(stream.seconds)]
    }
    text += "\n" + TextTable(heads, rows).text(ink.strong)
    for stream in streams {
      for problem in stream.problems {
        text += "\(ink.error(Visible.word(stream.stream))): \(Visible.word(problem, limit: 600))\n"
      }
    }
    return text + page(quarantined, ink)
  }

  private static func page(_ quarantined: [QuarantineRecord], _ ink: Emphasis) -> String {
    guard !quarantined.isEmpty else { return "" }
    let rows = quarantined.prefix(quarantineLimit).map { waiting in
      let record = waiting.record
      return [
        Visible.word(waiting.stream), Visible.word(record.key),
        Visible.word("\(record.model).\(record.path)"),
        Visible.word(record.reason, limit: 200), Visible.word(record.place, limit: 200),
      ]
    }
    var text =
      "\n" + TextTable(["in quarantine", "record", "field", "because", "at"], rows).text(ink.strong)
    if quarantined.count > quarantineLimit { text += "and more; `--format json` has all of them\n" }
    return text
  }

  static func json(
    _ run: RunRecord, _ streams: [StreamRecord]? = nil, _ quarantined: [QuarantineRecord]? = nil
  ) -> String {
    var members: [(String, Value)] = [
      ("run", .int(run.id.number)), ("organization", .string(run.organization)),
      ("connector", .string(run.connector)), ("integration", .string(run.integration)),
      ("kind", .string(run.kind)), ("outcome", text(run.outcome)), ("started_at", .string(run.startedAt)),
      ("finished_at", text(run.finishedAt)), ("problem", text(run.problem)), ("counts", value(run.counts)),
    ]
    if let streams { members.append(("streams", .list(streams.map(value)))) }
    if let quarantined { members.append(("quarantined", .list(quarantined.map(value)))) }
    return JSONText.of(members)
  }

  private static let countHeads = [
    "read", "created", "updated", "unchanged", "deleted", "filtered", "quarantined",
  ]

  private static func numbers(_ counts: RowCounts) -> [Int] {
    [
      counts.read, counts.created, counts.updated, counts.unchanged, counts.deleted, counts.filtered,
      counts.quarantined,
    ]
  }

  private static func cells(_ counts: RowCounts) -> [String] { numbers(counts).map { "\($0)" } }

  private static func value(_ counts: RowCounts) -> Value {
    .map(MapValue(zip(countHeads, numbers(counts)).map { ($0, .int(Int64($1))) }))
  }

  private static func value(_ stream: StreamRecord) -> Value {
    .map(
      MapValue([
        ("stream", .string(stream.stream)), ("outcome", text(stream.outcome)),
        ("counts", value(stream.counts)),
        ("pages", .int(Int64(stream.pages))), ("requests", .int(Int64(stream.requests))),
        ("seconds", .double(stream.seconds)), ("problems", .list(stream.problems.map(Value.string))),
      ]))
  }

  private static func value(_ waiting: QuarantineRecord) -> Value {
    let record = waiting.record
    return .map(
      MapValue([
        ("stream", .string(waiting.stream)), ("record", .string(record.key)),
        ("model", .string(record.model)),
        ("path", .string(record.path)), ("reason", .string(record.reason)), ("place", .string(record.place)),
        ("first_run", .int(waiting.firstRun.number)), ("last_run", .int(waiting.lastRun.number)),
      ]))
  }

  private static func text(_ text: String?) -> Value { text.map(Value.string) ?? .null }

  /// To the second, which is as much as a person reads.
  static func moment(_ text: String) -> String {
    guard let point = text.firstIndex(of: ".") else { return text }
    return text[..<point] + "Z"
  }

  /// Without an outcome a run is under way, or its process may still be.
  private static func outcome(_ word: String?) -> String { word ?? "under way" }

  private static func seconds(_ seconds: Double) -> String {
    let hundredths = Int((seconds * 100).rounded())
    return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
  }
}
