internal import Language
internal import Programs
internal import Values

/// `feed`: the stream is listed once, and from then on a feed tells what changed in it.
///
/// As a style it is that of the listing. The feed is read by a program of its own, whose style is that of the feed's cursor.
struct FeedChangeStyle: ChangeStyle {
  /// Asks for the token that the feed begins with.
  struct Beginning: Sendable {
    let call: CallProgram
    let token: ExpressionProgram
  }

  let begin: Beginning?
  private let lasts: Milliseconds?
  /// Reads the feed; set when the stream that it is for is complete.
  private(set) var stream: StreamProgram?

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block = block.as(FeedChanges.self) else { return nil }
    lasts = block[FeedChanges.lasts]
    if let request = block[FeedChanges.begin] {
      begin = Beginning(
        call: try CallProgram(request.block, surroundings),
        token: ExpressionProgram(try request.demand(FeedBeginning.token), surroundings))
    } else {
      begin = nil
    }
  }

  func reading(_ stream: StreamProgram) -> FeedChangeStyle {
    var style = self
    style.stream = stream
    return style
  }

  /// The cursor is a token, not a moment.
  var hasToken: Bool { stream?.changes is TokenChangeStyle }

  /// Whether the feed still reaches back to where the last run ended.
  func reaches(_ state: SliceState, _ run: RunMoment) -> Bool {
    guard state.isFed, stream != nil else { return false }
    guard hasToken ? state.token != nil : state.cursor != nil else { return false }
    guard let lasts, let last = state.tokenTakenAt ?? state.cursor else { return true }
    return last.moved(by: lasts) >= run.now
  }

  func first(from state: SliceState, _ run: RunMoment) -> Span { Span() }

  func state(_ state: SliceState, after span: Span, _ ending: SpanEnding, _ run: RunMoment) -> SliceState {
    var next = SliceState()
    next.isFed = true
    next.cursor = hasToken ? nil : ending.begunAt.moved(byNanoseconds: -ending.lag)
    next.token = span.mark
    next.tokenTakenAt = span.mark == nil ? nil : ending.begunAt
    return next
  }
}

/// What an element of a feed says about a record, compiled.
struct FeedElementProgram: Sendable {
  let record: ExpressionProgram?
  let key: RecordKey?
  let gone: ExpressionProgram?
  let readsAgain: Bool
  let isNewestFirst: Bool

  init(_ block: FeedChanges, _ surroundings: Surroundings) {
    record = block.expression(FeedChanges.record, surroundings)
    key = block[FeedChanges.key].map { RecordKey($0.map(\.value)) }
    gone = block.expression(FeedChanges.gone, surroundings)
    readsAgain = block[FeedChanges.again] ?? false
    isNewestFirst = block[FeedChanges.newestFirst] ?? false
  }
}
