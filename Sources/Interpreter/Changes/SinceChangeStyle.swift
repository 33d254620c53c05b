internal import Language
internal import Programs
internal import Values

/// `since`: the request names the moment since which changes are wanted.
struct SinceChangeStyle: ChangeStyle {
  private let send: Placement?
  private let isInclusive: Bool
  private let times: ChangeMoments
  private let reader: MomentReader?
  private let zone: ZoneProgram
  let restart: ExpressionProgram?

  init?(_ block: Block, _ surroundings: Surroundings) {
    guard let block = block.as(SinceChanges.self) else { return nil }
    send = block.placement(SinceChanges.send)
    isInclusive = block[SinceChanges.inclusive] ?? true
    times = ChangeMoments(block.block, surroundings)
    zone = ZoneProgram(block.block, surroundings)
    reader = MomentReader(block.block, format: block[ChangeFields.format] ?? "rfc3339")
    restart = block.expression(ChangeFields.restart, surroundings)
  }

  func moments(_ run: RunMoment) throws(RunFailure) -> MomentReader? { reader?.at(try zone.zone(run)) }

  func first(from state: SliceState, _ run: RunMoment) throws(RunFailure) -> Span {
    var span = Span()
    if let cursor = state.cursor {
      span.since = try times.since(cursor, isInclusive: isInclusive, run)
      span.isWhole = false
    } else {
      span.since = try times.beginning(run)
    }
    return span
  }

  func put(
    _ span: Span, _ page: PagePosition, _ run: RunMoment, into draft: inout RequestDraft
  ) throws(RunFailure) {
    if let send, let since = span.since { try draft.put(times.written(since, run), at: send) }
  }

  func state(_ state: SliceState, after span: Span, _ ending: SpanEnding, _ run: RunMoment) -> SliceState {
    let begunAt = ending.begunAt.moved(byNanoseconds: -ending.lag)
    return state.advanced(to: reader == nil ? begunAt : ending.highest, ending, run)
  }
}
