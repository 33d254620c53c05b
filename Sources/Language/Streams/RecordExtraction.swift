internal import JSON
package import Values

/// Takes the records out of what `records.from` yields, as the rest of the block says.
package struct RecordExtraction: Sendable {
  private let keyedBy: String?
  private let anyKey: Bool
  private let unwrap: [String]
  private let explode: [String]

  package init(_ block: RecordsBlock) {
    keyedBy = block[RecordsBlock.keyedBy]
    anyKey = block[RecordsBlock.anyKey] ?? false
    unwrap = Self.parts(block[RecordsBlock.unwrap])
    explode = Self.parts(block[RecordsBlock.explode])
  }

  /// A record, with the element it was exploded from.
  package struct Extracted: Sendable {
    package let record: Value
    package let outer: Value?
  }

  /// Records are the elements themselves.
  package var isPlain: Bool { unwrap.isEmpty && explode.isEmpty }

  /// Records are the elements of a list, or are taken out of those.
  package var isOfList: Bool { keyedBy == nil && !anyKey }

  /// The records where they are the elements themselves; nil when the value is not of the form the block describes.
  package func plainRecords(in value: Value) -> [Value]? { elements(of: value) }

  /// The records, or nil when the value is not of the form the block describes.
  package func records(in value: Value) -> [Extracted]? {
    guard let elements = elements(of: value) else { return nil }
    var records: [Extracted] = []
    for element in elements {
      let inner = unwrap.isEmpty ? element : Self.unwrapped(element, unwrap)
      guard !explode.isEmpty else {
        records.append(Extracted(record: inner, outer: nil))
        continue
      }
      guard let nested = Self.follow(explode, in: inner), !nested.isNull, Self.text(of: nested) != "" else {
        continue
      }
      // XML has no list where there is one, and what is none at all is to be seen in quarantine.
      records += (Self.list(nested) ?? [nested]).map { Extracted(record: $0, outer: inner) }
    }
    return records
  }

  /// What an element wraps, also in JSON that stands there as text, and in text in that again.
  ///
  /// Text that is no JSON stays text, and an element that wraps nothing becomes a list of it: neither has a key, so that both wait in
  /// quarantine, where somebody sees them.
  private static func unwrapped(_ element: Value, _ path: [String]) -> Value {
    var value = element
    for part in path {
      guard case .map(let map) = value.plain, let next = map.value(named: part) else {
        return .list([element])
      }
      value = next
      if let text = text(of: value), let document = try? JSONDocument(text: text) {
        value = .json(document.root)
      }
    }
    return value
  }

  private static func text(of value: Value) -> String? {
    if case .string(let text) = value.plain { text } else { nil }
  }

  private func elements(of value: Value) -> [Value]? {
    if value.isNull { return [] }
    if let keyedBy {
      guard case .map(let map) = value.plain else { return nil }
      return map.pairs.map { pair in Self.adding(keyedBy, pair.key.value, to: pair.value) }
    }
    if anyKey {
      guard case .map(let map) = value.plain else { return nil }
      return map.pairs.lazy.compactMap { Self.list($0.value) }.first ?? []
    }
    return Self.list(value)
  }

  private static func list(_ value: Value) -> [Value]? {
    guard case .list(let list) = value.plain else { return nil }
    return list.values
  }

  private static func adding(_ name: String, _ key: Value, to value: Value) -> Value {
    guard case .map(let map) = value.plain else { return value }
    var entries = MapValue.Entries()
    for pair in map.pairs { entries.set(pair.key, to: pair.value) }
    entries.set(.string(name), to: key)
    return .map(MapValue(entries))
  }

  private static func parts(_ path: String?) -> [String] {
    path.map { RecordPath($0).parts } ?? []
  }

  private static func follow(_ path: [String], in value: Value) -> Value? {
    if path.isEmpty { return nil }
    var value = value
    for part in path {
      guard case .map(let map) = value.plain, let next = map.value(named: part) else { return nil }
      value = next
    }
    return value
  }
}
