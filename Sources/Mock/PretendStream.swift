internal import Diagnostics
internal import Expressions
internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import Values
internal import WebServer

/// A stream of a pretend provider: which requests ask for it, its records, and pages made like the recorded ones.
struct PretendStream: Sendable {
  let name: String
  let key: [String]
  private let block: StreamBlock
  private let target: RequestTarget
  /// Further requests that read pages of it: after a token, with a token.
  private let otherTargets: [RequestTarget]
  private let pages: PretendPages
  private let records: ExpressionProgram
  private let recordsPath: ValuePath
  private let keyedBy: String?
  private let unwrap: ValuePath?
  /// Recorded replies that held records, the fullest first.
  private let bodies: [Value]
  let maker: RecordMaker
  private let changes: ChangeReading?

  /// Nil when no recording shows a page of it that can be imitated.
  init?(_ stream: Named<StreamBlock>, _ connector: LoadedConnector, base: String, start: Instant) {
    guard let read = stream.value[StreamBlock.read]?.block, let target = RequestTarget(read, base: base),
      let recordsBlock = stream.value[StreamBlock.records], let from = recordsBlock[RecordsBlock.from],
      let pagesBlock = stream.value[StreamBlock.pages]
    else { return nil }
    name = stream.name
    block = stream.value
    self.target = target
    let further =
      pagesBlock.as(ContinuedPages.self)?[ContinuedPages.read]?.block
      ?? stream.value[StreamBlock.changes]?.as(TokenChanges.self)?[TokenChanges.read]?.block
    otherTargets = further.flatMap { RequestTarget($0, base: base) }.map { [$0] } ?? []
    key = (stream.value[StreamBlock.key] ?? []).map(\.value)
    records = ExpressionProgram(from, Surroundings())
    keyedBy = recordsBlock[RecordsBlock.keyedBy]
    unwrap = recordsBlock[RecordsBlock.unwrap].map { ValuePath(dotted: $0) }
    pages = PretendPages(pagesBlock)
    let changesBlock = stream.value[StreamBlock.changes]
    changes = changesBlock.flatMap(ChangeReading.init)

    let extraction = RecordExtraction(recordsBlock)
    var samples: [Value] = []
    var bodies: [(body: Value, count: Int)] = []
    let targets = [target] + otherTargets
    for exchange in connector.recordings.flatMap(\.exchanges) where (200..<300).contains(exchange.status) {
      guard let json = exchange.json, targets.contains(where: { $0.fits(exchange) }) else { continue }
      var variables = Activation()
      variables["body"] = .json(json.root)
      variables["headers"] = .map(
        MapValue(exchange.headers.map { ($0.lowercaseName, Value.string($0.value)) }))
      guard let found = try? records.value(variables), let page = extraction.records(in: found) else {
        continue
      }
      samples += page.map(\.record)
      bodies.append((.json(json.root), page.count))
    }
    // The same record may stand in several recordings.
    var seen: Set<String> = []
    let keyPaths = key.map { ValuePath(dotted: $0) }
    samples = samples.filter { record in
      seen.insert(keyPaths.map { $0.value(in: record)?.templateText ?? "" }.joined(separator: "\u{0}"))
        .inserted
    }
    guard !samples.isEmpty else { return nil }
    self.bodies = bodies.sorted { $0.count > $1.count }.map(\.body)
    // An expression that is more than a path still reads its list from one.
    let holders =
      (ValuePath(records).map { [$0] } ?? []) + records.bodyPaths.sorted { $0.steps.count > $1.steps.count }
    let fullest = self.bodies.first ?? .null
    let holder = holders.first { path in
      path.value(in: fullest).map { [.list, .map].contains($0.kind) } ?? false
    }
    guard let holder else { return nil }
    recordsPath = holder
    maker = RecordMaker(
      samples: samples, keys: key, moment: changes?.field, momentFormat: changes?.fieldFormat ?? "rfc3339",
      start: start)
  }

  /// The values of the request's open places when the request asks for this stream, and how well it fits.
  func fit(_ request: WebRequest) -> (values: [String: String], weight: Int)? {
    ([target] + otherTargets).compactMap { $0.fit(request) }.max { $0.weight < $1.weight }
  }

  /// Which part of the path tells whose records these are, for streams that are read for each parent.
  func owner(_ values: [String: String]) -> String {
    guard block.block.has("for_each") else { return "" }
    return values.sorted { $0.key < $1.key }.filter {
      !$0.key.hasPrefix("page.") && !$0.key.hasPrefix("settings.")
    }
    .map(\.value).joined(separator: "-")
  }

  /// The moment since which changes are wanted, when the request says it.
  func since(_ request: WebRequest, _ values: [String: String]) -> Instant? {
    guard let changes else { return nil }
    let text = changes.placement.flatMap { RequestValue.read($0, request) } ?? values["since"]
    return text.flatMap { maker.read($0, changes.format) }
  }

  /// The page of these records that the request asks for.
  func page(
    of numbers: [Int], _ request: WebRequest, _ values: [String: String], address: String,
    record: (Int) -> Value
  ) -> WebReply {
    let cut = pages.cut(request, values, count: numbers.count, records: record, key: key, numbers)
    let found = numbers[cut.range].map(record)
    guard var body = cut.isLast ? bodies.last : bodies.first else { return WebReply(500) }
    body = recordsPath.putting(held(found), into: body)
    var reply = WebReply(200)
    body = pages.finish(
      body, cut, total: numbers.count, last: found.last, address: address, records: found, &reply)
    if let token = changes?.token { body = token.putting(.string("sync-\(numbers.count)"), into: body) }
    var steps = 100_000_000
    guard let text = try? JSONWriter.text(of: body, steps: &steps, limit: 512 << 20) else {
      return WebReply(500)
    }
    reply.headers.append("Content-Type", "application/json")
    reply.body = Array(text.utf8)
    return reply
  }

  /// Records as the page holds them: wrapped, or in a map by their keys.
  private func held(_ records: [Value]) -> Value {
    let wrapped = unwrap.map { path in records.map { path.putting($0, into: .map(MapValue())) } } ?? records
    guard let keyedBy else { return .list(wrapped) }
    let name = ValuePath([.field(keyedBy)])
    return .map(
      MapValue(
        wrapped.map { (MapKey.string(name.value(in: $0)?.templateText ?? ""), name.removing(from: $0)) }))
  }
}

/// What of a stream's changes a pretend provider must understand.
struct ChangeReading: Sendable {
  let field: String?
  let fieldFormat: String
  let format: String
  let placement: Placement?
  /// Where the token for the next run stands in a reply.
  let token: ValuePath?

  init?(_ block: Block) {
    field = block[ChangeFields.field]
    format = block[ChangeFields.format] ?? "rfc3339"
    fieldFormat = block[ChangeFields.fieldFormat] ?? format
    placement = (block[SinceChanges.send] ?? block[WindowChanges.from]).flatMap { Placement($0) }
    token = block.as(TokenChanges.self)?[TokenChanges.token].flatMap {
      ValuePath(ExpressionProgram($0, Surroundings()))
    }
  }
}
