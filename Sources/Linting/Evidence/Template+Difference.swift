internal import Diagnostics
internal import Language
internal import YAML

extension Template {
  /// The character at which a recorded text ceases to be what is written here; anything may stand where expressions do.
  func firstDifference(from recorded: String) -> SourceRange {
    let source = Array(self.source.utf8)[...]
    var rest = Array(recorded.utf8)[...]
    var place = source.startIndex
    for (position, part) in TextPattern(self.source).parts.enumerated() where !part.isEmpty {
      let sought = Array(part.utf8)
      guard let start = source[place...].indices.first(where: { source[$0...].starts(with: sought) }) else {
        break
      }
      // Behind an expression the text goes on wherever most of it stands.
      let starts = position == 0 ? [rest.startIndex] : Array(rest.indices)
      let agreeing = starts.map { (start: $0, count: Self.agreement(rest[$0...], sought)) }
      let best = agreeing.max { $0.count < $1.count } ?? (rest.startIndex, 0)
      guard best.count == sought.count else {
        let offset = start + best.count
        return scalar.range(ofInner: offset..<offset + 1)
      }
      place = start + sought.count
      rest = rest[(best.start + best.count)...]
    }
    return range
  }

  /// How many bytes two texts have in common at their beginnings.
  private static func agreement(_ a: ArraySlice<UInt8>, _ b: [UInt8]) -> Int {
    zip(a, b).prefix { $0 == $1 }.count
  }
}
