internal import Glibc
internal import Storage
internal import Synchronization
internal import Threads

/// A thread that runs the jobs of one actor: what blocks on a disk must not hold a thread of the shared pool.
final class DedicatedThread: SerialExecutor {
  private let inbox = Inbox()

  init() throws(StoreFailure) {
    guard SystemThread.start({ [inbox] in inbox.run() }) else {
      throw StoreFailure(.failed, "the system gives no thread for the store")
    }
  }

  deinit { inbox.close() }

  func enqueue(_ job: consuming ExecutorJob) {
    inbox.append(UnownedJob(job), for: asUnownedSerialExecutor())
  }
}

/// The jobs that wait for the thread; it outlives the executor until the thread has left.
private final class Inbox: Sendable {
  private struct State {
    var jobs: [(job: UnownedJob, executor: UnownedSerialExecutor)] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  /// Counts jobs; only the functions of POSIX touch it, which synchronise by themselves.
  nonisolated(unsafe) private let signal: UnsafeMutablePointer<sem_t>

  init() {
    signal = .allocate(capacity: 1)
    sem_init(signal, 0, 0)
  }

  deinit {
    sem_destroy(signal)
    signal.deallocate()
  }

  func append(_ job: UnownedJob, for executor: UnownedSerialExecutor) {
    state.withLock { $0.jobs.append((job, executor)) }
    sem_post(signal)
  }

  func close() {
    state.withLock { $0.isClosed = true }
    sem_post(signal)
  }

  /// The body of the thread.
  func run() {
    while true {
      while sem_wait(signal) != 0 {}
      let (jobs, isClosed) = state.withLock { state in
        let jobs = state.jobs
        state.jobs = []
        return (jobs, state.isClosed)
      }
      for (job, executor) in jobs { job.runSynchronously(on: executor) }
      if isClosed && jobs.isEmpty { return }
    }
  }
}
