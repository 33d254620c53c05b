package import JSON

/// A map that remembers the order of its entries, or the members of a JSON object left where they are.
package struct MapValue: Sendable {
  private enum Storage: Sendable {
    case entries(Entries)
    case json(JSONView)
  }

  private let storage: Storage
  package let count: Int

  package init() { self.init(Entries()) }

  package init(_ entries: Entries) {
    storage = .entries(entries)
    count = entries.count
  }

  init(json view: JSONView) {
    storage = .json(view)
    count = view.count
  }

  /// A map with text keys; of two entries with one key the later wins.
  package init(_ pairs: [(String, Value)]) {
    var entries = Entries()
    for (key, value) in pairs { entries.set(.string(key), to: value) }
    self.init(entries)
  }

  package var isEmpty: Bool { count == 0 }

  /// The value under a key; in a JSON object the last one when the key stands twice.
  package func value(for key: MapKey) -> Value? {
    switch storage {
    case .entries(let entries): return entries.value(for: key)
    case .json(let view):
      guard case .string(let name) = key else { return nil }
      return view[name].map(Value.json)
    }
  }

  package func value(named name: String) -> Value? { value(for: .string(name)) }

  /// Keys and values in order.
  package var pairs: [(key: MapKey, value: Value)] {
    switch storage {
    case .entries(let entries): Array(zip(entries.keys, entries.values)).map { (key: $0.0, value: $0.1) }
    case .json(let view): view.members.map { (key: .string($0.key.string ?? ""), value: .json($0.value)) }
    }
  }

  /// The JSON object this map shows, if it shows one.
  package var json: JSONView? {
    if case .json(let view) = storage { view } else { nil }
  }
}

extension MapValue {
  /// Entries under construction.
  package struct Entries: Sendable {
    fileprivate var keys: [MapKey] = []
    fileprivate var values: [Value] = []
    private var positions: [MapKey: Int] = [:]

    /// Below this many entries a look through all of them beats hashing.
    private static let smallCount = 8

    package init() {}

    package var count: Int { keys.count }

    /// Adds an entry, or answers false and changes nothing when the key is taken.
    package mutating func insert(_ key: MapKey, _ value: Value) -> Bool {
      if position(of: key) != nil { return false }
      append(key, value)
      return true
    }

    /// Adds an entry or replaces the one with the same key.
    package mutating func set(_ key: MapKey, to value: Value) {
      if let position = position(of: key) { values[position] = value } else { append(key, value) }
    }

    package func value(for key: MapKey) -> Value? { position(of: key).map { values[$0] } }

    private mutating func append(_ key: MapKey, _ value: Value) {
      keys.append(key)
      values.append(value)
      if keys.count == Self.smallCount + 1 {
        for (position, key) in keys.enumerated() { positions[key] = position }
      } else if keys.count > Self.smallCount {
        positions[key] = keys.count - 1
      }
    }

    private func position(of key: MapKey) -> Int? {
      keys.count > Self.smallCount ? positions[key] : keys.firstIndex(of: key)
    }
  }
}
