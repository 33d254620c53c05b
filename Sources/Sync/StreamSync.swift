internal import Diagnostics
internal import Interpreter
internal import Mapping
internal import Programs
internal import Rows
internal import Storage
internal import Values

/// Reads one stream to its end: page by page, each mapped while the next one is fetched and the one before is written.
///
/// The path of a record: `StreamReader.next` → `MappingProgram.map` → `Store.commit` with the checkpoint of its page.
struct StreamSync: Sendable {
  private let sync: SyncRun
  private let plan: StreamPlan
  private let lease: RunLease
  private let order: SharedRun
  private let rhythm: ListingRhythm?
  private let sent: SentNames

  init(_ sync: SyncRun, _ plan: StreamPlan, _ lease: RunLease, _ order: SharedRun) {
    self.sync = sync
    self.plan = plan
    rhythm = ListingRhythm(plan.program, lease.integration, sync.store)
    self.lease = lease
    self.order = order
    sent = SentNames(stream: plan.name, kept: sync.kept)
  }

  /// What is known of the stream so far.
  private struct Tally {
    var counts = RowCounts()
    var pages = 0
    /// Of the listing that is being read, those not yet written included.
    var pagesOfListing = 0
    var problems: [String] = []
    /// What is worth knowing and makes no run partial; it stands behind what does.
    var notes: [String] = []
    /// Records may have moved between the pages of the listing that was read last, so that one was seen on none.
    var mayHaveMissed = false
    var isPartial = false
    var isStopped = false
    var hasWritten = false
    /// Records that an earlier run could not map.
    var inQuarantine: Set<String> = []
  }

  /// A page on its way into the store.
  private struct Writing {
    let task: Task<Result<RowCounts, SyncFailure>, Never>
    let isPortion: Bool
  }

  /// More records than this are not mapped at once: their rows would need more memory than the reply they came in.
  private static let mostAtOnce = 5_000

  func run() async -> StreamOutcome {
    let start = sync.session.clock.elapsed
    sync.progress.update(plan.name) {
      $0.phase = .running
      $0.startedAt = start
    }
    var tally = Tally()
    var hasFailed = false
    do throws(SyncFailure) {
      try await read(&tally)
    } catch {
      hasFailed = true
      if case .run(let failure) = error.cause { order.note(failure) }
      tally.problems.insert(error.description, at: 0)
    }
    if tally.counts.quarantined > 0 {
      tally.isPartial = true
      tally.problems.append(
        "\(tally.counts.quarantined) records are in quarantine; `connector runs show` tells why")
    }
    if sent.unknownCount > 0 {
      // No failure: what is written elsewhere is all there is, and these are not in it.
      tally.problems.append(
        "\(sent.unknownCount) records are gone by names that only a store could tell the ids of; a run into the store follows them"
      )
    }
    tally.problems += tally.notes
    let outcome: RunEnd.Outcome =
      hasFailed
      ? (tally.hasWritten ? .partial : .failed)
      : tally.isStopped ? .stopped : tally.isPartial ? .partial : .succeeded
    let end = sync.session.clock.elapsed
    sync.progress.update(plan.name) { [tally] in
      $0.phase = .done(outcome)
      $0.endedAt = end
      $0.counts = tally.counts
      $0.problems = tally.problems
    }
    return StreamOutcome(
      stream: plan.name, outcome: outcome, counts: tally.counts, pages: tally.pages, requests: tally.pages,
      seconds: SyncRun.seconds(end - start), problems: tally.problems)
  }

  /// One page at most waits to be written, so that memory stays flat and checkpoints keep their order.
  private func read(_ tally: inout Tally) async throws(SyncFailure) {
    let isFull = try await readsEverything()
    var reader = try await reader(isFull: isFull)
    tally.inQuarantine = try await inQuarantine()
    var writing: Writing?
    var left = sync.request.limit
    var waiting: ArraySlice<ReadPage> = []
    var isFinished = false
    // Two pages of rows take turns: one is filled while the other one is written.
    var spare: MappedPage?
    var written: MappedPage?
    while !isFinished {
      if sync.stop.isRaised {
        tally.isStopped = true
        break
      }
      let page: ReadPage?
      do throws(RunFailure) {
        if waiting.isEmpty { waiting = try await reader.next()?.portions(of: Self.mostAtOnce)[...] ?? [] }
        page = waiting.popFirst()
      } catch {
        // What was read before is good and is written before anybody hears of the failure.
        try await settle(&writing, &tally)
        throw SyncFailure(error)
      }
      guard let page else { break }
      let isCut = left.map { page.records.count >= $0 } ?? false
      // What is acknowledged is gone at the provider: of a queue a page is taken whole.
      let mapped = map(page, limit: plan.program.isQueue ? nil : left, into: spare.take())
      if let rest = left { left = rest - page.records.count }
      note(page, &tally)
      try await settle(&writing, &tally)
      let healed = healed(page, mapped, &tally)
      (spare, written) = (written, mapped)
      writing = Writing(
        task: write(page, mapped, healed, keepsCheckpoint: !isCut), isPortion: page.isPortion)
      if plan.program.isQueue {
        // A queue: what was read is acknowledged after it is stored, and only then is more of it asked for.
        try await settle(&writing, &tally)
        if let reason = try obstacle(to: page, mapped) {
          tally.isPartial = true
          tally.problems.append(reason)
          break
        }
        do throws(RunFailure) {
          try await reader.acknowledge(page)
        } catch {
          throw SyncFailure(error)
        }
      }
      if let extent = extent(of: page), !isCut {
        try await settle(&writing, &tally)
        try await sweep(extent, isFull: isFull, &tally)
      }
      if isCut {
        tally.isPartial = true
        tally.problems.append("stopped after \(sync.request.limit ?? 0) records, as was asked")
        isFinished = true
      }
    }
    try await settle(&writing, &tally)
  }

  /// Why a page of a queue may not be acknowledged: nobody would have what is in it; nil when it may.
  private func obstacle(to page: ReadPage, _ mapped: MappedPage?) throws(SyncFailure) -> String? {
    guard page.needsAcknowledgement else { return nil }
    if sync.request.isDryRun {
      return "nothing was acknowledged, so that only the first page of the queue was read"
    }
    guard let sink = sync.sink else { return nil }
    do throws(SinkFailure) {
      try sink.flush()
    } catch {
      throw SyncFailure(error)
    }
    let bad = mapped?.quarantined.count ?? 0
    if bad == 0 { return nil }
    return
      "\(bad) records of the queue cannot be mapped, and only a store keeps such: they were not acknowledged"
  }

  /// As if nothing had ever been read: when it was asked for, when rows go elsewhere, and when a complete listing is due.
  private func readsEverything() async throws(SyncFailure) -> Bool {
    if sync.request.isFull || sync.sink != nil { return true }
    guard let rhythm, sync.request.since == nil else { return false }
    do {
      return try await rhythm.isDue(at: sync.session.now)
    } catch {
      throw SyncFailure(error)
    }
  }

  private func reader(isFull: Bool) async throws(SyncFailure) -> StreamReader {
    var options = ReadOptions()
    options.isFull = isFull
    options.since = sync.request.since?.description
    do throws(StoreFailure) {
      let checkpoints = options.isFull ? [] : try await sync.store.checkpoints(lease.integration)
      let parents = StoredParents(store: sync.store, integration: lease.integration)
      return StreamReader(
        sync.session, plan.program, checkpoints: checkpoints, options: options, parents: parents)
    } catch {
      throw SyncFailure(error)
    }
  }

  private func inQuarantine() async throws(SyncFailure) -> Set<String> {
    guard sync.sink == nil, !sync.request.isDryRun else { return [] }
    do throws(StoreFailure) {
      return try await sync.store.quarantinedKeys(lease.integration, stream: plan.name)
    } catch {
      throw SyncFailure(error)
    }
  }

  /// Records of the page that were in quarantine and have nothing wrong with them any more.
  private func healed(_ page: ReadPage, _ mapped: MappedPage?, _ tally: inout Tally) -> [String] {
    let bad = Set((mapped?.quarantined ?? []).map(\.key))
    defer { tally.inQuarantine.formUnion(bad) }
    guard !tally.inQuarantine.isEmpty else { return [] }
    return page.records.compactMap { record in
      record.key.flatMap { tally.inQuarantine.contains($0) && !bad.contains($0) ? $0 : nil }
    }
  }

  private func map(_ page: ReadPage, limit: Int?, into spare: consuming MappedPage?) -> MappedPage? {
    guard let mapping = plan.mapping else { return nil }
    var mapped =
      spare
      ?? mapping.page(
        keepsRaw: sync.request.keepsRaw, hasHashes: sync.sink == nil && !sync.request.isDryRun)
    mapped.removeAll(variables: sync.session.variables)
    for record in page.records.prefix(limit ?? .max) {
      if let key = record.key {
        mapping.map(record.value, key: key, into: &mapped)
      } else {
        mapping.refuse(record.value, because: "the record has no key", into: &mapped)
      }
    }
    return mapped
  }

  /// What a page says beside its records.
  private func note(_ page: ReadPage, _ tally: inout Tally) {
    for remark in page.remarks {
      if remark.isIncomplete {
        tally.isPartial = true
        if !tally.problems.contains(remark.text) { tally.problems.append(remark.text) }
      } else if !tally.notes.contains(remark.text) {
        tally.notes.append(remark.text)
      }
    }
    if !page.isPortion { tally.pagesOfListing += 1 }
    guard page.isEnd else { return }
    let text =
      "records that came or went meanwhile may have moved between pages; a later full run repairs that"
    tally.mayHaveMissed = page.mayHaveDrifted && tally.pagesOfListing > 1
    if tally.mayHaveMissed, !tally.notes.contains(text) { tally.notes.append(text) }
    tally.pagesOfListing = 0
  }

  private func settle(
    _ writing: inout Writing?, _ tally: inout Tally
  ) async throws(SyncFailure) {
    guard let last = writing else { return }
    writing = nil
    tally.counts += try await last.task.value.get()
    tally.hasWritten = true
    if !last.isPortion { tally.pages += 1 }
    let (pages, counts) = (tally.pages, tally.counts)
    sync.progress.update(plan.name) {
      $0.pages = pages
      $0.counts = counts
    }
  }

  private func write(
    _ page: ReadPage, _ mapped: MappedPage?, _ healed: [String], keepsCheckpoint: Bool
  ) -> Task<Result<RowCounts, SyncFailure>, Never> {
    Task {
      do throws(SyncFailure) {
        return .success(try await commit(page, mapped, healed, keepsCheckpoint))
      } catch {
        return .failure(error)
      }
    }
  }

  private func commit(
    _ page: ReadPage, _ mapped: MappedPage?, _ healed: [String], _ keepsCheckpoint: Bool
  ) async throws(SyncFailure) -> RowCounts {
    if sync.request.isDryRun { return counted(page, mapped) }
    var commit = PageCommit(lease: lease, stream: plan.name)
    commit.read = page.read
    commit.filtered = page.filtered
    commit.checkpoints = keepsCheckpoint ? page.checkpoints : []
    commit.forgottenSlices = page.forgottenSlices
    commit.healedKeys = healed
    commit.quarantined = (mapped?.quarantined ?? []).map(QuarantinedRecord.init)
    if plan.program.isParent {
      commit.parents = page.records.compactMap { record in
        record.key.map { ParentRecord(key: $0, json: record.json) }
      }
    }
    if let sink = sync.sink {
      let gone: [String]
      do throws(StoreFailure) {
        gone = try await sent.keys(ofGone: page)
      } catch {
        throw SyncFailure(error)
      }
      do throws(SinkFailure) {
        try await order.write(
          SinkPage(
            stream: plan.name, models: plan.shapes.map(\.model), rows: mapped?.rows ?? [],
            deleted: gone, checkpoints: commit.checkpoints, moment: sync.session.now), to: sink)
      } catch {
        throw SyncFailure(error)
      }
      return counted(page, mapped)
    }
    commit.rows = mapped?.rows ?? []
    commit.deletedKeys = page.gone.keys
    commit.deletedAliases = page.gone.aliases
    commit.replacedAliases = page.gone.replacedAliases
    commit.aliases = page.records.compactMap { record in
      guard let key = record.key, let alias = record.deletionKey else { return nil }
      return RecordAlias(key: key, alias: alias)
    }
    commit.notesSeen = plan.program.deletesAtMost != nil
    do throws(StoreFailure) {
      // What the page says about other streams comes first: its checkpoint must never be ahead of it.
      var counts = RowCounts()
      for deletion in page.deletions {
        var other = PageCommit(lease: lease, stream: deletion.stream)
        other.deletedKeys = deletion.keys
        counts += try await sync.store.commit(other)
      }
      counts += try await sync.store.commit(commit)
      return counts
    } catch {
      throw SyncFailure(error)
    }
  }

  /// Counts for rows that go nowhere or elsewhere: nothing is compared, so every row is a new one.
  private func counted(_ page: ReadPage, _ mapped: MappedPage?) -> RowCounts {
    var counts = RowCounts()
    counts.read = page.read
    counts.filtered = page.filtered
    counts.created = mapped?.rows.reduce(0) { $0 + $1.count } ?? 0
    counts.quarantined = mapped?.quarantined.count ?? 0
    counts.deleted = page.deletedKeys.count
    return counts
  }

  /// Of which rows a page shows that all were seen.
  private enum Extent {
    case all
    case span(RowSpan)

    var span: RowSpan? { if case .span(let span) = self { span } else { nil } }
  }

  private func extent(of page: ReadPage) -> Extent? {
    guard case .windows(let field) = plan.program.deletions else {
      return page.isEndOfListing ? .all : nil
    }
    return page.listedTime.flatMap { RowSpan(field: field, within: $0) }.map(Extent.span)
  }

  /// Marks what a complete listing no longer holds, unless that is suspiciously much.
  private func sweep(_ extent: Extent, isFull: Bool, _ tally: inout Tally) async throws(SyncFailure) {
    guard let atMost = plan.program.deletesAtMost, sync.sink == nil, !sync.request.isDryRun else { return }
    do throws(StoreFailure) {
      let (known, unseen) = try await sync.store.unseen(lease, stream: plan.name, in: extent.span)
      guard unseen > 0 || !tally.inQuarantine.isEmpty else {
        if isFull { try await rhythm?.note(listedAt: sync.session.now) }
        return
      }
      let isMass = unseen * 100 > known * atMost
      if isMass, !sync.request.allowsMassDeletion {
        tally.isPartial = true
        tally.problems.append(
          "\(unseen) of \(known) rows are gone from the listing, more than \(atMost) %: nothing was deleted; `--allow-deletions` does it"
        )
        return
      }
      let swept = try await sync.store.sweep(
        lease, stream: plan.name, in: extent.span, isAllowedByHand: isMass)
      tally.counts += swept
      // Who was only overlooked is to come back with the next run, not with the next listing that is due.
      if isFull, swept.deleted == 0 || !tally.mayHaveMissed {
        try await rhythm?.note(listedAt: sync.session.now)
      }
    } catch {
      throw SyncFailure(error)
    }
  }
}

extension QuarantinedRecord {
  fileprivate init(_ problem: RecordProblem) {
    let start = problem.place?.startPosition
    self.init(
      key: problem.key, model: problem.model, path: problem.path, reason: problem.reason,
      place: problem.place.flatMap { place in start.map { "\(place.file.path):\($0.line):\($0.column)" } }
        ?? "",
      raw: problem.raw)
  }
}

extension Remark {
  fileprivate var text: String {
    guard let place else { return message }
    let start = place.startPosition
    return "\(message) at \(place.file.path):\(start.line):\(start.column)"
  }
}
