internal import Language
internal import Programs
internal import Values

/// Steps of time on the clocks of a zone: where one begins, and where its neighbours do.
struct TimeSteps: Sendable {
  let precision: TimePrecision
  let zone: Zone

  /// The beginning of the step that a moment lies in.
  func floor(_ instant: Instant) -> Instant {
    // Clocks are whole minutes apart: only a day begins elsewhere in another zone.
    let offset = precision == .day ? Int128(zone.offset(at: instant)) * 1_000_000_000 : 0
    let step = Int128(precision.nanoseconds)
    let total = instant.nanosecondsSinceEpoch + offset
    let rest = total % step
    let start = total - (rest < 0 ? rest + step : rest) - offset
    guard let found = Instant(nanosecondsSinceEpoch: start) else { return instant }
    // Clocks may have been put forward or back since the day began.
    return precision == .day
      ? found.moved(byNanoseconds: offset - Int128(zone.offset(at: found)) * 1_000_000_000) : found
  }

  /// A moment that clocks of the zone show no later than any moment after it: where they are about to be put back, what comes then seems
  /// to be earlier.
  func allowingForClocksPutBack(_ instant: Instant) -> Instant {
    let offset = zone.offset(at: instant)
    // No zone has ever put its clocks back by more than a day.
    let loss = offset - zone.offset(at: instant.moved(by: Milliseconds(86_400_000)))
    guard loss > 0 else { return instant }
    let length = Milliseconds(loss * 1000)
    return zone.offset(at: instant.moved(by: length)) < offset
      ? instant.moved(by: length, back: true) : instant
  }

  /// The beginning of a step that lies nearest to a moment.
  func nearest(_ instant: Instant) -> Instant {
    precision == .day ? floor(instant.moved(byNanoseconds: half)) : floor(instant)
  }

  /// The beginning of the step after the one that begins at a moment; a day may have 23 or 25 hours.
  func after(_ start: Instant) -> Instant {
    precision == .day ? floor(start.moved(byNanoseconds: 3 * half)) : start.moved(byNanoseconds: 2 * half)
  }

  /// The beginning of the step before the one that begins at a moment.
  func before(_ start: Instant) -> Instant {
    precision == .day ? floor(start.moved(byNanoseconds: -half)) : start.moved(byNanoseconds: -2 * half)
  }

  private var half: Int128 { Int128(precision.nanoseconds / 2) }
}

/// The zone of clocks that do not say theirs.
struct ZoneProgram: Sendable {
  private let template: TemplateProgram?

  init(_ block: Block, _ surroundings: Surroundings) {
    template = block[ChangeFields.zone].map { TemplateProgram($0, surroundings) }
  }

  func zone(_ run: RunMoment) throws(RunFailure) -> Zone {
    guard let template, let name = try template.text(run.variables) else { return .utc }
    guard let zone = Zone(name) else {
      throw RunFailure(.request, "`\(name)` is no time zone that is known here", at: template.place)
    }
    return zone
  }
}
