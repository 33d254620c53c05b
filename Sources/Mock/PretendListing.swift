internal import Expressions
internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import Values
internal import WebServer

/// Pages as a recording shows them: which requests ask for them, and replies that hold other records in the place of the recorded ones.
struct PretendListing: Sendable {
  let targets: [RequestTarget]
  /// Where a record's key stands.
  let key: [String]
  private let form: PretendBody
  /// Records of all recorded pages, once each.
  let samples: [Value]
  private let pages: PretendPages
  private let recordsPath: ValuePath
  private let keyedBy: String?
  private let unwrap: ValuePath?
  /// The page is one record by itself.
  private let isSingle: Bool
  /// Recorded replies that held records, the fullest first.
  private let replies: [RecordedPage]

  /// Nil when no recording shows a page that can be imitated.
  init?(
    _ targets: [RequestTarget], _ recordsBlock: RecordsBlock, _ pagesBlock: Block, key: [String],
    decode: Block? = nil, _ connector: LoadedConnector
  ) {
    guard let from = recordsBlock[RecordsBlock.from] else { return nil }
    form = PretendBody(decode)
    let records = ExpressionProgram(from, Surroundings())
    let extraction = RecordExtraction(recordsBlock)
    let keyedBy = recordsBlock[RecordsBlock.keyedBy]
    // Records that are taken out of others come of those.
    let isExploded = recordsBlock[RecordsBlock.explode] != nil
    var key = isExploded ? keyedBy.map { [$0] } ?? [] : key
    var found = Self.recordedPages(of: connector, for: targets, form, records, extraction)
    let fullest = found.max { $0.records.count < $1.records.count }?.body ?? .null
    guard
      let holder = Self.holder(
        of: records, in: fullest, hasAnyKey: recordsBlock[RecordsBlock.anyKey] ?? false)
    else { return nil }
    // What the expression makes of the elements cannot be made backwards, but elements with the same keys stand for what they become.
    if !isExploded, keyedBy == nil, recordsBlock[RecordsBlock.unwrap] == nil {
      guard let plain = RecordedPage.elements(found, at: holder, keys: key) else { return nil }
      (found, key) = plain
    }
    // A refusal has no place for a list.
    let above = ValuePath(Array(holder.steps.dropLast()))
    found.removeAll { $0.records.isEmpty && above.value(in: $0.body) == nil }
    let samples = found.flatMap(\.records)
    // The same record may stand in several recordings.
    var seen: Set<String> = []
    let keyPaths = key.map { ValuePath(dotted: $0) }
    self.samples = samples.filter { record in
      keyPaths.isEmpty && !isExploded
        || seen.insert(
          keyPaths.map { $0.value(in: record)?.templateText ?? "" }.joined(separator: "\u{0}")
        ).inserted
    }
    guard !samples.isEmpty else { return nil }
    replies = found.sorted { $0.records.count > $1.records.count }
    recordsPath = holder
    self.key = key
    self.keyedBy = keyedBy
    isSingle = keyedBy == nil && holder.value(in: fullest)?.kind == .map
    self.targets = targets
    unwrap = recordsBlock[RecordsBlock.unwrap].map { ValuePath(dotted: $0) }
    pages = PretendPages(pagesBlock)
  }

  /// The recorded pages that answer the requests.
  private static func recordedPages(
    of connector: LoadedConnector, for targets: [RequestTarget], _ form: PretendBody,
    _ records: ExpressionProgram, _ extraction: RecordExtraction
  ) -> [RecordedPage] {
    var found: [RecordedPage] = []
    for recording in connector.recordings {
      for exchange in recording.exchanges where (200..<300).contains(exchange.status) {
        let said = recording.said(in: exchange)
        guard targets.contains(where: { $0.fits(exchange, saying: said) }),
          let body = form.read(exchange, recording.replied(in: exchange)),
          let page = RecordedPage(body, exchange, records, extraction)
        else { continue }
        found.append(page)
      }
    }
    return found
  }

  /// Where the list of records stands in a body: an expression that is more than a path still reads its list from one.
  private static func holder(of records: ExpressionProgram, in body: Value, hasAnyKey: Bool) -> ValuePath? {
    let candidates =
      (ValuePath(records).map { [$0] } ?? []) + records.bodyPaths.sorted { $0.steps.count > $1.steps.count }
      + [ValuePath([])]
    let holder = candidates.first { path in
      path.value(in: body).map { [.list, .map].contains($0.kind) } ?? false
    }
    guard let holder, hasAnyKey, case .map(let map)? = holder.value(in: body)?.plain,
      case .string(let name)? = map.pairs.first(where: { $0.value.kind == .list })?.key
    else { return holder }
    return ValuePath(holder.steps + [.field(name)])
  }

  /// What comes in one after another until it was acknowledged.
  var isQueue: Bool { pages.isQueue }

  /// The values of the request's open places when the request asks for a page, and how well it fits.
  func fit(_ request: WebRequest) -> (values: [String: String], weight: Int)? {
    targets.compactMap { $0.fit(request) }.max { $0.weight < $1.weight }
  }

  /// Which stretch of so many records a request asks for; `place` finds the record that has a key.
  func cut(
    _ request: WebRequest, _ values: [String: String], count: Int, place: (String) -> Int?
  ) -> PretendPages.Cut {
    pages.cut(request, values, count: count, place: place)
  }

  /// The page of these records; `finish` changes its body at last.
  func page(
    of found: [Value], _ cut: PretendPages.Cut, total: Int, address: String, finish: (Value) -> Value = { $0 }
  ) -> WebReply {
    guard let recorded = cut.isLast ? replies.last : replies.first else { return WebReply(500) }
    var reply = WebReply(200)
    var body = recordsPath.putting(held(found), into: recorded.body)
    body = pages.finish(body, cut, total: total, address: address, records: found, &reply)
    guard let bytes = form.bytes(of: finish(body)) else { return WebReply(500) }
    for header in recorded.headers where reply.headers[header.name] == nil {
      reply.headers.append(header.name, header.value)
    }
    reply.headers.append("Content-Type", form.type)
    reply.body = bytes
    return reply
  }

  /// Records as the page holds them: wrapped, or in a map by their keys.
  private func held(_ records: [Value]) -> Value {
    if isSingle { return records.first ?? .null }
    let wrapped = unwrap.map { path in records.map { path.putting($0, into: .map(MapValue())) } } ?? records
    guard let keyedBy else { return .list(wrapped) }
    let name = ValuePath([.field(keyedBy)])
    return .map(
      MapValue(
        wrapped.map { (MapKey.string(name.value(in: $0)?.templateText ?? ""), name.removing(from: $0)) }))
  }
}

/// A recorded reply that held records.
private struct RecordedPage: Sendable {
  let body: Value
  let headers: [(name: String, value: String)]
  /// As they stand in the body.
  private(set) var records: [Value]
  /// What the connector makes of them.
  private let made: [Value]

  /// Nil when the body is of another form.
  init?(_ body: Value, _ exchange: Exchange, _ records: ExpressionProgram, _ extraction: RecordExtraction) {
    var variables = Activation()
    variables["body"] = body
    variables["now"] = .timestamp(.epoch)
    variables["headers"] = .map(MapValue(exchange.headers.map { ($0.lowercaseName, Value.string($0.value)) }))
    guard let found = try? records.value(variables), let page = extraction.records(in: found) else {
      return nil
    }
    self.body = body
    headers = exchange.headers.map { (name: $0.name, value: $0.value) }.filter(Self.isOwn)
    self.records = page.map { $0.outer ?? $0.record }
    made = page.map(\.record)
  }

  /// The pages with the elements of their lists in place of what the connector makes of them, and where those have their keys; nil when
  /// elements and records cannot be matched.
  static func elements(
    _ pages: [RecordedPage], at holder: ValuePath, keys: [String]
  ) -> (pages: [RecordedPage], keys: [String])? {
    var (pages, found) = (pages, keys)
    for place in pages.indices {
      guard case .list(let list)? = holder.value(in: pages[place].body)?.plain else {
        let isItself = pages[place].made.map(\.templateText) == [pages[place].body.templateText]
        let holdsNothing = pages[place].made.isEmpty && pages[place].body.isNull
        if holder.steps.isEmpty, !isItself, !holdsNothing { return nil }
        continue
      }
      let (elements, made) = (list.values, pages[place].made)
      let texts = (elements: Set(elements.map(\.templateText)), made: Set(made.map(\.templateText)))
      if texts.made.isSubset(of: texts.elements) { continue }
      pages[place].records = elements
      // Some are taken out of others.
      if texts.elements.isSubset(of: texts.made) { continue }
      guard let last = keys.last, elements.count == made.count else { return nil }
      func matches(_ path: ValuePath) -> Bool {
        zip(elements, made).allSatisfy { element, record in
          let key = ValuePath(dotted: last).value(in: record)?.templateText
          return key != nil && path.value(in: element)?.templateText == key
        }
      }
      if matches(ValuePath(dotted: last)) { continue }
      // The element is the key itself.
      guard matches(ValuePath([])) else { return nil }
      found[found.count - 1] = ""
    }
    return (pages, found)
  }

  /// Whether a header belongs to what is said and not to how it is sent, or to another page.
  private static func isOwn(_ header: (name: String, value: String)) -> Bool {
    let others = [
      "date", "connection", "transfer-encoding", "link", "set-cookie", "retry-after", "server", "etag",
    ]
    let name = header.name.lowercased()
    return !name.hasPrefix("content-") && !others.contains(name)
  }
}
