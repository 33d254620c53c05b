internal import Interpreter

/// Which streams of a run wait until others were read.
///
/// A stream comes after its parents. One that tells what is gone of another comes after it, so that nothing that went away
/// while the other was read is written again behind the news. When it begins anew it comes before: the news from there on
/// cover whatever the other shows, and older ones are of no row. Parents come first where the two do not agree.
struct ReadingOrder: Sendable {
  private var needs: [String: Set<String>] = [:]

  /// `begun` are the streams that go on from where an earlier run came to.
  init(_ streams: [StreamProgram], begun: Set<String>) {
    let names = Set(streams.map(\.name))
    for stream in streams { needs[stream.name] = names.intersection(stream.parents) }
    for stream in streams {
      guard case .stream(let teller) = stream.deletions, names.contains(teller) else { continue }
      if begun.contains(teller) {
        put(teller, after: stream.name)
      } else {
        put(stream.name, after: teller)
      }
    }
  }

  func isReady(_ stream: String, after done: some Collection<String>) -> Bool {
    needs[stream, default: []].isSubset(of: done)
  }

  /// Unless that would be a circle.
  private mutating func put(_ later: String, after earlier: String) {
    guard later != earlier, !waits(earlier, for: later) else { return }
    needs[later, default: []].insert(earlier)
  }

  private func waits(_ stream: String, for other: String) -> Bool {
    var seen: Set<String> = []
    var open = [stream]
    while let next = open.popLast() {
      for need in needs[next, default: []] where seen.insert(need).inserted { open.append(need) }
    }
    return seen.contains(other)
  }
}
