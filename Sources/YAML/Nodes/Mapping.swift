/// The entries of a YAML mapping in the order they are written, no key twice.
package struct Mapping: Sendable {
  /// A class, because entries are handed on far more often than they are made.
  package final class Entry: Sendable {
    /// Always taken as text: a key such as `404` is reported when the file is loaded and kept under its text.
    package let key: Scalar
    package let value: Node

    package init(key: consuming Scalar, value: consuming Node) {
      self.key = key
      self.value = value
    }
  }

  package let entries: [Entry]
  /// Positions by key; only for mappings where a linear scan would be slower than hashing.
  private let index: [String: Int]?

  /// The number of entries up to which comparing one after another beats hashing.
  private static let scanned = 20

  /// Takes entries with different keys; of equal keys, lookup finds the first.
  package init(_ entries: [Entry]) {
    self.entries = entries
    if entries.count <= Self.scanned {
      index = nil
    } else {
      index = Dictionary(entries.enumerated().map { ($1.key.text, $0) }) { first, _ in first }
    }
  }

  /// Takes entries whose positions by key are known already, or are not when there are few.
  init(_ entries: [Entry], positions: [String: Int]) {
    self.entries = entries
    index = positions.isEmpty ? nil : positions
  }

  package func entry(_ key: String) -> Entry? {
    if let index { return index[key].map { entries[$0] } }
    // By position, because an entry that is only looked at need not be copied.
    for place in entries.indices where entries[place].key.text == key { return entries[place] }
    return nil
  }

  /// Whether a key is there; copies nothing.
  package func has(_ key: String) -> Bool {
    if let index { return index[key] != nil }
    for place in entries.indices where entries[place].key.text == key { return true }
    return false
  }

  package subscript(key: String) -> Node? { entry(key)?.value }

  package var keys: some Sequence<String> { entries.lazy.map(\.key.text) }
}
