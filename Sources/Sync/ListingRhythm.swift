internal import Interpreter
internal import Language
internal import Storage
internal import Values

/// How often a stream that otherwise reads only what changed is read whole, so that what is gone is found.
///
/// Noted after what is gone was marked and never before: a run that dies in between reads everything once more, and nothing stays
/// that should have gone.
struct ListingRhythm: Sendable {
  private let every: Milliseconds
  private let name: String
  private let integration: IntegrationID
  private let store: any Store

  /// Nil for a stream that has no such rhythm.
  init?(_ stream: StreamProgram, _ integration: IntegrationID, _ store: any Store) {
    guard let every = stream.listedEvery else { return nil }
    self.every = every
    self.integration = integration
    self.store = store
    name = "listed.\(stream.name)"
  }

  func isDue(at now: Instant) async throws(StoreFailure) -> Bool {
    guard let last = try await store.memory(integration, name).flatMap({ Instant($0) }) else { return true }
    guard let next = last.adding(patience) else { return false }
    // A clock that was put back must not keep the listing away for ever.
    return last > now || next <= now
  }

  func note(listedAt now: Instant) async throws(StoreFailure) {
    try await store.remember(integration, name, now.description)
  }

  /// Whatever becomes of this run, the next one reads everything, unless a listing is noted before.
  func becomeDue() async throws(StoreFailure) {
    try await store.remember(integration, name, nil)
  }

  /// A little less than the time, because runs of a schedule never begin at quite the same moment of the day.
  private var patience: TimeSpan {
    let (span, overflow) = (every.count - every.count / 20).multipliedReportingOverflow(by: 1_000_000)
    return TimeSpan(nanoseconds: overflow ? .max : Int64(span))
  }
}
