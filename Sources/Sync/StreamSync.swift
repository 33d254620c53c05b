internal import Diagnostics
internal import HTTP
internal import Interpreter
internal import Language
internal import Mapping
internal import Programs
internal import Rows
internal import Storage
internal import Values

/// Reads one stream to its end: page by page, each mapped while the next ones are read and the one before is written.
///
/// The path of a record: `PageSource.next` → (`Store.known`: nothing more is done) → `MappingProgram.map` → `Store.commit` with the checkpoint of its page.
struct StreamSync: Sendable {
  let sync: SyncRun
  let plan: StreamPlan
  let lease: RunLease
  private let shared: SharedRun
  let rhythm: ListingRhythm?
  private let sent: SentNames
  /// No other stream is read in this run.
  private let isAlone: Bool

  init(_ sync: SyncRun, _ plan: StreamPlan, _ lease: RunLease, _ shared: SharedRun, isAlone: Bool) {
    self.sync = sync
    self.isAlone = isAlone
    self.plan = plan
    rhythm = ListingRhythm(plan.program, lease.integration, sync.store)
    self.lease = lease
    self.shared = shared
    sent = SentNames(stream: plan.name, kept: sync.kept)
  }

  private typealias WritingTask = Task<Result<RowCounts, SyncFailure>, Never>

  /// A page on its way into the store.
  private struct Writing {
    let task: WritingTask
    let isPortion: Bool
  }

  /// More records, or more bytes of the reply, are not mapped at once: the rows of a long page would lie in memory beside it.
  private static let mostAtOnce = (records: 5_000, bytes: 1 << 20)

  func run() async -> StreamOutcome {
    let requests = RequestCount()
    return await requests.during { await run(counting: requests) }
  }

  private func run(counting requests: RequestCount) async -> StreamOutcome {
    let start = sync.session.clock.elapsed
    sync.progress.update(plan.name) {
      $0.phase = .running
      $0.startedAt = start
    }
    var tally = StreamTally(StreamQuarantine(sync, plan, lease))
    do throws(SyncFailure) {
      try await read(&tally)
    } catch {
      if case .run(let failure) = error.cause, failure.isStop, sync.stop.isRaised {
        tally.isStopped = true
      } else {
        tally.hasFailed = true
        shared.note(error)
        tally.problems.insert(error.description, at: 0)
      }
    }
    tally.conclude(isQueue: plan.program.isQueue, notReported: sent.unknownCount)
    if let drift = drift(tally) { tally.notes.append(drift) }
    tally.problems += tally.notes
    let end = sync.session.clock.elapsed
    sync.progress.update(plan.name) { [tally] in
      $0.phase = .done(tally.outcome)
      $0.endedAt = end
      $0.counts = tally.counts
      $0.problems = tally.problems
    }
    return StreamOutcome(
      stream: plan.name, outcome: tally.outcome, counts: tally.counts, pages: tally.pages,
      requests: requests.value, seconds: SyncRun.seconds(end - start), problems: tally.problems)
  }

  /// What goes from one page to the next.
  private struct Flow {
    var source: PageSource
    /// Portions of the page that was read last.
    var waiting: ArraySlice<ReadPage> = []
    var writing: Writing?
    /// Records that are still wanted; nil for all.
    var left: Int?
    var habit = FamiliarityHabit()
    // Two pages of rows take turns: one is filled while the other one is written.
    var spare: MappedPage?
    var written: MappedPage?
  }

  private func read(_ tally: inout StreamTally) async throws(SyncFailure) {
    guard try await mayRead(&tally) else { return }
    let isFull = try await readsEverything()
    if keepsRows { try await stored { () async throws(StoreFailure) in try await tally.quarantine.begin() } }
    if isFull, try await readWhatWent(&tally) {
      if !tally.isStopped { try await read(.anew, &tally) }
      if !tally.isStopped { try await read(.after, &tally) }
    } else if !tally.isStopped {
      try await read(isFull ? .everything : .changes, &tally)
    }
    guard keepsRows, !tally.isStopped else { return }
    try await settleLeftOver(&tally)
    let counts = try await stored { () async throws(StoreFailure) in try await tally.quarantine.retry() }
    tally.counts += counts
  }

  /// What is read at once.
  private enum Pass {
    /// What changed, or everything where nothing was read before.
    case changes
    case everything
    /// What changed before everything is read anew.
    case before
    /// Everything, while the cursor stays where `before` has brought it.
    case anew
    /// What changed since.
    case after

    var isFull: Bool { self == .everything || self == .anew }
  }

  /// Reads what changed before everything is read anew, where nothing else tells what went away since the last run; false where that
  /// is not so, or the cursor is of no use any more.
  private func readWhatWent(_ tally: inout StreamTally) async throws(SyncFailure) -> Bool {
    guard keepsRows, !lease.isFirst, sync.request.limit == nil, plan.program.tellsGoneOnce else {
      return false
    }
    guard try await checkpoints().contains(where: { $0.stream == plan.name && !$0.isBegunOnly }) else {
      return false
    }
    do throws(SyncFailure) {
      try await read(.before, &tally)
      // Whoever goes away while everything is read is told of from here on.
      return true
    } catch {
      guard case .run(let failure) = error.cause, !failure.isStop else { throw error }
      tally.isPartial = true
      tally.problems.append("records that are gone since the last run may have stayed: \(failure)")
      return false
    }
  }

  private func checkpoints() async throws(SyncFailure) -> [Checkpoint] {
    try await stored { () async throws(StoreFailure) in try await sync.store.checkpoints(lease.integration) }
  }

  /// One page at most waits to be written, so that memory stays flat and checkpoints keep their order.
  private func read(_ pass: Pass, _ tally: inout StreamTally) async throws(SyncFailure) {
    var isFull = pass.isFull
    var flow = Flow(source: try await source(pass, &tally), left: sync.request.limit)
    var isFinished = false
    while !isFinished {
      if sync.stop.isRaised {
        tally.isStopped = true
        break
      }
      guard let page = try await next(&flow, &tally) else { break }
      if page.remarks.contains(where: { $0.kind == .restarted }) {
        try await beginAnew()
        isFull = true
      }
      let isCut = flow.left.map { page.records.count >= $0 } ?? false
      let familiar = try await familiar(page, &flow, &tally)
      // What is acknowledged is gone at the provider: of a queue a page is taken whole.
      let mapped = map(
        page, familiar, limit: plan.program.isQueue ? nil : flow.left, into: flow.spare.take())
      if let rest = flow.left { flow.left = rest - page.records.count }
      note(page, &tally)
      let healed = tally.quarantine.healed(by: page, mapped)
      let keepsCheckpoint = !isCut && pass != .anew && !keepsCheckpointsForSweep
      if keepsRows {
        let commits = commits(page, mapped, familiar?.rows ?? [], healed, keepsCheckpoint: keepsCheckpoint)
        let sealed = try await sealed(commits, &flow, &tally)
        var last = flow.writing
        flow.writing = Writing(task: write(sealed, after: last?.task), isPortion: page.isPortion)
        try await settle(&last, &tally)
      } else {
        // Another task would take longer to begin than lines take to be written.
        let counts = try await handOn(page, mapped, keepsCheckpoint: keepsCheckpoint)
        note(counts, isPortion: page.isPortion, &tally)
      }
      (flow.spare, flow.written) = (flow.written, mapped)
      if plan.program.isQueue, try await !acknowledge(page, mapped, &flow, &tally) { break }
      if page.isEnd, !isCut {
        try await settle(&flow.writing, &tally)
        try await sweep(after: page, isFull: isFull, &tally)
      }
      if isCut {
        tally.isPartial = true
        tally.problems.append("stopped after \(sync.request.limit ?? 0) records, as was asked")
        isFinished = true
      }
    }
    try await settle(&flow.writing, &tally)
  }

  private func stored<Result>(_ body: () async throws(StoreFailure) -> Result) async throws(SyncFailure)
    -> Result
  {
    do throws(StoreFailure) {
      return try await body()
    } catch {
      throw SyncFailure(error)
    }
  }

  /// The next page, or portion of one; nil at the end.
  private func next(_ flow: inout Flow, _ tally: inout StreamTally) async throws(SyncFailure) -> ReadPage? {
    do throws(RunFailure) {
      if flow.waiting.isEmpty { flow.waiting = try await flow.source.next().map(portions) ?? [] }
      let page = flow.waiting.popFirst()
      // A slice holds on to what was taken from it.
      if flow.waiting.isEmpty { flow.waiting = [] }
      return page
    } catch {
      // What was read before is good and is written before anybody hears of the failure.
      try await settle(&flow.writing, &tally)
      throw SyncFailure(error)
    }
  }

  /// A queue: what was read is acknowledged after it is stored, and only then is more of it asked for; false when it may not be.
  private func acknowledge(
    _ page: ReadPage, _ mapped: MappedPage?, _ flow: inout Flow, _ tally: inout StreamTally
  ) async throws(SyncFailure) -> Bool {
    try await settle(&flow.writing, &tally)
    if let reason = try obstacle(to: page, mapped) {
      tally.isPartial = true
      tally.problems.append(reason)
      return false
    }
    // Not even a wish to stop comes between: who has it from an output would get it twice.
    let acknowledging = Task { [source = flow.source] () -> RunFailure? in
      do throws(RunFailure) {
        try await source.acknowledge(page)
        return nil
      } catch {
        return error
      }
    }
    if let failure = await acknowledging.value { throw SyncFailure(failure) }
    return true
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
      "\(StreamTally.records(bad, "of the queue")) cannot be mapped, and only a store keeps such: the page was not acknowledged"
  }

  /// A page whole, or in portions where it is long.
  private func portions(_ page: ReadPage) -> ArraySlice<ReadPage> {
    let most = Self.mostAtOnce
    guard page.weight > most.bytes * 4 else { return page.portions(of: most.records)[...] }
    let fitting = page.records.count / (page.weight / most.bytes)
    return page.portions(of: min(most.records, max(1, fitting)))[...]
  }

  /// Whether whoever signed in was asked for what the stream needs.
  ///
  /// A stream that is named must be read or fail; among all streams, one that was left out when somebody signed in stays out.
  private func mayRead(_ tally: inout StreamTally) async throws(SyncFailure) -> Bool {
    let missing: [String]
    do {
      missing = try await sync.session.scopesNotAskedFor(of: plan.name)
    } catch {
      throw SyncFailure(error)
    }
    if missing.isEmpty { return true }
    let name = sync.session.program.name
    let reason =
      "whoever signed in was not asked for the scopes \(missing.map { "`\($0)`" }.joined(separator: ", ")) of this stream; "
      + "`connector auth login \(name) \(plan.name)` asks for them: name all streams that are to be read"
    if sync.request.streams.contains(plan.name) { throw SyncFailure(RunFailure(.permission, reason)) }
    tally.notes.append("left out: \(reason)")
    return false
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

  /// The provider forgot the cursor: what went away since is told by nothing but a listing, if not by this one then by that of the next run.
  private func beginAnew() async throws(SyncFailure) {
    guard keepsRows else { return }
    do {
      try await rhythm?.becomeDue()
      try await expectLeftOver()
    } catch {
      throw SyncFailure(error)
    }
  }

  private func source(_ pass: Pass, _ tally: inout StreamTally) async throws(SyncFailure) -> PageSource {
    var options = ReadOptions()
    options.isFull = pass.isFull
    options.since = sync.request.since?.description
    // What was made otherwise is made anew after this, and is no news.
    if pass != .before { (options.form, options.settings) = (plan.form, sync.session.settingsMark) }
    options.isMadeAnew = pass == .after
    // Whoever wants a few records should not ask for pages that nobody looks at.
    options.readsAhead = !plan.program.isQueue && sync.request.limit == nil
    options.readsOn = true
    // Two changes of threads less for each page. With others beside it, or slices, one would wait for the decoding of the other.
    if isAlone, !plan.program.isSliced { options.executor = sync.session.receiver }
    let checkpoints = try await checkpoints()
    tally.isFirstListing = !checkpoints.contains { $0.stream == plan.name }
    let parents = StoredParents(store: sync.store, integration: lease.integration)
    let reader = StreamReader(
      sync.session, plan.program, checkpoints: checkpoints, options: options, parents: parents)
    return PageSource(reader, options)
  }

  /// Rows that were made before are taken for good, unless somebody wants everything to be made anew; the first run finds none.
  private var asksStore: Bool {
    keepsRows && !lease.isFirst && !sync.request.isFull && sync.request.limit == nil
  }

  /// Rows go into the store.
  var keepsRows: Bool { sync.sink == nil && !sync.request.isDryRun }

  /// The records of the page that need not be mapped; nil where that is not worth a question.
  private func familiar(
    _ page: ReadPage, _ flow: inout Flow, _ tally: inout StreamTally
  ) async throws(SyncFailure) -> FamiliarPage? {
    guard let mapping = plan.mapping, mapping.tellsOrigins, asksStore, flow.habit.asksNow() else {
      return nil
    }
    // What the page before has written is to be known as well.
    try await settle(&flow.writing, &tally)
    let familiar = try await stored { () async throws(StoreFailure) in
      try await FamiliarPage.asking(sync.store, lease, plan, mapping, about: page)
    }
    flow.habit.note(familiar)
    return familiar
  }

  private func map(
    _ page: ReadPage, _ familiar: FamiliarPage?, limit: Int?, into spare: consuming MappedPage?
  ) -> MappedPage? {
    guard let mapping = plan.mapping else { return nil }
    var mapped =
      spare
      ?? mapping.page(keepsRaw: sync.request.keepsRaw, hasHashes: keepsRows)
    mapped.removeAll(variables: sync.session.variables)
    // By their places: a record that is copied out of the list is counted for every field that it holds.
    for place in 0..<min(limit ?? .max, page.records.count) {
      if let familiar, familiar.isKnown[place] { continue }
      guard let key = page.records[place].key else {
        let record = page.records[place].value
        mapping.refuse(record, because: plan.program.key.absence(in: record), into: &mapped)
        continue
      }
      let origin =
        keepsRows ? familiar?.origins[place] ?? mapping.origin(of: page.records[place].value) : nil
      mapping.map(page.records[place].value, key: key, origin: origin, into: &mapped)
    }
    for record in page.doubted {
      mapping.refuse(record.value, key: record.key, because: record.reason, at: "keep", into: &mapped)
    }
    return mapped
  }

  /// What a page says beside its records.
  private func note(_ page: ReadPage, _ tally: inout StreamTally) {
    for remark in page.remarks {
      if remark.isIncomplete, !isOfOthers(remark, tally) {
        tally.isPartial = true
        if !tally.problems.contains(remark.text) { tally.problems.append(remark.text) }
      } else if !tally.notes.contains(remark.text) {
        tally.notes.append(remark.text)
      }
    }
    // Where nothing is made of the records, no quarantine tells of those that cannot be told apart.
    if plan.mapping == nil, let nameless = page.records.first(where: { $0.key == nil }) {
      tally.nameless += page.records.count { $0.key == nil }
      tally.absence = tally.absence ?? plan.program.key.absence(in: nameless.value)
    }
    if !page.isPortion { tally.pagesOfListing += 1 }
    if page.isEndOfListing { tally.wasListed = true }
    guard page.isEnd else { return }
    tally.mayHaveMissed = page.mayHaveDrifted && tally.pagesOfListing > 1
    tally.mayHaveDrifted = tally.mayHaveDrifted || tally.mayHaveMissed
    tally.pagesOfListing = 0
  }

  /// A stream that not every account has, and this one never had: nothing of it is missing, unless somebody wants it by name.
  private func isOfOthers(_ remark: Remark, _ tally: StreamTally) -> Bool {
    remark.kind == .notAvailable && tally.isFirstListing && tally.pagesOfListing == 0
      && !sync.request.streams.contains(plan.name)
  }

  /// What may have been overlooked between pages; nil where every run reads everything and nothing came or went since the last one.
  private func drift(_ tally: StreamTally) -> String? {
    if plan.program.isTree, tally.counts.deleted > 0 {
      return "what was moved to another folder meanwhile may seem to be gone; the next run repairs that"
    }
    guard tally.mayHaveDrifted else { return nil }
    let isRepaired = plan.program.readsEverything
    if isRepaired, tally.counts.created == 0, tally.counts.deleted == 0 { return nil }
    return "records that came or went meanwhile may have moved between pages; "
      + (isRepaired ? "the next run repairs that" : "a later full run repairs that")
  }

  private func settle(
    _ writing: inout Writing?, _ tally: inout StreamTally
  ) async throws(SyncFailure) {
    guard let last = writing else { return }
    writing = nil
    note(try await last.task.value.get(), isPortion: last.isPortion, &tally)
  }

  /// A page was written.
  private func note(_ counts: RowCounts, isPortion: Bool, _ tally: inout StreamTally) {
    tally.counts += counts
    tally.hasWritten = true
    if !isPortion { tally.pages += 1 }
    let (pages, counts) = (tally.pages, tally.counts)
    sync.progress.update(plan.name) {
      $0.pages = pages
      $0.counts = counts
    }
  }

  /// What a page writes; what it says about other streams comes first, so that its checkpoint is never ahead of it.
  private func commits(
    _ page: ReadPage, _ mapped: MappedPage?, _ known: [KnownRows], _ healed: [String], keepsCheckpoint: Bool
  ) -> [PageCommit] {
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
    commit.rows = mapped?.rows ?? []
    commit.known = known
    commit.deletedKeys = page.gone.keys
    if !lease.isFirst, !page.leftOut.isEmpty {
      let kept = TextSet(page.records.lazy.compactMap(\.key))
      commit.leftOutKeys = page.leftOut.filter { !kept.contains($0) }
      commit.leavesOutMet = plan.program.leavesOutLast
    }
    commit.deletedAliases = page.gone.aliases
    commit.replacedAliases = page.gone.replacedAliases
    commit.aliases = page.records.compactMap { record in
      guard let key = record.key, let alias = record.deletionKey else { return nil }
      return RecordAlias(key: key, alias: alias)
    }
    let program = plan.program
    commit.notesSeen =
      program.deletesAtMost != nil
      || (!lease.isFirst && (program.isToldGone || program.leavesOut && program.isSliced))
    let others = page.deletions.map { deletion in
      var other = PageCommit(lease: lease, stream: deletion.stream)
      other.deletedKeys = deletion.keys
      return other
    }
    return others + [commit]
  }

  /// Seals what may not lie open; meanwhile the page before is written.
  private func sealed(
    _ commits: [PageCommit], _ flow: inout Flow, _ tally: inout StreamTally
  ) async throws(SyncFailure) -> [PageCommit] {
    var sealed: [PageCommit] = []
    do throws(StoreFailure) {
      for commit in commits { sealed.append(try await sync.store.sealed(commit)) }
      return sealed
    } catch {
      // What was read before is good and is written before anybody hears of the failure.
      try await settle(&flow.writing, &tally)
      throw SyncFailure(error)
    }
  }

  /// Writes a page as soon as the one before is written, and not at all when that could not be: no checkpoint is ahead of its rows.
  ///
  /// Holds nothing of the reply: while rows are written, its memory serves a page to come.
  private func write(_ commits: [PageCommit], after last: WritingTask?) -> WritingTask {
    Task { [store = sync.store] in
      if let last, case .failure(let failure) = await last.value { return .failure(failure) }
      do throws(StoreFailure) {
        var counts = RowCounts()
        for commit in commits { counts += try await store.commit(commit) }
        return .success(counts)
      } catch {
        return .failure(SyncFailure(error))
      }
    }
  }

  /// Gives rows that are not kept to whoever wants them.
  private func handOn(
    _ page: ReadPage, _ mapped: MappedPage?, keepsCheckpoint: Bool
  ) async throws(SyncFailure) -> RowCounts {
    if let sink = sync.sink, !sync.request.isDryRun {
      let gone: [String]
      do throws(StoreFailure) {
        gone = try await sent.keys(ofGone: page)
      } catch {
        throw SyncFailure(error)
      }
      do throws(SinkFailure) {
        try await shared.write(
          SinkPage(
            stream: plan.name, models: plan.shapes.map(\.model), rows: mapped?.rows ?? [], deleted: gone,
            checkpoints: keepsCheckpoint ? page.checkpoints : [],
            moment: sync.session.now), to: sink)
      } catch {
        throw SyncFailure(error)
      }
    }
    return counted(page, mapped)
  }

  /// Counts for rows that go nowhere or elsewhere: nothing is compared, so every row is a new one.
  private func counted(_ page: ReadPage, _ mapped: MappedPage?) -> RowCounts {
    var counts = RowCounts()
    counts.read = page.read
    counts.filtered = page.filtered
    counts.created = mapped?.rows.reduce(0) { $0 + $1.count } ?? 0
    counts.quarantined = mapped?.quarantined.count ?? 0
    counts.deleted = page.gone.names.count
    return counts
  }
}
