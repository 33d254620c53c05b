internal import Diagnostics
internal import HTTP
package import Language
package import Programs
internal import Synchronization
package import Values
package import WebServer

/// A provider that is made from a connector: its addresses, pages, filters and shapes, with as many records as are wanted.
///
/// It answers what the connector asks and nothing else; the real host of a diverted request is in `X-Forwarded-Host`.
package final class PretendProvider: Sendable {
  package struct Options: Sendable {
    /// Records of each stream; of streams that are read for each parent, at most five for each.
    package var records = 100
    /// Records last changed in the four weeks before the day of this moment: in the past, and in every time that a connector asks for.
    package let now: Instant
    /// Requests without any credential are refused when the connector has any.
    package var demandsCredentials = true
    /// Requests in a minute before the next ones are refused with 429; nil for no limit.
    package var perMinute: Int?

    package init(now: Instant) { self.now = now }

    /// From four weeks ago until yesterday.
    fileprivate var recordTimes: RecordMaker.Times {
      let today = now.civil(offset: 0).flatMap { CivilTime(date: $0.date).instant(offset: 0) } ?? now
      let span = 27 * 86_400_000
      return RecordMaker.Times(
        first: today.later(byDays: -28), step: Milliseconds(span / max(1, records)))
    }
  }

  private struct State {
    /// How each record of a stream was changed, by its number.
    var changed: [String: [Int: RecordMaker.Change]] = [:]
    var removed: [String: Set<Int>] = [:]
    var added: [String: Int] = [:]
    /// What feeds tell of, in its order.
    var events: [String: [PretendEvent]] = [:]
    /// Of queues: how many records were acknowledged, and how many are out to be.
    var acknowledged: [String: Int] = [:]
    var handedOut: [String: Int] = [:]
    var minute: Int64 = 0
    var inMinute = 0
  }

  private let options: Options
  private let connector: LoadedConnector
  private let streams: [PretendStream]
  private let queues: [PretendQueue]
  private let faults: Faults
  private let state = Mutex(State())
  private let tokenEndpoints: [OpenText]
  private let answers: [PretendAnswer]
  private let token: PretendToken
  private let clock: any RunClock

  /// The streams that no recording shows well enough to be imitated; what is recorded of them is answered as it is.
  package let silentStreams: [String]
  /// The streams whose changes nothing tells, because no recording shows enough of their feed.
  package var streamsWithoutFeed: [String] { streams.filter(\.lacksFeed).map(\.name) }

  package init(
    _ connector: LoadedConnector, options: Options, faults: Faults = .none,
    clock: any RunClock = SystemClock()
  ) {
    self.options = options
    self.connector = connector
    self.faults = faults
    self.clock = clock
    let base = connector.file?[ConnectorFile.http]?[HTTPBlock.baseURL]?.source ?? ""
    let all = connector.file?[ConnectorFile.streams] ?? []
    streams = all.compactMap {
      PretendStream($0, among: all, connector, base: base, times: options.recordTimes)
    }
    let listed = Set(streams.map(\.name))
    queues = all.compactMap { listed.contains($0.name) ? nil : PretendQueue($0, connector, base: base) }
    let known = listed.union(queues.map(\.name))
    silentStreams = all.map(\.name).filter { !known.contains($0) }
    tokenEndpoints = Self.tokenEndpoints(connector.file?[ConnectorFile.auth])
    answers =
      PretendAnswer.all(connector.file?[ConnectorFile.auth], base: base, connector)
      + [PretendAnswer.check(base: base, connector)].compactMap { $0 }
    token = PretendToken(connector.file?[ConnectorFile.auth])
  }

  package var streamNames: [String] { streams.map(\.name) + queues.map(\.name) }

  // MARK: Changing the source

  /// Changes a record, so that the next incremental run finds it.
  package func edit(_ stream: String, _ number: Int) {
    let now = clock.now
    state.withLock { state in
      let count = state.changed[stream]?[number]?.count ?? 0
      state.changed[stream, default: [:]][number] = RecordMaker.Change(count: count + 1, at: now)
      state.events[stream, default: []].append(PretendEvent(number: number, isRemoval: false, at: now))
    }
  }

  package func remove(_ stream: String, _ number: Int) {
    let now = clock.now
    state.withLock { state in
      guard state.removed[stream, default: []].insert(number).inserted else { return }
      state.events[stream, default: []].append(PretendEvent(number: number, isRemoval: true, at: now))
    }
  }

  package func add(_ stream: String, _ count: Int) {
    let now = clock.now
    state.withLock { state in
      let first = options.records + state.added[stream, default: 0]
      for number in first..<first + count {
        state.changed[stream, default: [:]][number] = RecordMaker.Change(count: 0, at: now)
        state.events[stream, default: []].append(PretendEvent(number: number, isRemoval: false, at: now))
      }
      state.added[stream, default: 0] += count
    }
  }

  // MARK: Answering

  package func reply(to request: WebRequest) async -> WebReply {
    if request.path.hasPrefix("/__mock/") { return control(request) }
    if tokenEndpoints.contains(where: { $0.values(in: request.path, crossing: false) != nil }) {
      return token.reply(address: Self.address(of: request), now: clock.now)
    }
    if let refusal = refusal(request) { return refusal }
    let fault = faults.next()
    if let refusal = refusal(fault) { return refusal }
    guard var reply = acknowledgement(request) ?? page(request, fault) ?? answer(request) ?? recorded(request)
    else {
      return WebReply(404, json: "{\"error\":\"the connector asks for no such address\"}")
    }
    switch fault {
    case .slow: reply.fault = .slow(pieces: 10, pause: .milliseconds(50))
    case .cut: reply.fault = .cut(after: reply.body.count / 2)
    default: break
    }
    return reply
  }

  private func refusal(_ request: WebRequest) -> WebReply? {
    if options.demandsCredentials, !tokenlessAuth, !hasCredential(request) {
      return WebReply(401, json: "{\"error\":\"unauthorized\",\"message\":\"no credentials\"}")
    }
    guard let most = options.perMinute else { return nil }
    let now = clock.now.seconds
    let isOver = state.withLock { state in
      if state.minute != now / 60 {
        state.minute = now / 60
        state.inMinute = 0
      }
      state.inMinute += 1
      return state.inMinute > most
    }
    return isOver ? Self.throttled(seconds: 60 - now % 60) : nil
  }

  private func refusal(_ fault: Faults.Kind?) -> WebReply? {
    switch fault {
    case .throttle: Self.throttled(seconds: 1)
    case .failure: WebReply(500, json: "{\"error\":\"internal\"}")
    case .expiredToken: WebReply(401, json: "{\"error\":\"token_expired\"}")
    default: nil
    }
  }

  private static func throttled(seconds: Int64) -> WebReply {
    var reply = WebReply(429, json: "{\"error\":\"rate_limited\"}")
    reply.headers.append("Retry-After", String(seconds))
    return reply
  }

  private var tokenlessAuth: Bool {
    guard let auth = connector.file?[ConnectorFile.auth] else { return true }
    return auth.as(NoAuth.self) != nil || auth.as(MutualTLSAuth.self) != nil
  }

  private func hasCredential(_ request: WebRequest) -> Bool {
    if request.headers["Authorization"] != nil || request.headers["Cookie"] != nil { return true }
    let known = [
      "accept", "host", "user-agent", "content-type", "content-length", "accept-encoding", "connection",
      "x-forwarded-host", "x-forwarded-proto",
    ]
    let hasOwnHeader = request.headers.fields.contains { !known.contains($0.name.lowercased()) }
    return hasOwnHeader || !request.query.isEmpty || !request.body.isEmpty
  }

  /// A page of the stream, or of the feed of its changes, that fits the request best; or one of its records.
  private func page(_ request: WebRequest, _ fault: Faults.Kind?) -> WebReply? {
    var best: (weight: Int, reply: () -> WebReply?)?
    func offer(_ weight: Int, _ reply: @escaping () -> WebReply?) {
      if weight > best?.weight ?? -1 { best = (weight, reply) }
    }
    for stream in streams {
      let events = state.withLock { $0.events[stream.name] ?? [] }
      if let beginning = stream.feed?.beginning(request, after: events.count) { return beginning }
      if let (values, weight) = stream.fit(request) {
        offer(weight) { self.page(of: stream, request, values, fault) }
      }
      if let feed = stream.feed, let (values, weight) = feed.fit(request) {
        offer(weight) {
          feed.page(of: events, request, values, address: Self.address(of: request)) {
            self.record($0, of: stream)
          }
        }
      }
      if let one = stream.one, let (key, weight) = one.key(request) {
        offer(weight) { self.record(withKey: key, of: stream).map(one.reply) }
      }
    }
    for queue in queues {
      if let weight = queue.weight(request) {
        let taken = state.withLock { $0.acknowledged[queue.name] ?? 0 }
        offer(weight) { queue.reply(after: taken, of: self.options.records) }
      }
    }
    return best?.reply()
  }

  private func page(
    of stream: PretendStream, _ request: WebRequest, _ values: [String: String], _ fault: Faults.Kind?
  ) -> WebReply {
    let owner = stream.owner(values)
    var numbers = stream.maker.hasSamples ? liveNumbers(stream, owner: owner) : []
    let changed = state.withLock { $0.changed[stream.name] ?? [:] }
    let time = stream.time(request, values)
    if time.since != nil || time.until != nil {
      numbers = numbers.filter { number in
        guard let moment = stream.maker.instant(number, changed[number]) else { return true }
        return time.since.map { moment >= $0 } ?? true && time.until.map { moment < $0 } ?? true
      }
    }
    numbers = stream.grown(numbers, below: owner)
    if stream.isQueue { numbers = waiting(numbers, of: stream) }
    let gone = farewells(of: stream, time)
    let count = numbers.count
    let made = stream.page(
      of: Array(0..<count + gone.count), request, values, address: Self.address(of: request),
      isRepeated: fault == .duplicatePage
    ) { place in
      place < count
        ? stream.maker.record(numbers[place], changed[numbers[place]], below: owner) : gone[place - count]
    }
    if fault == .shiftingPages, let first = numbers.first { remove(stream.name, first) }
    return made
  }

  /// What a stream tells of others' records that were taken away in the time that is asked for.
  private func farewells(of stream: PretendStream, _ time: (since: Instant?, until: Instant?)) -> [Value] {
    stream.farewells.flatMap { farewell -> [Value] in
      guard let told = streams.first(where: { $0.name == farewell.stream }) else { return [] }
      let events = state.withLock { $0.events[told.name] ?? [] }
      return events.filter { event in
        event.isRemoval && time.since.map { event.at >= $0 } ?? true
          && time.until.map { event.at < $0 } ?? true
      }.map { event in
        let key = told.maker.keyValues(of: record(event.number, of: told)).first ?? .null
        return farewell.record(event.number, key, at: event.at)
      }
    }
  }

  private func record(_ number: Int, of stream: PretendStream) -> Value {
    stream.maker.record(number, state.withLock { $0.changed[stream.name]?[number] })
  }

  private func record(withKey key: String, of stream: PretendStream) -> Value? {
    let numbers = liveNumbers(stream, owner: "")
    let place = stream.maker.place(of: key, in: numbers) { record($0, of: stream) }
    return place.map { record(numbers[$0], of: stream) }
  }

  // MARK: Queues

  /// How many messages of a queue are handed out at once.
  private static let handful = 5

  /// What a queue gives next: the same until it is acknowledged.
  private func waiting(_ numbers: [Int], of stream: PretendStream) -> [Int] {
    state.withLock { state in
      let rest = numbers.dropFirst(state.acknowledged[stream.name] ?? 0).prefix(Self.handful)
      state.handedOut[stream.name] = rest.count
      return Array(rest)
    }
  }

  private func acknowledgement(_ request: WebRequest) -> WebReply? {
    let isTaken = state.withLock { state in
      if let stream = streams.first(where: { $0.isQueue && $0.acknowledges(request) }) {
        state.acknowledged[stream.name, default: 0] += state.handedOut.removeValue(forKey: stream.name) ?? 0
        return true
      }
      guard
        let queue = queues.first(where: {
          $0.acknowledges(request, after: state.acknowledged[$0.name] ?? 0)
        })
      else { return false }
      state.acknowledged[queue.name, default: 0] += 1
      return true
    }
    return isTaken ? WebReply(200, json: "{}") : nil
  }

  private func liveNumbers(_ stream: PretendStream, owner: String) -> [Int] {
    let (removed, added) = state.withLock { ($0.removed[stream.name] ?? [], $0.added[stream.name] ?? 0) }
    let count = owner.isEmpty ? options.records + added : min(options.records, 5)
    return (0..<count).filter { !removed.contains($0) }
  }

  /// The address as the client knows it.
  private static func address(of request: WebRequest) -> String {
    let host = request.headers["X-Forwarded-Host"] ?? request.headers["Host"] ?? "127.0.0.1"
    let scheme = request.headers["X-Forwarded-Proto"] ?? "http"
    return "\(scheme)://\(host)\(request.path)" + (request.query.isEmpty ? "" : "?" + request.query)
  }

  /// What a call on the way to the data is answered.
  private func answer(_ request: WebRequest) -> WebReply? {
    answers.lazy.compactMap { $0.reply(request, address: Self.address(of: request), now: self.clock.now) }
      .first
  }

  /// The recorded answer to a request that reads no stream: checks, lookups, actions.
  private func recorded(_ request: WebRequest) -> WebReply? {
    let exchange = connector.recordings.lazy.flatMap(\.exchanges).first { exchange in
      exchange.method == request.method && (200..<300).contains(exchange.status)
        && (request.path == exchange.path || request.path.hasSuffix(exchange.path))
    }
    guard let exchange,
      let recording = connector.recordings.first(where: {
        $0.exchanges.contains { $0.titleRange == exchange.titleRange }
      })
    else { return nil }
    return recording.reply(in: exchange)
  }

  /// Above it one call would fill the memory.
  private static let mostAdded = 1_000_001

  /// `POST /__mock/edit?stream=employees&number=3`, and `remove`, `add`: for demonstrations and tests.
  private func control(_ request: WebRequest) -> WebReply {
    let values = request.queryValues
    let stream = values.first { $0.name == "stream" }?.value ?? ""
    guard request.method == "POST", streams.contains(where: { $0.name == stream }) else {
      return WebReply(404, json: "{\"error\":\"there is no such stream\"}")
    }
    let adds = request.path == "/__mock/add"
    let known = adds ? Self.mostAdded : options.records + state.withLock { $0.added[stream, default: 0] }
    guard let number = values.first(where: { $0.name == "number" }).flatMap({ Int($0.value) }),
      (0..<known).contains(number)
    else { return WebReply(400, json: "{\"error\":\"number is to be from 0 to \(known - 1)\"}") }
    switch request.path {
    case "/__mock/edit": edit(stream, number)
    case "/__mock/remove": remove(stream, number)
    case "/__mock/add": add(stream, number)
    default: return WebReply(404, json: "{\"error\":\"edit, remove or add\"}")
    }
    return WebReply(200, json: "{}")
  }

  /// Paths of token endpoints, which all hosts of the provider answer.
  private static func tokenEndpoints(_ block: Block?) -> [OpenText] {
    guard let block else { return [] }
    var paths: [OpenText] = []
    for field in [OAuth2Fields.tokenURL, OAuth2Fields.refreshURL] {
      guard let text = block[field]?.source else { continue }
      let rest = text.split(separator: "://", maxSplits: 1).last.map { $0.drop { $0 != "/" } } ?? ""
      paths.append(OpenText(String(rest.prefix { $0 != "?" })))
    }
    for inner in block.as(CombinedAuth.self)?[CombinedAuth.of] ?? [] { paths += tokenEndpoints(inner) }
    for inner in block.as(ChosenAuth.self)?[ChosenAuth.cases] ?? [] { paths += tokenEndpoints(inner.value) }
    return paths
  }
}

extension Instant {
  func later(byDays days: Int) -> Instant {
    Instant(nanosecondsSinceEpoch: nanosecondsSinceEpoch + Int128(days) * 86_400_000_000_000) ?? self
  }
}
