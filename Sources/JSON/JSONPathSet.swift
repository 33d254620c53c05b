/// Paths of keys and positions, compiled together for many walks over documents that are alike.
package struct JSONPathSet: Sendable {
  /// One step down.
  package enum Step: Sendable, Hashable {
    case key(String)
    case position(Int)
  }

  fileprivate struct Place: Sendable {
    let start: Int
    /// Negative for a step to the element at `start`.
    let length: Int
  }

  fileprivate struct Path: Sendable {
    let first: Int
    let end: Int
  }

  fileprivate var keys: [UInt8] = []
  fileprivate var places: [Place] = []
  fileprivate var paths: [Path] = []

  package init() {}

  package var count: Int { paths.count }

  /// How many hints walks need.
  package var hintCount: Int { places.count }

  /// Adds a path and tells its number.
  package mutating func add(_ steps: [Step]) -> Int {
    let first = places.count
    for step in steps {
      switch step {
      case .position(let position): places.append(Place(start: position, length: -1))
      case .key(let name):
        let start = keys.count
        keys += name.utf8
        places.append(Place(start: start, length: keys.count - start))
      }
    }
    paths.append(Path(first: first, end: places.count))
    return paths.count - 1
  }
}

/// Walks the paths of a set.
package final class JSONPathWalker: Sendable {
  private let keys: FrozenTable<UInt8>
  private let places: FrozenTable<JSONPathSet.Place>
  private let paths: FrozenTable<JSONPathSet.Path>

  /// How many hints walks need.
  package let hintCount: Int

  package init(_ set: JSONPathSet) {
    keys = FrozenTable(set.keys)
    places = FrozenTable(set.places)
    paths = FrozenTable(set.paths)
    hintCount = set.hintCount
  }

  /// What a path leads to.
  package enum Ending {
    /// A key on the way is not there.
    case missing
    /// The path goes on after a null.
    case throughNull
    /// The path goes on after something that has no members or elements, or leads beyond the end of an array.
    case unfit
    case null
    /// The text of a string; one without escapes has nothing that JSON would escape.
    case string(UnsafeBufferPointer<UInt8>, isEscaped: Bool)
    /// The digits of a number.
    case integer(UnsafeBufferPointer<UInt8>)
    case fraction(UnsafeBufferPointer<UInt8>)
    case bool(Bool)
    /// An array or an object.
    case container
  }

  /// Walks a path from a node; there are `hintCount` hints, and the path is one of the set.
  package func look(
    _ path: Int, in tape: JSONTape, from root: Int, _ hints: UnsafeMutablePointer<JSONTape.Hint>
  ) -> Ending {
    let end = end(of: path, in: tape, from: root, hints)
    guard end >= 0 else {
      return end == Self.missing ? .missing : end == Self.throughNull ? .throughNull : .unfit
    }
    switch tape.kind(end) {
    case .null: return .null
    case .string: return .string(tape.text(end), isEscaped: tape.isEscaped(end))
    case .integer: return .integer(tape.text(end))
    case .fraction: return .fraction(tape.text(end))
    case .true: return .bool(true)
    case .false: return .bool(false)
    case .array, .object: return .container
    }
  }

  private static let missing = -1
  private static let throughNull = -2
  private static let unfit = -3

  /// The node at the end of a path; negative where there is none.
  @inline(__always)
  private func end(
    of path: Int, in tape: JSONTape, from root: Int, _ hints: UnsafeMutablePointer<JSONTape.Hint>
  ) -> Int {
    let path = paths.start[path]
    var at = root
    var number = path.first
    while number < path.end {
      let place = places.start[number]
      if tape.isKind(at, .object) {
        if place.length < 0 { return Self.unfit }
        at = tape.member(keys.start + place.start, place.length, of: at, &hints[number])
        if at < 0 { return Self.missing }
      } else if tape.isKind(at, .array) {
        guard place.length < 0, place.start < tape.length(at) else { return Self.unfit }
        at += 2
        for _ in 0..<place.start { at = tape.next(at) }
      } else {
        return tape.isKind(at, .null) ? Self.throughNull : Self.unfit
      }
      number += 1
    }
    return at
  }
}
