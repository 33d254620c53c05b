internal import Synchronization
internal import Values

extension FunctionLibrary {
  static let dates = FunctionLibrary(
    "dates", "Calendar days, and timestamps from the ways providers write them.",
    functions: [
      DateFunctions.date, DateFunctions.instant,
      DateFunctions.part("year", "The year of a date.", "2024") { $0.year },
      DateFunctions.part("month", "The month of a date, from 1.", "2") { $0.month },
      DateFunctions.part("day", "The day of the month of a date, from 1.", "29") { $0.day },
      DateFunctions.part("dayOfWeek", "The day of the week of a date, 0 for Sunday.", "4") { $0.dayOfWeek },
      DateFunctions.step("addDays", "The date so many days later.", "date('2024-03-01')") {
        $0.adding(days: $1)
      },
      DateFunctions.step(
        "addMonths", "The same day so many months later, or the last day of a shorter month.",
        "date('2024-03-29')"
      ) { $0.adding(months: $1) },
    ])
}

enum DateFunctions {
  static let date = Function(
    "date",
    """
    A calendar day from text in the form yyyy-MM-dd or of a timestamp, from text in another format, or of a \
    timestamp in a zone. Null stays null.
    """,
    examples: [
      Example("date('2024-02-29')", "date('2024-02-29')"),
      Example("date('02/29/2024', 'MM/dd/yyyy')", "date('2024-02-29')"),
      Example("date(null)", "null"), Example("date(instant(null), 'Asia/Tokyo')", "null"),
      Example("date(timestamp('2024-02-29T23:30:00Z'), 'Asia/Tokyo')", "date('2024-03-01')"),
    ],
    [
      .function(.wrapper(.date), .date) { (value, _) in value },
      .function(.wrapper(.string), .date) { (value, _) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        return try read(text, NamedTimeForm.iso8601.rawValue)
      },
      .function(.wrapper(.timestamp), .date) { (value, _) throws(CallFailure) in
        guard case .timestamp(let instant) = value else { return .null }
        return try day(of: instant, .utc)
      },
      Overload.function(.wrapper(.string), .string, .date) { (value, format, _) throws(CallFailure) in
        guard case .string(let text) = value, case .string(let format) = format else { return .null }
        return try read(text, format)
      }.reviewing { reviewPattern($0, at: 1) },
      Overload.function(.wrapper(.timestamp), .string, .date) { (value, name, _) throws(CallFailure) in
        guard case .timestamp(let instant) = value, case .string(let name) = name else { return .null }
        return try day(of: instant, zone(name))
      }.reviewing { reviewZone($0, at: 1) },
    ])

  static let instant = Function(
    "instant",
    """
    A timestamp from text or a number. Formats: rfc3339, iso8601, unix, unix_ms, microsoft, http, or letters such as \
    'MM/dd/yyyy HH:mm:ss'; a zone for clocks that do not say theirs. Null stays null.
    """,
    examples: [
      Example("instant('2024-02-29T10:00:00Z')", "timestamp('2024-02-29T10:00:00Z')"),
      Example("instant('/Date(1500000000000+0000)/', 'microsoft')", "timestamp('2017-07-14T02:40:00Z')"),
      Example(
        "instant('02/29/2024 08:30', 'MM/dd/yyyy HH:mm', 'America/New_York')",
        "timestamp('2024-02-29T13:30:00Z')"),
      Example("instant(1500000000000, 'unix_ms')", "timestamp('2017-07-14T02:40:00Z')"),
    ],
    [
      .function(.wrapper(.timestamp), .timestamp) { (value, _) in value },
      .function(.wrapper(.string), .timestamp) { (value, _) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        return try read(text, NamedTimeForm.iso8601.rawValue, .utc)
      },
      .function(.wrapper(.date), .timestamp) { (value, _) throws(CallFailure) in try midnight(value, .utc) },
      Overload.function(.wrapper(.date), .string, .timestamp) { (value, name, _) throws(CallFailure) in
        // A null may have been meant for a reading of text: its second argument is no zone then.
        guard case .date = value, case .string(let name) = name else { return .null }
        return try midnight(value, zone(name))
      }.reviewing { reviewZone($0, at: 1) },
      Overload.function(.wrapper(.string), .string, .timestamp) { (value, format, _) throws(CallFailure) in
        guard case .string(let text) = value, case .string(let format) = format else { return .null }
        return try read(text, format, .utc)
      }.reviewing { reviewPattern($0, at: 1) },
      numbers(.wrapper(.int)), numbers(.wrapper(.double)),
      Overload.function([.wrapper(.string), .string, .string], .timestamp) {
        (arguments, _) throws(CallFailure) in
        guard case .string(let text) = arguments[0], case .string(let format) = arguments[1],
          case .string(let name) = arguments[2]
        else { return .null }
        return try read(text, format, zone(name))
      }.reviewing { reviewPattern($0, at: 1) ?? reviewZone($0, at: 2) },
    ])

  /// Numbers are read as the text they are written with.
  private static func numbers(_ type: ExpressionType) -> Overload {
    Overload.function(type, .string, .timestamp) { (value, format, _) throws(CallFailure) in
      guard case .string(let format) = format, !value.isNull else { return .null }
      return try read(ConversionFunctions.text(of: value), format, .utc)
    }.reviewing { reviewPattern($0, at: 1) }
  }

  /// `format` with a date or timestamp; part of the function of that name.
  static let formatting: [Overload] = [
    Overload.function(.date, .string, .string) { (value, pattern, context) throws(CallFailure) in
      guard case .date(let date) = value, case .string(let source) = pattern else { return .null }
      return try context.produced(try TimePatternCache.pattern(source).text(of: date) ?? "")
    }.reviewing { reviewPattern($0, at: 1) },
    Overload.function(.timestamp, .string, .string) { (value, pattern, context) throws(CallFailure) in
      guard case .timestamp(let instant) = value, case .string(let source) = pattern else { return .null }
      return try context.produced(try TimePatternCache.pattern(source).text(of: instant) ?? "")
    }.reviewing { reviewPattern($0, at: 1) },
    Overload.function([.timestamp, .string, .string], .string) { (arguments, context) throws(CallFailure) in
      guard case .timestamp(let instant) = arguments[0], case .string(let source) = arguments[1],
        case .string(let name) = arguments[2]
      else { return .null }
      let pattern = try TimePatternCache.pattern(source)
      guard let text = pattern.text(of: instant, zone: try zone(name)) else {
        throw .overflow("the timestamp is outside the years 1 to 9999 there")
      }
      return try context.produced(text)
    }.reviewing { reviewPattern($0, at: 1) ?? reviewZone($0, at: 2) },
  ]

  static func part(
    _ name: String, _ summary: String, _ result: String, _ part: @escaping @Sendable (CivilDate) -> Int
  ) -> Function {
    Function(
      name, summary, examples: [Example("date('2024-02-29').\(name)()", result)],
      [
        .method(.date, .int) { (value, _) in
          guard case .date(let date) = value else { return .null }
          return .int(Int64(part(date)))
        }
      ])
  }

  static func step(
    _ name: String, _ summary: String, _ result: String,
    _ step: @escaping @Sendable (CivilDate, Int64) -> CivilDate?
  ) -> Function {
    Function(
      name, summary, examples: [Example("date('2024-02-29').\(name)(1)", result)],
      [
        .method(.date, .int, .date) { (value, count, _) throws(CallFailure) in
          guard case .date(let date) = value, case .int(let count) = count else { return .null }
          return try TimeArithmetic.fit(step(date, count))
        }
      ])
  }

  // MARK: Readings

  private static func read(_ text: String, _ format: String) throws(CallFailure) -> Value {
    guard let date = try TimePatternCache.pattern(format).date(from: text) else {
      throw CallFailure(.conversion, "\(ValueText.short(.string(text))) is not a date written as \(format)")
    }
    return .date(date)
  }

  private static func read(_ text: String, _ format: String, _ zone: Zone) throws(CallFailure) -> Value {
    guard let instant = try TimePatternCache.pattern(format).instant(from: text, zone: zone) else {
      throw CallFailure(.conversion, "\(ValueText.short(.string(text))) is not a time written as \(format)")
    }
    return .timestamp(instant)
  }

  private static func day(of instant: Instant, _ zone: Zone) throws(CallFailure) -> Value {
    try TimeArithmetic.fit(instant.civil(offset: zone.offset(at: instant))?.date)
  }

  private static func midnight(_ value: Value, _ zone: Zone) throws(CallFailure) -> Value {
    guard case .date(let date) = value else { return .null }
    return try TimeArithmetic.fit(zone.instant(of: CivilTime(date: date)))
  }

  static func zone(_ name: String) throws(CallFailure) -> Zone {
    guard let zone = Zone(name) else { throw .argument("there is no time zone '\(name.prefix(60))'") }
    return zone
  }

  // MARK: Constants

  static func reviewZone(_ constants: [Value?], at place: Int) -> ConstantComplaint? {
    guard constants.indices.contains(place), case .string(let name)? = constants[place], Zone(name) == nil
    else { return nil }
    return ConstantComplaint(
      argument: place,
      message: "there is no time zone '\(name)'; zones are named as 'Europe/Berlin' or '+02:00'")
  }

  static func reviewPattern(_ constants: [Value?], at place: Int) -> ConstantComplaint? {
    guard constants.indices.contains(place), case .string(let source)? = constants[place] else { return nil }
    do {
      _ = try TimePattern(source)
      return nil
    } catch {
      let names = Spelling.nearest(to: source, among: NamedTimeForm.allCases.map(\.rawValue))
      return ConstantComplaint(
        argument: place, message: error.message,
        suggestions: (names + error.suggestions).map { $0.contains("'") ? "\"\($0)\"" : "'\($0)'" })
    }
  }
}

/// Compiled date patterns that are used again for every record.
private enum TimePatternCache {
  private static let capacity = 256
  private static let known = Mutex<[String: TimePattern]>([:])

  static func pattern(_ source: String) throws(CallFailure) -> TimePattern {
    if let pattern = known.withLock({ $0[source] }) { return pattern }
    do {
      let pattern = try TimePattern(source)
      known.withLock {
        if $0.count >= capacity { $0.removeAll(keepingCapacity: true) }
        $0[source] = pattern
      }
      return pattern
    } catch { throw .argument(error.message) }
  }
}
