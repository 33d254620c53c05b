internal import Values

extension FunctionLibrary {
  static let times = FunctionLibrary(
    "times", "Parts of timestamps, in UTC or in a named zone, and of durations.",
    functions: [
      part("getFullYear", "The year.", "2024") { $0.date.year },
      part("getMonth", "The month, 0 for January.", "1") { $0.date.month - 1 },
      part("getDate", "The day of the month, from 1.", "29") { $0.date.day },
      part("getDayOfMonth", "The day of the month, from 0.", "28") { $0.date.day - 1 },
      part("getDayOfWeek", "The day of the week, 0 for Sunday.", "4") { $0.date.dayOfWeek },
      part("getDayOfYear", "The day of the year, from 0.", "59") { $0.date.dayOfYear - 1 },
      part("getHours", "The hour; of a duration, all its whole hours.", "12", { $0.hour }) {
        $0.nanoseconds / 3_600_000_000_000
      },
      part("getMinutes", "The minute; of a duration, all its whole minutes.", "30", { $0.minute }) {
        $0.nanoseconds / 60_000_000_000
      },
      part("getSeconds", "The second; of a duration, all its whole seconds.", "15", { $0.second }) {
        $0.seconds
      },
      part(
        "getMilliseconds", "The thousandths of a second, without the whole seconds.", "250",
        { Int($0.nanosecond) / 1_000_000 }
      ) { $0.nanoseconds / 1_000_000 % 1_000 },
    ])

  private static func part(
    _ name: String, _ summary: String, _ result: String, _ ofTime: @escaping @Sendable (CivilTime) -> Int,
    ofSpan: (@Sendable (TimeSpan) -> Int64)? = nil
  ) -> Function {
    var overloads: [Overload] = [
      .method(.timestamp, .int) { (instant, _) throws(CallFailure) in
        guard case .timestamp(let instant) = instant, let time = instant.civil(offset: 0) else {
          return .null
        }
        return .int(Int64(ofTime(time)))
      },
      Overload.method(.timestamp, .string, .int) { (instant, zone, _) throws(CallFailure) in
        guard case .timestamp(let instant) = instant, case .string(let name) = zone else { return .null }
        let zone = try DateFunctions.zone(name)
        guard let time = instant.civil(offset: zone.offset(at: instant)) else {
          throw .overflow("the timestamp is outside the years 1 to 9999 there")
        }
        return .int(Int64(ofTime(time)))
      }.reviewing { DateFunctions.reviewZone($0, at: 1) },
    ]
    if let ofSpan {
      overloads.append(
        .method(.duration, .int) { (span, _) in
          guard case .duration(let span) = span else { return .null }
          return .int(ofSpan(span))
        })
    }
    return Function(
      name, summary, examples: [Example("timestamp('2024-02-29T12:30:15.25Z').\(name)()", result)], overloads)
  }
}
