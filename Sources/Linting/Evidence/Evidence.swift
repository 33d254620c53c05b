internal import Diagnostics
internal import Expressions
internal import Formats
internal import JSON
internal import Language
internal import Values

/// What the recordings of a connector show.
struct Evidence {
  /// An exchange and the recording it is from.
  struct Recorded {
    let exchange: Exchange
    let recording: Recording
    /// The stream whose request it is, if one is.
    let stream: String?
    /// The body of the reply as the stream reads it; nil when there is none or it cannot be read.
    let body: Value?
    /// What expressions see of the reply.
    let activation: Activation

    fileprivate init(
      _ exchange: Exchange, in recording: Recording, of stream: String?, body: Value?, settings: Value?
    ) {
      self.exchange = exchange
      self.recording = recording
      self.stream = stream
      self.body = body
      var activation = Activation()
      if let body { activation["body"] = body }
      activation["status"] = .int(Int64(exchange.status))
      activation["headers"] = .map(
        MapValue(exchange.headers.map { ($0.lowercaseName, Value.string($0.value)) }))
      activation["now"] = someMoment
      activation["settings"] = settings
      self.activation = activation
    }
  }

  /// A moment for expressions that note when a record was listed: which one does not matter.
  private static let someMoment = Value.timestamp(Instant(seconds: 1_800_000_000) ?? .epoch)

  let exchanges: [Recorded]
  private let streams: [String: StreamEvidence]
  /// Headers of all replies, by lower-case name.
  let anyHeaders: Set<String>

  /// Bodies of all replies, errors among them; made anew at each call.
  var anyBody: ObservedShape {
    let shape = ObservedShape()
    for recorded in exchanges { if let json = recorded.exchange.json { shape.add(json.root) } }
    return shape
  }

  func of(_ stream: String) -> StreamEvidence? { streams[stream] }

  /// The name under which the replies of a stream's feed are kept: they are no pages of the stream.
  static func feed(of stream: String) -> String { "changes of \(stream)" }

  /// Whether a JSON reply with one of some statuses was recorded.
  func hasBody(of statuses: [ClosedRange<Int>]) -> Bool {
    exchanges.contains { recorded in
      recorded.exchange.json != nil && statuses.contains { $0.contains(recorded.exchange.status) }
    }
  }

  static func gather(_ connector: LoadedConnector, _ environments: Environments) -> Evidence {
    let sorter = ExchangeSorter(connector)
    let decoders = Dictionary(
      (connector.file?[ConnectorFile.streams] ?? []).compactMap { stream in
        stream.value[StreamBlock.decode].map { (stream.name, BodyDecoder($0)) }
      }
    ) { first, _ in first }
    let settings = TestedSettings(connector)
    let exchanges = connector.recordings.flatMap { recording in
      let hint = sorter.hint(of: recording)
      let given = settings.value(of: recording.name)
      return recording.exchanges.map {
        let stream = sorter.stream(of: $0, in: recording, hint)
        let body = Self.body(of: $0, in: recording, stream.flatMap { decoders[$0] })
        return Recorded($0, in: recording, of: stream, body: body, settings: given)
      }
    }
    var streams: [String: StreamEvidence] = [:]
    for stream in connector.file?[ConnectorFile.streams] ?? [] {
      let mine = exchanges.filter { $0.stream == stream.name }
      if !mine.isEmpty {
        streams[stream.name] = StreamEvidence(
          stream.value[StreamBlock.records], mine, environments,
          lists: XMLDecoding.lists(of: stream.value[StreamBlock.decode]), form: stream.value.recordForm)
      }
      guard let feed = stream.value[StreamBlock.changes]?.as(FeedChanges.self) else { continue }
      let name = Self.feed(of: stream.name)
      let told = exchanges.filter { $0.stream == name }
      if !told.isEmpty { streams[name] = StreamEvidence(feed[FeedChanges.records], told, environments) }
    }
    var headers: Set<String> = []
    for recorded in exchanges {
      for header in recorded.exchange.headers { headers.insert(header.lowercaseName) }
    }
    return Evidence(exchanges: exchanges, streams: streams, anyHeaders: headers)
  }
}

extension Evidence {
  /// What a reply says: JSON, what the stream's `decode` makes of it, or XML where nothing is declared.
  private static func body(of exchange: Exchange, in recording: Recording, _ decoder: BodyDecoder?) -> Value?
  {
    if let json = exchange.json { return .json(json.root) }
    let bytes = Array(recording.file.bytes[exchange.body.clamped(to: 0..<recording.file.bytes.count)])
    guard let first = bytes.first(where: { $0 > 0x20 }) else { return nil }
    if (200..<300).contains(exchange.status), let decoder { return try? decoder.decode(bytes) }
    return first == UInt8(ascii: "<") ? try? BodyDecoder.undeclared.decode(bytes) : nil
  }
}

/// What the recordings show of one stream.
struct StreamEvidence {
  let exchanges: [Evidence.Recorded]
  /// Bodies of replies that were no errors.
  let body: ObservedShape
  let records: [Value]
  let record: ObservedShape
  /// How many records each successful reply held.
  let pageCounts: [Int]
  /// Its pages; nil where what holds the records depends on what is not recorded.
  let pages: [RecordedPage]?
  /// Replies in which the expression for the records found no list.
  let pagesWithoutList: [Evidence.Recorded]
  /// What holds the records, before it was taken apart or unwrapped.
  let elements: ObservedShape

  /// `lists` are elements that XML leaves out where they would be an empty list; `form` is what a record can hold where that is known.
  init(
    _ block: RecordsBlock?, _ recorded: [Evidence.Recorded], _ environments: Environments,
    lists: Set<String> = [], form: RecordForm? = nil
  ) {
    exchanges = recorded
    body = ObservedShape()
    record = ObservedShape()
    if let form { record.admit(form) }
    elements = ObservedShape()
    var records: [Value] = []
    var counts: [Int] = []
    var pages: [RecordedPage] = []
    var without: [Evidence.Recorded] = []
    let program = block?[RecordsBlock.from].flatMap { environments.triedProgram($0.source) }
    let isKnown =
      program.map { program in
        program.checked.variables.allSatisfy { name in
          name == "body"
            || recorded.allSatisfy {
              $0.activation[name].map { name != "settings" || $0.settle(program.checked.source) } ?? false
            }
        }
      } ?? false
    let extraction = block.map { RecordExtraction($0) }
    for item in recorded {
      guard (200..<300).contains(item.exchange.status), let reply = item.body else { continue }
      body.add(reply)
      guard isKnown, let program, let extraction else { continue }
      guard let page = RecordedPage(item, extraction, program, leftOut: lists) else {
        without.append(item)
        continue
      }
      if !extraction.isPlain {
        for element in extraction.plainRecords(in: page.found) ?? [] { elements.add(element) }
      }
      counts.append(page.records.count)
      records += page.records
      pages.append(page)
    }
    for value in records { record.add(value) }
    self.records = records
    pageCounts = counts
    self.pages = isKnown && extraction != nil ? pages : nil
    pagesWithoutList = without
  }
}

extension StreamBlock {
  /// What a record can hold, where a format with code of its own decides it and the records are all that its body is.
  var recordForm: RecordForm? {
    guard let native = self[StreamBlock.decode]?.as(NativeDecoding.self),
      let records = self[StreamBlock.records], records[RecordsBlock.from]?.source == "body"
    else { return nil }
    return native[NativeDecoding.format]?.recordForm
  }
}

extension TriedProgram {
  /// What it gives for a reply, and an empty list where XML has left out one of the elements that are lists.
  func records(_ activation: Activation, leftOut lists: Set<String>) -> Value? {
    switch evaluate(activation) {
    case .success(let value): value
    case .failure(let error):
      error.missingName(in: checked.source).map(lists.contains) ?? false ? .list(ListValue([])) : nil
    }
  }
}

/// Tells whose request a recorded exchange is.
struct ExchangeSorter {
  private let patterns: [StreamPattern]
  /// Requests that read no page of a stream: the check, actions, logging in.
  private let others: [RequestPattern]
  /// Requests of jobs that read nothing: they may differ from the one that downloads by less than an address.
  private let steps: [RequestPattern]
  private let chainsOfAddresses: Set<String>
  /// Streams whose replies lie where a job says.
  private let told: Set<String>
  /// Which streams the tests read from a recording.
  private let tested: [String: [String]]
  /// Recordings of which only signing in is played: what they hold is no page of a stream.
  private let signIns: Set<String>
  /// The streams that others are read for, by those others: their exchanges come first.
  private let parents: [String: [String]]

  /// What one request of a stream looks like.
  private struct StreamPattern {
    let stream: String
    let request: RequestPattern
    /// The query value that says how large a page is to be, if the stream sends one.
    let sizeName: String?

    /// Whether a reading of the stream would have sent more than the exchange shows.
    func lacksParts(_ exchange: Exchange) -> Bool {
      !request.isWhole(exchange)
        || sizeName.map { name in !exchange.query.contains { $0.name == name } } ?? false
    }
  }

  init(_ connector: LoadedConnector) {
    var patterns: [StreamPattern] = []
    var chains: Set<String> = []
    var parents: [String: [String]] = [:]
    var steps: [RequestPattern] = []
    var told: Set<String> = []
    for stream in connector.file?[ConnectorFile.streams] ?? [] {
      if let job = stream.value[StreamBlock.job] {
        let blocks = [job[JobBlock.start]?.block, job[JobBlock.poll]?.block, job[JobBlock.find]?.block]
        steps += blocks.compactMap { $0.flatMap { RequestPattern($0) } }
        if job[JobBlock.download] == nil { told.insert(stream.name) }
      }
      parents[stream.name] = (stream.value[StreamBlock.each] ?? []).compactMap {
        ($0[ParentSlice.stream] ?? $0[BatchSlice.stream])?.value
      }
      let style = stream.value[StreamBlock.pages]
      let size = style?.fieldIfKnown(PageGuards.size)?[PageSize.send]?.placement
      let sizeName = size.flatMap { $0.kind == "query" ? $0.name : nil }
      let given = stream.value[StreamBlock.with] ?? []
      for request in Self.requests(of: stream.value).compactMap({ RequestPattern($0, with: given) }) {
        patterns.append(StreamPattern(stream: stream.name, request: request, sizeName: sizeName))
      }
      let feed = stream.value[StreamBlock.changes]?.as(FeedChanges.self)?[FeedChanges.read]?.block
      if let request = feed.flatMap({ RequestPattern($0) }) {
        let name = Evidence.feed(of: stream.name)
        patterns.append(StreamPattern(stream: name, request: request, sizeName: nil))
      }
      if style?.as(NextURLPages.self) != nil || style?.as(LinkHeaderPages.self) != nil {
        chains.insert(stream.name)
      }
    }
    self.patterns = patterns
    self.steps = steps
    self.told = told
    others = (connector.file?.requests ?? []).filter { !$0.owner.isStream }.compactMap {
      RequestPattern($0.block)
    }
    chainsOfAddresses = chains
    var tested: [String: [String]] = [:]
    for test in connector.tests?.file?[TestFile.cases] ?? [] {
      if let stream = test[TestCase.stream]?.value, let recording = test[TestCase.recording]?.value {
        tested[recording, default: []] += [stream, Evidence.feed(of: stream)]
      }
    }
    self.tested = tested
    self.parents = parents
    let cases = connector.tests?.file?[TestFile.cases] ?? []
    func recordings(_ isWanted: (TestCase) -> Bool) -> Set<String> {
      Set(cases.filter(isWanted).compactMap { $0[TestCase.recording]?.value })
    }
    signIns = recordings { $0[TestCase.signIn] != nil }
      .subtracting(recordings { $0[TestCase.signIn] == nil })
  }

  /// The streams of which a recording can hold exchanges: those that its cases read, and what these are read for; nil for any.
  private func possible(_ tested: Set<String>) -> Set<String>? {
    guard tested.contains(where: { parents[$0] != nil }) else { return nil }
    var possible = tested
    var pending = Array(tested)
    while let name = pending.popLast() {
      for parent in parents[name] ?? [] where possible.insert(parent).inserted {
        pending.append(parent)
        possible.insert(Evidence.feed(of: parent))
      }
    }
    return possible
  }

  /// A token is asked for with a form that names its grant.
  private func asksForToken(_ exchange: Exchange, in recording: Recording) -> Bool {
    let body = exchange.requestBody?.clamped(to: 0..<recording.file.bytes.count)
    return body.map { recording.file.bytes[$0].holds(Array("grant_type".utf8)) } ?? false
  }

  /// The blocks of a stream whose replies are pages of it.
  static func requests(of stream: StreamBlock) -> [Block] {
    var blocks: [Block] = []
    if let read = stream[StreamBlock.read] { blocks.append(read.block) }
    if let job = stream[StreamBlock.job]?[JobBlock.download] { blocks.append(job.block) }
    if let more = stream[StreamBlock.pages]?.as(ContinuedPages.self)?[ContinuedPages.read] {
      blocks.append(more.block)
    }
    if let changes = stream[StreamBlock.changes]?.as(TokenChanges.self) {
      blocks += [changes[TokenChanges.first], changes[TokenChanges.read]].compactMap { $0?.block }
    }
    return blocks
  }

  /// What the tests say of a recording before one looks into it.
  struct Hint {
    /// The streams that are read from it.
    fileprivate let tested: Set<String>
    /// The streams of which it can hold exchanges; nil for any.
    fileprivate let possible: Set<String>?
  }

  func hint(of recording: Recording) -> Hint {
    let streams = Set(tested[recording.name] ?? [])
    return Hint(tested: streams, possible: possible(streams))
  }

  func stream(of exchange: Exchange, in recording: Recording, _ hint: Hint) -> String? {
    guard !signIns.contains(recording.name) else { return nil }
    var best: (pattern: StreamPattern, fit: Int, rank: Int)?
    for pattern in patterns where hint.possible?.contains(pattern.stream) ?? true {
      guard let fit = pattern.request.fit(exchange) else { continue }
      let rank = hint.tested.contains(pattern.stream) ? fit + 1_000 : fit
      if best.map({ rank > $0.rank }) ?? true { best = (pattern, fit, rank) }
    }
    let fitting = others.compactMap { other in
      other.fit(exchange).map { (fit: $0, isWhole: other.isWhole(exchange)) }
    }
    let other = fitting.map(\.fit).max()
    let step = steps.compactMap { $0.isAll(exchange) ? $0.fit(exchange) : nil }.max()
    if let step, best.map({ step > $0.fit || step == $0.fit && $0.pattern.lacksParts(exchange) }) ?? true {
      return nil
    }
    if let best {
      // The check often asks for a single record of what a stream reads whole; a page that is gone on to has nothing of either.
      let isOther = fitting.contains {
        $0.fit > best.fit || $0.fit == best.fit && $0.isWhole && best.pattern.lacksParts(exchange)
      }
      return isOther ? nil : best.pattern.stream
    }
    if other != nil { return nil }
    // A followed address may look like nothing the connector wrote, but it is asked for in the same way.
    let followers = hint.tested.filter { stream in
      told.contains(stream)
        ? exchange.method == "GET"
        : chainsOfAddresses.contains(stream)
          && patterns.contains { $0.stream == stream && $0.request.method == exchange.method }
    }
    return followers.count == 1 && !asksForToken(exchange, in: recording) ? followers.first : nil
  }
}
