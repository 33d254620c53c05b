internal import Diagnostics
internal import Expressions
internal import Formats
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// Reads one slice of a stream: stretch by stretch, page by page.
struct SliceReader: Sendable {
  let slice: Slice
  /// What was read of the slice in this run is all there is of it.
  private(set) var isWhole = true
  /// What is read: the stream itself, or the feed of its changes.
  private var work: StreamWork
  /// The stream itself.
  private let own: StreamWork
  private let portions: [[String]]
  /// A listing must be read in one run: what went away while no changes were told is in no other one.
  private let mustSeeAll: Bool
  private var state: SliceState
  private var stage = Stage.unbegun
  private var ahead: PageAhead?
  private var listing: ListingMemory

  private enum Stage: Sendable {
    case unbegun
    /// A stretch is to be begun.
    case before(Span)
    case reading(PageTask)
    /// The rest of a long reply, and how many records came before it.
    case portions(PageTask, FetchedPage, Int)
    /// What was asked for to be sure does not exist: the page before was the last.
    case beyond(PageTask)
    /// The rest of a long reply cannot be read; what came before it is good.
    case broken(RunFailure)
    case ended
  }

  /// While a page of more bytes is worked on, none is read that nobody has asked for: both would lie in memory.
  private static let heaviest = 4 << 20

  /// Whether records may move between the pages that are being read.
  var mayDrift: Bool { work.stream.pages.mayDrift }

  /// `isRead` when an earlier run read the slice to its end.
  init(_ work: StreamWork, _ slice: Slice, _ portions: [[String]], state: SliceState, isRead: Bool = false) {
    own = work
    mustSeeAll = work.stream.isToldGone && isRead
    var work = work
    var state = state
    if let feed = work.stream.changes as? FeedChangeStyle {
      if feed.reaches(state, work.run), let stream = feed.stream {
        work = work.reading(stream)
      } else if state.isFed {
        state = SliceState()
      }
    }
    self.work = work
    self.slice = slice
    // What the provider must be told to send is asked for in the listing only.
    self.portions = work.stream.element == nil ? portions : [[]]
    self.state = state
    listing = ListingMemory(pageGuard: work.newPageGuard, begunAt: work.session.now)
    if work.stream.element != nil { listing.feed.reach = state.cursor }
  }

  /// Where every portion of a listing begins.
  private var firstPositions: [PagePosition] { portions.map { _ in work.stream.pages.first } }

  /// Asks for the first page without waiting for it.
  mutating func begin() throws(RunFailure) {
    guard case .unbegun = stage else { return }
    let resumed = try first()
    isWhole = resumed.span.isWhole && work.stream.element == nil
    listing.highest = resumed.highest
    listing.listedFrom =
      resumed.page == nil ? resumed.span.window?.lowerBound : resumed.span.window?.upperBound
    listing.searchedFrom = resumed.searchedFrom
    guard case .request(let call) = work.stream.source, resumed.page != nil || !needsMark(resumed.span) else {
      stage = .before(resumed.span)
      return
    }
    var positions = firstPositions
    if let page = resumed.page {
      positions = [page]
      listing.isResuming = true
      isWhole = false
    }
    stage = .reading(PageTask(span: resumed.span, target: .request(call), positions: positions))
    readAhead()
  }

  private mutating func first() throws(RunFailure) -> OpenListing {
    if var open = state.open, work.keepsPosition, open.isRecent(at: work.session.now) {
      if portions.count > 1 || !work.stream.pages.isResumable { open.page = nil }
      listing.begunAt = open.begunAt
      return open
    }
    state.open = nil
    let span = try work.stream.changes.first(from: state, work.run)
    var listing = OpenListing(span: span, begunAt: work.session.now)
    // What the first run of all finds gone is little, and all of the past would be read once more for it.
    if case .windows = work.stream.deletions, !span.isWhole { listing.searchedFrom = span.window?.lowerBound }
    return listing
  }

  mutating func next() async throws(RunFailure) -> SlicePage? {
    do throws(RunFailure) {
      return try await read()
    } catch {
      stage = .ended
      ahead = nil
      if let (program, variables) = takeJob() {
        await program.giveUp(work.session, work.stream.rules, variables, because: error)
      }
      throw error
    }
  }

  /// The job whose results are being read, which is then to be deleted.
  private mutating func takeJob() -> (program: JobProgram, variables: Activation)? {
    guard let job = listing.job.take(), case .job(let program) = work.stream.source else { return nil }
    var variables = slice.variables
    variables["job"] = job
    return (program, variables)
  }

  private mutating func read() async throws(RunFailure) -> SlicePage? {
    while true {
      switch stage {
      case .ended: return nil
      case .unbegun: try begin()
      case .before(let span):
        if let page = try await begin(span) { return page }
      case .reading(let task):
        guard let fetched = try await fetched(task) else { continue }
        if let page = try await page(task, fetched) { return page }
      case .broken(let failure): throw failure
      case .beyond(let task):
        if try beginTarget(task.span) { continue }
        var page = SlicePage()
        page.outcome = task.position.doubted ?? .short
        return try await ended(page, task.span, variables: listing.variables)
      case .portions(let task, let fetched, let before):
        var page = SlicePage()
        page.request = fetched.request
        return try await read(page, task, fetched, after: before)
      }
    }
  }

  // MARK: Beginning

  /// Begins a stretch; a page when there is nothing in it to be asked for.
  private mutating func begin(_ span: Span) async throws(RunFailure) -> SlicePage? {
    var span = span
    if needsMark(span), let begin = (work.stream.changes as? FeedChangeStyle)?.begin {
      span.mark = try await work.mark(begin, slice.variables)
    }
    listing.pageGuard = work.newPageGuard
    switch work.stream.source {
    case .request(let call): listing.targets = [.request(call)]
    case .job(let program):
      var variables = slice.variables
      try work.bind(span, to: &variables)
      let finished = try await program.run(work.session, work.stream.rules, variables) {
        (draft) throws(RunFailure) in
        try work.stream.changes.put(span, PagePosition(), work.run, into: &draft)
      }
      listing.job = finished.job
      if let download = program.download {
        listing.targets = [.download(download, job: finished.job)]
      } else {
        listing.targets = finished.addresses.map { .address($0, program.addressCall, job: finished.job) }[...]
      }
    }
    if try beginTarget(span) { return nil }
    return try await ended(SlicePage(), span, variables: nil)
  }

  /// The token of the feed must be asked for before the listing, so that nothing falls between the two.
  private func needsMark(_ span: Span) -> Bool {
    (work.stream.changes as? FeedChangeStyle)?.begin != nil && span.mark == nil
  }

  /// Begins the next thing to be downloaded; false when there is none.
  private mutating func beginTarget(_ span: Span) throws(RunFailure) -> Bool {
    guard let target = listing.targets.popFirst() else { return false }
    listing.pageGuard = work.newPageGuard
    stage = .reading(PageTask(span: span, target: target, positions: firstPositions))
    return true
  }

  private mutating func readAhead() {
    guard ahead == nil, case .reading(let task) = stage else { return }
    readAhead(task)
  }

  private mutating func readAhead(_ task: PageTask) {
    guard work.readsAhead else { return }
    let (work, slice, portions) = (work, slice, portions)
    ahead = PageAhead(on: work.options.executor) { () async throws(RunFailure) in
      try await work.fetch(task, slice, portions)
    }
  }

  /// Asks for the page after the one that has just come, before anything is done about its records: where they cannot be what ends the listing.
  private mutating func readAhead(after reading: PageReading, _ reply: Reply, of task: PageTask) {
    guard reply.isWhole, reply.response.body.count <= Self.heaviest, reading.position.doubted == nil,
      !work.stream.changes.endsAtOld, listing.knowsWhatIsSkipped || !work.holdsTooMany(reading),
      var next = try? work.stream.pages.step(after: reading, work.pageRules).next,
      listing.pageGuard.allows(next, after: reading.position)
    else { return }
    if let address = next.address {
      guard let resolved = try? reply.resolved(address, work.pageRules) else { return }
      next.address = resolved
    }
    var following = task
    following.positions = [next]
    readAhead(following)
  }

  // MARK: Pages

  /// The page that was asked for; nil when the listing had to begin anew.
  private mutating func fetched(_ task: PageTask) async throws(RunFailure) -> FetchedPage? {
    let ahead = ahead
    self.ahead = nil
    do throws(RunFailure) {
      if let ahead { return try await ahead.page() }
      return try await work.fetch(task, slice, portions)
    } catch {
      let isUnknown = !error.isPassing && [.request, .not_found, .provider].contains(error.kind)
      if isUnknown, task.position.doubted != nil {
        stage = .beyond(task)
        return nil
      }
      // What an earlier run left may be forgotten by the provider: that is no failure of this run.
      guard isUnknown, listing.isResuming else { throw error }
      listing.isResuming = false
      var next = task
      next.positions = firstPositions
      stage = .reading(next)
      waitingRemarks.append(
        Remark(
          .positionLost,
          "the provider no longer knows the page where the last run stopped: the listing begins anew",
          at: error.place))
      return nil
    }
  }

  private var waitingRemarks: [Remark] = []

  /// What becomes of an answer; nil when the listing begins anew.
  private mutating func page(_ task: PageTask, _ fetched: FetchedPage) async throws(RunFailure) -> SlicePage?
  {
    listing.isResuming = false
    var page = SlicePage()
    page.request = fetched.request
    page.remarks = waitingRemarks
    waitingRemarks = []
    if fetched.answers.contains(where: \.wentElsewhere), task.position.address != nil {
      page.remarks.append(
        Remark(
          .otherOrigin,
          "page \(task.position.index + 1) lies at another origin and was read without credentials",
          at: work.pageRules.place))
    }
    if listing.firstHeaders == nil, let headers = fetched.answers.first?.reply.response.headers {
      listing.firstHeaders = headers
      listing.lag = headers.lag(behind: work.session.clock.now)
    }
    for answer in fetched.answers {
      switch answer.judgement {
      case .unchanged:
        isWhole = false
        page.outcome = .unchanged
        return try await ended(page, task.span, variables: nil)
      case .turn(let turn, let failure): return try await turned(turn, failure, page, task)
      default: continue
      }
    }
    return try await read(page, task, fetched)
  }

  private var isUnread: Bool { listing.variables == nil }

  private mutating func turned(
    _ turn: Judgement.Turn, _ failure: RunFailure, _ page: SlicePage, _ task: PageTask
  ) async throws(RunFailure) -> SlicePage? {
    var page = page
    switch turn {
    case .endPages, .empty:
      if try beginTarget(task.span) { return nil }
      page.outcome = .ruled
      return try await ended(page, task.span, variables: nil)
    case .skipRecord, .skipStream:
      stage = .ended
      isWhole = false
      page.isEnd = true
      page.isLeftOut = true
      page.isUntouched = turn == .skipRecord && isUnread
      page.endsStream = turn == .skipStream
      page.remarks.append(
        turn == .skipStream
          ? Remark(.notAvailable, "left out as not available: \(failure.message)", at: failure.place)
          : Remark(.leftOut, "a part is left out: \(failure.message)", at: failure.place))
      return page
    case .gone:
      // Of the whole stream, or of a batch that cannot be asked for again in parts, nobody can know which records it was said of; of what a
      // job has made only the download is over.
      let isBatch = work.stream.slices.contains { $0 is BatchSliceKind }
      guard case .request = task.target, work.stream.isSliced,
        !isBatch || slice.members.count == 1 || slice.halves != nil && isUnread
      else { throw failure }
      stage = .ended
      page.isEnd = true
      page.isGone = true
      page.isUntouched = isUnread
      page.outcome = .ruled
      page.remarks.append(Remark(.gone, "a part is gone: \(failure.message)", at: failure.place))
      return page
    case .restart:
      guard !listing.hasRestarted else { throw failure }
      state = SliceState()
      work = own
      let span = try work.stream.changes.first(from: state, work.run)
      isWhole = span.isWhole
      listing = ListingMemory(pageGuard: work.newPageGuard, begunAt: work.session.now)
      listing.hasRestarted = true
      stage = .before(span)
      waitingRemarks = page.remarks + [Remark(.restarted, failure.message, at: failure.place)]
      return nil
    }
  }

  private mutating func read(
    _ page: SlicePage, _ task: PageTask, _ fetched: FetchedPage, after before: Int = 0
  ) async throws(RunFailure) -> SlicePage {
    let content = await work.agreed(
      try PageContent(of: fetched, task, work, slice, after: before), task, slice, portions)
    if content.readings.count == 1 { readAhead(after: content.first, content.reply, of: task) }
    var page = page
    page.weight = fetched.weight
    try await fill(&page, with: content)
    // Without a checkpoint: what is left of the reply is not to be had again by itself.
    do throws(RunFailure) {
      if let rest = try fetched.following() {
        stage = .portions(task, rest, content.first.count)
        page.isPortion = true
        return page
      }
    } catch {
      stage = .broken(error)
      page.isPortion = true
      return page
    }
    listing.variables = content.first.variables
    let positions = try await following(task, content, &page)
    return try await advanced(page, task, positions, content.first.variables)
  }

  /// Sorts the records of a page and notes what they say of the listing.
  private mutating func fill(_ page: inout SlicePage, with content: PageContent) async throws(RunFailure) {
    let (records, variables) = (content.records, content.first.variables)
    if content.differs {
      page.remarks.append(
        Remark(.portionsDiffer, "the requests for `fields` give different records", at: work.stream.place))
      // A record that only some of them give is there.
      provesNoneGone()
    }
    page.branches = try work.stream.tree?.branches(of: records, work.stream.key, variables) ?? []
    if let feed = feed(variables) {
      page.sifted = try await feed.page(of: records, &listing.feed)
    } else {
      var sifter = content.sifter
      page.sifted = try sifter.sift(records)
    }
    page.sifted.records = try await own.completed(page.sifted.records, variables, &page.remarks)
    page.read = records.count
    if !records.isEmpty, work.stream.changes.readsRecords { listing.ofRecords = variables }
    note(page.sifted)
    page.acknowledgements = try work.acknowledgements(records, variables)
  }

  /// What reads the elements of a reply, where it is the feed that is read.
  private func feed(_ variables: Activation) -> FeedReader? {
    work.stream.element.map { FeedReader(work, of: own, slice, $0, variables) }
  }

  private mutating func note(_ sifted: SiftedPage) {
    if let highest = sifted.highest { listing.highest = max(listing.highest ?? highest, highest) }
    listing.withoutMoment += sifted.withoutMoment
    listing.undecided += sifted.undecided
    // It may be any of those that will seem to be gone.
    if sifted.hasNameless || sifted.undecided.count > 0 { provesNoneGone() }
  }

  /// What was not seen is not known to be gone.
  private mutating func provesNoneGone() {
    isWhole = false
    listing.listedFrom = nil
  }

  /// Where the next page lies, for each portion; nil at the end of the listing.
  private mutating func following(
    _ task: PageTask, _ content: PageContent, _ page: inout SlicePage
  ) async throws(RunFailure) -> [PagePosition]? {
    if isEnd(content.first, &page) { return nil }
    var positions: [PagePosition] = []
    for reading in content.readings {
      let isFirst = positions.isEmpty
      let step = try work.stream.pages.step(after: reading, work.pageRules)
      if isFirst { try await note(step, after: content, task, &page) }
      guard var next = step.next else {
        if !isFirst {
          page.remarks.append(
            Remark(.portionsDiffer, "one request for `fields` ends before the others", at: work.stream.place))
          provesNoneGone()
        }
        return nil
      }
      if let address = next.address { next.address = try content.reply.resolved(address, work.pageRules) }
      positions.append(next)
    }
    return positions
  }

  /// Whether a page ends the listing whatever it says of a next one: it is older than what was asked for, or there only to be sure.
  private mutating func isEnd(_ reading: PageReading, _ page: inout SlicePage) -> Bool {
    if work.stream.changes.endsAtOld, page.sifted.sawOld {
      isWhole = false
      page.outcome = .old
      return true
    }
    if listing.pageGuard.isProofOfEnd(reading, keys: page.sifted.keys) {
      (page.sifted, page.read, page.outcome) = (SiftedPage(), 0, reading.position.doubted ?? .short)
      return true
    }
    if let doubted = reading.position.doubted, !listing.hasToldOfDoubt {
      listing.hasToldOfDoubt = true
      page.remarks.append(.wasNoEnd(doubted, reading.position.read, work.pageRules))
    }
    return false
  }

  /// How the listing goes on after a page, and why that may be doubted.
  private mutating func note(
    _ step: PageStep, after content: PageContent, _ task: PageTask, _ page: inout SlicePage
  ) async throws(RunFailure) {
    page.outcome = step.outcome
    if let doubt = try listing.pageGuard.check(content.first, keys: page.sifted.keys, step),
      await !work.provesEnd(of: task, slice, portions)
    {
      page.remarks.append(doubt)
    }
    if let remark = step.remark { page.remarks.append(remark) }
    if step.next != nil, !listing.knowsWhatIsSkipped, work.holdsTooMany(content.first) {
      listing.knowsWhatIsSkipped = true
      try await work.requireElementsAreSkipped(after: content, task, slice, portions)
    }
    if content.reply.mayBeCut { page.remarks.append(.endUnknown(at: work.stream.place)) }
    // The listing may have been cut off.
    if page.remarks.contains(where: { [.fullPageWithoutNext, .endUnknown].contains($0.kind) }) {
      provesNoneGone()
    }
  }

  // MARK: Going on

  private mutating func advanced(
    _ page: SlicePage, _ task: PageTask, _ positions: [PagePosition]?, _ variables: Activation
  ) async throws(RunFailure) -> SlicePage {
    var page = page
    if let positions {
      var next = task
      next.positions = positions
      stage = .reading(next)
      if page.weight <= Self.heaviest { readAhead() }
      if positions.count == 1, work.stream.pages.isResumable {
        page.state = interrupted(next.span, next.position)
      }
      return page
    }
    if try beginTarget(task.span) {
      readAhead()
      return page
    }
    return try await ended(page, task.span, variables: variables)
  }

  /// The page that ends a stretch, and with the last one the slice.
  private mutating func ended(
    _ page: SlicePage, _ span: Span, variables: Activation?
  ) async throws(RunFailure) -> SlicePage {
    var page = page
    if let (program, variables) = takeJob() {
      try await program.delete(work.session, work.stream.rules, variables)
    }
    if let following = try work.stream.changes.following(span, work.run) {
      page.state = interrupted(following, nil)
      stage = .before(following)
      if case .request(let call) = work.stream.source {
        listing.targets = [.request(call)]
        _ = try beginTarget(following)
        readAhead()
      }
      return page
    }
    stage = .ended
    page.isEnd = true
    if let feed = (variables ?? listing.variables).flatMap(feed) {
      let last = try await feed.records(meantBy: listing.feed.takeHeld())
      page.sifted.records += try await own.completed(last.records, feed.variables, &page.remarks)
      page.sifted.gone.append(last.gone)
      page.sifted.deletions += last.deletions
      page.sifted.takeJudgements(of: last)
      listing.undecided += last.undecided
    }
    if let from = listing.listedFrom, let to = span.window?.upperBound, from < to {
      page.listedTime = from..<to
    }
    page.state = try finished(span, variables)
    if listing.withoutMoment > 0, let moments = try work.stream.changes.moments(work.run) {
      page.remarks.append(
        Remark(
          .withoutMoment,
          "no moment at `\(moments.name)`, by which changes are read, in \(listing.withoutMoment) of the records",
          at: work.stream.place))
    }
    if let remark = listing.undecided.remark(keep: own.stream.keep) { page.remarks.append(remark) }
    return page
  }

  /// The state of a slice that was read to its end.
  private mutating func finished(_ span: Span, _ variables: Activation?) throws(RunFailure) -> SliceState {
    let ending = SpanEnding(
      highest: listing.highest, begunAt: listing.begunAt, variables: variables,
      ofRecords: listing.ofRecords, headers: listing.firstHeaders, lag: listing.lag)
    let (form, settings) = (state.form(under: work.options), state.settings(under: work.options))
    state.open = nil
    var next = try work.stream.changes.state(state, after: span, ending, work.run)
    (next.parent, next.form, next.settings) = (slice.fingerprint, form, settings)
    next.unsearched = unsearched
    if work.stream.element != nil { next.isFed = true }
    return next
  }

  /// Where the windows began that runs before this one read last and did not search, as they died; the next run reads them once more.
  private var unsearched: Instant? {
    guard let from = listing.searchedFrom, let listed = listing.listedFrom, from < listed else { return nil }
    return from
  }

  /// The state of a listing that goes on at a page; nil when a later run could not go on there.
  private func interrupted(_ span: Span, _ position: PagePosition?) -> SliceState? {
    guard work.keepsPosition, !listing.feed.holds else { return nil }
    if mustSeeAll, span.isWhole, work.stream.element == nil { return nil }
    var next = state
    (next.form, next.settings) = (state.form(under: work.options), state.settings(under: work.options))
    next.open = OpenListing(
      span: span, page: position, highest: listing.highest, begunAt: listing.begunAt,
      searchedFrom: listing.searchedFrom)
    return next
  }
}
