/// A path of keys and positions, compiled for many walks over documents that are alike.
package struct JSONPath: Sendable {
  /// One step down.
  package enum Step: Sendable, Hashable {
    case key(String)
    case position(Int)
  }

  /// What stands at the end of a path.
  package enum End: Sendable, Hashable {
    case node(Int)
    /// A key on the way is not there.
    case missing
    /// The path goes on after a null.
    case throughNull
    /// The path goes on after something that has no members or elements, or leads beyond the end of an array.
    case unfit
  }

  private struct Place: Sendable {
    let start: Int
    /// Negative for a step to the element at `start`.
    let length: Int
  }

  private let keys: [UInt8]
  private let places: [Place]

  package init(_ steps: [Step]) {
    var keys: [UInt8] = []
    places = steps.map { step in
      switch step {
      case .position(let position): return Place(start: position, length: -1)
      case .key(let name):
        let start = keys.count
        keys += name.utf8
        return Place(start: start, length: keys.count - start)
      }
    }
    // Never empty, so that there is an address even for an empty key.
    self.keys = keys + [0]
  }

  /// How many hints a walk needs.
  package var hintCount: Int { places.count }

  /// Walks from a node; `hints` are this path's own, `hintCount` of them from `first` on.
  package func end(
    in tape: JSONTape, from root: Int, hints: inout [JSONTape.Hint], first: Int
  ) -> End {
    keys.withUnsafeBufferPointer { keys in
      hints.withUnsafeMutableBufferPointer { hints in
        var at = root
        for (number, place) in places.enumerated() {
          switch tape.kind(at) {
          case .object:
            guard place.length >= 0, let base = keys.baseAddress else { return .unfit }
            at = tape.member(base + place.start, place.length, of: at, &hints[first + number])
            if at < 0 { return .missing }
          case .array:
            guard place.length < 0, place.start < tape.length(at) else { return .unfit }
            at += 2
            for _ in 0..<place.start { at = tape.next(at) }
          case .null: return .throughNull
          default: return .unfit
          }
        }
        return .node(at)
      }
    }
  }
}
