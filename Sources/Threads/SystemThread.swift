internal import Glibc

/// A thread of the system, beside the shared pool: what waits for sockets, disks or other programs must not hold one of those.
package struct SystemThread: Sendable {
  private let handle: pthread_t

  /// Begins it, and somebody must wait for it; nil when the system gives none.
  package init?(_ body: @escaping @Sendable () -> Void) {
    let work = Unmanaged.passRetained(Work(body))
    var handle = pthread_t()
    let result = pthread_create(
      &handle, nil,
      { argument in
        if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, work.toOpaque())
    guard result == 0 else {
      work.release()
      return nil
    }
    self.handle = handle
  }

  /// Begins one that nobody waits for; false when the system gives no thread.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    guard let thread = SystemThread(body) else { return false }
    pthread_detach(thread.handle)
    return true
  }

  /// Waits until it has ended.
  package func join() { pthread_join(handle, nil) }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
