/// Paths of keys and positions, compiled together for many walks over documents that are alike.
///
/// Paths that begin alike share their first steps, so that a walk takes each of those once.
package struct JSONPathSet: Sendable {
  /// One step down.
  package enum Step: Sendable, Hashable {
    case key(String)
    case position(Int)
  }

  fileprivate struct Place: Sendable {
    /// The place from which the step leads down; it stands before this one.
    let origin: Int
    /// Where its key begins, or the position of the element.
    let start: Int
    /// Negative for a step to an element.
    let length: Int
  }

  private struct Branch: Hashable {
    let origin: Int
    let step: Step
  }

  fileprivate var keys: [UInt8] = []
  /// The first is where every path begins.
  fileprivate var places = [Place(origin: 0, start: 0, length: 0)]
  private var numbers: [Branch: Int] = [:]

  package init() {}

  /// How many ends, and hints, walks need.
  package var count: Int { places.count }

  /// Adds a path and tells the number of its end; that of equal paths is the same.
  package mutating func add(_ steps: [Step]) -> Int {
    steps.reduce(0) { origin, step in
      if let known = numbers[Branch(origin: origin, step: step)] { return known }
      switch step {
      case .position(let position): places.append(Place(origin: origin, start: position, length: -1))
      case .key(let name):
        places.append(Place(origin: origin, start: keys.count, length: name.utf8.count))
        keys += name.utf8
      }
      numbers[Branch(origin: origin, step: step)] = places.count - 1
      return places.count - 1
    }
  }
}

/// Where a path has led to: a node of the document, or one of these instead, which are negative.
@usableFromInline
package enum JSONPathEnd {
  /// A key on the way is not there.
  @inlinable package static var missing: Int { -1 }
  /// The path goes on after a null.
  @inlinable package static var throughNull: Int { -2 }
  /// The path goes on after something that has no members or elements, or leads beyond the end of an array.
  @inlinable package static var unfit: Int { -3 }
}

/// Walks the paths of a set.
package final class JSONPathWalker: Sendable {
  private let keys: FrozenTable<UInt8>
  private let places: FrozenTable<JSONPathSet.Place>

  /// How many ends, and hints, a walk needs.
  package var count: Int { places.count }

  package init(_ set: JSONPathSet) {
    keys = FrozenTable(set.keys)
    places = FrozenTable(set.places)
  }

  /// Walks all paths from a node and writes down their ends; there are `count` hints and as many ends.
  package func walk(
    _ tape: JSONTape, from root: Int, _ hints: UnsafeMutablePointer<JSONTape.Hint>,
    _ ends: UnsafeMutablePointer<Int>
  ) {
    let (keys, places, count) = (keys.start, places.start, places.count)
    ends[0] = root
    var number = 1
    while number < count {
      let place = places[number]
      let at = ends[place.origin]
      if at < 0 {
        ends[number] = at
      } else if tape.isKind(at, .object) {
        // Of a member that is not there the tape says the same as `missing`.
        ends[number] =
          place.length < 0
          ? JSONPathEnd.unfit : tape.member(keys + place.start, place.length, of: at, &hints[number])
      } else {
        ends[number] = Self.element(place, of: at, tape)
      }
      number += 1
    }
  }

  private static func element(_ place: JSONPathSet.Place, of array: Int, _ tape: JSONTape) -> Int {
    guard tape.isKind(array, .array) else {
      return tape.isKind(array, .null) ? JSONPathEnd.throughNull : JSONPathEnd.unfit
    }
    guard place.length < 0, place.start < tape.length(array) else { return JSONPathEnd.unfit }
    var at = array + 2
    for _ in 0..<place.start { at = tape.next(at) }
    return at
  }
}
