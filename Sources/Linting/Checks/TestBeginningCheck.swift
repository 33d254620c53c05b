internal import Diagnostics
internal import Language
internal import YAML

/// With which moment a case begins, held against the first request of its recording.
enum TestBeginningCheck: Check {
  static let rules: [Rule] = []

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete, let tests = context.connector.tests, !tests.document.isPartial else { return }
    for test in tests.file?[TestFile.cases] ?? [] where !test.block.has("since") && !report.touch(test.block)
    {
      guard let name = test[TestCase.stream]?.value, let recording = test[TestCase.recording]?.value,
        let stream = context.stream(name)?.value, let changes = stream[StreamBlock.changes],
        !report.touch(stream.block), let first = context.connector.recording(recording)?.exchanges.first
      else { continue }
      if let finding = feed(test, stream, changes, first) ?? start(test, changes, recording, name, context) {
        report.add(finding)
      }
    }
  }

  /// A run without a cursor reads the whole stream, and not what its feed tells.
  private static func feed(
    _ test: TestCase, _ stream: StreamBlock, _ changes: Block, _ first: Exchange
  ) -> Finding? {
    let later =
      changes.as(FeedChanges.self)?[FeedChanges.read] ?? changes.as(TokenChanges.self)?[TokenChanges.read]
    let begin =
      changes.as(FeedChanges.self)?[FeedChanges.begin]?.block
      ?? changes.as(TokenChanges.self)?[TokenChanges.first]?.block
    guard let later, !stream.block.has("for_each"), RequestPattern(later.block)?.fit(first) != nil,
      let read = stream[StreamBlock.read], RequestPattern(read.block)?.fit(first) == nil,
      begin.flatMap({ RequestPattern($0) })?.fit(first) == nil
    else { return nil }
    return Finding(
      .testSinceUnsaid,
      "the recording begins with a request for what changed, and the case begins without a cursor, `since`",
      at: test.block.keyRange("recording"), path: "\(test.block.path)",
      related: [.init("recorded here", at: first.targetRange)],
      evidence: [.init("add", "`since`, with which the run begins")])
  }

  /// The day on which a first run begins, which a setting may say.
  private static func start(
    _ test: TestCase, _ changes: Block, _ recording: String, _ stream: String, _ context: ConnectorContext
  ) -> Finding? {
    let start =
      changes.as(SinceChanges.self)?[ChangeFields.start]
      ?? changes.as(WindowChanges.self)?[WindowChanges.start]
    let send =
      changes.as(SinceChanges.self)?[SinceChanges.send] ?? changes.as(WindowChanges.self)?[WindowChanges.from]
    guard let start, let name = send?.as(QueryPlacement.self)?[QueryPlacement.name],
      let exchange = context.evidence.of(stream)?.exchanges.first(where: { $0.recording.name == recording })?
        .exchange,
      let sent = exchange.query.first(where: { $0.name == name })?.value, let recorded = day(sent)
    else { return nil }
    let setting = start.onlySetting
    guard let text = setting.map({ value(of: $0, test, context) }) ?? (start.isConstant ? start.source : nil),
      let meant = day(text), meant != recorded, !changes.has("zone")
    else { return nil }
    return Finding(
      .testSinceUnsaid,
      "the recorded request asks from \(recorded) on, and the run begins at \(meant)"
        + (setting.map { ", which is what `\($0)` is here: without `since` it begins there" } ?? ""),
      at: test.block.keyRange("recording"), path: "\(test.block.path)",
      related: [.init("recorded here", at: exchange.targetRange)])
  }

  /// What a setting is in a case, by what is given or else by its default.
  private static func value(of setting: String, _ test: TestCase, _ context: ConnectorContext) -> String? {
    let given = (context.connector.tests?.file?[TestFile.settings] ?? []) + (test[TestCase.settings] ?? [])
    let own = given.last { $0.name == setting }?.value
    return (own ?? context.file[ConnectorFile.settings]?.named(setting)?.value.entry("default")?.value)?
      .scalar?.text
  }

  /// `2026-11-20` of a date or a moment.
  private static func day(_ text: String) -> String? {
    let day = text.prefix(10)
    let isDay = day.utf8.count == 10 && day.split(separator: "-").map(\.count) == [4, 2, 2]
    return isDay && day.allSatisfy { $0.isNumber || $0 == "-" } ? String(day) : nil
  }
}
