internal import Expressions
internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import Values
internal import WebServer

/// A stream of a pretend provider: which requests ask for it, its records, and what is told of their changes.
struct PretendStream: Sendable {
  let name: String
  let key: [String]
  private let block: StreamBlock
  private let listing: PretendListing
  let maker: RecordMaker
  private let changes: ChangeReading?
  /// Tells what changed in it.
  let feed: PretendFeed?
  /// Reads one of its records anew.
  let one: PretendOne?
  private let acknowledgement: RequestTarget?
  /// What it is read for its own records by.
  private let tree: PretendTree?

  /// What it tells of other streams' records that are gone.
  let farewells: [PretendFarewell]

  /// Nil when no recording shows a page of it that can be imitated; `all` are the streams beside it.
  init?(
    _ stream: Named<StreamBlock>, among all: [Named<StreamBlock>], _ connector: LoadedConnector, base: String,
    times: RecordMaker.Times
  ) {
    let known = Dictionary((stream.value[StreamBlock.with] ?? []).map { ("with.\($0.name)", $0.value) }) {
      $1
    }
    tree = stream.value[StreamBlock.each]?.lazy.compactMap(PretendTree.init).first
    let isTree = tree != nil
    guard let read = stream.value[StreamBlock.read]?.block,
      let target = RequestTarget(read, base: base, known, crossesSlashes: isTree),
      let recordsBlock = stream.value[StreamBlock.records], let pagesBlock = stream.value[StreamBlock.pages]
    else { return nil }
    name = stream.name
    block = stream.value
    key = (stream.value[StreamBlock.key] ?? []).map(\.value)
    let changesBlock = stream.value[StreamBlock.changes]
    let changes = changesBlock.flatMap(ChangeReading.init)
    self.changes = changes
    // Further requests that read pages of it: after a token, with a token.
    let further =
      pagesBlock.as(ContinuedPages.self)?[ContinuedPages.read]?.block
      ?? changesBlock?.as(TokenChanges.self)?[TokenChanges.read]?.block
    let targets = [target] + (further.flatMap { RequestTarget($0, base: base, known) }.map { [$0] } ?? [])
    let decode = stream.value[StreamBlock.decode]
    guard
      let listing = PretendListing(targets, recordsBlock, pagesBlock, key: key, decode: decode, connector)
    else { return nil }
    self.listing = listing
    func maker(_ samples: [Value]) -> RecordMaker {
      RecordMaker(
        samples: samples, keys: listing.key, moment: changes?.field,
        momentFormat: changes?.fieldFormat ?? "rfc3339", times: times)
    }
    let told = all.filter { PretendFarewell.teller(of: $0) == stream.name }
    farewells = told.compactMap { PretendFarewell(of: $0, listing.samples, maker) }
    let gone =
      told.map { PretendFarewell.condition(of: $0) }
      + [stream.value[StreamBlock.deletions]?.as(FlaggedDeletions.self)?[FlaggedDeletions.when]].compactMap {
        $0.map { SampleCondition($0) }
      }
    let living = listing.samples.filter { sample in !gone.contains { $0.holds(sample) } }
    // A stream of its own that shows nobody alive is still imitated.
    self.maker = maker(living.isEmpty && told.isEmpty ? listing.samples : living)
    feed = PretendFeed(changesBlock, key: key, connector, base: base, self.maker)
    one = PretendOne(stream.value[StreamBlock.one]?.block, base: base)
    acknowledgement = stream.value[StreamBlock.acknowledge]?[AcknowledgeBlock.request].flatMap {
      RequestTarget($0.block, base: base)
    }
  }

  /// Its changes are told by a feed of which no recording shows enough.
  var lacksFeed: Bool { feed == nil && block[StreamBlock.changes]?.as(FeedChanges.self) != nil }

  /// It gives what comes first until that is acknowledged.
  var isQueue: Bool { listing.isQueue }

  func acknowledges(_ request: WebRequest) -> Bool { acknowledgement?.fit(request) != nil }

  /// The values of the request's open places when the request asks for this stream, and how well it fits.
  func fit(_ request: WebRequest) -> (values: [String: String], weight: Int)? { listing.fit(request) }

  /// Which part of the path tells whose records these are, for streams that are read for each parent.
  func owner(_ values: [String: String]) -> String {
    guard block.block.has("for_each") else { return "" }
    return values.sorted { $0.key < $1.key }.filter {
      !$0.key.hasPrefix("page.") && !$0.key.hasPrefix("settings.") && !$0.key.hasPrefix("window.")
        && $0.key != "since"
    }
    .map(\.value).joined(separator: "-")
  }

  /// The records that are to be found below an owner: no pretended tree goes on for ever.
  func grown(_ numbers: [Int], below owner: String) -> [Int] {
    guard let tree, RecordMaker.number(ofMade: owner) != nil else { return numbers }
    return numbers.filter { !tree.isBranch(maker.record($0)) }
  }

  /// The time that is asked for, as far as the request says it.
  func time(_ request: WebRequest, _ values: [String: String]) -> (since: Instant?, until: Instant?) {
    guard let changes else { return (nil, nil) }
    func read(_ placement: Placement?, _ source: String) -> Instant? {
      let text = placement.flatMap { RequestValue.read($0, request) } ?? values[source]
      return text.flatMap { maker.read($0, changes.format) }
    }
    let since =
      read(changes.placement, "since") ?? values["window.start"].flatMap { maker.read($0, changes.format) }
    let until = read(changes.end, "window.end")
    // A day ends when it is over.
    return (since, changes.isByDay ? until?.later(byDays: 1) : until)
  }

  /// The page of these records that the request asks for.
  func page(
    of numbers: [Int], _ request: WebRequest, _ values: [String: String], address: String, isRepeated: Bool,
    record: (Int) -> Value
  ) -> WebReply {
    let asked = listing.cut(request, values, count: numbers.count) {
      maker.place(of: $0, in: numbers, record: record)
    }
    let cut = isRepeated ? asked.before : asked
    return listing.page(of: numbers[cut.range].map(record), cut, total: numbers.count, address: address) {
      body in
      changes?.token?.putting(.string("sync-\(numbers.count)"), into: body) ?? body
    }
  }
}

/// How a stream is read for its own records.
struct PretendTree: Sendable {
  private let name: String
  private let when: ExpressionProgram?

  init?(_ block: Block) {
    guard let tree = block.as(TreeSlice.self) else { return nil }
    let name = SliceFields.variable(of: block)
    self.name = name
    when = tree[TreeSlice.when].map { ExpressionProgram($0, Surroundings(names: [name])) }
  }

  func isBranch(_ record: Value) -> Bool {
    guard let when else { return true }
    return (try? when.isTrue(Activation([name: record]))) ?? false
  }
}

/// What of a stream's changes a pretend provider must understand.
struct ChangeReading: Sendable {
  let field: String?
  let fieldFormat: String
  let format: String
  let placement: Placement?
  /// The end of the time that is asked for.
  let end: Placement?
  /// Where the token for the next run stands in a reply.
  let token: ValuePath?

  init?(_ block: Block) {
    field = block[ChangeFields.field]
    format = block[ChangeFields.format] ?? "rfc3339"
    fieldFormat = block[ChangeFields.fieldFormat] ?? format
    placement = (block[SinceChanges.send] ?? block[WindowChanges.from] ?? block[TokenChanges.send]).flatMap {
      Placement($0)
    }
    end = block[WindowChanges.to].flatMap { Placement($0) }
    token = block.as(TokenChanges.self)?[TokenChanges.token].flatMap {
      ValuePath(ExpressionProgram($0, Surroundings()))
    }
  }

  var isByDay: Bool {
    format == "date"
      || !format.contains { $0 == "H" || $0 == "h" } && format.contains("d") && format.contains("y")
  }
}
