internal import Language
internal import Programs
internal import Values

/// `window`: the request names a window of time; long times are read window by window.
struct WindowChangeStyle: ChangeStyle {
  private let from: Placement?
  private let to: Placement?
  private let step: Milliseconds
  private let until: TemplateProgram?
  private let ahead: Milliseconds
  private let endInclusive: Bool
  /// Somebody said what the smallest step is that the provider tells apart.
  private let isPrecise: Bool
  private let times: ChangeMoments
  private let reader: MomentReader?
  private let zone: ZoneProgram

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block = block.as(WindowChanges.self) else { return nil }
    from = block.placement(WindowChanges.from)
    to = block.placement(WindowChanges.to)
    step = try block.demand(WindowChanges.step)
    until = block[WindowChanges.until].map { TemplateProgram($0, surroundings) }
    ahead = block[WindowChanges.ahead] ?? Milliseconds(0)
    endInclusive = block[WindowChanges.endInclusive] ?? true
    isPrecise = block.block.has(ChangeFields.precision.key)
    times = ChangeMoments(block.block, surroundings)
    reader = MomentReader(block.block, format: block[ChangeFields.format] ?? "rfc3339")
    zone = ZoneProgram(block.block, surroundings)
  }

  func moments(_ run: RunMoment) throws(RunFailure) -> MomentReader? { reader?.at(try zone.zone(run)) }

  func first(from state: SliceState, _ run: RunMoment) throws(RunFailure) -> Span {
    var span = Span()
    let steps = try times.steps(run)
    var start: Instant
    if let cursor = state.cursor {
      start = try times.since(cursor, run)
      if let unsearched = state.unsearched { start = min(start, unsearched) }
      span.isWhole = false
    } else {
      start = try times.beginning(run) ?? steps.floor(run.now)
    }
    let end = try end(run)
    if start >= end { start = steps.before(end) }
    span.window = start..<windowEnd(start, end, steps)
    return span
  }

  func following(_ span: Span, _ run: RunMoment) throws(RunFailure) -> Span? {
    guard let window = span.window else { return nil }
    let end = try end(run)
    guard window.upperBound < end else { return nil }
    var next = span
    next.window = window.upperBound..<windowEnd(window.upperBound, end, try times.steps(run))
    return next
  }

  /// Where the last window of the run ends, not included: after the step of time that `until` lies in.
  private func end(_ run: RunMoment) throws(RunFailure) -> Instant {
    var last = run.now
    if let until, let value = try until.value(run.variables), !value.isNull {
      guard let instant = value.instant(in: try zone.zone(run)) else {
        throw RunFailure(
          .request, "`\(value.templateText ?? "")` is no date or moment to end at", at: until.place)
      }
      last = instant
    }
    let steps = try times.steps(run)
    return steps.after(steps.floor(last.moved(by: ahead)))
  }

  /// A window is never empty, however short the step is.
  private func windowEnd(_ start: Instant, _ end: Instant, _ steps: TimeSteps) -> Instant {
    let least = steps.after(start)
    return min(max(steps.nearest(start.moved(by: step)), least), max(end, least))
  }

  /// The window's last moment as the provider wants it named.
  ///
  /// Where nobody said how finely the provider tells moments apart, a window ends with the one at which the next begins: what came in the
  /// last half of a second would be in neither of them, and what comes twice does no harm.
  func namedEnd(_ window: Range<Instant>, _ run: RunMoment) throws(RunFailure) -> Instant {
    let steps = try times.steps(run)
    guard endInclusive else { return window.upperBound }
    if !isPrecise, steps.precision != .day, try window.upperBound < end(run) { return window.upperBound }
    return steps.before(window.upperBound)
  }

  func put(
    _ span: Span, _ page: PagePosition, _ run: RunMoment, into draft: inout RequestDraft
  ) throws(RunFailure) {
    guard let window = span.window else { return }
    if let from { try draft.put(times.written(window.lowerBound, run), at: from) }
    if let to { try draft.put(times.written(namedEnd(window, run), run), at: to) }
  }

  func state(_ state: SliceState, after span: Span, _ ending: SpanEnding, _ run: RunMoment) -> SliceState {
    state.advanced(to: reader == nil ? span.window?.upperBound : ending.highest, ending, run)
  }
}
