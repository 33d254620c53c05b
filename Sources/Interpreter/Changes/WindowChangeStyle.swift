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
  private let times: ChangeMoments
  let moments: MomentReader?

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block = block.as(WindowChanges.self) else { return nil }
    from = block.placement(WindowChanges.from)
    to = block.placement(WindowChanges.to)
    step = try block.demand(WindowChanges.step)
    until = block[WindowChanges.until].map { TemplateProgram($0, surroundings) }
    ahead = block[WindowChanges.ahead] ?? Milliseconds(0)
    endInclusive = block[WindowChanges.endInclusive] ?? true
    times = ChangeMoments(block.block, surroundings)
    moments = block[WindowChanges.field].flatMap { _ in
      MomentReader(block.block, format: block[ChangeFields.format] ?? "rfc3339")
    }
  }

  func first(from state: SliceState, _ run: RunMoment) throws(RunFailure) -> Span {
    var span = Span()
    var start: Instant
    if let cursor = state.cursor {
      start = times.since(cursor)
      span.isWhole = false
    } else {
      start = try times.beginning(run) ?? run.now.rounded(downTo: times.precision)
    }
    let end = try end(run)
    if start >= end { start = end.moved(byNanoseconds: -Int128(times.precision.nanoseconds)) }
    span.window = start..<windowEnd(start, end)
    return span
  }

  func following(_ span: Span, _ run: RunMoment) throws(RunFailure) -> Span? {
    guard let window = span.window else { return nil }
    let end = try end(run)
    guard window.upperBound < end else { return nil }
    var next = span
    next.window = window.upperBound..<windowEnd(window.upperBound, end)
    return next
  }

  /// Where the last window of the run ends, not included: after the step of time that `until` lies in.
  private func end(_ run: RunMoment) throws(RunFailure) -> Instant {
    var last = run.now
    if let until, let value = try until.value(run.variables), !value.isNull {
      guard let instant = value.instant else {
        throw RunFailure(
          .request, "`\(value.templateText ?? "")` is no date or moment to end at", at: until.place)
      }
      last = instant
    }
    return last.moved(by: ahead).rounded(downTo: times.precision)
      .moved(byNanoseconds: Int128(times.precision.nanoseconds))
  }

  /// A window is never empty, however short the step is.
  private func windowEnd(_ start: Instant, _ end: Instant) -> Instant {
    let least = start.moved(byNanoseconds: Int128(times.precision.nanoseconds))
    return min(max(start.moved(by: step).rounded(downTo: times.precision), least), max(end, least))
  }

  /// The window's last moment as the provider wants it named.
  func namedEnd(_ window: Range<Instant>) -> Instant {
    endInclusive
      ? window.upperBound.moved(byNanoseconds: -Int128(times.precision.nanoseconds)) : window.upperBound
  }

  func put(_ span: Span, _ page: PagePosition, into draft: inout RequestDraft) throws(RunFailure) {
    guard let window = span.window else { return }
    if let from { try draft.put(times.writer.value(window.lowerBound), at: from) }
    if let to { try draft.put(times.writer.value(namedEnd(window)), at: to) }
  }

  func state(_ state: SliceState, after span: Span, _ ending: SpanEnding, _ run: RunMoment) -> SliceState {
    state.advanced(to: moments == nil ? span.window?.upperBound : ending.highest, run)
  }
}
