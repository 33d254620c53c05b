/// A key of a map.
///
/// Whole numbers are one key whatever their type: `1`, `1u` and `1.0` find the same entry.
package enum MapKey: Sendable {
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case string(String)

  /// The key that a value looks up, or nil when nothing can be found under such a value.
  package init?(lookingUp value: Value) {
    switch value.plain {
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .int(number)
    case .uint(let number): self = .uint(number)
    case .string(let text): self = .string(text)
    case .double(let number):
      if let whole = Int64(exactly: number) {
        self = .int(whole)
      } else if let whole = UInt64(exactly: number) {
        self = .uint(whole)
      } else {
        return nil
      }
    default: return nil
    }
  }

  /// The key that a value makes in a map literal; fractions and doubles are no keys there.
  package init?(making value: Value) {
    if value.kind == .double { return nil }
    self.init(lookingUp: value)
  }

  /// The key as a value, of the type it was made with.
  package var value: Value {
    switch self {
    case .bool(let flag): .bool(flag)
    case .int(let number): .int(number)
    case .uint(let number): .uint(number)
    case .string(let text): .string(text)
    }
  }
}

extension MapKey: Hashable {
  package static func == (left: MapKey, right: MapKey) -> Bool {
    switch (left, right) {
    case (.bool(let a), .bool(let b)): a == b
    case (.string(let a), .string(let b)): a.hasSameScalars(as: b)
    case (.int(let a), .int(let b)): a == b
    case (.uint(let a), .uint(let b)): a == b
    case (.int(let a), .uint(let b)), (.uint(let b), .int(let a)): UInt64(exactly: a) == b
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .bool(let flag): hasher.combine(flag)
    case .int(let number): hasher.combine(UInt64(bitPattern: number))
    case .uint(let number): hasher.combine(number)
    case .string(let text):
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}
