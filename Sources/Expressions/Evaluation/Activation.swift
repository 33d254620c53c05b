package import Values

/// The values of an expression's variables for one evaluation.
package struct Activation: Sendable {
  // A handful of names: looking through them costs less than hashing one.
  private var entries: [(name: String, value: Value)] = []
  /// Variables for which the data has nothing.
  private var absent: [String] = []

  package init() {}

  package init(_ values: [String: Value]) {
    entries = values.map { (name: $0.key, value: $0.value) }
  }

  /// The value of a variable, nil when it has none.
  package subscript(name: String) -> Value? {
    get {
      for entry in entries where entry.name == name { return entry.value }
      return nil
    }
    set {
      if !absent.isEmpty { absent.removeAll { $0 == name } }
      let place = entries.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): entries[place].value = value
      case (let place?, nil): entries.remove(at: place)
      case (nil, let value?): entries.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Says that the data does not have what a variable stands for: reading it is an absence, as at the end of a path, and no mistake.
  package mutating func setAbsent(_ name: String) {
    self[name] = nil
    absent.append(name)
  }

  func isAbsent(_ name: String) -> Bool { absent.contains(name) }
}
