internal import Interpreter
internal import Programs
internal import Storage
internal import Values

/// What listings that were read to their end show to be gone.
extension StreamSync {
  /// So many rows may go whatever part of all they are.
  private static let fewDeletions = 3

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

  /// Marks what a complete listing no longer holds when this page ends one; `isFull` when the run reads everything.
  func sweep(after page: ReadPage, isFull: Bool, _ tally: inout StreamTally) async throws(SyncFailure) {
    guard keepsRows, let extent = extent(of: page) else { return }
    guard let atMost = plan.program.deletesAtMost else {
      tally.hasListedAll = plan.program.isToldGone && !lease.isFirst
      return
    }
    do throws(StoreFailure) {
      let isSwept = try await sweep(extent, atMost, isFull: isFull, &tally)
      if isSwept, keepsCheckpointsForSweep {
        var commit = PageCommit(lease: lease, stream: plan.name)
        commit.checkpoints = page.checkpoints
        tally.counts += try await sync.store.commit(commit)
      }
    } catch {
      throw SyncFailure(error)
    }
  }

  /// Where the provider may say later that nothing is new, nobody would look for what is gone any more: it goes first.
  var keepsCheckpointsForSweep: Bool {
    keepsRows && plan.program.isListedUnlessUnchanged && !plan.program.isSliced
  }

  /// Unless that is suspiciously much: then false.
  private func sweep(
    _ extent: Extent, _ atMost: Int, isFull: Bool, _ tally: inout StreamTally
  ) async throws(StoreFailure) -> Bool {
    let (known, unseen) = try await sync.store.unseen(lease, stream: plan.name, in: extent.span)
    guard unseen > 0 || !tally.quarantine.waiting.isEmpty else {
      if isFull { try await rhythm?.note(listedAt: sync.session.now) }
      return true
    }
    let isMass = Self.isMass(unseen, of: known, atMost)
    if isMass, !sync.request.allowsMassDeletion {
      // A run that reads only what changed would not say it again.
      try await rhythm?.becomeDue()
      tally.isPartial = true
      tally.problems.append(
        "\(unseen) of \(known) rows are gone from the listing, more than \(atMost) %: nothing was deleted; `--allow-deletions` does it"
      )
      return false
    }
    let swept = try await sync.store.sweep(
      lease, stream: plan.name, in: extent.span, isAllowedByHand: isMass)
    tally.counts += swept
    if let span = extent.span {
      try await tally.quarantine.forgetUnmet(within: span)
    } else {
      tally.quarantine.forgetUnmet()
    }
    // Who was only overlooked is to come back with the next run, not with the next listing that is due.
    if isFull, swept.deleted == 0 || !tally.mayHaveMissed {
      try await rhythm?.note(listedAt: sync.session.now)
    }
    return true
  }

  /// One of three is much, and happens every day; that most are gone is what a broken listing looks like, however few there were.
  private static func isMass(_ unseen: Int, of known: Int, _ atMost: Int) -> Bool {
    unseen * 100 > known * atMost && (unseen > fewDeletions || unseen * 2 > known || atMost == 0)
  }

  /// Settles what a complete listing does not show, of a stream whose changes tell what is gone.
  ///
  /// What a person must look at is told by each run until one has: whoever overlooked the first would never hear of it again.
  func settleLeftOver(_ tally: inout StreamTally) async throws(SyncFailure) {
    guard plan.program.isToldGone else { return }
    do throws(StoreFailure) {
      let told = try await sync.store.memory(lease.integration, leftOver)
      let text = tally.hasListedAll ? try await sweepLeftOver(&tally) : told
      if let text {
        tally.isPartial = true
        tally.problems.append(text)
      }
      if text != told { try await sync.store.remember(lease.integration, leftOver, text) }
    } catch {
      throw SyncFailure(error)
    }
  }

  /// Until a complete listing was compared with the rows that there are.
  func expectLeftOver() async throws(StoreFailure) {
    guard plan.program.isToldGone, !lease.isFirst else { return }
    try await sync.store.remember(
      lease.integration, leftOver,
      "what went away while the provider had forgotten the cursor may have stayed; `--full` shows it")
  }

  /// The name under which is kept what is to be told.
  private var leftOver: String { "left.\(plan.name)" }

  /// Rows that changes told nothing of; what somebody must be told, when it is not sure that they are gone.
  ///
  /// Changes of a time before the cursor are told to nobody: what a run that was cut short wrote before the first listing goes with it.
  /// Later ones may be of records that listings never show, so that a person decides.
  private func sweepLeftOver(_ tally: inout StreamTally) async throws(StoreFailure) -> String? {
    let (known, unseen) = try await sync.store.unseen(lease, stream: plan.name, in: nil)
    guard unseen > 0 else { return nil }
    let isSure =
      (tally.isFirstListing || plan.program.listsWhatChanges) && !tally.mayHaveMissed
      && !Self.isMass(unseen, of: known, 20)
    if isSure || sync.request.allowsMassDeletion {
      tally.counts += try await sync.store.sweep(
        lease, stream: plan.name, in: nil, isAllowedByHand: !isSure)
      return nil
    }
    let text =
      "\(unseen) of \(known) rows are not in the complete listing, and no change told that they are gone; "
      + "`--full --allow-deletions` deletes them, `--full` keeps them"
    // Somebody asked for everything, and may know. Elsewhere changes were told for a shorter time than nobody had asked for them.
    if !sync.request.isFull { return text }
    tally.notes.append(text)
    return nil
  }
}
