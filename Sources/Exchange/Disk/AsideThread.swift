internal import Language
internal import Programs
internal import Threads

/// Does what waits for a disk or another program on a thread of its own: the shared pool must not stand still for it.
enum AsideThread {
  static func run<Result: Sendable>(
    _ body: @escaping @Sendable () throws(RunFailure) -> Result
  ) async throws(RunFailure) -> Result {
    let result = await withCheckedContinuation {
      (continuation: CheckedContinuation<Swift.Result<Result, RunFailure>, Never>) in
      let isStarted = SystemThread.start {
        do throws(RunFailure) {
          continuation.resume(returning: .success(try body()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
      if !isStarted {
        continuation.resume(
          returning: .failure(RunFailure(.request, "the system gives no thread", isPassing: true)))
      }
    }
    return try result.get()
  }
}
