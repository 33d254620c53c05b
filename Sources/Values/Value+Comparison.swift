/// Why two values could not be compared.
package enum ComparisonFailure: Error, Sendable, Equatable {
  /// The comparison used up the steps it was given.
  case stepsExhausted
  /// A decimal is exact and a double is not: comparing them would hide a lost cent.
  case decimalAgainstDouble
  /// There is no order between these two.
  case unordered(ValueKind, ValueKind)
}

extension Value {
  /// Whether two values are equal.
  ///
  /// Values of different types are unequal, numbers compare by size.
  ///
  /// Each compared element takes one of `steps`, because a small value can share a part many times over and
  /// so unfold to an astronomic one.
  package func equals(_ other: Value, steps: inout Int) throws(ComparisonFailure) -> Bool {
    steps -= 1
    if steps < 0 { throw .stepsExhausted }
    let (left, right) = (plain, other.plain)
    switch (left, right) {
    case (.null, .null): return true
    case (.bool(let a), .bool(let b)): return a == b
    case (.string(let a), .string(let b)): return a.hasSameScalars(as: b)
    case (.bytes(let a), .bytes(let b)): return a == b
    case (.timestamp(let a), .timestamp(let b)): return a == b
    case (.duration(let a), .duration(let b)): return a == b
    case (.date(let a), .date(let b)): return a == b
    case (.type(let a), .type(let b)): return a == b
    case (.address(let a), .address(let b)): return a == b
    case (.network(let a), .network(let b)): return a == b
    case (.list(let a), .list(let b)): return try Value.listsEqual(a, b, &steps)
    case (.map(let a), .map(let b)): return try Value.mapsEqual(a, b, &steps)
    case (.optional(.none), .optional(.none)): return true
    case (.optional(.some(let a)), .optional(.some(let b))): return try a.equals(b, steps: &steps)
    default: return try Value.order(ofNumbers: left, right) == .some(.equal)
    }
  }

  private static func listsEqual(
    _ left: ListValue, _ right: ListValue, _ steps: inout Int
  ) throws(ComparisonFailure) -> Bool {
    if left.count != right.count { return false }
    var others = right.makeIterator()
    for element in left {
      guard let other = others.next() else { return false }
      if try !element.equals(other, steps: &steps) { return false }
    }
    return true
  }

  private static func mapsEqual(
    _ left: MapValue, _ right: MapValue, _ steps: inout Int
  ) throws(ComparisonFailure) -> Bool {
    if left.count != right.count { return false }
    for (key, value) in left.pairs {
      guard let other = right.value(for: key) else { return false }
      if try !value.equals(other, steps: &steps) { return false }
    }
    return true
  }
}

/// How two ordered values stand to each other; `unrelated` is the answer for NaN.
package enum Ordering: Sendable, Equatable {
  case less, equal, greater, unrelated

  init<T: Comparable>(_ left: T, _ right: T) {
    self = left < right ? .less : left == right ? .equal : left > right ? .greater : .unrelated
  }
}

extension Value {
  /// The order of two values of types that have one.
  package func order(to other: Value) throws(ComparisonFailure) -> Ordering {
    let (left, right) = (plain, other.plain)
    switch (left, right) {
    case (.bool(let a), .bool(let b)): return Ordering(a ? 1 : 0, b ? 1 : 0)
    case (.string(let a), .string(let b)):
      return a.hasSameScalars(as: b) ? .equal : a.precedesByScalars(b) ? .less : .greater
    case (.bytes(let a), .bytes(let b)):
      return a == b ? .equal : a.lexicographicallyPrecedes(b) ? .less : .greater
    case (.timestamp(let a), .timestamp(let b)): return Ordering(a, b)
    case (.duration(let a), .duration(let b)): return Ordering(a, b)
    case (.date(let a), .date(let b)): return Ordering(a, b)
    default:
      if let order = try Value.order(ofNumbers: left, right) { return order }
      throw .unordered(left.kind, right.kind)
    }
  }

  /// The order of two numbers of any types, or nil when one of the two is no number.
  fileprivate static func order(
    ofNumbers left: Value, _ right: Value
  ) throws(ComparisonFailure) -> Ordering? {
    switch (left, right) {
    case (.int(let a), .int(let b)): return Ordering(a, b)
    case (.uint(let a), .uint(let b)): return Ordering(a, b)
    case (.double(let a), .double(let b)): return Ordering(a, b)
    case (.int(let a), .uint(let b)): return a < 0 ? .less : Ordering(UInt64(a), b)
    case (.uint(let a), .int(let b)): return b < 0 ? .greater : Ordering(a, UInt64(b))
    case (.int(let a), .double(let b)): return Ordering(Double(a), b)
    case (.double(let a), .int(let b)): return Ordering(a, Double(b))
    case (.uint(let a), .double(let b)): return Ordering(Double(a), b)
    case (.double(let a), .uint(let b)): return Ordering(a, Double(b))
    case (.decimal(let a), .decimal(let b)): return Ordering(a, b)
    case (.decimal(let a), .int(let b)): return Ordering(a, Decimal(b))
    case (.int(let a), .decimal(let b)): return Ordering(Decimal(a), b)
    case (.decimal(let a), .uint(let b)): return Ordering(a, Decimal(b))
    case (.uint(let a), .decimal(let b)): return Ordering(Decimal(a), b)
    case (.decimal, .double), (.double, .decimal): throw .decimalAgainstDouble
    default: return nil
    }
  }
}
