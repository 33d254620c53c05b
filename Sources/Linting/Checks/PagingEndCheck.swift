internal import Diagnostics
internal import Expressions
internal import Language

/// Ends that come too early, and numbers that count something else than the provider's.
enum PagingEndCheck: Check {
  static let rules: [Rule] = [.pagingEndsAtOnce, .pagingOtherCount]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for stream in context.streams.compactMap({ PagingStream($0) }) where !report.touch(stream.pages) {
      checkTotal(stream, context, texts, &report)
      checkLast(stream, context, texts, &report)
      checkCount(stream, context, &report)
    }
  }

  /// A total that is what the page holds is reached by every page.
  private static func checkTotal(
    _ stream: PagingStream, _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    guard stream.pages.as(WholePages.self) == nil,
      let records = stream.stream[StreamBlock.records]?[RecordsBlock.from]?.source,
      let total = context.text(at: stream.pagesPath.appending("total"), in: texts),
      ["size(\(records))", "\(records).size()", "size(records)", "records.size()"].contains(
        total.checked.source)
    else { return }
    report.add(
      Finding(
        .pagingEndsAtOnce, "`total` is what this page holds, not what the provider announces",
        at: total.range, path: "\(total.path)",
        evidence: [.init("else", "leave it out where the reply announces nothing")]))
  }

  /// `page.number <= body.pages` is true of the first page already.
  private static func checkLast(
    _ stream: PagingStream, _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    guard let last = context.text(at: stream.pagesPath.appending("last"), in: texts), last.checked.isValid
    else { return }
    let tree = last.checked.tree
    guard case .call(let name, _, let sides) = tree[tree.root].form, sides.count == 2 else { return }
    let isTurned: Bool
    switch name.text {
    case "_<=_", "_<_": isTurned = last.isOfPage(sides[0]) && last.isOfBody(sides[1])
    case "_>=_", "_>_": isTurned = last.isOfBody(sides[0]) && last.isOfPage(sides[1])
    default: isTurned = false
    }
    guard isTurned else { return }
    let (left, right) = (last.source(of: sides[0]), last.source(of: sides[1]))
    let turned = ["_<=_": ">=", "_<_": ">=", "_>=_": "<=", "_>_": "<="][name.text] ?? ">="
    report.add(
      Finding(
        .pagingEndsAtOnce, "this is true of the first of several pages: `last` is what the last one fulfils",
        at: last.range, path: "\(last.path)", suggestions: ["\(left) \(turned) \(right)"],
        fixes: [
          .init(
            "ask the other way round", isSafe: false, replace: last.range, with: "\(left) \(turned) \(right)")
        ]))
  }

  private static let recordCounters: Set<String> = ["offset", "skip", "$skip", "startindex", "page[offset]"]
  private static let pageCounters: Set<String> = [
    "page", "pagenumber", "pageno", "pagenum", "pageindex", "page[number]",
  ]

  /// The name of the parameter says what is counted.
  private static func checkCount(
    _ stream: PagingStream, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    let countsPages = stream.pages.as(NumberedPages.self) != nil
    guard countsPages || stream.pages.as(OffsetPages.self) != nil, let placement = stream.send?.placement
    else { return }
    let name = placement.name.lowercased().filter { $0 != "_" && $0 != "-" }
    guard (countsPages ? recordCounters : pageCounters).contains(name) else { return }
    // What was recorded knows better than the name: many count pages under `offset`.
    let readings = context.readings(of: stream).all
    let first = countsPages ? stream.pages[NumberedPages.start] ?? 1 : stream.pages[OffsetPages.start] ?? 0
    let begun = readings.compactMap { $0.first?.queryValue(placement.name) }
    let steps = readings.flatMap { reading in
      zip(reading, reading.dropFirst()).compactMap { before, after -> Int? in
        guard let from = before.queryValue(placement.name).flatMap({ Int($0) }),
          let to = after.queryValue(placement.name).flatMap({ Int($0) })
        else { return nil }
        return to - from
      }
    }
    let isOtherwise =
      steps.isEmpty
      ? !begun.isEmpty && !begun.contains("\(first)") : steps.allSatisfy { countsPages ? $0 != 1 : $0 == 1 }
    guard isOtherwise else { return }
    report.add(
      Finding(
        .pagingOtherCount,
        countsPages
          ? "pages are counted, and `\(placement.name)` sounds like a number of records"
          : "records are counted, and `\(placement.name)` sounds like the number of a page",
        at: stream.pages.valueRange("type"), path: "\(stream.pagesPath).type",
        related: [.init("sent here", at: placement.range)], suggestions: [countsPages ? "offset" : "page"]))
  }
}

extension CheckedText {
  /// A field of `page` by itself.
  fileprivate func isOfPage(_ id: NodeID) -> Bool {
    guard case .select(let operand, _, _) = checked.tree[id].form,
      case .identifier(let name, _) = checked.tree[operand].form
    else { return false }
    return name.text == "page"
  }

  /// A path that begins with `body`.
  fileprivate func isOfBody(_ id: NodeID) -> Bool {
    switch checked.tree[id].form {
    case .select(let operand, _, _): isOfBody(operand)
    case .identifier(let name, _): name.text == "body"
    default: false
    }
  }

  fileprivate func source(of id: NodeID) -> String {
    String(decoding: Array(checked.source.utf8)[checked.tree[id].range], as: UTF8.self)
  }
}

extension Rule {
  private static func numbered(_ pages: String, at word: String, _ rule: String) -> Diagnostics.Example {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
    \(marked("    pages: \(pages)", at: word, rule))
        deletions: {type: none}
    --- connectors/acme/recordings/employees.http (whole)
    \(numberedRecording)
    """
  }

  private static let numberedWell: Diagnostics.Example = """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: page, send: {query: page}, last: page.number >= body.pages}
        deletions: {type: none}
    --- connectors/acme/recordings/employees.http (whole)
    \(Rule.numberedRecording)
    """

  static let pagingEndsAtOnce = Rule(
    "paging/ends-at-once", .error, .likely, "an end of the pages that the first one reaches",
    page: """
      `last` is true of the last page and of no other: `page.number >= body.pages`. `total` is the number that the reply announces for all \
      pages together. Turned round, or counted from the page itself, both are true of the first page, and everything behind it is never \
      read.
      """,
    failing: numbered(
      "{type: page, send: {query: page}, last: page.number <= body.pages}",
      at: "last: |page.number <= body.pages", "paging/ends-at-once"),
    passing: numberedWell)

  static let pagingOtherCount = Rule(
    "paging/other-count", .warning, .likely,
    "pages are counted where the provider counts records, or the reverse",
    page: """
      `type: page` sends 1, 2, 3; `type: offset` sends how many records to skip: 0, 100, 200. The name of the parameter says the other one. \
      A recording of two pages settles it.
      """,
    failing: numbered(
      "{type: offset, send: {query: page}, start: 1, last: page.offset >= body.pages}",
      at: "type: |offset", "paging/other-count"),
    passing: numberedWell)
}
