internal import HTTP
internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Values
internal import YAML

/// Pages held against recordings: what was really sent and answered.
enum PagingEvidenceCheck: Check {
  static let rules: [Rule] = [
    .pagingFirstPageOnly, .pagingFullPage, .pagingShortTotal, .pagingLimitTooLow, .pagingRepeatedToken,
    .pagingRepeatedPage,
    .pagingTokenNotCarried, .pagingEndNotRecorded, .pagingStartNotRecorded,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for stream in context.streams.compactMap({ PagingStream($0) }) {
      let records = stream.stream[StreamBlock.records]?.block.node.range
      guard !report.touch(stream.pages), !stream.pages.isDamaged, !(records.map { report.touch($0) } ?? false)
      else { continue }
      var look = PagingEvidenceLook(stream, context)
      look.run()
      report.add(contentsOf: look.findings)
    }
  }
}

/// The look at one stream; the first thing that is wrong hides what follows from it.
private struct PagingEvidenceLook {
  let stream: PagingStream
  let context: ConnectorContext
  let readings: [[RecordedPage]]
  private let next: (key: String, program: TriedProgram)?
  var findings: [Finding] = []

  init(_ stream: PagingStream, _ context: ConnectorContext) {
    self.stream = stream
    self.context = context
    readings = context.readings(of: stream).all
    next = stream.nextExpression.flatMap { next in
      context.environments.triedProgram(next.text.source).map { (next.key, $0) }
    }
  }

  mutating func run() {
    guard !readings.isEmpty else { return }
    if stream.pages.as(WholePages.self) != nil {
      checkWhole()
      return
    }
    checkStart()
    if findings.isEmpty { checkCarried() }
    if findings.isEmpty { checkRepeatedTokens() }
    if findings.isEmpty { checkRepeatedPages() }
    if findings.isEmpty { checkTotals() }
    if findings.isEmpty { checkEnds() }
  }

  private mutating func add(
    _ rule: Rule, _ message: String, at key: String, related: [Finding.Related] = [],
    evidence: [Finding.Evidence] = [],
    suggestions: [String] = []
  ) {
    findings.append(
      Finding(
        rule, message, at: stream.pages.valueRange(key), path: "\(stream.pagesPath).\(key)", related: related,
        evidence: evidence,
        suggestions: suggestions))
  }

  // MARK: Everything at once

  private mutating func checkWhole() {
    for page in readings.joined() {
      guard let sign = MorePagesSign(page) else { continue }
      add(
        .pagingFirstPageOnly, "a recorded reply offers more than it holds: \(sign.meaning)", at: "type",
        related: [.init("this reply", at: page.exchange.titleRange)], evidence: [.init("read", sign.advice)],
        suggestions: sign.styles)
      return
    }
  }

  // MARK: The first page

  private mutating func checkStart() {
    let start: Int?
    if let style = stream.pages.as(NumberedPages.self) {
      start = style[NumberedPages.start]
    } else {
      start = stream.pages.as(OffsetPages.self)?[OffsetPages.start]
    }
    guard let start, let placement = stream.send?.placement, placement.kind == "query" else { return }
    let sent = readings.compactMap { $0.first?.queryValue(placement.name) }
    guard !sent.isEmpty, !sent.contains("\(start)"),
      readings.allSatisfy({ $0.first?.queryValue(placement.name) != nil })
    else { return }
    let key = stream.pages.has("start") ? "start" : "type"
    add(
      .pagingStartNotRecorded,
      "no recorded reading begins at \(start): the first recorded request has `\(placement.name)=\(sent[0])`",
      at: key,
      related: readings.first?.first.map { [.init("this request", at: $0.exchange.targetRange)] } ?? [],
      suggestions: sent[0] == "0" || sent[0] == "1" ? [sent[0]] : [])
  }

  // MARK: The token on its way

  private mutating func checkCarried() {
    for reading in readings {
      for (page, following) in zip(reading, reading.dropFirst()) where findings.isEmpty {
        if let next {
          guard let token = page.text(next.program) else { continue }
          next.key == "url" ? checkFollowed(token, page, following) : checkSent(token, page, following)
        } else if stream.pages.as(NumberedPages.self) != nil || stream.pages.as(OffsetPages.self) != nil {
          checkCounted(page, following)
        }
      }
    }
  }

  private mutating func checkFollowed(_ url: String, _ page: RecordedPage, _ following: RecordedPage) {
    let wanted = Self.withoutProof(Self.withoutOrigin(url))
    let found = Self.withoutProof(Self.withoutOrigin(following.exchange.target))
    guard !wanted.hasSuffix(found), !found.hasSuffix(wanted),
      wanted.percentDecoded(plusIsBlank: true) != found.percentDecoded(plusIsBlank: true),
      !wanted.percentDecoded(plusIsBlank: true).hasSuffix(found.percentDecoded(plusIsBlank: true))
    else { return }
    add(
      .pagingTokenNotCarried,
      "the next recorded request goes to `\(following.exchange.target)`, and `url` found `\(url)`", at: "url",
      related: [.init("the next request", at: following.exchange.targetRange)],
      suggestions: paths(to: following.exchange.target, in: page))
  }

  private static func withoutOrigin(_ url: String) -> String {
    guard url.hasPrefix("http") else { return url }
    let afterScheme = url.drop { $0 != "/" }.dropFirst(2)
    return String(afterScheme.drop { $0 != "/" && $0 != "?" })
  }

  /// An address without the credential that signing in adds to it.
  private static func withoutProof(_ address: String) -> String {
    guard address.holds("{secret}"), let mark = address.firstIndex(of: "?") else { return address }
    let kept = address[mark...].dropFirst().split(separator: "&").filter { !$0.hasSuffix("={secret}") }
    return address[..<mark] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
  }

  private mutating func checkSent(_ token: String, _ page: RecordedPage, _ following: RecordedPage) {
    guard let placement = stream.send?.placement, placement.kind == "query" else { return }
    let sent = following.queryValue(placement.name)
    if sent == token { return }
    let key = next?.key ?? "token"
    let there = [Finding.Related("the next request", at: following.exchange.targetRange)]
    let carrier = following.exchange.query.first {
      $0.value == token && $0.name != placement.name && page.queryValue($0.name) != token
    }
    if let sent, carrier == nil {
      let right = paths(to: sent, in: page)
      add(
        .pagingTokenNotCarried,
        "the next recorded request carries `\(placement.name)=\(sent)`, and `\(key)` found `\(token)`",
        at: key,
        related: there, suggestions: right)
      return
    }
    guard let carrier else {
      if isAddress(token, of: following) {
        add(
          .pagingTokenNotCarried,
          "`\(key)` found an address, which the next recorded request goes to: such pages are of type `next_url`",
          at: "type", related: there, suggestions: ["next_url"])
      }
      // Other names that changed show that a token was sent, though not this one.
      return
    }
    findings.append(
      Finding(
        .pagingTokenNotCarried,
        "the recorded requests carry the token as `\(carrier.name)`, not as `\(placement.name)`",
        at: placement.range, path: "\(stream.pagesPath).send", related: there, suggestions: [carrier.name],
        fixes: [
          .init("the name that was recorded", isSafe: true, replace: placement.range, with: carrier.name)
        ]))
  }

  /// Whether a token is the very address that was asked for next.
  private func isAddress(_ token: String, of following: RecordedPage) -> Bool {
    let wanted = Self.withoutOrigin(token)
    let found = Self.withoutOrigin(following.exchange.target)
    return wanted.contains("/") && found.contains("/") && (wanted.hasSuffix(found) || found.hasSuffix(wanted))
  }

  private mutating func checkCounted(_ page: RecordedPage, _ following: RecordedPage) {
    guard let placement = stream.send?.placement, placement.kind == "query" else { return }
    guard following.queryValue(placement.name) == nil else { return }
    let carrier = following.exchange.query.first { pair in
      guard let number = Int(pair.value) else { return false }
      return (page.queryValue(pair.name).flatMap { Int($0) } ?? -1) < number
    }
    guard let carrier else { return }
    findings.append(
      Finding(
        .pagingTokenNotCarried,
        "the recorded requests ask for the next page by `\(carrier.name)`, not by `\(placement.name)`",
        at: placement.range, path: "\(stream.pagesPath).send",
        related: [.init("the next request", at: following.exchange.targetRange)], suggestions: [carrier.name],
        fixes: [
          .init("the name that was recorded", isSafe: true, replace: placement.range, with: carrier.name)
        ]))
  }

  /// Paths of the reply that hold a value.
  private func paths(to value: String, in page: RecordedPage) -> [String] {
    guard let root = page.exchange.json?.root else { return [] }
    var found: [String] = []
    func look(_ view: JSONView, _ path: String, _ depth: Int) {
      guard depth < 6, found.count < 4 else { return }
      if view.string == value || view.numberText == value { found.append(path) }
      for (key, inner) in view.members {
        let name = key.string ?? ""
        let isWord = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        look(inner, isWord ? "\(path).\(name)" : "\(path)['\(name)']", depth + 1)
      }
    }
    look(root, "body", 0)
    return found
  }

  // MARK: Repetitions

  private mutating func checkRepeatedTokens() {
    guard let next else { return }
    for reading in readings {
      var seen: [String: RecordedPage] = [:]
      for page in reading {
        guard let token = page.text(next.program) else { continue }
        if let earlier = seen[token], !earlier.records.isEmpty || !page.records.isEmpty {
          add(
            .pagingRepeatedToken, "two recorded replies of one reading give the same next page: `\(token)`",
            at: next.key,
            related: [
              .init("once here", at: earlier.exchange.titleRange),
              .init("and again here", at: page.exchange.titleRange),
            ])
          return
        }
        seen[token] = page
      }
    }
  }

  private mutating func checkRepeatedPages() {
    guard stream.pages.as(UntilEmptyPages.self) == nil else { return }
    for reading in readings {
      for (page, following) in zip(reading, reading.dropFirst()) where !page.records.isEmpty {
        guard page.records.count == following.records.count,
          zip(page.records, following.records).allSatisfy({ $0.isSame(as: $1) })
        else { continue }
        add(
          .pagingRepeatedPage,
          "two recorded pages in a row hold the same \(page.records.count == 1 ? "record" : "records")",
          at: "type",
          related: [
            .init("this page", at: page.exchange.titleRange),
            .init("and this", at: following.exchange.titleRange),
          ])
        return
      }
    }
  }

  // MARK: Totals

  private mutating func checkTotals() {
    guard let text = stream.pages.fieldIfKnown(PageGuards.total),
      let program = context.environments.triedProgram(text.source),
      (stream.stream[StreamBlock.each] ?? []).isEmpty
    else { return }
    for reading in readings {
      guard let first = reading.first, let total = first.number(program), isWhole(reading) else { continue }
      if let value = stream.size?[PageSize.value], let atMost = stream.pages.fieldIfKnown(PageGuards.atMost),
        total / value > atMost
      {
        add(
          .pagingLimitTooLow,
          "\(atMost) pages of \(value) are fewer than the \(total) records a recorded reply announces",
          at: "at_most")
        return
      }
      let count = reading.reduce(0) { $0 + $1.records.count }
      guard count != total else { continue }
      add(
        .pagingShortTotal, "the recorded pages hold \(count) records, and `total` says \(total)", at: "total",
        related: [.init("announced here", at: first.exchange.titleRange)],
        suggestions: paths(to: "\(count)", in: first))
      return
    }
  }

  /// Whether a reading was recorded from its first page to its last.
  private func isWhole(_ reading: [RecordedPage]) -> Bool {
    guard let first = reading.first, let last = reading.last else { return false }
    if let placement = stream.send?.placement, placement.kind == "query" {
      let start = first.queryValue(placement.name)
      guard start == nil || start == "0" || start == "1" else { return false }
    }
    if let next { return last.text(next.program) == nil }
    return true
  }

  // MARK: Ends

  private mutating func checkEnds() {
    if let next {
      let pages = readings.joined()
      guard next.key != "by", !pages.isEmpty, pages.allSatisfy({ $0.text(next.program) != nil }) else {
        return checkFull()
      }
      // `more` may tell the end where the token does not.
      if stream.pages.has("more") { return }
      add(
        .pagingEndNotRecorded,
        "every recorded reply names a next page: no recording shows how the stream ends", at: next.key,
        related: readings.last?.last.map { [.init("the last recorded page", at: $0.exchange.titleRange)] }
          ?? [])
      return
    }
    checkFull()
  }

  /// A full page that nothing follows.
  private mutating func checkFull() {
    guard let size = stream.size?[PageSize.value],
      !["last", "more", "total"].contains(where: stream.pages.has), next == nil
    else { return }
    guard stream.pages.as(NumberedPages.self) != nil || stream.pages.as(OffsetPages.self) != nil else {
      return
    }
    for reading in readings {
      guard let last = reading.last, last.records.count >= size else { continue }
      add(
        .pagingFullPage,
        "the last recorded page is full (\(last.records.count) records), so that a further page would be asked for",
        at: "size", related: [.init("this page", at: last.exchange.titleRange)])
      return
    }
  }
}

/// What in a reply says that there is more than it holds.
struct MorePagesSign {
  let meaning: String
  let advice: String
  let styles: [String]

  private static let next: Set<String> = [
    "next", "nextcursor", "nextpage", "nextpagetoken", "nexttoken", "nextlink", "@odata.nextlink", "nexturl",
    "continuation",
    "continuationtoken", "cursornext", "endcursor", "nextoffset",
  ]
  private static let more: Set<String> = [
    "hasmore", "more", "hasnext", "hasnextpage", "moreitemsincollection", "hasmorepages",
  ]
  private static let total: Set<String> = [
    "total", "totalcount", "totalrecords", "totalresults", "recordstotal", "totalitems",
  ]
  private static let pages: Set<String> = ["totalpages", "pagecount", "numpages", "lastpage"]
  private static let holders: Set<String> = [
    "meta", "pagination", "paging", "page", "pageinfo", "links", "responsemetadata", "cursor", "cursors",
  ]

  init?(_ page: RecordedPage) {
    if let link = page.exchange.headers.first(where: {
      $0.name.lowercased() == "link" && $0.value.contains("rel=\"next\"")
    }) {
      meaning = "its header `\(link.name)` names a next page"
      advice = "the header with pages of type `link_header`"
      styles = ["link_header"]
      return
    }
    guard let root = page.exchange.json?.root, let found = Self.look(root, "body", page.records.count, 0)
    else { return nil }
    (meaning, advice, styles) = found
  }

  private static func look(_ view: JSONView, _ path: String, _ count: Int, _ depth: Int) -> (
    String, String, [String]
  )? {
    for (key, value) in view.members {
      let name = key.string ?? ""
      let folded = name.lowercased().filter { $0 != "_" && $0 != "-" }
      var place: String {
        name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
          ? "\(path).\(name)" : "\(path)['\(name)']"
      }
      if next.contains(folded), let text = value.string ?? value.numberText, !text.isEmpty {
        let isURL = text.contains("/")
        return (
          "`\(place)` is `\(text)`", "it with `\(isURL ? "url" : "token"): \(place)`",
          [isURL ? "next_url" : "cursor"]
        )
      }
      if more.contains(folded), value.bool == true {
        return ("`\(place)` is true", "the provider's page about paging", ["cursor", "page", "offset"])
      }
      if total.contains(folded), let number = value.int, number > Int64(count), count > 0 {
        return (
          "`\(place)` is \(number), and it holds \(count)", "the rest with `page` or `offset` pages",
          ["page", "offset"]
        )
      }
      if pages.contains(folded), let number = value.int, number > 1 {
        return ("`\(place)` is \(number)", "them with `type: page`", ["page"])
      }
      if depth == 0, value.kind == .object,
        holders.contains(folded) || holders.contains(String(folded.drop { $0 == "_" })),
        let inner = look(value, place, count, 1)
      {
        return inner
      }
    }
    return nil
  }
}
