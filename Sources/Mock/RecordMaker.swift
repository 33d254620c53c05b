internal import Expressions
internal import Language
internal import Programs
internal import Values

/// Makes as many records as are wanted from a few recorded ones: their shapes and words stay, keys and moments are new.
struct RecordMaker: Sendable {
  private let samples: [Value]
  private let keys: [ValuePath]
  private let moment: ValuePath?
  private let momentFormat: String
  private let times: Times

  /// When records changed last, as long as nobody changes them.
  struct Times: Sendable {
    let first: Instant
    /// Between one and the next.
    let step: Milliseconds
  }

  init(
    samples: [Value], keys: [String], moment: String?, momentFormat: String, times: Times
  ) {
    self.samples = samples
    self.keys = keys.map { ValuePath(dotted: $0) }
    self.moment = moment.map { ValuePath(dotted: $0) }
    self.momentFormat = momentFormat
    self.times = times
  }

  var hasSamples: Bool { !samples.isEmpty }

  /// The record of a number, the same each time until it is changed.
  func record(_ number: Int, _ change: Change? = nil, below parent: String = "") -> Value {
    guard !samples.isEmpty else { return .map(MapValue()) }
    let sample = samples[number % samples.count]
    var record = sample
    for (place, key) in keys.enumerated() where number >= samples.count || !parent.isEmpty {
      // Of a composite key the last part alone makes a record another one.
      guard place == keys.count - 1, let old = key.value(in: sample)?.plain else { continue }
      record = key.putting(Self.fresh(old, number, parent), into: record)
    }
    if let moment, let changed = instant(number, change), moment.value(in: sample) != nil {
      record = moment.putting(written(changed, momentFormat, like: moment.value(in: sample)), into: record)
    }
    if let change { record = edited(record, change.count) }
    return record
  }

  /// How often a record was changed, and when last.
  struct Change: Sendable {
    var count: Int
    var at: Instant
  }

  /// When a record changed last.
  func instant(_ number: Int, _ change: Change?) -> Instant? {
    if let change { return change.at }
    let nanoseconds =
      times.first.nanosecondsSinceEpoch + Int128(number) * Int128(times.step.count) * 1_000_000
    return Instant(nanosecondsSinceEpoch: nanoseconds)
  }

  /// The parts of a record's key.
  func keyValues(of record: Value) -> [Value] { keys.map { $0.value(in: record) ?? .null } }

  /// A text as the request's moment is written, as a moment.
  func read(_ text: String, _ format: String) -> Instant? {
    let pattern = try? TimePattern(format == "date" ? "yyyy-MM-dd" : format)
    return pattern?.instant(from: text) ?? Instant(text)
      ?? CivilDate(text).flatMap { CivilTime(date: $0).instant(offset: 0) }
  }

  private static func fresh(_ old: Value, _ number: Int, _ parent: String) -> Value {
    switch old {
    case .int, .uint, .double:
      return .int(
        Int64(1_000_000 + number) &+ Int64(parent.utf8.reduce(0) { $0 &* 31 &+ Int($1) } % 1000) &* 10_000_000
      )
    case .string(let text) where text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) && parent.isEmpty:
      return .string(String(1_000_000 + number))
    case .string(let text) where text.contains("@"):
      let parts = text.split(separator: "@", maxSplits: 1)
      let mark = parent.isEmpty ? "" : "-\(parent.filter { $0.isLetter || $0.isNumber }.suffix(8))"
      return .string("\(parts.first ?? "")\(mark)-\(number)@\(parts.last ?? "")")
    default: return .string("\(old.short)-\(parent.isEmpty ? "" : parent + "-")\(number)")
    }
  }

  /// Which record has a key that was made here; nil for one that is recorded somewhere.
  static func number(ofMade key: String) -> Int? {
    if let number = Int(key) { return number >= 1_000_000 ? (number - 1_000_000) % 10_000_000 : nil }
    let text = key.prefix { $0 != "@" }
    return text.lastIndex(of: "-").flatMap { Int(text[$0...].dropFirst()) }
  }

  /// Which of the records of these numbers, in their order, has a key; `record` gives one.
  func place(of key: String, in numbers: [Int], record: (Int) -> Value) -> Int? {
    func fits(_ place: Int) -> Bool {
      keys.last?.value(in: record(numbers[place]))?.templateText == key
    }
    // Most keys say their number: a listing of many records does not make all of them to find one.
    if let number = Self.number(ofMade: key), let place = numbers.firstIndex(of: number), fits(place) {
      return place
    }
    return numbers.indices.first(where: fits)
  }

  /// A moment as the provider writes it.
  func written(_ instant: Instant, _ format: String, like sample: Value?) -> Value {
    let pattern = try? TimePattern(format == "date" ? "yyyy-MM-dd" : format)
    let text = pattern?.text(of: instant) ?? instant.description
    if case .int? = sample?.plain, let number = Int64(text) { return .int(number) }
    return .string(text)
  }

  /// The first text that is neither key nor moment says which edition it is.
  private func edited(_ record: Value, _ edition: Int) -> Value {
    guard case .map(let map) = record.plain else { return record }
    for pair in map.pairs {
      guard case .string(let name) = pair.key, case .string(let text) = pair.value.plain else { continue }
      let path = ValuePath([.field(name)])
      let isFixed =
        keys.contains(path) || moment == path || text.isEmpty
        || text.contains { $0.isNumber || $0 == "_" || $0 == "@" }
      if !isFixed, name.lowercased().contains("name") || name.lowercased().contains("title") {
        return path.putting(.string("\(text) (\(edition))"), into: record)
      }
    }
    return record
  }
}

extension Value {
  /// The beginning of a text, for keys that are made from it.
  fileprivate var short: String {
    if case .string(let text) = plain { String(text.prefix(12)) } else { "k" }
  }
}
