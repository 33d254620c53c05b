/// The nearest of some names to one word after the other, each word looked up once: a slip that a program made stands in a thousand places.
package struct NearestNames: Sendable {
  private let names: Set<String>
  private var known: [String: [String]] = [:]

  package init(_ names: some Sequence<String>) { self.names = Set(names) }

  package mutating func nearest(to word: String) -> [String] {
    if let near = known[word] { return near }
    let near = Suggestions.nearest(to: word, among: names)
    known[word] = near
    return near
  }
}
