internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Values

/// A recorded page of a stream: the exchange, its records, and what expressions see of it.
struct RecordedPage {
  let exchange: Exchange
  let recording: Recording
  let records: [Value]
  let activation: Activation
  /// What the expression for the records gives.
  let found: Value

  /// `lists` are elements that XML leaves out where they would be an empty list; nil for a reply that holds no page.
  init?(
    _ recorded: Evidence.Recorded, _ extraction: RecordExtraction, _ program: TriedProgram,
    leftOut lists: Set<String>
  ) {
    exchange = recorded.exchange
    recording = recorded.recording
    var activation = recorded.activation
    guard (200..<300).contains(exchange.status), recorded.body != nil,
      let found = program.records(activation, leftOut: lists), let page = extraction.records(in: found)
    else { return nil }
    self.found = found
    // An element that lacks what it should wrap stands in a list: it is no record.
    records = page.map(\.record).filter { $0.kind != .list }
    activation["records"] = .list(records)
    if let last = records.last { activation["last"] = last }
    self.activation = activation
  }

  /// What an expression gives for this page as text: nil when it gives nothing, which ends a stream.
  func text(_ program: TriedProgram) -> String? {
    guard let value = try? program.evaluate(activation).get() else { return nil }
    return value.shortText.flatMap { $0.isEmpty ? nil : $0 }
  }

  func number(_ program: TriedProgram) -> Int? {
    guard let value = try? program.evaluate(activation).get(), case .int(let number) = value.plain else {
      return nil
    }
    return Int(exactly: number)
  }

  /// The body of the request.
  var asked: ArraySlice<UInt8>? {
    exchange.requestBody.map { recording.file.bytes[$0.clamped(to: recording.file.bytes.indices)] }
  }

  func queryValue(_ name: String) -> String? { exchange.query.first { $0.name == name }?.value }
}

extension Value {
  /// The value as a request would carry it; nil for what is no simple value.
  var shortText: String? {
    switch plain {
    case .string(let text): text
    case .int(let number): number.description
    case .uint(let number): number.description
    case .double(let number): number.description
    case .bool(let truth): truth ? "true" : "false"
    case .date(let date): date.description
    case .timestamp(let instant): instant.description
    case .decimal(let number): number.description
    default: nil
    }
  }

  func isSame(as other: Value) -> Bool {
    var steps = 100_000
    return (try? equals(other, steps: &steps)) ?? false
  }
}

extension ConnectorContext {
  /// The readings that were recorded of a stream.
  func readings(of stream: PagingStream) -> RecordedReadings {
    if let readings = known.readings[stream.name] { return readings }
    let readings = RecordedReadings(stream, self)
    known.readings[stream.name] = readings
    return readings
  }
}

/// The recorded pages of a stream, cut into readings: each begins at a first page.
struct RecordedReadings {
  let all: [[RecordedPage]]

  init(_ stream: PagingStream, _ context: ConnectorContext) {
    guard let evidence = context.evidence.of(stream.name) else {
      all = []
      return
    }
    var readings: [[RecordedPage]] = []
    var last: Recording?
    for page in evidence.pages ?? Self.pages(of: stream, evidence, context) {
      let isFirst = last?.name != page.recording.name || Self.begins(page, after: readings.last?.last, stream)
      if isFirst { readings.append([page]) } else { readings[readings.count - 1].append(page) }
      last = page.recording
    }
    all = readings
  }

  private static func pages(
    of stream: PagingStream, _ evidence: StreamEvidence, _ context: ConnectorContext
  ) -> [RecordedPage] {
    guard let block = stream.stream[StreamBlock.records],
      let program = block[RecordsBlock.from].flatMap({ context.environments.triedProgram($0.source) })
    else { return [] }
    let extraction = RecordExtraction(block)
    let lists = XMLDecoding.lists(of: stream.stream[StreamBlock.decode])
    return evidence.exchanges.compactMap { RecordedPage($0, extraction, program, leftOut: lists) }
  }

  /// Whether a request asks for a first page rather than for the one after the page before.
  private static func begins(_ page: RecordedPage, after before: RecordedPage?, _ stream: PagingStream)
    -> Bool
  {
    guard let before else { return true }
    // Who sends the page elsewhere than in the address asks the same address for each page.
    if page.exchange.target == before.exchange.target {
      return stream.send?.placement.map { $0.kind == "query" } ?? (page.asked == before.asked)
    }
    // Another path, or another value of anything but the page, is another reading.
    guard page.exchange.path == before.exchange.path else {
      return stream.pages.as(ContinuedPages.self) == nil && stream.pages.as(NextURLPages.self) == nil
        && stream.pages.as(LinkHeaderPages.self) == nil
    }
    let names = Set(page.exchange.query.map(\.name)).union(before.exchange.query.map(\.name))
    let different = names.filter { page.queryValue($0) != before.queryValue($0) }
    guard let placement = stream.send?.placement, placement.kind == "query" else {
      return different.count > 1 && stream.send != nil
    }
    if page.queryValue(placement.name) == nil, before.queryValue(placement.name) != nil { return true }
    return different.subtracting([placement.name]).count > 1
  }
}
