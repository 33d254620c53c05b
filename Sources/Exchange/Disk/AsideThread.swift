internal import Language
internal import Glibc
internal import Programs

/// Does what waits for a disk or another program on a thread of its own: the shared pool must not stand still for it.
enum AsideThread {
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  static func run<Result: Sendable>(
    _ body: @escaping @Sendable () throws(RunFailure) -> Result
  ) async throws(RunFailure) -> Result {
    let result = await withCheckedContinuation {
      (continuation: CheckedContinuation<Swift.Result<Result, RunFailure>, Never>) in
      let isStarted = start {
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

  private static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let work = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, work.toOpaque())
    guard result == 0 else {
      work.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
