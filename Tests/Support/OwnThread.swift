internal import Threads

/// Runs what holds its thread, such as a read that waits, on one of its own.
///
/// Tests share as many threads as there are processors: two that each hold one until another task has done something would wait for ever.
package func onOwnThread<Outcome: Sendable>(_ work: @escaping @Sendable () -> Outcome) async -> Outcome {
  await withCheckedContinuation { continuation in
    if !SystemThread.start({ continuation.resume(returning: work()) }) {
      continuation.resume(returning: work())
    }
  }
}
