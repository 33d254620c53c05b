package import JSON

/// A path of fields and constant indexes from one variable, as most expressions of a mapping are.
///
/// Walking it over a parsed document allocates nothing.
package struct PlainPath: Sendable {
  /// One step down: into a member or to an element.
  package enum Step: Sendable, Hashable {
    case field(String)
    case position(Int)
  }

  package let variable: String
  package let steps: [Step]
  /// The keys one after the other, as the bytes that a document is compared with.
  private let keys: [UInt8]
  /// Where the key of each step lies in `keys`, or which element it takes.
  private let places: [Place]

  fileprivate struct Place: Sendable {
    let start: Int
    /// Negative for a step to the element at `start`.
    let length: Int
  }

  init(variable: String, steps: [Step]) {
    self.variable = variable
    self.steps = steps
    var keys: [UInt8] = []
    places = steps.map { step in
      switch step {
      case .position(let position): return Place(start: position, length: -1)
      case .field(let name):
        let start = keys.count
        keys += name.utf8
        return Place(start: start, length: keys.count - start)
      }
    }
    self.keys = keys
  }

  /// What stands at the end of the path, or nil when the document does not have it.
  package func view(in root: JSONView) -> JSONView? {
    keys.withUnsafeBufferPointer { keys in
      var view = root
      for place in places {
        guard let next = place.length < 0 ? view[place.start] : view[keys[place]] else { return nil }
        view = next
      }
      return view
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate subscript(place: PlainPath.Place) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: self[place.start..<place.start + place.length])
  }
}
