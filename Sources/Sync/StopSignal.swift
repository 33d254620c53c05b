internal import Synchronization

/// A wish to stop: asked for once, a run ends at its next checkpoint.
package final class StopSignal: Sendable {
  private let wish = Atomic<Bool>(false)

  package init() {}

  package var isRaised: Bool { wish.load(ordering: .relaxed) }

  package func raise() { wish.store(true, ordering: .relaxed) }
}
