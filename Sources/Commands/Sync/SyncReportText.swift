internal import Reports
internal import Storage
internal import Sync
internal import Values

/// The end of a run for people and for programs.
struct SyncReportText {
  private let report: SyncReport
  private let connector: String

  init(_ report: SyncReport, connector: String) {
    self.report = report
    self.connector = connector
  }

  /// The table as it fits between the edges of a terminal with so many columns; whole elsewhere.
  func table(_ style: OutputStyle, columns: Int?) -> String {
    let ink = Emphasis(style)
    let heads = [
      "stream", "read", "created", "updated", "unchanged", "deleted", "filtered", "quarantined", "seconds",
      "",
    ]
    var rows = report.streams.map(row)
    if report.streams.count > 1 {
      rows.append(Self.cells("total", report.totals, report.seconds, Self.word(report.outcome)))
    }
    var text = TextTable(heads, rows).fitting(columns).text { ink.strong($0) }
    for stream in report.streams {
      for problem in stream.problems {
        text += "\(ink.error(stream.stream)): \(Visible.word(problem, limit: 600))\n"
      }
    }
    return text
  }

  private func row(_ stream: StreamOutcome) -> [String] {
    Self.cells(stream.stream, stream.counts, stream.seconds, Self.word(stream.outcome))
  }

  private static func cells(_ name: String, _ counts: RowCounts, _ seconds: Double, _ word: String)
    -> [String]
  {
    [
      name, String(counts.read), String(counts.created), String(counts.updated), String(counts.unchanged),
      String(counts.deleted), String(counts.filtered), String(counts.quarantined), hundredths(seconds), word,
    ]
  }

  private static func hundredths(_ seconds: Double) -> String {
    let number = Int((seconds * 100).rounded())
    return "\(number / 100)." + (number % 100 < 10 ? "0" : "") + "\(number % 100)"
  }

  static func word(_ outcome: RunEnd.Outcome) -> String {
    switch outcome {
    case .succeeded: "ok"
    case .partial: "partial"
    case .failed: "failed"
    case .stopped: "stopped"
    }
  }

  var json: String {
    let value = Value.map(
      MapValue([
        ("connector", .string(connector)), ("run", report.run.map { .int($0.number) } ?? .null),
        ("outcome", .string(report.outcome.rawValue)), ("seconds", .double(report.seconds)),
        ("streams", .list(report.streams.map(Self.value))),
      ]))
    return JSONText.of(value)
  }

  private static func value(_ stream: StreamOutcome) -> Value {
    let counts = stream.counts
    return .map(
      MapValue([
        ("stream", .string(stream.stream)), ("outcome", .string(stream.outcome.rawValue)),
        ("read", .int(Int64(counts.read))), ("created", .int(Int64(counts.created))),
        ("updated", .int(Int64(counts.updated))), ("unchanged", .int(Int64(counts.unchanged))),
        ("deleted", .int(Int64(counts.deleted))), ("filtered", .int(Int64(counts.filtered))),
        ("quarantined", .int(Int64(counts.quarantined))), ("pages", .int(Int64(stream.pages))),
        ("requests", .int(Int64(stream.requests))), ("seconds", .double(stream.seconds)),
        ("problems", .list(stream.problems.map(Value.string))),
      ]))
  }
}
