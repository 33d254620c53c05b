internal import Interpreter
internal import Programs
internal import Storage

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
      try await sweep(extent, atMost, isFull: isFull, &tally)
    } catch {
      throw SyncFailure(error)
    }
  }

  /// Unless that is suspiciously much.
  private func sweep(
    _ extent: Extent, _ atMost: Int, isFull: Bool, _ tally: inout StreamTally
  ) async throws(StoreFailure) {
    let (known, unseen) = try await sync.store.unseen(lease, stream: plan.name, in: extent.span)
    guard unseen > 0 || !tally.quarantine.waiting.isEmpty else {
      if isFull { try await rhythm?.note(listedAt: sync.session.now) }
      return
    }
    let isMass = Self.isMass(unseen, of: known, atMost)
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
    if extent.span == nil { tally.quarantine.forgetUnmet() }
    // Who was only overlooked is to come back with the next run, not with the next listing that is due.
    if isFull, swept.deleted == 0 || !tally.mayHaveMissed {
      try await rhythm?.note(listedAt: sync.session.now)
    }
  }

  /// One of three is much, and happens every day; that most are gone is what a broken listing looks like, however few there were.
  private static func isMass(_ unseen: Int, of known: Int, _ atMost: Int) -> Bool {
    unseen * 100 > known * atMost && (unseen > fewDeletions || unseen * 2 > known || atMost == 0)
  }

  /// Rows that a complete listing does not show, of a stream whose changes tell what is gone: they told nothing of these.
  ///
  /// Changes of a time before the cursor are told to nobody: what a run that was cut short wrote before the first listing goes with it.
  /// Later ones may be of records that listings never show, so that a person decides.
  func settleLeftOver(_ tally: inout StreamTally) async throws(SyncFailure) {
    guard tally.hasListedAll else { return }
    do throws(StoreFailure) {
      let (known, unseen) = try await sync.store.unseen(lease, stream: plan.name, in: nil)
      guard unseen > 0 else { return }
      let isSure =
        (tally.isFirstListing || plan.program.listsWhatChanges) && !tally.mayHaveMissed
        && !Self.isMass(unseen, of: known, 20)
      if isSure || sync.request.allowsMassDeletion {
        tally.counts += try await sync.store.sweep(
          lease, stream: plan.name, in: nil, isAllowedByHand: !isSure)
        return
      }
      let text =
        "\(unseen) of \(known) rows are not in the complete listing, and no change told that they are gone; "
        + "`--full --allow-deletions` deletes them"
      guard !sync.request.isFull else { return tally.notes.append(text) }
      // Nobody asked for everything: changes were told for a shorter time than nobody had asked for them.
      tally.isPartial = true
      tally.problems.append(text)
    } catch {
      throw SyncFailure(error)
    }
  }
}
