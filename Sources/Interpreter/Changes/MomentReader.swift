internal import Diagnostics
internal import JSON
internal import Language
internal import Programs
internal import Values

/// Reads the moment of change out of a record.
struct MomentReader: Sendable {
  private let path: [String]
  private let pattern: TimePattern?
  let name: String

  /// Nil when the block names no field.
  init?(_ block: Block, format: String) {
    guard let field = block[ChangeFields.field] else { return nil }
    name = field
    path = RecordPath(field).parts
    pattern = try? TimePattern(block[ChangeFields.fieldFormat] ?? format)
  }

  func moment(of record: Value) -> Instant? {
    var value = record
    for part in path {
      guard let next = value.member(part) else { return nil }
      value = next
    }
    guard let text = value.templateText, !text.isEmpty else { return nil }
    return pattern?.instant(from: text) ?? Self.moment(otherwiseWritten: text)
  }

  /// A date or moment in the common forms, whatever was declared: settings, tests and `start` have these.
  static func moment(otherwiseWritten text: String) -> Instant? {
    if let instant = Instant(text) { return instant }
    if let date = CivilDate(text) { return CivilTime(date: date).instant(offset: 0) }
    return isoPattern?.instant(from: text)
  }

  private static let isoPattern = try? TimePattern("iso8601")
}

extension Value {
  /// The member of a map, also of one in a parsed page; nil when there is none.
  func member(_ name: String) -> Value? {
    if case .json(let view) = self { return view[name].map(Value.json) }
    guard case .map(let map) = plain else { return nil }
    return map.value(named: name)
  }

  /// A moment, however it is held.
  var instant: Instant? {
    switch plain {
    case .timestamp(let instant): instant
    case .date(let date): CivilTime(date: date).instant(offset: 0)
    case .string(let text): MomentReader.moment(otherwiseWritten: text)
    default: nil
    }
  }
}

extension Instant {
  /// The beginning of the step of time that it lies in.
  func rounded(downTo precision: TimePrecision) -> Instant {
    let step = Int128(precision.nanoseconds)
    let total = nanosecondsSinceEpoch
    let rest = total % step
    return Instant(nanosecondsSinceEpoch: total - (rest < 0 ? rest + step : rest)) ?? self
  }

  /// Moved by a length of time; where the calendar ends, its end.
  func moved(by milliseconds: Milliseconds, back: Bool = false) -> Instant {
    moved(byNanoseconds: Int128(milliseconds.count) * (back ? -1_000_000 : 1_000_000))
  }

  func moved(byNanoseconds nanoseconds: Int128) -> Instant {
    Instant(nanosecondsSinceEpoch: nanosecondsSinceEpoch + nanoseconds) ?? self
  }
}

extension TimePrecision {
  var nanoseconds: Int64 {
    switch self {
    case .millisecond: 1_000_000
    case .second: 1_000_000_000
    case .minute: 60_000_000_000
    case .day: 86_400_000_000_000
    }
  }

  /// What a way of writing moments can tell apart, at best.
  static func told(by format: String) -> TimePrecision {
    guard NamedTimeForm(rawValue: format) == nil else { return .millisecond }
    if format == "date" || !format.contains(where: { "Hhm".contains($0) }) { return .day }
    if format.contains("S") { return .millisecond }
    return format.contains("s") ? .second : .minute
  }
}

/// How moments are written into requests.
struct MomentWriter: Sendable {
  private let pattern: TimePattern?

  init(_ block: Block) {
    let format = block[ChangeFields.format] ?? "rfc3339"
    pattern = try? TimePattern(format == "date" ? "yyyy-MM-dd" : format)
  }

  func value(_ instant: Instant) -> Value {
    .string(pattern?.text(of: instant) ?? instant.description)
  }
}
