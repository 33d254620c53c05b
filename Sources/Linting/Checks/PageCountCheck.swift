internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import YAML

/// The number of pages that recorded ones tell, by which the last one is known.
enum PageCountCheck: Check {
  static let rules: [Rule] = [.pageCountUnread]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete else { return }
    var told: Set<SourceRange> = []
    for stream in context.streams.compactMap({ PagingStream($0) }) {
      let pages = stream.pages
      guard pages.as(NumberedPages.self) != nil, !pages.has("last"), !pages.isDamaged,
        !report.touch(stream.stream.block), !told.contains(pages.node.range),
        let page = context.readings(of: stream).all.first?.first,
        let found = unread(page, texts.under(stream.pagesPath))
      else { continue }
      told.insert(pages.node.range)
      report.add(
        Finding(
          .pageCountUnread,
          "a recorded page says how many there are, `\(found.name)`, and no `last` reads it",
          at: context.own(pages.head), about: "last", path: "\(stream.pagesPath)",
          related: [.init("this page", at: page.exchange.titleRange)],
          evidence: [.init("add", "`last: page.number >= \(found.path)`")]))
    }
  }

  private static let names: Set<String> = [
    "totalpages", "pagecount", "numpages", "pagestotal", "totalpagecount", "pages",
  ]

  private static func unread(_ page: RecordedPage, _ texts: [CheckedText]) -> (name: String, path: String)? {
    func isRead(_ name: String) -> Bool { texts.contains { $0.checked.source.holds(name) } }
    if let root = page.exchange.json?.root, let found = number(in: root, "body", depth: 4),
      !isRead(found.name)
    {
      return found
    }
    let header = page.exchange.headers.first { $0.lowercaseName.hasSuffix("total-pages") }
    guard let header, !isRead(header.lowercaseName) else { return nil }
    return (header.name, "int(headers['\(header.lowercaseName)'])")
  }

  /// A whole number of that meaning in an object, or in one within it.
  private static func number(in object: JSONView, _ path: String, depth: Int) -> (name: String, path: String)?
  {
    guard object.kind == .object else { return nil }
    for member in object.members {
      guard let name = member.key.string, name.utf8.allSatisfy(\.isWordPart) else { continue }
      let isCount = names.contains(name.lowercased().filter(\.isLetter))
      if isCount, member.value.numberText.flatMap({ Int($0) }) != nil { return (name, "\(path).\(name)") }
      if depth > 0, let found = number(in: member.value, "\(path).\(name)", depth: depth - 1) { return found }
    }
    return nil
  }
}

extension Rule {
  private static func counted(_ last: String, _ marker: String = "") -> Diagnostics.Example {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: page, send: {query: page}, total: body.total\(last)}
    \(marker)
        deletions: {type: none}
    --- connectors/acme/recordings/employees.http (whole)
    \(twoPages(
      "GET /employees?page=1", #""total": 2, "total_pages": 2"#, "GET /employees?page=2",
      #""total": 2, "total_pages": 2"#))
    """
  }

  static let pageCountUnread = Rule(
    "paging/page-count-unread", .info, .heuristic, "pages that say how many there are",
    page: """
      A listing of numbered pages that announces their number needs no guess at its end: `last: page.number >= body.total_pages` ends at \
      the last page, where a short page is doubted otherwise and one more is asked for.
      """,
    failing: counted("", "#   ^^^^^ paging/page-count-unread"),
    passing: counted(", last: page.number >= body.total_pages"))
}
