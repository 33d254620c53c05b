internal import Language
internal import Programs
internal import Values

/// `filter`: everything is read; records that did not change since the last run are dropped here.
struct FilterChangeStyle: ChangeStyle {
  private let overlap: Milliseconds
  private let order: RecordOrder
  private let reader: MomentReader?
  private let zone: ZoneProgram
  private let precision: TimePrecision

  init?(_ block: Block, _ surroundings: Surroundings) {
    guard let block = block.as(FilteredChanges.self) else { return nil }
    overlap = block[ChangeFields.overlap] ?? Milliseconds(0)
    order = block[FilteredChanges.ordered] ?? .unordered
    reader = MomentReader(block.block, format: "rfc3339")
    zone = ZoneProgram(block.block, surroundings)
    let told = TimePrecision.told(by: block[ChangeFields.fieldFormat] ?? "rfc3339")
    precision = told == .millisecond ? .second : told
  }

  func moments(_ run: RunMoment) throws(RunFailure) -> MomentReader? { reader?.at(try zone.zone(run)) }

  var dropsOld: Bool { true }
  var endsAtOld: Bool { order == .newest_first }

  /// Everything is read, so that a listing that is gone through to its end is a whole one, whatever of it is old.
  ///
  /// A record tells its moment to the second at best, and the cursor may lie within one.
  func first(from state: SliceState, _ run: RunMoment) throws(RunFailure) -> Span {
    var span = Span()
    let steps = TimeSteps(precision: precision, zone: try zone.zone(run))
    span.since = state.cursor.map {
      steps.floor(steps.allowingForClocksPutBack($0.moved(by: overlap, back: true)))
    }
    return span
  }

  func state(_ state: SliceState, after span: Span, _ ending: SpanEnding, _ run: RunMoment) -> SliceState {
    state.advanced(to: ending.highest, ending, run)
  }
}
