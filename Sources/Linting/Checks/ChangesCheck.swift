internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// Changes and deletions: that the cursor reaches the provider, and that the parts agree with each other.
enum ChangesCheck: Check {
  static let rules: [Rule] = [
    .changesCursorNeverSent, .changesWindowHalfSent, .changesTiesLost, .changesTokenNeverRestarts,
    .changesBadStart,
    .changesListingIncomplete, .changesDeletionsUnsaid, .changesConstantFlag, .changesConditionalPages,
    .changesWindowTooShort,
    .changesPrecision, .changesUnknownZone, .changesFeedWithoutBeginning, .changesFeedWithoutOne,
    .changesWithin, .changesEveryForNothing,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    // What several streams take over is told once.
    var unsent: Set<SourceRange> = []
    for named in context.streams {
      guard let stream = PagingStream(named) else { continue }
      checkDeletions(stream, context, texts, &report)
      guard let changes = stream.stream[StreamBlock.changes], !report.touch(changes), !changes.isDamaged
      else { continue }
      let count = report.all.count
      if !unsent.contains(changes.node.range) { checkSent(stream, changes, context, texts, &report) }
      if report.all.count > count { unsent.insert(changes.node.range) }
      checkTimes(changes, &report)
      if let feed = changes.as(FeedChanges.self) {
        checkFeed(stream, feed, context, texts, &unsent, &report)
      }
      checkCompany(stream, changes, context, &report)
    }
  }

  // MARK: Is the cursor sent

  private static func checkSent(
    _ stream: PagingStream, _ changes: Block, _ context: ConnectorContext, _ texts: CheckedTexts,
    _ report: inout FindingList, request feed: Block? = nil
  ) {
    guard let request = sending(stream, feed, context, texts, report) else { return }
    // Where streams like it have it in their requests, it was to stand there.
    let home = isWrittenInRequests(changes, besides: stream, context) ? stream.read?.block : nil
    let lost = lostParts(of: stream, besides: changes, context) ? stream.read?.block : nil
    let place = (home ?? lost).map(partsPlace) ?? changes.home
    func never(_ message: String, _ advice: String) {
      report.add(
        Finding(
          .changesCursorNeverSent, message, at: place, path: "\(changes.path)",
          evidence: [.init("add", advice)]))
    }
    if let since = changes.as(SinceChanges.self) {
      guard !since.block.has("send"), !request.contains(where: { $0.uses("since") }) else { return }
      never(
        "the moment is never sent: every run would read everything",
        "`send: {query: updated_after}`, or use `since` in the request")
    } else if let window = changes.as(WindowChanges.self) {
      let parts = Set(request.flatMap { $0.fieldNames(of: "window") })
      if request.contains(where: { $0.usesWhole("window") }) { return }
      let from = window.block.has("from") || parts.contains("start")
      let to = window.block.has("to") || parts.contains("end")
      if !from, !to {
        never(
          "the window is never sent: every window would read everything",
          "`from` and `to`, or use `window` in the request")
      } else if !to || !from {
        report.add(
          Finding(
            .changesWindowHalfSent,
            "only the window's \(from ? "start" : "end") is sent: windows would overlap",
            at: place, path: "\(stream.path).changes", evidence: [.init("add", from ? "`to`" : "`from`")]))
      }
    } else if let token = changes.as(TokenChanges.self) {
      if let read = token[TokenChanges.read] {
        let own = texts.under(changes.path.appending("read"))
        guard !own.contains(where: { $0.uses("page") }), !token.block.has("send") else { return }
        report.add(
          Finding(
            .changesCursorNeverSent,
            "the request of later runs does not use the token, which is `page.token`", at: read.block.head,
            path: "\(stream.path).changes.read"))
        return
      }
      guard !token.block.has("send"), token[TokenChanges.url] != true, !token.block.has("read"),
        !request.contains(where: { text in text.fieldNames(of: "page").contains("token") })
      else { return }
      never(
        "the token is never sent: every run would read everything",
        "`send`, `url: true` when it is an address, or `read`")
    }
  }

  /// The expressions that requests for changes are made of; nil when a request could not be understood: it may use the cursor.
  private static func sending(
    _ stream: PagingStream, _ feed: Block?, _ context: ConnectorContext, _ texts: CheckedTexts,
    _ report: FindingList
  ) -> [CheckedText]? {
    let blocks = [
      feed ?? stream.read?.block, stream.stream[StreamBlock.job]?.block,
      context.file[ConnectorFile.http]?.block,
    ]
    guard !blocks.contains(where: { $0.map { report.touch($0) } ?? false }) else { return nil }
    let changes = stream.path.appending("changes")
    return texts.own.filter { text in
      if feed != nil, text.path.hasPrefix(changes.appending("read")) { return true }
      return text.path.hasPrefix(stream.path) && !text.path.hasPrefix(changes) || text.path.first == "http"
    }
  }

  /// Whether other streams that go on in the same way use the cursor in their requests, and none names a part that it is put into.
  private static func isWrittenInRequests(
    _ changes: Block, besides stream: PagingStream, _ context: ConnectorContext
  ) -> Bool {
    let alike = context.streams.filter { $0.name != stream.name }.compactMap { $0.value[StreamBlock.changes] }
      .filter {
        ObjectIdentifier($0.construct) == ObjectIdentifier(changes.construct)
          && $0.node.range != changes.node.range
      }
    return !alike.isEmpty && alike.allSatisfy { !$0.has("send") && !$0.has("from") && !$0.has("read") }
  }

  /// Whether recorded requests have parameters that nothing sends, and that are no moments by themselves: the cursor stood among them.
  private static func lostParts(
    of stream: PagingStream, besides changes: Block, _ context: ConnectorContext
  ) -> Bool {
    // What a followed address holds is the provider's affair.
    guard stream.pages.as(NextURLPages.self) == nil, stream.pages.as(LinkHeaderPages.self) == nil,
      let pattern = stream.read.flatMap({ RequestPattern($0.block) })
    else { return false }
    let shared = context.file[ConnectorFile.http]?[HTTPBlock.query] ?? []
    let placed = WrittenPlacement.all(of: stream.stream).filter { $0.kind == "query" }
    let sent = Set(pattern.query.map(\.name) + shared.map(\.name) + placed.map(\.name))
    let pairs = (context.evidence.of(stream.name)?.exchanges ?? []).flatMap(\.exchange.query)
    let unsent = pairs.filter { !sent.contains($0.name) }
    // What is a moment was put there by what `send` says.
    guard unsent.allSatisfy({ CivilDate(String($0.value.prefix(10))) == nil }) else { return false }
    let lost = Set(unsent.map(\.name))
    // A token looks like nothing in particular.
    return lost.count > (changes.as(TokenChanges.self) == nil ? 0 : 1)
  }

  /// Where a request says what it sends.
  private static func partsPlace(_ request: Block) -> SourceRange {
    let key = (WrittenRequest.bodyKeys + ["query"]).first { request.has($0) }
    return key.map { request.keyRange($0) } ?? request.head
  }

  // MARK: Feeds

  private static func checkFeed(
    _ stream: PagingStream, _ feed: FeedChanges, _ context: ConnectorContext, _ texts: CheckedTexts,
    _ unsent: inout Set<SourceRange>, _ report: inout FindingList
  ) {
    let path = stream.path.appending("changes")
    if feed[FeedChanges.again] == true, !stream.stream.block.has("one") {
      report.add(
        Finding(
          .changesFeedWithoutOne, "the stream does not say how one record is read",
          at: feed.block.valueRange("again"),
          path: "\(path).again",
          evidence: [.init("add", "`one: {get: \"/things/${key}\", records: \"[body]\"}` to the stream")]))
    }
    guard let cursor = feed[FeedChanges.follow], !report.touch(cursor), !cursor.isDamaged else { return }
    if cursor.as(TokenChanges.self) != nil, !feed.block.has("begin") {
      report.add(
        Finding(
          .changesFeedWithoutBeginning, "nothing says which token the feed begins with after the listing",
          at: cursor.valueRange("type"), path: "\(path).follow",
          evidence: [.init("add", "`begin: {get: /changes/latest, token: body.token}`")]))
    }
    guard !unsent.contains(cursor.node.range) else { return }
    let count = report.all.count
    checkSent(stream, cursor, context, texts, &report, request: feed[FeedChanges.read]?.block)
    if report.all.count > count { unsent.insert(cursor.node.range) }
    checkTimes(cursor, &report)
  }

  // MARK: Times

  private static func checkTimes(_ changes: Block, _ report: inout FindingList) {
    let path = "\(changes.path)"
    if let zone = changes.has("zone") ? changes[ChangeFields.zone] : nil, zone.isConstant,
      Zone(zone.source) == nil
    {
      report.add(
        Finding(
          .changesUnknownZone, "`\(zone.source)` is no time zone", at: changes.valueRange("zone"), path: path,
          evidence: [.init("expected", "`America/New_York`, `+02:00`, or `${settings.time_zone}`")]))
    }
    checkMoments(changes, &report)
    if let since = changes.as(SinceChanges.self), since[SinceChanges.inclusive] == false,
      since[ChangeFields.overlap] == Milliseconds(0)
    {
      report.add(
        Finding(
          .changesTiesLost, "records of the very moment at which a run ended are never read",
          at: changes.valueRange("inclusive"), path: path,
          evidence: [.init("add", "`overlap: 1s`, or more where the provider writes late")]))
    }
    if changes.has("precision"), let precision = changes.fieldIfKnown(ChangeFields.precision),
      let format = changes.fieldIfKnown(ChangeFields.format), let finest = TimeWords.finest(of: format),
      TimeWords.rank(precision) < TimeWords.rank(finest)
    {
      report.add(
        Finding(
          .changesPrecision, "`\(format)` cannot tell one \(precision.rawValue) from the next",
          at: changes.valueRange("precision"), path: path,
          suggestions: [finest.rawValue]))
    }
  }

  /// Where it begins, and windows end.
  private static func checkMoments(_ changes: Block, _ report: inout FindingList) {
    let path = "\(changes.path)"
    let start = readTemplate(
      changes, changes.as(WindowChanges.self) != nil ? WindowChanges.start : ChangeFields.start)
    if let start, start.moment == nil {
      report.add(
        Finding(
          .changesBadStart, "`\(start.text)` is neither a date nor a moment", at: changes.valueRange("start"),
          path: path,
          evidence: [.init("expected", "`2020-01-01` or `2020-01-01T00:00:00Z`")]))
    }
    guard let window = changes.as(WindowChanges.self) else { return }
    let until = readTemplate(changes, WindowChanges.until)
    if let until, until.moment == nil {
      report.add(
        Finding(
          .changesBadStart, "`\(until.text)` is neither a date nor a moment",
          at: changes.valueRange("until"), path: path))
    } else if let from = start?.moment, let to = until?.moment, from >= to {
      report.add(
        Finding(
          .changesBadStart, "the last window ends before the first begins", at: changes.valueRange("until"),
          path: path,
          related: [.init("the first begins here", at: changes.valueRange("start"))]))
    }
    if let format = window[ChangeFields.format], TimeWords.isDateOnly(format),
      let step = window[WindowChanges.step],
      step.count < 86_400_000
    {
      report.add(
        Finding(
          .changesWindowTooShort,
          "windows of \(step) cannot be told apart when `\(format)` names only days",
          at: changes.valueRange("step"), path: path, suggestions: ["1d"]))
    }
  }

  /// A constant date or moment: its text, and what it stands for.
  private static func readTemplate(_ block: Block, _ field: Field<Template>) -> (
    text: String, moment: Instant?
  )? {
    guard block.has(field.info.key), let template = block[field], template.isConstant else { return nil }
    let text = template.source
    let date = CivilDate(text).flatMap { Zone.utc.instant(of: CivilTime(date: $0)) }
    return (text, date ?? Instant(text))
  }

  // MARK: With pages and deletions

  private static func checkCompany(
    _ stream: PagingStream, _ changes: Block, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    if changes.as(ConditionalChanges.self) != nil, stream.pages.as(WholePages.self) == nil {
      report.add(
        Finding(
          .changesConditionalPages,
          "only the first page is asked for only-if-changed: a change on a later one is missed",
          at: changes.valueRange("type"), path: "\(stream.path).changes",
          related: [.init("the pages", at: stream.pages.valueRange("type"))]))
    }
    guard let token = changes.as(TokenChanges.self), !context.connector.isFamily, !context.isPartial,
      !token.block.has("lasts"), !token.block.has("restart_when"),
      // A number of the last record is the data's own, and no token that somebody forgets.
      !(token[TokenChanges.token]?.source.holds("last.") ?? false),
      !stream.errorActions(context).contains(.restart)
    else { return }
    report.add(
      Finding(
        .changesTokenNeverRestarts,
        "nothing is said of a token that the provider no longer takes: the stream would fail for ever",
        at: changes.head, path: "\(stream.path).changes",
        evidence: [
          .init("add", "`restart_when: status == 410`, `lasts`, or an error rule with `then: restart`")
        ]))
  }

  private static func checkDeletions(
    _ stream: PagingStream, _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    guard let deletions = stream.stream[StreamBlock.deletions] else {
      checkUnsaid(stream, context, &report)
      return
    }
    guard !report.touch(deletions) else { return }
    let path = stream.path.appending("deletions")
    if deletions.as(FlaggedDeletions.self) != nil,
      let text = context.text(at: path.appending("when"), in: texts), text.isConstant
    {
      report.add(
        Finding(
          .changesConstantFlag,
          "`when` is the same for every record: \(text.checked.source == "true" ? "all would be deleted" : "it reads nothing of them")",
          at: text.range, path: "\(text.path)"))
    }
    let listed = deletions.as(ListedDeletions.self)
    if deletions.has("every") { checkEvery(stream, deletions, &report) }
    if let listed, listed.block.has("within") {
      checkWithin(stream, listed, context, &report)
    } else if listed != nil, !deletions.has("every"), let part = readsPart(stream, &report) {
      report.add(
        Finding(
          .changesListingIncomplete,
          "a run that reads only what changed is no complete listing: nothing is ever found to be gone",
          at: deletions.valueRange("type"), path: "\(path)",
          related: [.init("changes are read here", at: part)],
          evidence: [
            .init(
              "do",
              stream.stream[StreamBlock.changes]?.as(WindowChanges.self) != nil
                ? "name the canonical field that windows go by: `within: date`"
                : "read everything now and then, `every: 1d` for instance, or find deletions by `flag` or `stream`"
            )
          ]))
    }
  }

  /// Where it says that runs read only what changed; nil where they read everything.
  private static func readsPart(_ stream: PagingStream, _ report: inout FindingList) -> SourceRange? {
    if let slice = changedOnly(stream) { return slice.keyRange("changed_only") }
    guard let changes = stream.stream[StreamBlock.changes], !report.touch(changes) else { return nil }
    let isPart =
      changes.as(SinceChanges.self) != nil || changes.as(WindowChanges.self) != nil
      || changes.as(TokenChanges.self) != nil
      // A feed that tells who is gone needs a listing only where it begins anew.
      || changes.as(FeedChanges.self).map { $0[FeedChanges.gone] == nil } ?? false
      || changes.as(FilteredChanges.self)?[FilteredChanges.ordered] == .newest_first
    return isPart ? changes.valueRange("type") : nil
  }

  /// What the stream is read for, where that is only what changed.
  private static func changedOnly(_ stream: PagingStream) -> Block? {
    (stream.stream[StreamBlock.each] ?? []).first { $0[ParentSlice.changedOnly] ?? false }
  }

  /// Everything is read now and then: only where runs otherwise read a part.
  private static func checkEvery(
    _ stream: PagingStream, _ deletions: Block, _ report: inout FindingList
  ) {
    let changes = stream.stream[StreamBlock.changes]
    if let changes, report.touch(changes) || changes.isDamaged { return }
    // Written and not understood, which is told where it stands.
    if changes == nil, stream.stream.block.has("changes") { return }
    let isWholeAnyway: Bool
    if changedOnly(stream) != nil {
      isWholeAnyway = false
    } else if let filter = changes?.as(FilteredChanges.self) {
      isWholeAnyway = filter[FilteredChanges.ordered] != .newest_first
    } else {
      isWholeAnyway = changes == nil || changes?.as(NoChanges.self) != nil
    }
    if isWholeAnyway {
      report.add(
        Finding(
          .changesEveryForNothing, "every run of this stream reads everything already",
          at: deletions.keyRange("every"), path: "\(deletions.path).every"))
    } else if deletions[ListedDeletions.every]?.count == 0, changes != nil {
      report.add(
        Finding(
          .changesEveryForNothing,
          "everything would be read in every run, and what `changes` says would never be used",
          at: deletions.valueRange("every"), path: "\(deletions.path).every",
          evidence: [.init("write", "a time, `every: 1d` for instance, or leave `changes` out")]))
    }
  }

  /// Windows that tell what is gone need to know which rows lie in them.
  private static func checkWithin(
    _ stream: PagingStream, _ listed: ListedDeletions, _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    func wrong(_ message: String, _ evidence: [Finding.Evidence] = []) {
      report.add(
        Finding(
          .changesWithin, message, at: listed.block.valueRange("within"), path: "\(listed.block.path).within",
          evidence: evidence))
    }
    let changes = stream.stream[StreamBlock.changes]
    if let changes, report.touch(changes) || changes.isDamaged { return }
    guard changes?.as(WindowChanges.self) != nil else {
      return wrong("`within` has a meaning only where changes are read window by window")
    }
    guard let field = listed[ListedDeletions.within],
      let models = context.connector.mapping(of: stream.name)?.file?[MappingFile.models]
    else { return }
    for mapped in models {
      // That nothing at all is mapped is said there.
      guard let names = mapped[ModelMapping.values]?.map(\.name) else { continue }
      if !names.contains(field) {
        return wrong(
          "nothing is mapped to `\(field)`, by which the windows are to be known",
          [
            .init(
              "mapped", names.filter { $0.hasSuffix("date") || $0.hasSuffix("_at") }.joined(separator: " · "))
          ])
      }
    }
  }

  private static func checkUnsaid(
    _ stream: PagingStream, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard context.isComplete, !stream.stream.block.has("deletions"), !stream.stream.block.isDamaged,
      // What is left open where a stream takes its parts from is said there.
      context.original(of: stream.name).map({ context.connector.mapping(of: $0) == nil }) ?? true
    else { return }
    let isMapped = context.connector.mapping(of: stream.name) != nil
    // A stream that is not mapped keeps nothing but parents, those that are gone as well.
    let child = isMapped || stream.stream[StreamBlock.changes] != nil ? nil : context.child(of: stream.name)
    guard isMapped || child != nil else { return }
    // A webhook may tell of deletions.
    if let feed = stream.stream[StreamBlock.changes]?.as(FeedChanges.self), feed.block.has("gone") { return }
    let isTold = (context.file[ConnectorFile.webhooks]?[WebhooksBlock.events] ?? []).contains { event in
      event[EventRule.stream]?.value == stream.name && event[EventRule.then] == .delete
    }
    guard !isTold else { return }
    report.add(
      Finding(
        .changesDeletionsUnsaid,
        "nothing is said of records that are gone"
          + (child.map { ": `\($0)` goes on being read for them" } ?? ""),
        at: context.own(stream.nameRange), path: "\(stream.path)",
        evidence: [
          .init(
            "add",
            "`deletions`: `flag`, `listing`, `stream`, or `{type: none}` when they never go or nothing tells")
        ]))
  }
}

extension ConnectorContext {
  /// The first stream that is read for the records of this one.
  fileprivate func child(of parent: String) -> String? {
    if let children = known.children { return children[parent] }
    var children: [String: String] = [:]
    for stream in streams {
      for slice in stream.value[StreamBlock.each] ?? [] {
        guard let parent = (slice[ParentSlice.stream] ?? slice[BatchSlice.stream])?.value else { continue }
        children[parent] = children[parent] ?? stream.name
      }
    }
    known.children = children
    return children[parent]
  }
}

/// What formats of time can say.
enum TimeWords {
  static func isDateOnly(_ format: String) -> Bool { finest(of: format) == .day }

  /// The smallest step that a format writes; nil when that is not known.
  static func finest(of format: String) -> TimePrecision? {
    switch format {
    case "date": return .day
    case "rfc3339", "iso8601", "microsoft", "unix_ms": return .millisecond
    case "unix", "http": return .second
    default:
      let letters = withoutQuoted(format)
      if letters.contains("S") { return .millisecond }
      if letters.contains("s") { return .second }
      if letters.contains("m") { return .minute }
      return letters.contains("H") || letters.contains("h") ? nil : .day
    }
  }

  static func rank(_ precision: TimePrecision) -> Int {
    TimePrecision.allCases.firstIndex(of: precision) ?? 0
  }

  /// The pattern that a format of the language stands for.
  static func pattern(_ format: String) -> TimePattern? {
    try? TimePattern(format == "date" ? "yyyy-MM-dd" : format)
  }

  static func reads(_ text: String, as format: String) -> Bool {
    guard let pattern = pattern(format) else { return true }
    // A pattern of letters for a date has no time of day to make a moment of.
    return pattern.instant(from: text) != nil || isDateOnly(format) && pattern.date(from: text) != nil
  }

  /// Formats that read all of these texts, the strictest first.
  static func formats(of texts: [String]) -> [String] {
    let known = [
      "rfc3339", "date", "unix", "unix_ms", "iso8601", "microsoft", "http", "yyyy-MM-dd HH:mm:ss",
      "MM/dd/yyyy", "dd/MM/yyyy", "yyyy/MM/dd",
      "yyyyMMdd", "MM/dd/yyyy HH:mm:ss",
    ]
    return known.filter { format in
      // Seconds and thousandths both read as numbers: the length tells which is meant.
      if format == "unix" {
        return texts.allSatisfy { reads($0, as: format) && $0.prefix { $0 != "." }.count <= 11 }
      }
      if format == "unix_ms" { return texts.allSatisfy { reads($0, as: format) && $0.count >= 12 } }
      return texts.allSatisfy { reads($0, as: format) }
    }
  }

  private static func withoutQuoted(_ format: String) -> String {
    var isQuoted = false
    return format.filter { character in
      if character == "'" { isQuoted.toggle() }
      return !isQuoted && character != "'"
    }
  }
}
