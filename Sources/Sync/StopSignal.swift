internal import Synchronization

/// A wish to stop: asked for once, a run ends at its next checkpoint and waits for nothing more.
package final class StopSignal: Sendable {
  private struct State {
    var isRaised = false
    var action: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  package init() {}

  var isRaised: Bool { state.withLock(\.isRaised) }

  package func raise() {
    let action = state.withLock { state in
      state.isRaised = true
      return state.action.take()
    }
    action?()
  }

  /// Does something once as soon as somebody wishes it, at once where that has happened.
  func whenRaised(_ action: @escaping @Sendable () -> Void) {
    let isRaised = state.withLock { state in
      if !state.isRaised { state.action = action }
      return state.isRaised
    }
    if isRaised { action() }
  }
}
