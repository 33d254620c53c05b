internal import Diagnostics
internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// A way of reading only what changed: which stretches a run reads, what goes into their requests, and what the next run must know.
///
/// Pure, like `PageStyle`. A new style is one file and its line in `ChangeStyleList`.
protocol ChangeStyle: Sendable {
  /// Nil when the block is of another style.
  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure)
  /// The first stretch of a run.
  func first(from state: SliceState, _ run: RunMoment) throws(RunFailure) -> Span
  /// The stretch after one that was read to its end.
  func following(_ span: Span, _ run: RunMoment) throws(RunFailure) -> Span?
  /// Puts what is to be read into a request; `page` tells the first request of a stretch from the others.
  func put(
    _ span: Span, _ page: PagePosition, _ run: RunMoment, into draft: inout RequestDraft
  ) throws(RunFailure)
  /// The request for a page when it is another one than the stream's.
  func request(for span: Span, _ page: PagePosition) -> CallProgram?
  /// The state after a stretch was read to its end; `last` says whether another one follows in this run.
  func state(
    _ state: SliceState, after span: Span, _ ending: SpanEnding, _ run: RunMoment
  ) throws(RunFailure) -> SliceState
  /// Finds the moment of change in a record, where the style keeps a cursor by it.
  func moments(_ run: RunMoment) throws(RunFailure) -> MomentReader?
  /// Records older than the stretch are dropped here, because the provider sends all.
  var dropsOld: Bool { get }
  /// Records come with the newest change first, so that an old one ends the listing.
  var endsAtOld: Bool { get }
  /// A reply with status 304 means that nothing changed.
  var knowsUnchanged: Bool { get }
  /// What the next run must know is read from the last page that holds records, not simply from the last one.
  var readsRecords: Bool { get }
  /// True of a reply that says the cursor is too old.
  var restart: ExpressionProgram? { get }
}

extension ChangeStyle {
  func following(_ span: Span, _ run: RunMoment) throws(RunFailure) -> Span? { nil }
  func put(
    _ span: Span, _ page: PagePosition, _ run: RunMoment, into draft: inout RequestDraft
  ) throws(RunFailure) {}
  func request(for span: Span, _ page: PagePosition) -> CallProgram? { nil }
  func moments(_ run: RunMoment) throws(RunFailure) -> MomentReader? { nil }
  var dropsOld: Bool { false }
  var endsAtOld: Bool { false }
  var knowsUnchanged: Bool { false }
  var readsRecords: Bool { false }
  var restart: ExpressionProgram? { nil }
}

/// All styles there are.
enum ChangeStyleList {
  static let all: [any ChangeStyle.Type] = [
    SinceChangeStyle.self, WindowChangeStyle.self, TokenChangeStyle.self, FeedChangeStyle.self,
    ConditionalChangeStyle.self,
    FilterChangeStyle.self, EverythingStyle.self,
  ]

  static func style(_ block: Block?, _ surroundings: Surroundings) throws(RunFailure) -> any ChangeStyle {
    guard let block else { return EverythingStyle() }
    for type in all {
      if let style = try type.init(block, surroundings) { return style }
    }
    throw RunFailure(
      .request, "this way of reading changes cannot be used; `connector lint` tells more", at: block.head)
  }
}

/// When a run began, and what expressions may name that need no page.
struct RunMoment: Sendable {
  let now: Instant
  let variables: Activation
}

/// What is known at the end of a stretch.
struct SpanEnding: Sendable {
  /// The highest moment of change among its records.
  var highest: Instant?
  /// When its listing was begun, maybe by an earlier run.
  var begunAt: Instant
  /// The variables of its last reply; nil when the provider said that nothing changed.
  var variables: Activation?
  /// The variables of the last reply that held records, where the style reads them.
  var ofRecords: Activation?
  /// The headers of its first reply.
  var headers: HeaderFields?
  /// How many nanoseconds the provider's clock is behind ours.
  var lag: Int128 = 0
}

/// Everything is read each time.
struct EverythingStyle: ChangeStyle {
  init() {}

  init?(_ block: Block, _ surroundings: Surroundings) {
    guard block.as(NoChanges.self) != nil else { return nil }
  }

  func first(from state: SliceState, _ run: RunMoment) -> Span { Span() }

  func state(_ state: SliceState, after span: Span, _ ending: SpanEnding, _ run: RunMoment) -> SliceState {
    SliceState()
  }
}

/// The keys that styles with a moment share, compiled.
struct ChangeMoments: Sendable {
  let overlap: Milliseconds
  private let writer: MomentWriter
  private let precision: TimePrecision
  private let start: TemplateProgram?
  private let zone: ZoneProgram

  init(_ block: Block, _ surroundings: Surroundings) {
    writer = MomentWriter(block)
    zone = ZoneProgram(block, surroundings)
    overlap = block[ChangeFields.overlap] ?? Milliseconds(0)
    let told = TimePrecision.told(by: block[ChangeFields.format] ?? "rfc3339")
    let declared = block[ChangeFields.precision] ?? .second
    precision = told.nanoseconds > declared.nanoseconds ? told : declared
    start = (block[ChangeFields.start] ?? block[WindowChanges.start]).map {
      TemplateProgram($0, surroundings)
    }
  }

  /// Where the first run begins; nil when it reads everything.
  func beginning(_ run: RunMoment) throws(RunFailure) -> Instant? {
    guard let start, let value = try start.value(run.variables), !value.isNull else { return nil }
    if case .string("") = value { return nil }
    guard let instant = value.instant(in: try zone.zone(run)) else {
      throw RunFailure(
        .request, "`\(value.templateText ?? "")` is no date or moment to begin at", at: start.place)
    }
    return try steps(run).floor(instant)
  }

  /// The steps of time that the provider tells apart, on its clocks.
  func steps(_ run: RunMoment) throws(RunFailure) -> TimeSteps {
    TimeSteps(precision: precision, zone: try zone.zone(run))
  }

  /// A moment as requests name it.
  func written(_ instant: Instant, _ run: RunMoment) throws(RunFailure) -> Value {
    writer.value(instant, zone: try zone.zone(run))
  }

  /// The cursor with the overlap subtracted.
  ///
  /// Where the provider leaves out records of that very moment and nothing is read twice, one step earlier is asked for, so that
  /// records which share the moment are not lost.
  func since(_ cursor: Instant, isInclusive: Bool = true, _ run: RunMoment) throws(RunFailure) -> Instant {
    let steps = try steps(run)
    let since = steps.floor(steps.allowingForClocksPutBack(cursor.moved(by: overlap, back: true)))
    return !isInclusive && overlap.count == 0 ? steps.before(since) : since
  }
}

extension SliceState {
  /// The state when a stretch ended whose records reach up to a moment.
  ///
  /// A cursor never goes back, and never ahead of the moment when the listing was begun, on the provider's clock or ours: what changed
  /// since may lie on pages that were read before, and a record dated in a far future would hide all that come before it.
  func advanced(to highest: Instant?, _ ending: SpanEnding, _ run: RunMoment) -> SliceState {
    var next = SliceState()
    next.cursor = cursor
    if let highest {
      let reached = min(highest, min(ending.begunAt, run.now).moved(byNanoseconds: -ending.lag))
      next.cursor = max(cursor ?? reached, reached)
    }
    return next
  }
}
