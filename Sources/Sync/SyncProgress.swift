package import Storage
internal import Synchronization
package import Values

/// What a run is doing, for whoever watches: counted where it happens, read as often as somebody looks.
package final class SyncProgress: Sendable {
  /// How far a stream is.
  package enum Phase: Sendable, Hashable {
    case waiting
    case running
    case done(RunEnd.Outcome)
  }

  package struct Stream: Sendable {
    package let name: String
    package var phase = Phase.waiting
    package var pages = 0
    package var counts = RowCounts()
    /// Problems so far, in one sentence each.
    package var problems: [String] = []
    package var startedAt: Duration?
    package var endedAt: Duration?
    /// The provider asked for patience until then.
    package var waitsUntil: Instant?
  }

  private let state: Mutex<[Stream]>

  package init(streams: [String]) { state = Mutex(streams.map { Stream(name: $0) }) }

  package var streams: [Stream] { state.withLock { $0 } }

  package func update(_ name: String, _ change: (inout Stream) -> Void) {
    state.withLock { streams in
      guard let place = streams.firstIndex(where: { $0.name == name }) else { return }
      change(&streams[place])
    }
  }
}
