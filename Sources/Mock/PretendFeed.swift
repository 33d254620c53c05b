internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values
internal import WebServer

/// Something that happened to a record of a pretend provider.
struct PretendEvent: Sendable {
  let number: Int
  let isRemoval: Bool
  let at: Instant
}

/// The feed that tells what changed in a stream of a pretend provider.
struct PretendFeed: Sendable {
  private let listing: PretendListing
  private let follow: ChangeReading
  private let maker: RecordMaker
  /// Where an element says which record it is about, and where it holds it.
  private let keyPaths: [ValuePath]
  private let recordPath: ValuePath?
  private let isNewestFirst: Bool
  /// Elements that say that a record changed, and that one is gone.
  private let change: Value?
  private let removal: Value?
  /// What is asked before the stream is listed, and where the reply names the token.
  private let begin: (target: RequestTarget, token: ValuePath)?

  /// Nil when no recording shows enough of the feed; `key` is that of the stream.
  init?(_ block: Block?, key: [String], _ connector: LoadedConnector, base: String, _ maker: RecordMaker) {
    guard let block = block?.as(FeedChanges.self), let read = block[FeedChanges.read]?.block,
      let target = RequestTarget(read, base: base), let records = block[FeedChanges.records],
      let pages = block[FeedChanges.pages], let follow = block[FeedChanges.follow].flatMap(ChangeReading.init)
    else { return nil }
    let further = block[FeedChanges.follow]?.as(TokenChanges.self)?[TokenChanges.read]?.block
    let targets = [target] + (further.flatMap { RequestTarget($0, base: base) }.map { [$0] } ?? [])
    guard let listing = PretendListing(targets, records, pages, key: [], connector) else { return nil }
    self.listing = listing
    self.follow = follow
    self.maker = maker
    isNewestFirst = block[FeedChanges.newestFirst] ?? false
    recordPath = block[FeedChanges.record].flatMap {
      ValuePath(ExpressionProgram($0, Surroundings()), below: "record")
    }
    let above = recordPath?.steps ?? []
    keyPaths =
      block[FeedChanges.key]?.map { ValuePath(dotted: $0.value) }
      ?? key.map { ValuePath(above + ValuePath(dotted: $0).steps) }
    func holds(_ field: Field<ExpressionText>, _ element: Value) -> Bool? {
      block[field].map { text in
        var variables = Activation()
        variables["record"] = element
        return (try? ExpressionProgram(text, Surroundings()).isTrue(variables)) ?? false
      }
    }
    let elements = listing.samples.filter { holds(FeedChanges.keep, $0) ?? true }
    change = elements.first { !(holds(FeedChanges.gone, $0) ?? false) }
    // A word for it that no recording shows may still stand in the condition.
    removal =
      elements.first { holds(FeedChanges.gone, $0) ?? false }
      ?? change.flatMap { element in
        block[FeedChanges.gone].flatMap { ExpressionProgram($0, Surroundings()).equality }
          .map { $0.path.putting($0.value, into: element) }
      }
    begin = block[FeedChanges.begin].flatMap { request in
      guard let target = RequestTarget(request.block, base: base), let text = request[FeedBeginning.token],
        let path = ValuePath(ExpressionProgram(text, Surroundings()))
      else { return nil }
      return (target, path)
    }
    if change == nil { return nil }
  }

  /// Whether the feed can tell that a record is gone.
  var tellsRemovals: Bool { removal != nil }

  func fit(_ request: WebRequest) -> (values: [String: String], weight: Int)? { listing.fit(request) }

  /// The reply to the question where the feed begins; nil when this is another question.
  func beginning(_ request: WebRequest, after events: Int) -> WebReply? {
    guard let begin, begin.target.fit(request) != nil else { return nil }
    // Where the feed begins and how it goes on may be asked at one address, told apart by the token.
    if let placement = follow.placement, RequestValue.read(placement, request) != nil { return nil }
    let body = begin.token.putting(.string(Self.token(events)), into: .map(MapValue()))
    return WebReply(200, json: body.templateText ?? "{}")
  }

  /// The page that a request asks for; `record` gives a record as it is now.
  func page(
    of events: [PretendEvent], _ request: WebRequest, _ values: [String: String], address: String,
    record: (Int) -> Value
  ) -> WebReply {
    var wanted = Array(events.enumerated()).filter { !$0.element.isRemoval || tellsRemovals }
    let text = follow.placement.flatMap { RequestValue.read($0, request) } ?? values["since"]
    if let text {
      if let first = Self.place(inToken: text) {
        wanted.removeAll { $0.offset < first }
      } else if let since = maker.read(text, follow.format) {
        wanted.removeAll { $0.element.at < since }
      }
    }
    if isNewestFirst { wanted.reverse() }
    let elements = wanted.map { element($0.element, number: $0.offset, record) }
    let own = ValuePath([.field("id")])
    let cut = listing.cut(request, values, count: elements.count) { key in
      elements.firstIndex { own.value(in: $0)?.templateText == key }
    }
    return listing.page(of: Array(elements[cut.range]), cut, total: elements.count, address: address) {
      body in
      follow.token?.putting(.string(Self.token(events.count)), into: body) ?? body
    }
  }

  private func element(_ event: PretendEvent, number: Int, _ record: (Int) -> Value) -> Value {
    guard var element = event.isRemoval ? removal : change else { return .null }
    let record = record(event.number)
    if let recordPath, !event.isRemoval { element = recordPath.putting(record, into: element) }
    for (path, key) in zip(keyPaths, maker.keyValues(of: record)) {
      element = path.putting(key, into: element)
    }
    let own = ValuePath([.field("id")])
    if !keyPaths.contains(own), case .string(let id)? = own.value(in: element)?.plain {
      element = own.putting(.string("\(id.prefix(12))-\(number)"), into: element)
    }
    if let field = follow.field.map({ ValuePath(dotted: $0) }) {
      let written = maker.written(event.at, follow.fieldFormat, like: field.value(in: element))
      element = field.putting(written, into: element)
    }
    return element
  }

  private static func token(_ count: Int) -> String { "mock-feed-\(count)" }

  private static func place(inToken text: String) -> Int? {
    text.hasPrefix("mock-feed-") ? Int(text.dropFirst(10)) : nil
  }
}

/// The request that reads one record anew.
struct PretendOne: Sendable {
  private let target: RequestTarget
  /// Where the record stands in the reply, in a list of its own or by itself.
  private let path: ValuePath
  private let isInList: Bool

  init?(_ block: Block?, base: String) {
    guard let block, let target = RequestTarget(block, base: base), let text = block[EventRequest.records]
    else {
      return nil
    }
    let program = ExpressionProgram(text, Surroundings())
    if let path = ValuePath(program) {
      (self.path, isInList) = (path, true)
    } else if let path = program.listed {
      (self.path, isInList) = (path, false)
    } else {
      return nil
    }
    self.target = target
  }

  /// The key that a request asks for; nil when it asks for something else.
  func key(_ request: WebRequest) -> (key: String, weight: Int)? {
    target.fit(request).flatMap { fit in fit.values["key"].map { ($0, fit.weight) } }
  }

  func reply(_ record: Value) -> WebReply {
    let body = path.putting(isInList ? .list([record]) : record, into: .map(MapValue()))
    return WebReply(200, json: body.templateText ?? "{}")
  }
}

extension ExpressionProgram {
  /// The path and the value in `record.path == value`.
  fileprivate var equality: (path: ValuePath, value: Value)? {
    let tree = program.checked.tree
    guard case .call(let name, _, let sides) = tree[tree.root].form, name.text == "_==_", sides.count == 2,
      let path = program.checked.plainPath(of: sides[0]), path.variable == "record",
      case .literal(let value) = tree[sides[1]].form
    else { return nil }
    return (ValuePath(path.steps), value)
  }

  /// The path in `[body.path]`.
  fileprivate var listed: ValuePath? {
    let tree = program.checked.tree
    guard case .list(let elements) = tree[tree.root].form, elements.count == 1 else { return nil }
    return Self.steps(elements[0].value, tree).map { ValuePath($0) }
  }
}
