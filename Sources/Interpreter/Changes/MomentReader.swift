internal import Diagnostics
internal import JSON
internal import Language
internal import Programs
internal import Values

/// Reads the moment of change out of a record.
struct MomentReader: Sendable {
  private let path: [String]
  private let pattern: TimePattern?
  private var zone = Zone.utc
  let name: String

  /// Nil when the block names no field.
  init?(_ block: Block, format: String) {
    guard let field = block[ChangeFields.field] else { return nil }
    name = field
    path = RecordPath(field).parts
    pattern = try? TimePattern(block[ChangeFields.fieldFormat] ?? format)
  }

  /// The same on clocks of a zone.
  func at(_ zone: Zone) -> MomentReader {
    var reader = self
    reader.zone = zone
    return reader
  }

  func moment(of record: Value) -> Instant? {
    var value = record
    for part in path {
      guard let next = value.member(part) else { return nil }
      value = next
    }
    guard let text = value.templateText, !text.isEmpty else { return nil }
    return pattern?.instant(from: text, zone: zone) ?? Self.moment(otherwiseWritten: text, zone: zone)
  }

  /// A date or moment in the common forms, whatever was declared: settings, tests and `start` have these.
  static func moment(otherwiseWritten text: String, zone: Zone = .utc) -> Instant? {
    if let instant = Instant(text) { return instant }
    if let date = CivilDate(text) { return zone.instant(of: CivilTime(date: date)) }
    return isoPattern?.instant(from: text, zone: zone)
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

  /// A moment, however it is held; a day begins on the clocks of the zone.
  func instant(in zone: Zone) -> Instant? {
    switch plain {
    case .timestamp(let instant): instant
    case .date(let date): zone.instant(of: CivilTime(date: date))
    case .string(let text): MomentReader.moment(otherwiseWritten: text, zone: zone)
    default: nil
    }
  }
}

extension Instant {
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

  func value(_ instant: Instant, zone: Zone) -> Value {
    .string(pattern?.text(of: instant, zone: zone) ?? instant.description)
  }
}
