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
  /// Records of all recorded pages, once each.
  let samples: [Value]
  private let pages: PretendPages
  private let recordsPath: ValuePath
  private let keyedBy: String?
  private let unwrap: ValuePath?
  /// The page is one record by itself.
  private let isSingle: Bool
  /// Recorded replies that held records, the fullest first.
  private let replies: [Reply]

  private struct Reply: Sendable {
    let body: Value
    let headers: [(name: String, value: String)]
  }

  /// Nil when no recording shows a page that can be imitated.
  init?(
    _ targets: [RequestTarget], _ recordsBlock: RecordsBlock, _ pagesBlock: Block, key: [String],
    _ connector: LoadedConnector
  ) {
    guard let from = recordsBlock[RecordsBlock.from] else { return nil }
    let records = ExpressionProgram(from, Surroundings())
    let extraction = RecordExtraction(recordsBlock)
    let keyedBy = recordsBlock[RecordsBlock.keyedBy]
    // Records that are taken out of others come of those.
    let isExploded = recordsBlock[RecordsBlock.explode] != nil
    let key = isExploded ? keyedBy.map { [$0] } ?? [] : key
    var samples: [Value] = []
    var replies: [(reply: Reply, records: [Value])] = []
    for exchange in connector.recordings.flatMap(\.exchanges) where (200..<300).contains(exchange.status) {
      guard let json = exchange.json, targets.contains(where: { $0.fits(exchange) }) else { continue }
      let headers = exchange.headers.map { (name: $0.name, value: $0.value) }
      var variables = Activation()
      variables["body"] = .json(json.root)
      variables["headers"] = .map(
        MapValue(exchange.headers.map { ($0.lowercaseName, Value.string($0.value)) }))
      guard let found = try? records.value(variables), let page = extraction.records(in: found) else {
        continue
      }
      samples += page.map { $0.outer ?? $0.record }
      replies.append((Reply(body: .json(json.root), headers: headers.filter(Self.isOwn)), page.map(\.record)))
    }
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
    replies.sort { $0.records.count > $1.records.count }
    self.replies = replies.map(\.reply)
    // An expression that is more than a path still reads its list from one.
    let holders =
      (ValuePath(records).map { [$0] } ?? []) + records.bodyPaths.sorted { $0.steps.count > $1.steps.count }
    let fullest = self.replies.first?.body ?? .null
    let holder = holders.first { path in
      path.value(in: fullest).map { [.list, .map].contains($0.kind) } ?? false
    }
    guard var holder else { return nil }
    if recordsBlock[RecordsBlock.anyKey] ?? false, case .map(let map)? = holder.value(in: fullest)?.plain,
      case .string(let name)? = map.pairs.first(where: { $0.value.kind == .list })?.key
    {
      holder = ValuePath(holder.steps + [.field(name)])
    }
    // What the expression makes of the elements cannot be made backwards.
    guard
      isExploded || keyedBy != nil
        || Self.holds(replies.first?.records.first, holder.value(in: fullest), recordsBlock)
    else {
      return nil
    }
    recordsPath = holder
    self.key = key
    self.keyedBy = keyedBy
    isSingle = keyedBy == nil && holder.value(in: fullest)?.kind == .map
    self.targets = targets
    unwrap = recordsBlock[RecordsBlock.unwrap].map { ValuePath(dotted: $0) }
    pages = PretendPages(pagesBlock)
  }

  /// Whether a record is an element of the list as it stands there.
  private static func holds(_ record: Value?, _ list: Value?, _ block: RecordsBlock) -> Bool {
    guard block[RecordsBlock.unwrap] == nil, case .list(let list)? = list?.plain, let record else {
      return true
    }
    return list.count == 0 || list.values.contains { $0.templateText == record.templateText }
  }

  /// Whether a header belongs to what is said and not to how it is sent, or to another page.
  private static func isOwn(_ header: (name: String, value: String)) -> Bool {
    let others = [
      "date", "connection", "transfer-encoding", "link", "set-cookie", "retry-after", "server", "etag",
    ]
    let name = header.name.lowercased()
    return !name.hasPrefix("content-") && !others.contains(name)
  }

  /// What comes in one after another until it was acknowledged.
  var isQueue: Bool { pages.isQueue }

  /// The values of the request's open places when the request asks for a page, and how well it fits.
  func fit(_ request: WebRequest) -> (values: [String: String], weight: Int)? {
    targets.compactMap { $0.fit(request) }.max { $0.weight < $1.weight }
  }

  /// Which stretch of so many records a request asks for.
  func cut(
    _ request: WebRequest, _ values: [String: String], count: Int, key: [String], record: (Int) -> Value
  ) -> PretendPages.Cut {
    pages.cut(request, values, count: count, key: key, record)
  }

  /// The page of these records; `finish` changes its body at last.
  func page(
    of found: [Value], _ cut: PretendPages.Cut, total: Int, address: String, finish: (Value) -> Value = { $0 }
  ) -> WebReply {
    guard let recorded = cut.isLast ? replies.last : replies.first else { return WebReply(500) }
    var reply = WebReply(200)
    var body = recordsPath.putting(held(found), into: recorded.body)
    body = pages.finish(body, cut, total: total, last: found.last, address: address, records: found, &reply)
    var steps = 100_000_000
    guard let text = try? JSONWriter.text(of: finish(body), steps: &steps, limit: 512 << 20) else {
      return WebReply(500)
    }
    for header in recorded.headers where reply.headers[header.name] == nil {
      reply.headers.append(header.name, header.value)
    }
    reply.headers.append("Content-Type", "application/json")
    reply.body = Array(text.utf8)
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
