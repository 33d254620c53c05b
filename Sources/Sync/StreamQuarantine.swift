internal import Diagnostics
internal import Interpreter
internal import JSON
internal import Mapping
internal import Programs
internal import Storage
internal import Values

/// The records of a stream that could not be mapped: those that earlier runs left, and those of this one.
struct StreamQuarantine {
  /// Records that earlier runs could not map and this one has not met.
  private(set) var waiting = TextSet()
  /// Records that this run could not map.
  private var bad = TextSet()
  private let sync: SyncRun
  private let plan: StreamPlan
  private let lease: RunLease
  /// Records that are mapped again at once.
  private static let atOnce = 500

  init(_ sync: SyncRun, _ plan: StreamPlan, _ lease: RunLease) {
    self.sync = sync
    self.plan = plan
    self.lease = lease
  }

  /// Asks the store what earlier runs left.
  mutating func begin() async throws(StoreFailure) {
    waiting = TextSet(try await sync.store.quarantinedKeys(lease.integration, stream: plan.name))
  }

  /// A complete listing has shown all that there is.
  mutating func forgetUnmet() { waiting = TextSet() }

  /// Windows that were read whole have shown all that lies in them: what this run has not met of it is gone.
  mutating func forgetUnmet(within span: RowSpan) async throws(StoreFailure) {
    guard let mapping = plan.mapping, !waiting.isEmpty else { return }
    var gone: [String] = []
    try await forEachWaiting { record, value in
      guard let text = mapping.text(of: span.field, in: value, sync.session.variables) else { return }
      if span.holds(text) { gone.append(record.key) }
    }
    guard !gone.isEmpty else { return }
    var commit = PageCommit(lease: lease, stream: plan.name)
    commit.healedKeys = gone
    _ = try await sync.store.commit(commit)
    waiting.remove(all: gone)
  }

  /// Goes through what waits and was kept as it came.
  private func forEachWaiting(_ body: (WaitingRecord, Value) -> Void) async throws(StoreFailure) {
    var last: Int64 = 0
    while true {
      let records = try await sync.store.quarantined(
        lease, stream: plan.name, after: last, limit: Self.atOnce)
      guard let end = records.last else { return }
      last = end.number
      for record in records where waiting.contains(record.key) {
        if let document = try? JSONDocument(text: record.raw) { body(record, .json(document.root)) }
      }
    }
  }

  /// Records of which nothing is to stay in quarantine: those that have nothing wrong with them any more, and those that went away.
  mutating func healed(by page: ReadPage, _ mapped: MappedPage?) -> [String] {
    let bad = TextSet((mapped?.quarantined ?? []).map(\.key))
    waiting.remove(all: bad.texts)
    waiting.remove(all: page.gone.keys)
    defer { self.bad.insert(all: bad.texts) }
    guard !waiting.isEmpty || !self.bad.isEmpty else { return [] }
    var healed: [String] = []
    // What changed so that `keep` leaves it out is of the stream no longer.
    for key in page.leftOut where !bad.contains(key) && waiting.remove(key) { healed.append(key) }
    for record in page.records {
      guard let key = record.key, !bad.contains(key) else { continue }
      if waiting.remove(key) || self.bad.remove(key) { healed.append(key) }
    }
    // A complete listing that does not show them; one that finds what is gone forgets them then.
    if page.isEndOfListing, plan.program.deletesAtMost == nil, !plan.program.isQueue {
      healed += waiting.texts
      forgetUnmet()
    }
    return healed
  }

  /// Maps what this run has not met once more: the mapping may have been put right, and neither a queue nor a provider that tells
  /// only what changed gives a record a second time.
  mutating func retry() async throws(StoreFailure) -> RowCounts {
    var counts = RowCounts()
    guard let mapping = plan.mapping, !waiting.isEmpty else { return counts }
    var last: Int64 = 0
    while true {
      let records = try await sync.store.quarantined(
        lease, stream: plan.name, after: last, limit: Self.atOnce)
      guard let end = records.last else { return counts }
      last = end.number
      var page = mapping.page(variables: sync.session.variables, keepsRaw: sync.request.keepsRaw)
      var healed: [String] = []
      for record in records where waiting.contains(record.key) {
        guard let document = try? JSONDocument(text: record.raw) else { continue }
        let value = Value.json(document.root)
        guard let isKept = plan.program.keeps(value, sync.session.variables) else { continue }
        guard isKept else {
          healed.append(record.key)
          continue
        }
        // Where a record had no key, that in the quarantine is made up; what has one now may be an event of a feed, with a key of its own.
        guard let key = plan.program.key.text(of: value), key == record.key || !plan.program.hasFeed else {
          continue
        }
        let before = page.quarantined.count
        mapping.map(value, key: key, into: &page)
        if page.quarantined.count == before { healed.append(record.key) }
      }
      guard !healed.isEmpty else { continue }
      var commit = PageCommit(lease: lease, stream: plan.name)
      commit.rows = page.rows
      commit.healedKeys = healed
      counts += try await sync.store.commit(commit)
      waiting.remove(all: healed)
    }
  }
}

extension QuarantinedRecord {
  init(_ problem: RecordProblem) {
    let start = problem.place?.startPosition
    self.init(
      key: problem.key, model: problem.model, path: problem.path, reason: problem.reason,
      place: problem.place.flatMap { place in start.map { "\(place.file.path):\($0.line):\($0.column)" } }
        ?? "",
      raw: problem.raw)
  }
}
