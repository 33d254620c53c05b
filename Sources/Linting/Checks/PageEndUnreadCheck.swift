internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import YAML

/// What recorded pages tell of the end of a listing and nothing reads: whether there is more, and how many records there are.
///
/// Asked last: a hint at a stream must not hide what is wrong in its cases.
enum PageEndUnreadCheck: Check {
  static let rules: [Rule] = [.moreUnread, .totalUnread]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete else { return }
    // What several streams take over is written once.
    var told: Set<SourceRange> = []
    for stream in context.streams.compactMap({ PagingStream($0) }) {
      let pages = stream.pages
      guard counts(pages) || pages.as(KeysetPages.self) != nil, !pages.isDamaged,
        !report.touch(stream.stream.block), !told.contains(pages.node.range)
      else { continue }
      let readings = context.readings(of: stream).all
      guard let first = readings.first?.first else { continue }
      let read = texts.under(stream.pagesPath)
      guard
        let finding = more(stream, first, read, context) ?? total(stream, first, readings, read, context)
      else { continue }
      told.insert(pages.node.range)
      report.add(finding)
    }
  }

  private static func counts(_ pages: Block) -> Bool {
    pages.as(NumberedPages.self) != nil || pages.as(OffsetPages.self) != nil
  }

  private static func isRead(_ name: String, _ texts: [CheckedText]) -> Bool {
    texts.contains { $0.checked.source.holds(name) }
  }

  // MARK: Whether there is more

  private static let more: Set<String> = ["hasmore", "hasnext", "hasnextpage", "hasmorepages", "morepages"]
  private static let last: Set<String> = ["lastpage", "islast", "islastpage"]

  private static func more(
    _ stream: PagingStream, _ page: RecordedPage, _ texts: [CheckedText], _ context: ConnectorContext
  ) -> Finding? {
    let key = counts(stream.pages) ? "last" : "more"
    guard !stream.pages.has(key), let found = flag(page), !isRead(found.name, texts) else { return nil }
    let asked = found.isLast == (key == "last") ? found.path : "!\(found.path)"
    return Finding(
      .moreUnread,
      "a recorded page says whether it is the last one, `\(found.name)`, and no `\(key)` reads it",
      at: context.own(stream.pages.home), about: key, path: "\(stream.pagesPath)",
      related: [.init("this page", at: page.exchange.titleRange)],
      evidence: [.init("add", "`\(key): \(asked.hasPrefix("!") ? "\"\(asked)\"" : asked)`")])
  }

  private static func flag(_ page: RecordedPage) -> (name: String, path: String, isLast: Bool)? {
    let header = page.exchange.headers.first {
      last.contains($0.lowercaseName.filter(\.isLetter)) && ["true", "false"].contains($0.value)
    }
    if let header {
      return (header.lowercaseName, "headers['\(header.lowercaseName)'] == 'true'", true)
    }
    guard let root = page.exchange.json?.root else { return nil }
    let found = member(of: root, "body", depth: 3) { name, value in
      value.bool != nil && (more.contains(name) || last.contains(name))
    }
    return found.map { ($0.name, $0.path, last.contains(folded($0.name))) }
  }

  // MARK: How many records there are

  private static func total(
    _ stream: PagingStream, _ page: RecordedPage, _ readings: [[RecordedPage]], _ texts: [CheckedText],
    _ context: ConnectorContext
  ) -> Finding? {
    guard counts(stream.pages), !stream.pages.has("total"), (stream.stream[StreamBlock.each] ?? []).isEmpty,
      isOfWhatIsRead(stream, readings)
    else { return nil }
    // Of several readings the last one is likeliest to be of what changed.
    for reading in readings.reversed() {
      let count = reading.reduce(0) { $0 + $1.records.count }
      guard count > 0, let first = reading.first, let root = first.exchange.json?.root else { continue }
      let found = member(of: root, "body", depth: 4) { name, value in
        name.holds("total") && !name.holds("page")
          && (value.numberText ?? value.string).flatMap { Int($0) } == count
      }
      guard let found, !isRead(found.name, texts) else { continue }
      return Finding(
        .totalUnread,
        "a recorded page says how many records there are, `\(found.name)`, and no `total` reads it",
        at: context.own(stream.pages.home), about: "total", path: "\(stream.pagesPath)",
        related: [.init("this page", at: first.exchange.titleRange)],
        evidence: [.init("add", "`total: \(found.isNumber ? found.path : "int(\(found.path))")`")])
    }
    return nil
  }

  /// Whether a total is that of what a run reads.
  ///
  /// Where only what changed is asked for, or reading ends before the last page, it may be the total of all there is; a recording tells.
  private static func isOfWhatIsRead(_ stream: PagingStream, _ readings: [[RecordedPage]]) -> Bool {
    guard let changes = stream.stream[StreamBlock.changes], changes.as(NoChanges.self) == nil else {
      return true
    }
    if changes.as(FilteredChanges.self) != nil { return !changes.has("ordered") }
    guard let since = changes.as(SinceChanges.self)?[SinceChanges.send]?.placement, since.kind == "query"
    else { return false }
    return readings.contains { $0.first?.queryValue(since.name) != nil }
  }

  // MARK: Replies

  private static func folded(_ name: String) -> String { name.lowercased().filter(\.isLetter) }

  /// A member of an object, or of one within it, that means what is sought.
  private static func member(
    of object: JSONView, _ path: String, depth: Int, _ isMeant: (String, JSONView) -> Bool
  ) -> (name: String, path: String, isNumber: Bool)? {
    guard object.kind == .object else { return nil }
    for member in object.members {
      guard let name = member.key.string, name.utf8.allSatisfy(\.isWordPart) else { continue }
      let inner = "\(path).\(name)"
      if isMeant(folded(name), member.value) { return (name, inner, member.value.string == nil) }
      if depth > 0, let found = self.member(of: member.value, inner, depth: depth - 1, isMeant) {
        return found
      }
    }
    return nil
  }
}

extension Rule {
  private static func numbered(_ pages: String, _ told: (String, String), _ marker: String = "")
    -> Diagnostics.Example
  {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: page, send: {query: page}\(pages)}
    \(marker)
        deletions: {type: none}
    --- connectors/acme/recordings/employees.http (whole)
    \(twoPages("GET /employees?page=1", told.0, "GET /employees?page=2", told.1))
    """
  }

  private static let flags = (#""total": 2, "has_more": true"#, #""total": 2, "has_more": false"#)
  private static let totals = (#""total": 2, "pages": 2"#, #""total": 2, "pages": 2"#)

  static let moreUnread = Rule(
    "paging/more-unread", .info, .heuristic, "pages that say whether they are the last",
    page: """
      A listing whose replies say whether there is more needs no guess at its end: `last: "!body.has_more"`, or `more: body.has_more` where \
      one goes on behind the last record. Without it a short page is taken for the end, or one more is asked for.
      """,
    failing: numbered(", total: body.total", flags, "#   ^^^^^ paging/more-unread"),
    passing: numbered(#", total: body.total, last: "!body.has_more""#, flags))

  static let totalUnread = Rule(
    "paging/total-unread", .info, .heuristic, "pages that say how many records there are",
    page: """
      Where replies announce the number of all records, `total: body.total` holds it against what came. A listing that was cut short at the \
      provider is told then, and nothing is taken for deleted because of it.
      """,
    failing: numbered(", last: page.number >= body.pages", totals, "#   ^^^^^ paging/total-unread"),
    passing: numbered(", last: page.number >= body.pages, total: body.total", totals))
}
