internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// Tests: that there are some, and that what they name exists.
enum TestCheck: Check {
  static let rules: [Rule] = [
    .testNone, .testUntestedStream, .testUnknownStream, .testUnknownAction, .testUnknownRecording,
    .testNoRecording,
    .testNoWebhooks, .testDuplicateName, .testUnknownInput, .testMissingInput, .testUnknownResult,
    .testBadMoment, .testSinceUnused,
    .testUnusedRecording,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard let tests = context.connector.tests else {
      // A misnamed file is told of as what it is.
      if context.isComplete, !context.project.findings.all.contains(where: { $0.rule == .unreadFile }) {
        report.add(
          Finding(
            .testNone, "the connector has no tests", at: context.head, path: "name",
            evidence: [
              .init("add", "`connectors/\(context.connector.name)/tests.yaml` with a case for each stream")
            ]))
      }
      return
    }
    guard let file = tests.file else { return }
    let cases = file[TestFile.cases] ?? []
    for test in cases {
      checkNames(test, context, &report)
      checkAction(test, context, texts, &report)
      checkMoments(test, of: cases, context, &report)
    }
    checkRepeated(cases, &report)
    guard !tests.document.isPartial, !context.hasErrors(in: tests.document.file, report) else { return }
    checkCoverage(cases, file, context, &report)
    checkRecordings(cases, context, &report)
  }

  // MARK: Names

  private static func unknown(
    _ rule: Rule, _ message: String, _ name: Placed<String>, among known: [String], _ path: String,
    isDamaged: Bool,
    _ report: inout FindingList
  ) {
    let near = Suggestions.nearest(to: name.value, among: known)
    // What all cases name wrongly was most likely renamed in one place; and what a damaged file lacks may be in there.
    let isTold = report.all.contains {
      $0.rule == rule && $0.message == message
        || $0.rule == .strayMapping && $0.suggestions.contains(name.value)
    }
    guard !isTold, !near.isEmpty || !isDamaged else { return }
    report.add(
      Finding(
        rule, message, at: name.range, path: path,
        evidence: near.isEmpty && !known.isEmpty
          ? [.init("known", known.prefix(12).joined(separator: " · "))] : [], suggestions: near,
        fixes: .renaming(name.range, to: near, "a similar name exists")))
  }

  private static func checkNames(_ test: TestCase, _ context: ConnectorContext, _ report: inout FindingList) {
    let path = test.block.path
    let signIn = test[TestCase.signIn]
    let streams = context.writtenNames("streams")
    let wantedStreams = [test[TestCase.stream]].compactMap { $0 } + (signIn?[SignInBlock.streams] ?? [])
    // That there are none is told of the mappings.
    let hasNone = streams.isEmpty && !context.connector.mappings.isEmpty
    for stream in wantedStreams where !context.isPartial && !hasNone && !streams.contains(stream.value) {
      unknown(
        .testUnknownStream, "there is no stream `\(stream.value)`", stream, among: streams,
        signIn == nil ? "\(path).stream" : "\(path).sign_in.streams", isDamaged: context.isDamaged, &report)
    }
    let actions = context.writtenNames("actions")
    let wantedActions = [test[TestCase.action]].compactMap { $0 } + (signIn?[SignInBlock.actions] ?? [])
    for action in wantedActions where !context.isPartial && !actions.contains(action.value) {
      guard context.file.block.has("actions") else {
        reportNone(action, context, &report)
        continue
      }
      if isRespelt(action.value, context, &report) { continue }
      if isUndeclared(action, of: test, among: actions, context, &report) { continue }
      unknown(
        .testUnknownAction, "there is no action `\(action.value)`", action, among: actions,
        signIn == nil ? "\(path).action" : "\(path).sign_in.actions", isDamaged: context.isDamaged, &report)
    }
    if let recording = test[TestCase.recording], context.connector.recording(recording.value) == nil {
      unknown(
        .testUnknownRecording, "there is no recording `\(recording.value)`", recording,
        among: context.connector.recordings.map(\.name),
        "\(path).recording", isDamaged: false, &report)
    }
    if test.block.has("webhook"), !context.file.block.has("webhooks"), !context.isPartial,
      !report.all.contains(where: { $0.rule == .testNoWebhooks })
    {
      report.add(
        Finding(
          .testNoWebhooks, "the connector has no `webhooks`, and a case delivers one",
          at: context.place(ofMissing: "webhooks"), path: "webhooks",
          related: [.init("delivered here", at: test.block.keyRange("webhook"))]))
    }
    let isPlayed = ["stream", "action", "sign_in"].contains { test.block.has($0) }
    if isPlayed, !test.block.has("recording"), !test.block.isDamaged {
      report.add(
        Finding(
          .testNoRecording, "nothing answers: the case names no recording",
          at: test.block.keyRange("name"),
          path: "\(path)", evidence: [.init("add", "`recording`, a file of `recordings/` without its ending")]
        ))
    }
  }

  /// The connector has no actions at all, which is told once.
  private static func reportNone(
    _ action: Placed<String>, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    let message = "the connector has no `actions`"
    guard !report.all.contains(where: { $0.message == message }) else { return }
    report.add(
      Finding(
        .testUnknownAction, message, at: context.place(ofMissing: "actions"), about: action.value,
        path: "actions", related: [.init("played here", at: action.range)]))
  }

  /// What no declared action resembles and a case plays with a recording was to be declared.
  private static func isUndeclared(
    _ action: Placed<String>, of test: TestCase, among actions: [String], _ context: ConnectorContext,
    _ report: inout FindingList
  ) -> Bool {
    let near = Suggestions.nearest(to: action.value, among: actions)
    guard test.block.has("action"), test.block.has("recording"),
      !Suggestions.areLikely(near, for: action.value)
    else { return false }
    let message = "there is no action `\(action.value)`, which a case plays"
    guard !report.all.contains(where: { $0.message == message }) else { return true }
    report.add(
      Finding(
        .testUnknownAction, message, at: context.own(context.file.block.keyRange("actions")),
        about: action.value, path: "actions", related: [.init("played here", at: action.range)]))
    return true
  }

  /// An action that no case names under the name it is declared by, and some by one that is spelt alike: told at the declaration.
  private static func isRespelt(
    _ name: String, _ context: ConnectorContext, _ report: inout FindingList
  ) -> Bool {
    let named = (context.connector.tests?.file?[TestFile.cases] ?? []).compactMap {
      $0[TestCase.action]?.value
    }
    let actions = (context.file[ConnectorFile.actions] ?? []).filter { !named.contains($0.name) }
    let near = Suggestions.nearest(to: name, among: actions.map(\.name))
    guard let meant = actions.first(where: { $0.name == near.first }),
      Suggestions.areSure([meant.name], for: name)
    else { return false }
    let uses = named.filter { $0 == name }.count
    guard uses > 1 || FileWords(context.connector).prefer(name, used: uses, over: meant.name) else {
      return false
    }
    let message = "the tests call the action `\(meant.name)` `\(name)`"
    guard !report.all.contains(where: { $0.message == message }) else { return true }
    report.add(
      Finding(
        .testUnknownAction, message, at: meant.nameRange, path: "actions.\(meant.name)", suggestions: [name]))
    return true
  }

  private static func checkRepeated(_ cases: [TestCase], _ report: inout FindingList) {
    var seen: [String: Placed<String>] = [:]
    for test in cases {
      guard let name = test[TestCase.name] else { continue }
      if let earlier = seen[name.value] {
        report.add(
          Finding(
            .testDuplicateName, "another case has the same name", at: name.range,
            path: "\(test.block.path).name",
            related: [.init("the other", at: earlier.range)]))
      } else {
        seen[name.value] = name
      }
    }
  }

  // MARK: Actions

  private static func checkAction(
    _ test: TestCase, _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    guard let name = test[TestCase.action]?.value,
      let action = context.file[ConnectorFile.actions]?.named(name)?.value
    else { return }
    guard !action.block.damagedKeys.contains("inputs"), !report.touch(action.block) else { return }
    checkInputs(test, name, action, context, texts, &report)
    let results = (action[ActionBlock.result] ?? []).map(\.name)
    for result in test[TestCase.result] ?? [] where !results.contains(result.name) {
      if isMissing(result.name, of: name, action, context, &report) { continue }
      let near = Suggestions.nearest(to: result.name, among: results)
      report.add(
        Finding(
          .testUnknownResult, "the action gives no `\(result.name)`", at: result.nameRange,
          path: "\(test.block.path).result", suggestions: near,
          fixes: .renaming(result.nameRange, to: near, "a similar name exists")))
    }
  }

  private static func checkInputs(
    _ test: TestCase, _ name: String, _ action: ActionBlock, _ context: ConnectorContext,
    _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    let inputs = action[ActionBlock.inputs] ?? []
    let given = test[TestCase.input] ?? []
    let unknown = given.filter { inputs.named($0.name) == nil }
    for input in unknown {
      let near = Suggestions.nearest(to: input.name, among: inputs.map(\.name))
      report.add(
        Finding(
          .testUnknownInput, "the action has no input `\(input.name)`", at: input.nameRange,
          path: "\(test.block.path).input", suggestions: near,
          fixes: .renaming(input.nameRange, to: near, "a similar name exists")))
    }
    let missing = inputs.filter { input in
      input.value[InputBlock.optional] != true && given.named(input.name) == nil
    }
    let lacking = "the action needs \(missing.map { "`\($0.name)`" }.joined(separator: ", "))"
    guard unknown.isEmpty, !missing.isEmpty, !test.block.damagedKeys.contains("input"),
      // The other cases lack it for the same reason.
      !report.all.contains(where: { $0.rule == .testMissingInput && $0.message == lacking })
    else { return }
    let path = DocumentPath(["actions", name])
    if let input = missing.first(where: { input in
      texts.under(path).contains { $0.allows(noneOf: input.name, in: "input") }
    }) {
      report.add(
        Finding(
          .testMissingInput,
          "a case does not give `\(input.name)`, and expressions ask whether it is there",
          at: context.own(input.nameRange), path: "\(path).inputs.\(input.name)",
          related: [.init("not given here", at: test.block.keyRange("action"))],
          suggestions: ["optional: true"]))
      return
    }
    report.add(
      Finding(
        .testMissingInput, lacking,
        at: test.block.keyRange(test.block.has("input") ? "input" : "action"),
        path: "\(test.block.path).input"))
  }

  /// A result that several cases expect is missing in the action, told there; true when it is.
  private static func isMissing(
    _ result: String, of name: String, _ action: ActionBlock, _ context: ConnectorContext,
    _ report: inout FindingList
  ) -> Bool {
    let cases = (context.connector.tests?.file?[TestFile.cases] ?? []).filter {
      $0[TestCase.action]?.value == name
    }
    let expecting = cases.compactMap { $0[TestCase.result]?.named(result) }
    guard let first = expecting.first else { return false }
    let expected = Set(cases.flatMap { ($0[TestCase.result] ?? []).map(\.name) })
    let unasked = (action[ActionBlock.result] ?? []).filter { !expected.contains($0.name) }
    let near = Suggestions.nearest(to: result, among: unasked.map(\.name))
    let meant = unasked.first { $0.name == near.first }
    let isMeant =
      meant.map { FileWords(context.connector).prefer(result, used: expecting.count, over: $0.name) } ?? false
    // What the provider answered and a test expects was meant to be a result, unless it is another one misspelt.
    let alike = Suggestions.nearest(to: result, among: (action[ActionBlock.result] ?? []).map(\.name))
    let isNew = !Suggestions.areLikely(alike, for: result)
    let isAnswered =
      isNew
      && cases.contains { test in
        guard let text = test[TestCase.result]?.named(result)?.value.scalar?.text,
          let recording = test[TestCase.recording]?.value
        else { return false }
        // What is short stands anywhere; in quotes it is a value, which may be that of a result that no case asks for.
        guard text.utf8.count > 2 || unasked.isEmpty else { return false }
        let sought = text.utf8.count > 2 ? text : "\"\(text)\""
        return context.connector.recording(recording)?.file.bytes[...].holds(Array(sought.utf8)) ?? false
      }
    guard expecting.count > 1 || isMeant || isAnswered || !action.block.has("result") else { return false }
    let head = action.block.has("result") ? action.block.keyRange("result") : action.block.head
    let number = expecting.count == 1 ? "a case expects" : "\(expecting.count) cases expect"
    let message = "the action gives no `\(result)`, which \(number)"
    guard !report.all.contains(where: { $0.message == message }) else { return true }
    report.add(
      Finding(
        .testUnknownResult, message, at: meant?.nameRange ?? head, about: result,
        path: action.block.path.description,
        related: [.init("expected here", at: first.nameRange)], suggestions: meant == nil ? [] : [result]))
    return true
  }

  // MARK: Moments

  private static func checkMoments(
    _ test: TestCase, of cases: [TestCase], _ context: ConnectorContext, _ report: inout FindingList
  ) {
    if let now = test[TestCase.now], Instant(now) == nil {
      report.add(
        Finding(
          .testBadMoment, "`\(now)` is no moment such as `2026-11-20T12:00:00Z`",
          at: test.block.valueRange("now"), path: "\(test.block.path).now",
          suggestions: CivilDate(now) == nil ? [] : ["\"\(now)T00:00:00Z\""]))
    }
    if let since = test[TestCase.since], Instant(since) == nil, CivilDate(since) == nil,
      let changes = test[TestCase.stream].flatMap({ context.stream($0.value)?.value[StreamBlock.changes] }),
      changes.as(SinceChanges.self) != nil || changes.as(WindowChanges.self) != nil
        || changes.as(FilteredChanges.self) != nil
    {
      report.add(
        Finding(
          .testBadMoment, "`\(since)` is no moment such as `2026-11-20T12:00:00Z`, and no day",
          at: test.block.valueRange("since"), path: "\(test.block.path).since"))
    }
    guard test.block.has("since"), let name = test[TestCase.stream]?.value,
      let stream = context.stream(name)?.value,
      !stream.block.has("changes") || stream[StreamBlock.changes]?.as(NoChanges.self) != nil
    else { return }
    let deletions = stream[StreamBlock.deletions]
    if !stream.block.has("changes"), deletions?.has("within") == true || deletions?.has("every") == true {
      let message =
        "a test begins with a cursor and `deletions` speaks of changes, and the stream has no `changes`"
      let place = context.stream(name)?.nameRange ?? stream.block.head
      guard !report.all.contains(where: { $0.message == message && $0.range == place }) else { return }
      report.add(
        Finding(
          .testSinceUnused, message, at: context.own(place), path: "streams.\(name)",
          related: [.init("the cursor", at: test.block.keyRange("since"))]))
      return
    }
    // Where the stream's requests were recorded with a moment, or several cases begin with one, its `changes` were forgotten.
    let isSent = report.all.contains {
      $0.rule == .unsentPart && $0.path?.hasPrefix("streams.\(name).") == true
    }
    let isMeant = cases.filter { $0.block.has("since") && $0[TestCase.stream]?.value == name }.count > 1
    if !stream.block.has("changes"), isSent || isMeant {
      let message = "cases begin with a cursor, and `\(name)` has no `changes`"
      guard !report.all.contains(where: { $0.message == message }) else { return }
      report.add(
        Finding(
          .testSinceUnused, message, at: context.own(context.stream(name)?.nameRange ?? stream.block.head),
          path: "streams.\(name)", related: [.init("a cursor", at: test.block.keyRange("since"))]))
      return
    }
    report.add(
      Finding(
        .testSinceUnused, "the stream `\(name)` reads no changes: `since` has no effect",
        at: test.block.keyRange("since"),
        path: "\(test.block.path).since"))
  }

  // MARK: Coverage

  private static func checkCoverage(
    _ cases: [TestCase], _ file: TestFile, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard context.isComplete, !file.block.isDamaged, !file.block.damagedKeys.contains("cases") else { return }
    let tested = Set(cases.compactMap { $0[TestCase.stream]?.value })
    for stream in context.streams
    where !tested.contains(stream.name) && context.connector.mapping(of: stream.name) != nil {
      report.add(
        Finding(
          .testUntestedStream, "no test reads the stream `\(stream.name)`, which has a mapping",
          at: context.own(stream.nameRange),
          path: "streams.\(stream.name)"))
    }
  }

  private static func checkRecordings(
    _ cases: [TestCase], _ context: ConnectorContext, _ report: inout FindingList
  ) {
    let named = Set(cases.compactMap { $0[TestCase.recording]?.value })
    let names = Set(context.connector.recordings.map(\.name))
    // A recording that a case names wrongly is used all the same.
    guard named.isSubset(of: names), !context.connector.isFamily else { return }
    let others = context.file[ConnectorFile.check].flatMap { RequestPattern($0.block) }
    var unanswered = Self.unanswered(context)
    for recording in context.connector.recordings where !named.contains(recording.name) {
      // The check and the log-in are no cases of their own.
      let isOther = recording.exchanges.allSatisfy { exchange in
        others?.fit(exchange) != nil || exchange.path.contains("token") || exchange.path.contains("login")
          || exchange.path.contains("oauth")
      }
      guard !isOther, !showsUntestable(recording, cases, context), let first = recording.exchanges.first
      else {
        continue
      }
      if let test = unanswered.popLast() {
        report.add(
          Finding(
            .testUnusedRecording,
            "an event asks for something here and the case names no recording, while no test uses `\(recording.name)`",
            at: test.block.keyRange("name"), path: "\(test.block.path)",
            related: [.init("the recording", at: first.titleRange)]))
        continue
      }
      report.add(
        Finding(
          .testUnusedRecording, "no test uses the recording `\(recording.name)`", at: first.titleRange,
          path: nil))
    }
    // Records come that nothing of the delivery itself could be.
    for test in unanswered
    where !report.touch(test.block) && (test[TestCase.expect] ?? []).contains(where: { !$0.value.isEmpty }) {
      var finding = Finding(
        .testNoRecording, "nothing answers: the event asks for something, and the case names no recording",
        at: test.block.keyRange("name"), path: "\(test.block.path)",
        evidence: [.init("add", "`recording`, a file of `recordings/` without its ending")])
      finding.severity = .warning
      report.add(finding)
    }
  }

  /// Deliveries upon which something is asked for, in cases of which nothing answers; the last one first.
  private static func unanswered(_ context: ConnectorContext) -> [TestCase] {
    guard let webhooks = context.file[ConnectorFile.webhooks] else { return [] }
    let rules = webhooks[WebhooksBlock.events] ?? []
    let asking = context.deliveries(webhooks).all.filter { delivery in
      !delivery.test.block.has("recording")
        && delivery.isAccepted && !delivery.isChallenge
        && delivery.events.contains { event in
          guard let taker = event.taker, rules.indices.contains(taker) else { return false }
          return [.read_again, .sync].contains(rules[taker][EventRule.then])
        }
    }
    return asking.map(\.test).reversed()
  }

  /// A stream without a mapping gives no canonical records to expect, and an action may be left without a case: their
  /// recordings still prove what is read.
  private static func showsUntestable(
    _ recording: Recording, _ cases: [TestCase], _ context: ConnectorContext
  ) -> Bool {
    let tested = Set(cases.compactMap { $0[TestCase.action]?.value })
    let actions = (context.file[ConnectorFile.actions] ?? []).filter { !tested.contains($0.name) }
    let patterns = actions.compactMap { $0.value[ActionBlock.request].flatMap { RequestPattern($0.block) } }
    return context.evidence.exchanges.contains { recorded in
      guard recorded.recording.name == recording.name else { return false }
      if let stream = recorded.stream { return context.connector.mapping(of: stream) == nil }
      return patterns.contains { $0.fit(recorded.exchange) != nil }
    }
  }
}

extension ConnectorContext {
  /// The names written under a top-level key, usable or not.
  func writtenNames(_ key: String) -> [String] {
    file.block.node.mapping?[key]?.mapping.map { Array($0.keys) } ?? []
  }

  /// Whether something in a file is wrong already.
  func hasErrors(in source: SourceFile, _ report: FindingList) -> Bool {
    report.all.contains { $0.severity == .error && $0.range.file === source }
  }
}
