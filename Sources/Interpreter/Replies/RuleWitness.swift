package import Diagnostics
internal import Synchronization

/// Remembers which rules of a connector fitted a reply, for whoever wants to know what recordings show.
package final class RuleWitness: Sendable {
  private let seen = Mutex<Set<SourceRange>>([])

  package init() {}

  /// Where the rules are written.
  package var places: Set<SourceRange> { seen.withLock { $0 } }

  func note(_ place: SourceRange) { seen.withLock { _ = $0.insert(place) } }
}
