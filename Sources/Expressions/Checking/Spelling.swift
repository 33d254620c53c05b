/// Names that could have been meant by a misspelled one.
package enum Spelling {
  /// The nearest names, best first, at most three; nothing when none is near.
  package static func nearest(to name: String, among candidates: some Sequence<String>) -> [String] {
    let wanted = name.lowercased()
    // In a name of one or two letters every other one would be near.
    let limit = min(3, wanted.count / 3)
    if limit == 0 { return [] }
    var found: [(distance: Int, name: String)] = []
    for candidate in Set(candidates) where candidate != name {
      let other = candidate.lowercased()
      if abs(other.count - wanted.count) > limit {
        let isPart = wanted.count >= 4 && other.count <= wanted.count * 2 && other.hasSuffix(wanted)
        if isPart { found.append((limit + 1, candidate)) }
        continue
      }
      let distance = distance(Array(wanted.unicodeScalars), Array(other.unicodeScalars), limit: limit)
      if distance <= limit { found.append((distance, candidate)) }
    }
    found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return found.prefix(3).map(\.name)
  }

  /// How many letters have to be added, removed, changed or swapped with their neighbour.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], limit: Int) -> Int {
    // A name this long is no slip of the pen, and the table below grows with the square.
    if max(left.count, right.count) > 64 { return limit + 1 }
    var before: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let change = previous[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(change, previous[column + 1] + 1, current[column] + 1)
        let isSwap =
          row > 0 && column > 0 && left[row] == right[column - 1] && left[row - 1] == right[column]
        if isSwap { best = min(best, before[column - 1] + 1) }
        current.append(best)
      }
      before = previous
      previous = current
    }
    return previous[right.count]
  }
}
