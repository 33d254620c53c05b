internal import Glibc
internal import Synchronization

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

  /// Whether the system gives so many at the same time: the shared pool waits for ever for one that it is refused.
  package static func areGiven(_ count: Int) -> Bool {
    let gate = Gate()
    let threads = gate.closed.withLock { _ in
      (0..<count).compactMap { _ in SystemThread { gate.closed.withLock { _ in } } }
    }
    for thread in threads { thread.join() }
    return threads.count == count
  }

  private final class Gate: Sendable {
    let closed = Mutex(())
  }

  /// Waits until it has ended.
  package func join() { pthread_join(handle, nil) }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
