internal import CCurl
internal import Glibc
internal import HTTP
internal import Synchronization
internal import Threads

/// The thread that drives all transfers of a client.
///
/// Everything that belongs to libcurl lives on this thread. Orders come in through a mutex, and `curl_multi_wakeup`, the one
/// function that other threads may call, ends the wait for sockets. Between transfers it runs jobs: what works on replies need not be
/// woken for them there, and what it orders goes out at once.
final class TransferLoop: Sendable {
  /// A transfer that somebody waits for.
  private final class Order: Sendable {
    let make: @Sendable () -> any LoopTransfer
    let ticket: Ticket

    init(_ ticket: Ticket, _ make: @escaping @Sendable () -> any LoopTransfer) {
      self.make = make
      self.ticket = ticket
    }
  }

  /// Whether the task that waits has been cancelled.
  private final class Ticket: Sendable {
    let isCancelled = Atomic(false)
  }

  private struct Inbox {
    var orders: [Order] = []
    var jobs: [(job: UnownedJob, executor: UnownedTaskExecutor)] = []
    var hasCancellations = false
    var isClosed = false

    /// Something is to be done before the wait for sockets.
    var isPressing: Bool { isClosed || hasCancellations || !orders.isEmpty || !jobs.isEmpty }
  }

  private let inbox = Mutex(Inbox())
  // Used by the loop's thread alone, but for `curl_multi_wakeup`, which libcurl allows from everywhere.
  nonisolated(unsafe) private let multi: UnsafeMutableRawPointer
  // Used by the loop's thread alone.
  nonisolated(unsafe) private var running: [UnsafeMutableRawPointer: Running] = [:]
  /// Zero until the thread is there.
  private let thread = Atomic<UInt>(0)

  private static let isReady = ccurl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

  init(keptConnections: Int) throws(HTTPFailure) {
    guard Self.isReady, let multi = ccurl_multi_init() else {
      throw HTTPFailure(.connection, "libcurl could not be started")
    }
    self.multi = multi
    _ = ccurl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, keptConnections)
    _ = ccurl_multi_set_number(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    guard SystemThread.start({ self.runUntilClosed() }) else {
      throw HTTPFailure(.connection, "the system gave no thread for calls")
    }
  }

  /// The thread holds the loop until it ends, and whoever orders holds it meanwhile.
  deinit { ccurl_multi_cleanup(multi) }

  /// Runs a transfer, which is made and used on the loop's thread and answers to what it is given.
  func run<Output: Sendable>(
    _ make: @escaping @Sendable (TransferAnswer<Output>) -> any LoopTransfer
  ) async -> Result<Output, HTTPFailure> {
    let ticket = Ticket()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        order(Order(ticket) { make(continuation) })
      }
    } onCancel: {
      ticket.isCancelled.store(true, ordering: .releasing)
      tell { $0.hasCancellations = true }
    }
  }

  /// Runs a job on the loop's thread.
  func run(_ job: UnownedJob, for executor: UnownedTaskExecutor) { tell { $0.jobs.append((job, executor)) } }

  /// Ends the thread once it has no one to answer.
  func close() { tell { $0.isClosed = true } }

  private func order(_ order: Order) {
    guard isOnThread else { return tell { $0.orders.append(order) } }
    // The request is on its way while the job that ordered it goes on; what else there is to be done is done after that.
    start(order)
    perform()
  }

  private func tell(_ change: (inout Inbox) -> Void) {
    let isClosed = inbox.withLock { inbox in
      if inbox.isClosed { return true }
      change(&inbox)
      return false
    }
    // Not under the lock, for which the thread that is woken would have to wait.
    if !isClosed, !isOnThread { ccurl_multi_wakeup(multi) }
  }

  private var isOnThread: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

  // MARK: On the thread

  private struct Running {
    let transfer: any LoopTransfer
    let order: Order
  }

  private func runUntilClosed() {
    thread.store(UInt(pthread_self()), ordering: .relaxed)
    while true {
      let news = inbox.withLock { inbox in
        defer { inbox = Inbox(isClosed: inbox.isClosed) }
        return inbox
      }
      for order in news.orders { start(order) }
      if news.hasCancellations {
        end { $0.order.ticket.isCancelled.load(ordering: .acquiring) ? .cancelled : nil }
      }
      for (job, executor) in news.jobs { job.runSynchronously(on: executor) }
      if news.isClosed { break }
      perform()
      collect()
      let now = MonotonicTime.now
      end { $0.transfer.idleFailure(now) }
      if inbox.withLock({ $0.isPressing }) { continue }
      let wait = running.values.map { $0.transfer.idleDeadline - now }.min() ?? .seconds(60)
      ccurl_multi_poll(multi, Self.milliseconds(wait))
    }
    end { _ in .cancelled }
  }

  private func perform() {
    var count: Int32 = 0
    ccurl_multi_perform(multi, &count)
  }

  private func start(_ order: Order) {
    let transfer = order.make()
    if order.ticket.isCancelled.load(ordering: .acquiring) {
      transfer.abandon(.cancelled)
    } else if let failure = transfer.failure {
      transfer.abandon(failure)
    } else if let handle = transfer.handle, ccurl_multi_add_handle(multi, handle) == CURLM_OK {
      running[handle] = Running(transfer: transfer, order: order)
    } else {
      transfer.abandon(HTTPFailure(.connection, "libcurl could not take the request"))
    }
  }

  private func collect() {
    var code = CURLE_OK
    while let handle = ccurl_next_done(multi, &code) {
      let done = running.removeValue(forKey: handle)
      done?.transfer.noteConnection()
      ccurl_multi_remove_handle(multi, handle)
      done?.transfer.finish(code)
    }
  }

  private func end(_ reason: (Running) -> HTTPFailure?) {
    for (handle, entry) in running {
      guard let failure = reason(entry) else { continue }
      ccurl_multi_remove_handle(multi, handle)
      running[handle] = nil
      entry.transfer.abandon(failure)
    }
  }

  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    if seconds < 0 { return 0 }
    // One more, so that the time has really passed when the wait ends.
    return Int32(min(seconds, 60)) * 1000 + Int32(attoseconds / 1_000_000_000_000_000) + 1
  }
}

/// What a transfer answers to.
typealias TransferAnswer<Output: Sendable> = CheckedContinuation<Result<Output, HTTPFailure>, Never>

/// One transfer on the loop's thread; it answers exactly once.
protocol LoopTransfer: AnyObject {
  var handle: UnsafeMutableRawPointer? { get }
  /// Why it must not even start.
  var failure: HTTPFailure? { get }
  var idleDeadline: Duration { get }
  func idleFailure(_ now: Duration) -> HTTPFailure?
  /// libcurl is done with it, and still knows its connection.
  func noteConnection()
  /// libcurl is done with it and has forgotten it.
  func finish(_ code: CURLcode)
  /// It was taken from libcurl before it was done.
  func abandon(_ failure: HTTPFailure)
}

extension LoopTransfer {
  func noteConnection() {}
}

extension HTTPFailure {
  static let cancelled = HTTPFailure(.cancelled, "stopped before the reply was complete")
}
