internal import Values

/// A macro that goes through a list or a map.
struct LoopOperation: Operation {
  let kind: Node.Comprehension.Kind
  let range: any Operation
  /// The slot of the first variable; a second one has the slot after it.
  let slot: Int
  let hasTwoVariables: Bool
  let condition: (any Operation)?
  let body: any Operation
  let place: Range<Int>
  let rangePlace: Range<Int>
  let bodyPlace: Range<Int>

  func value(in frame: inout Frame) throws(EvaluationError) -> Value {
    let container = try range.value(in: &frame)
    switch container.plain {
    case .list(let list): return try run(ListSource(list), in: &frame)
    case .map(let map): return try run(MapSource(map), in: &frame)
    default:
      let message = "this goes through a list or a map, and here is \(container.kind.title)"
      throw EvaluationError(.noSuchOverload, message, at: rangePlace)
    }
  }

  private func run(_ source: some LoopSource, in frame: inout Frame) throws(EvaluationError) -> Value {
    switch kind {
    case .all: try decide(source, deciding: false, in: &frame)
    case .exists: try decide(source, deciding: true, in: &frame)
    case .existsOne: try count(source, in: &frame)
    case .map, .filter, .transformList: try collect(source, in: &frame)
    case .transformMap, .transformMapEntry: try collectMap(source, in: &frame)
    case .sortBy: try sort(source, in: &frame)
    }
  }

  private func enter(_ pair: LoopPair, in frame: inout Frame) throws(EvaluationError) {
    try frame.step(at: place)
    if hasTwoVariables {
      frame.locals[slot] = pair.key
      frame.locals[slot + 1] = pair.value
    } else {
      frame.locals[slot] = pair.single
    }
  }

  private func bool(
    _ operation: any Operation, in frame: inout Frame
  ) throws(EvaluationError) -> Bool {
    let value = try operation.value(in: &frame)
    guard case .bool(let flag) = value.plain else { throw .notBool(value, at: bodyPlace) }
    return flag
  }

  /// `all` and `exists`: an element that decides wins over elements that fail.
  private func decide(
    _ source: some LoopSource, deciding: Bool, in frame: inout Frame
  ) throws(EvaluationError) -> Value {
    var source = source
    var failure: EvaluationError?
    while let pair = source.next() {
      try enter(pair, in: &frame)
      do {
        if try bool(body, in: &frame) == deciding { return .bool(deciding) }
      } catch {
        if error.kind == .budget { throw error }
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return .bool(!deciding)
  }

  private func count(_ source: some LoopSource, in frame: inout Frame) throws(EvaluationError) -> Value {
    var source = source
    var count = 0
    while let pair = source.next() {
      try enter(pair, in: &frame)
      if try bool(body, in: &frame) { count += 1 }
    }
    return .bool(count == 1)
  }

  private func collect(_ source: some LoopSource, in frame: inout Frame) throws(EvaluationError) -> Value {
    var source = source
    var values: [Value] = []
    while let pair = source.next() {
      try enter(pair, in: &frame)
      if let condition, try !bool(condition, in: &frame) { continue }
      if kind == .filter {
        if try !bool(body, in: &frame) { continue }
        values.append(pair.single)
      } else {
        values.append(try body.value(in: &frame))
      }
      try frame.produce(1, at: place)
    }
    return .list(values)
  }

  private func collectMap(_ source: some LoopSource, in frame: inout Frame) throws(EvaluationError) -> Value {
    var source = source
    var entries = MapValue.Entries()
    while let pair = source.next() {
      try enter(pair, in: &frame)
      if let condition, try !bool(condition, in: &frame) { continue }
      let result = try body.value(in: &frame)
      if kind == .transformMap {
        try frame.produce(1, at: place)
        if let key = MapKey(making: pair.key) { entries.set(key, to: result) }
        continue
      }
      guard case .map(let added) = result.plain else {
        throw EvaluationError(
          .noSuchOverload, "every step makes a map, and this is \(result.kind.title)", at: bodyPlace)
      }
      try frame.produce(added.count, at: place)
      for (key, value) in added.pairs where !entries.insert(key, value) {
        throw EvaluationError(.duplicateKey, "two steps make the same key", at: bodyPlace)
      }
    }
    return .map(MapValue(entries))
  }

  private func sort(_ source: some LoopSource, in frame: inout Frame) throws(EvaluationError) -> Value {
    var source = source
    var keyed: [(key: Value, value: Value)] = []
    while let pair = source.next() {
      try enter(pair, in: &frame)
      keyed.append((try body.value(in: &frame), pair.single))
      try frame.produce(1, at: place)
    }
    do {
      return .list(try Sorting.sorted(keyed, &frame.context).map(\.value))
    } catch { throw EvaluationError(error, at: bodyPlace) }
  }
}

/// One step of a loop: index and element, or key and value.
struct LoopPair {
  let key: Value
  let value: Value
  /// What a loop with one variable sees.
  let single: Value
}

protocol LoopSource {
  mutating func next() -> LoopPair?
}

struct ListSource: LoopSource {
  private var elements: ListValue.Iterator
  private var position: Int64 = 0

  init(_ list: ListValue) { elements = list.makeIterator() }

  mutating func next() -> LoopPair? {
    guard let element = elements.next() else { return nil }
    defer { position += 1 }
    return LoopPair(key: .int(position), value: element, single: element)
  }
}

struct MapSource: LoopSource {
  private var pairs: IndexingIterator<[(key: MapKey, value: Value)]>

  init(_ map: MapValue) { pairs = map.pairs.makeIterator() }

  mutating func next() -> LoopPair? {
    guard let pair = pairs.next() else { return nil }
    let key = pair.key.value
    return LoopPair(key: key, value: pair.value, single: key)
  }
}

/// Sorting with the order of the language, stable and bounded.
enum Sorting {
  static func sorted(
    _ keyed: [(key: Value, value: Value)], _ context: inout CallContext
  ) throws(CallFailure) -> [(key: Value, value: Value)] {
    if keyed.count < 2 { return keyed }
    let middle = keyed.count / 2
    let left = try sorted(Array(keyed[..<middle]), &context)
    let right = try sorted(Array(keyed[middle...]), &context)
    try context.spend(keyed.count)
    var merged: [(key: Value, value: Value)] = []
    merged.reserveCapacity(keyed.count)
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      if try order(right[j].key, left[i].key) == .less {
        merged.append(right[j])
        j += 1
      } else {
        merged.append(left[i])
        i += 1
      }
    }
    return merged + left[i...] + right[j...]
  }

  /// Sorting asks for one type: numbers of different types are not sorted together, as in the definition.
  private static func order(_ left: Value, _ right: Value) throws(CallFailure) -> Ordering {
    guard left.kind == right.kind else {
      throw CallFailure(
        .noSuchOverload, "a list with \(left.kind.title) and \(right.kind.title) has no order")
    }
    do { return try left.order(to: right) } catch { throw CallFailure(error) }
  }
}
