internal import Values

/// Sums and differences of points in time, dates and durations.
enum TimeArithmetic {
  static let additions: [Overload] = [
    .function(.timestamp, .duration, .timestamp) { (a, b, _) throws(CallFailure) in
      guard case .timestamp(let instant) = a, case .duration(let span) = b else { return .null }
      return try fit(instant.adding(span))
    },
    .function(.duration, .timestamp, .timestamp) { (a, b, _) throws(CallFailure) in
      guard case .duration(let span) = a, case .timestamp(let instant) = b else { return .null }
      return try fit(instant.adding(span))
    },
    .function(.duration, .duration, .duration) { (a, b, _) throws(CallFailure) in
      guard case .duration(let a) = a, case .duration(let b) = b else { return .null }
      return try fit(a.adding(b))
    },
    .function(.date, .duration, .date) { (a, b, _) throws(CallFailure) in
      guard case .date(let date) = a, case .duration(let span) = b else { return .null }
      return try fit(date.adding(days: days(span)))
    },
    .function(.duration, .date, .date) { (a, b, _) throws(CallFailure) in
      guard case .duration(let span) = a, case .date(let date) = b else { return .null }
      return try fit(date.adding(days: days(span)))
    },
  ]

  static let subtractions: [Overload] = [
    .function(.timestamp, .timestamp, .duration) { (a, b, _) throws(CallFailure) in
      guard case .timestamp(let a) = a, case .timestamp(let b) = b else { return .null }
      return try fit(a.since(b))
    },
    .function(.timestamp, .duration, .timestamp) { (a, b, _) throws(CallFailure) in
      guard case .timestamp(let instant) = a, case .duration(let span) = b else { return .null }
      return try fit(instant.subtracting(span))
    },
    .function(.duration, .duration, .duration) { (a, b, _) throws(CallFailure) in
      guard case .duration(let a) = a, case .duration(let b) = b else { return .null }
      return try fit(a.subtracting(b))
    },
    .function(.date, .duration, .date) { (a, b, _) throws(CallFailure) in
      guard case .date(let date) = a, case .duration(let span) = b else { return .null }
      return try fit(date.adding(days: -days(span)))
    },
    .function(.date, .date, .duration) { (a, b, _) throws(CallFailure) in
      guard case .date(let a) = a, case .date(let b) = b else { return .null }
      return try fit(TimeSpan(seconds: Int64(a.daysSinceEpoch - b.daysSinceEpoch) * 86_400))
    },
  ]

  /// A date has no time of day: only whole days are added to it.
  private static func days(_ span: TimeSpan) throws(CallFailure) -> Int64 {
    let day: Int64 = 86_400_000_000_000
    guard span.nanoseconds % day == 0 else {
      throw .argument("only whole days can be added to a date, and \(span) is not")
    }
    return span.nanoseconds / day
  }

  static func fit(_ instant: Instant?) throws(CallFailure) -> Value {
    guard let instant else { throw .overflow("the timestamp is outside the years 1 to 9999") }
    return .timestamp(instant)
  }

  static func fit(_ span: TimeSpan?) throws(CallFailure) -> Value {
    guard let span else { throw .overflow("the duration is longer than 292 years") }
    return .duration(span)
  }

  static func fit(_ date: CivilDate?) throws(CallFailure) -> Value {
    guard let date else { throw .overflow("the date is outside the years 1 to 9999") }
    return .date(date)
  }
}
