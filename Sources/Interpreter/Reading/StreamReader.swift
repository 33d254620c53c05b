internal import Diagnostics
internal import Expressions
internal import Language
package import Programs
package import Storage
internal import Values

/// Reads a stream, slice by slice, page by page, and says with each page where a later run goes on.
///
/// ```
/// var reader = StreamReader(session, stream, checkpoints: kept)
/// while let page = try await reader.next() {
///   // map and store page.records together with page.checkpoints, then
///   try await reader.acknowledge(page)
/// }
/// ```
///
/// Pages come in order, whatever was asked for ahead. After a failure nothing more comes.
package struct StreamReader: Sendable {
  private let work: StreamWork
  private let states: KeptSlices
  private var walk = SliceWalk()
  private var tree: TreeWalk?
  /// Slices that are begun, in order; the first is the one whose pages come next.
  private var begun: [SliceReader] = []
  private var portions: [[String]]?
  private var isWholeListing = true
  private var isComplete = true
  /// The time that all slices were read for; nil while none has ended, empty when they have none in common.
  private var listedTime: Range<Instant>?
  private var isTimeListed = true
  /// Records may have moved between pages; those of a feed page otherwise than those of the listing.
  private var mayHaveDrifted = false
  private var visited = TextSet()
  /// What slices with one cursor for all have left at their ends.
  private var sharedState: SliceState?
  /// The slice under way, where a checkpoint says that it is begun and no more.
  private var begunOnly: String?
  /// Keys of the batch under way that its pages showed, where ids are remembered with their records.
  private var shown = TextSet()
  private var failures = FailedSlices()
  private var isEnded = false
  /// What is to be said before anything was read.
  private var remarks: [Remark] = []

  /// Slices that could not be read: one that the provider refuses for good must not keep all those behind it from being read.
  private struct FailedSlices: Sendable {
    private(set) var first: RunFailure?
    private var count = 0
    var inARow = 0

    /// What is told when the others are read; nil where none failed.
    var failure: RunFailure? {
      guard var failure = first else { return nil }
      if count > 1 { failure.message += ", the first of \(count) parts that could not be read" }
      return failure
    }

    /// False where the others would most likely fail as well.
    mutating func goesOn(after failure: RunFailure) -> Bool {
      guard !failure.isStop, [.permission, .not_found, .request, .provider].contains(failure.kind) else {
        return false
      }
      first = first ?? failure
      count += 1
      inARow += 1
      return inARow < (failure.isPassing ? 3 : 10)
    }
  }

  /// `checkpoints` are those of this stream; `parents` tells of kept records of streams that it is read for.
  package init(
    _ session: Session, _ stream: StreamProgram, checkpoints: [Checkpoint] = [],
    options: ReadOptions = ReadOptions(), parents: (any ParentSource)? = nil
  ) {
    let states = KeptSlices(checkpoints, of: stream.name, isForgotten: options.isFull)
    self.init(StreamWork(session, stream, options, parents), states: states)
  }

  /// Reads a stream by its name.
  package init(
    _ session: Session, stream name: String, options: ReadOptions = ReadOptions(),
    checkpoints: [Checkpoint] = [],
    parents: (any ParentSource)? = nil
  ) throws(RunFailure) {
    guard let stream = session.program.stream(name) else {
      throw RunFailure(.request, "there is no stream `\(name)` in the connector `\(session.program.name)`")
    }
    self.init(session, stream, checkpoints: checkpoints, options: options, parents: parents)
  }

  init(_ work: StreamWork, states: KeptSlices = KeptSlices()) {
    var work = work
    if work.options.since == nil, work.sharesState {
      for (slice, state) in states.all where !slice.isEmpty { work.known[ExactText(slice)] = state.parent }
      if states[""]?.isEmpty == false { work.met = TextSet(states.slices.filter { !$0.isEmpty }) }
      if work.met?.isEmpty == true { work.met = nil }
    }
    self.work = work
    self.states = states
    tree = TreeWalk(work.stream)
    remarks = Self.news(since: states, work.options)
  }

  /// What earlier runs went by otherwise: it reaches what is given again and nothing else.
  private static func news(since states: KeptSlices, _ options: ReadOptions) -> [Remark] {
    var (hasOtherForm, hasOtherSettings) = (false, false)
    for (_, state) in states.all {
      hasOtherForm = hasOtherForm || options.form.map { (state.form(under: options) ?? $0) != $0 } ?? false
      hasOtherSettings =
        hasOtherSettings || options.settings.map { state.settings(under: options) != $0 } ?? false
    }
    var news: [Remark] = []
    if hasOtherForm {
      news.append(
        Remark(
          .otherForm,
          "the mapping, `key`, or what is read and kept has changed: records that are not given again stay as they were made before, until a run with `--full`"
        ))
    }
    if hasOtherSettings {
      news.append(
        Remark(
          .otherSettings,
          "settings have changed: what is not given again stays as it was read with the former ones, until a run with `--full`"
        ))
    }
    return news
  }

  /// The next page; nil when the stream was read to its end.
  package mutating func next() async throws(RunFailure) -> ReadPage? {
    guard !isEnded else { return nil }
    do throws(RunFailure) {
      return try await page()
    } catch {
      isEnded = true
      begun = []
      throw work.session.redacted(error)
    }
  }

  /// Acknowledges what a page held, for streams that are queues; only after it was stored.
  package func acknowledge(_ page: ReadPage) async throws(RunFailure) {
    for call in page.acknowledgements { _ = try await work.session.send(call) }
  }

  private mutating func page() async throws(RunFailure) -> ReadPage? {
    try await beginSlices()
    while !begun.isEmpty {
      guard var page = try await nextOfSlice() else {
        begun.removeFirst()
        try await beginSlices()
        continue
      }
      let slice = begun[0].slice
      // One id that the provider does not know costs itself, and not those that were asked for with it.
      if page.isUntouched, let halves = slice.halves {
        begun.replaceSubrange(
          0...0, with: try halves.map { (half) throws(RunFailure) in reader(half, try state(of: half)) })
        continue
      }
      try tree?.add(page.branches, below: slice)
      let isWhole = begun[0].isWhole
      mayHaveDrifted = mayHaveDrifted || begun[0].mayDrift
      if page.isEnd {
        begun.removeFirst()
        if isNothing(page, slice) {
          page.remarks = page.remarks.map {
            $0.kind == .leftOut ? Remark(.neverRead, $0.message, at: $0.place) : $0
          }
        } else if page.isGone {
          // As if nothing had named it: nothing of it is remembered, so that one that comes back is read from its beginning.
          visited.remove(all: [slice.id] + slice.members.map(\.id))
          if !isWhole { isWholeListing = false }
        } else {
          if !isWhole { isWholeListing = false }
          if page.isLeftOut { isComplete = false }
          noteTime(page.listedTime)
        }
        if page.endsStream { begun = [] } else { try await beginSlices() }
      }
      isEnded = begun.isEmpty && failures.first == nil
      return readPage(page, slice, isWhole: isWhole)
    }
    if let failure = failures.failure { throw failure }
    isEnded = true
    // Nothing to be read for: the end is to be told all the same.
    var nothing = SlicePage()
    nothing.isEnd = true
    return readPage(nothing, nil, isWhole: true)
  }

  /// The next page of the slice whose turn it is; nil when it has none, or cannot be read.
  private mutating func nextOfSlice() async throws(RunFailure) -> SlicePage? {
    do throws(RunFailure) {
      let page = try await begun[0].next()
      if page != nil { failures.inARow = 0 }
      return page
    } catch {
      let isOneOfSeveral = work.options.readsOn && work.stream.isSliced && !work.stream.isQueue
      guard isOneOfSeveral, failures.goesOn(after: error) else { throw error }
      isComplete = false
      return nil
    }
  }

  /// A slice that is left out and that no run has ever read: there is nothing of it to be missed.
  private func isNothing(_ page: SlicePage, _ slice: Slice) -> Bool {
    page.isUntouched && work.stream.isSliced && slice.members.count < 2 && !states.isWritten(slice.id)
  }

  private mutating func noteTime(_ time: Range<Instant>?) {
    guard let time else {
      isTimeListed = false
      return
    }
    listedTime = listedTime.map { $0.clamped(to: time) } ?? time
  }

  /// Begins as many slices as may be asked for at once.
  private mutating func beginSlices() async throws(RunFailure) {
    if portions == nil { portions = try await work.fieldPortions() }
    let isLimited = !work.readsAhead || work.sharesState
    let most = isLimited ? 1 : max(1, work.options.parallelSlices)
    while begun.count < most, let slice = try await nextSlice() {
      visited.insert(all: [slice.id] + slice.members.map(\.id) + slice.unchanged)
      if !slice.unchanged.isEmpty {
        isWholeListing = false
        isTimeListed = false
      }
      if slice.isNothing { continue }
      let state = try state(of: slice)
      if let fingerprint = slice.fingerprint, state.parent == fingerprint, state.open == nil {
        isWholeListing = false
        isTimeListed = false
        continue
      }
      var reader = reader(slice, state)
      if most > 1 { try reader.begin() }
      begun.append(reader)
    }
  }

  private func reader(_ slice: Slice, _ state: SliceState) -> SliceReader {
    let isRead = states.isReadToEnd(slice.id) && !state.isFirstListing
    return SliceReader(work, slice, portions ?? [[]], state: state, isRead: isRead)
  }

  private mutating func nextSlice() async throws(RunFailure) -> Slice? {
    let work = work
    guard let slice = try await walk.next(work) else { return tree?.next(work) }
    tree?.begin(at: slice)
    return slice
  }

  private func state(of slice: Slice) throws(RunFailure) -> SliceState {
    if let since = work.options.since { return try given(since) }
    // Rows of what is unchanged would not be seen, and what is gone elsewhere could not be told from them.
    if work.stream.isListedUnlessUnchanged, work.stream.isSliced { return SliceState() }
    guard work.sharesState else { return states[slice.id] ?? SliceState() }
    return members(of: slice).contains { work.isNew($0.id) } ? SliceState() : states[""] ?? SliceState()
  }

  /// What is remembered of a slice that has no cursor of its own: what is in its batch, else itself.
  private func members(of slice: Slice) -> [SliceMember] {
    work.stream.slices.contains { $0 is BatchSliceKind } ? slice.members : [SliceMember(id: slice.id)]
  }

  /// Whether what was read of a slice follows what earlier runs read of it.
  ///
  /// A given cursor may lie behind where they ended: what changed between the two is for the next run, which goes on where they did.
  /// Where nothing was read before, a moment is a beginning that was chosen by hand; a feed or a token has none without its listing.
  private func isSeamless(_ slice: String) -> Bool {
    guard let since = work.options.since else { return true }
    guard let given = try? given(since), !given.isFed, let beginning = given.cursor else { return false }
    if states.isEmpty { return beginning <= work.session.now }
    guard let state = states[slice], state.open == nil, let cursor = state.cursor else { return false }
    return beginning <= cursor
  }

  /// The state that a given cursor stands for: a moment, or else the provider's token.
  private func given(_ since: String) throws(RunFailure) -> SliceState {
    var state = SliceState()
    let feed = work.stream.changes as? FeedChangeStyle
    state.isFed = feed != nil
    if work.stream.changes is TokenChangeStyle || feed?.hasToken == true {
      state.token = .string(since)
    } else if work.stream.changes is ConditionalChangeStyle {
      state.validator = since
    } else if let moment = MomentReader.moment(otherwiseWritten: since) {
      state.cursor = moment
    } else {
      throw RunFailure(.request, "`\(since)` is no date or moment to read from", at: work.stream.place)
    }
    return state
  }

  private mutating func readPage(_ page: SlicePage, _ slice: Slice?, isWhole: Bool) -> ReadPage {
    let stream = work.stream
    defer { remarks = [] }
    if isWhole, stream.readsChanges, let keep = stream.keep, page.sifted.sharesKeys {
      remarks.append(.sharedKeys(by: keep))
    }
    return ReadPage(
      stream: stream.name, records: page.sifted.records, doubted: page.sifted.doubted,
      gone: page.sifted.gone, deletions: page.sifted.deletions, read: page.read,
      filtered: page.sifted.filtered,
      leftOut: isWhole ? [] : page.sifted.leftOut,
      checkpoints: checkpoints(page, slice), forgottenSlices: isEnded ? forgotten : [],
      isPortion: page.isPortion, isEndOfSlice: page.isEnd,
      isEnd: isEnded, isEndOfListing: isEnded && isWholeListing && isComplete && !page.endsStream,
      listedTime: isEnded && isTimeListed && isComplete && !page.endsStream ? listedTime : nil,
      mayHaveDrifted: mayHaveDrifted, outcome: page.outcome,
      remarks: remarks + page.remarks, request: page.request, weight: page.weight,
      acknowledgements: page.acknowledgements)
  }

  private mutating func checkpoints(_ page: SlicePage, _ slice: Slice?) -> [Checkpoint] {
    if let slice, isBegun(by: page, slice) {
      begunOnly = slice.id
      return [.begun(stream: work.stream.name, slice: slice.id)]
    }
    guard work.sharesState else {
      guard let slice, let state = page.state, isSeamless(slice.id) else { return [] }
      return [Checkpoint(stream: work.stream.name, slice: slice.id, state: work.session.kept(state))]
    }
    if let slice, slice.members.first?.fingerprint != nil { shown.insert(all: page.sifted.keys) }
    let remembered = page.isEnd ? remembered(slice, page.state) : []
    if page.isEnd { shown = TextSet() }
    // One cursor for all may only advance when all were read.
    if page.isEnd, let state = page.state {
      var combined = state
      if let before = sharedState?.cursor { combined.cursor = max(before, state.cursor ?? before) }
      combined.open = nil
      combined.parent = nil
      sharedState = combined
    }
    guard isEnded, isComplete, let state = sharedState, isSeamless("") else { return remembered }
    return remembered + [Checkpoint(stream: work.stream.name, state: work.session.kept(state))]
  }

  /// Whether rows of a slice are written of which no checkpoint tells: one that is left out later would be taken for one that nobody has read,
  /// and its rows for gone.
  private func isBegun(by page: SlicePage, _ slice: Slice) -> Bool {
    page.read > 0 && !page.isEnd && (page.state == nil || work.sharesState) && begunOnly != slice.id
      && work.stream.deletesAtMost != nil && slice.members.isEmpty && !states.isWritten(slice.id)
  }

  /// What tells a later run which slices without a cursor of their own are new, and which are as they were.
  private func remembered(_ slice: Slice?, _ state: SliceState?) -> [Checkpoint] {
    guard let slice, let state, work.options.since == nil else { return [] }
    let all = members(of: slice)
    // Where records are named by what stands in the batch, one that was not given is asked for again.
    let showsMembers = all.contains { shown.contains($0.id) }
    let members = all.filter { member in
      if member.fingerprint != nil { return !showsMembers || shown.contains(member.id) }
      return (!state.isEmpty || work.stream.readsEverything) && !member.id.isEmpty && !states.holds(member.id)
    }
    return members.map { member in
      var state = SliceState()
      state.parent = member.fingerprint
      return Checkpoint(stream: work.stream.name, slice: member.id, state: work.session.kept(state))
    }
  }

  /// Checkpoints of slices that this run did not come by, when it came by all there are.
  private var forgotten: [String] {
    guard isComplete, work.options.since == nil else { return [] }
    return states.written.filter { !visited.contains($0) && !(work.sharesState && $0.isEmpty) }.sorted()
  }
}
