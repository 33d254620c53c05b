/// Which lines of one text became which lines of another.
struct LineDifference {
  enum Step: Hashable {
    case kept(old: Int, new: Int)
    case removed(old: Int)
    case added(new: Int)
  }

  /// All lines of both texts, removals before additions in each changed place.
  let steps: [Step]

  /// Beyond so many lines that moved about, the middle is replaced as a whole: the cost grows with the square.
  private static let comparedLines = 8_000

  init(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) {
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    func number(_ line: ArraySlice<UInt8>) -> Int {
      if let known = numbers[line] { return known }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    let a = old.map(number)
    let b = new.map(number)
    let prefix = zip(a, b).prefix { $0 == $1 }.count
    let rest = min(a.count, b.count) - prefix
    let suffix = zip(a.reversed(), b.reversed()).prefix(rest).prefix { $0 == $1 }.count
    let removed = Self.unmatched(a[prefix..<a.count - suffix], in: b[prefix..<b.count - suffix])
    let added = Self.unmatched(b[prefix..<b.count - suffix], in: a[prefix..<a.count - suffix])
    var goneOld = Set(removed)
    var goneNew = Set(added)

    // Lines without a counterpart are settled; only the others need comparing.
    let oldMiddle = (prefix..<a.count - suffix).filter { !goneOld.contains($0) }
    let newMiddle = (prefix..<b.count - suffix).filter { !goneNew.contains($0) }
    if oldMiddle.count + newMiddle.count > Self.comparedLines {
      goneOld.formUnion(oldMiddle)
      goneNew.formUnion(newMiddle)
    } else {
      for change in newMiddle.map({ b[$0] }).difference(from: oldMiddle.map { a[$0] }) {
        switch change {
        case .remove(let offset, _, _): goneOld.insert(oldMiddle[offset])
        case .insert(let offset, _, _): goneNew.insert(newMiddle[offset])
        }
      }
    }
    steps = Self.walk(a.count, b.count, goneOld, goneNew)
  }

  private static func unmatched(_ lines: ArraySlice<Int>, in others: ArraySlice<Int>) -> [Int] {
    let present = Set(others)
    return lines.indices.filter { !present.contains(lines[$0]) }
  }

  private static func walk(_ oldCount: Int, _ newCount: Int, _ gone: Set<Int>, _ come: Set<Int>) -> [Step] {
    var steps: [Step] = []
    var (old, new) = (0, 0)
    while old < oldCount || new < newCount {
      if old < oldCount, gone.contains(old) {
        steps.append(.removed(old: old))
        old += 1
      } else if new < newCount, come.contains(new) {
        steps.append(.added(new: new))
        new += 1
      } else {
        steps.append(.kept(old: old, new: new))
        old += 1
        new += 1
      }
    }
    return steps
  }
}
