internal import Programs
internal import Synchronization
internal import Values

/// Where all calls to one provider pass: sleeps until the next may go, and wakes whose turn it is.
final class Turnstile: Sendable {
  typealias Entry = Result<CallQueue.Waiter, EntryFailure>

  /// Why a call may not even wait.
  enum EntryFailure: Error, Sendable, Hashable {
    case cancelled
    case refused(CallQueue.Refusal)
  }

  private struct State {
    var queue = CallQueue()
    var continuations: [UInt64: CheckedContinuation<Entry, Never>] = [:]
    var lastID: UInt64 = 0
    var timer: (at: Duration, task: Task<Void, Never>)?
  }

  private let state = Mutex(State())
  private let clock: any RunClock

  init(clock: any RunClock) { self.clock = clock }

  /// Waits until the call may go; whoever gets in must leave.
  func enter(account: String, _ shares: [CallQueue.Share]) async throws(EntryFailure) -> CallQueue.Waiter {
    let waiter = state.withLock { state in
      state.lastID += 1
      return CallQueue.Waiter(id: state.lastID, account: account, shares: shares)
    }
    let entry = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Entry, Never>) in
        change { state, _ in
          // A cancellation before this moment is seen here, a later one finds the call in the queue.
          if Task.isCancelled { return [(continuation, .failure(.cancelled))] }
          state.continuations[waiter.id] = continuation
          state.queue.enter(waiter)
          return []
        }
      }
    } onCancel: {
      change { state, _ in
        guard state.queue.leaveQueue(waiter.id, account: account),
          let continuation = state.continuations.removeValue(forKey: waiter.id)
        else { return [] }
        return [(continuation, .failure(.cancelled))]
      }
    }
    return try entry.get()
  }

  /// The call is over.
  func leave(_ waiter: CallQueue.Waiter, _ outcome: Breaker.Outcome) {
    change { state, now in
      state.queue.end(waiter, outcome, now: now)
      return []
    }
  }

  /// Changes limits, pauses and the like; who may go afterwards goes.
  func update(_ body: (inout CallQueue) -> Void) {
    change { state, _ in
      body(&state.queue)
      return []
    }
  }

  /// Looks without letting anybody go.
  func read<Value: Sendable>(_ body: (inout CallQueue) -> Value) -> Value {
    state.withLock { body(&$0.queue) }
  }

  private func change(
    _ body: (inout State, Duration) -> [(CheckedContinuation<Entry, Never>, Entry)]
  ) {
    let resumed = state.withLock { state in
      // Read when everybody else has to wait: who came late with an older time would seem to have gone earlier than he does, and
      // the next one would follow him too soon.
      let now = clock.elapsed
      var resumed = body(&state, now)
      let turn = state.queue.turn(now: now)
      for waiter in turn.granted {
        if let continuation = state.continuations.removeValue(forKey: waiter.id) {
          resumed.append((continuation, .success(waiter)))
        }
      }
      for (waiter, reason) in turn.refused {
        if let continuation = state.continuations.removeValue(forKey: waiter.id) {
          resumed.append((continuation, .failure(.refused(reason))))
        }
      }
      schedule(turn.wakeAt, now, &state)
      return resumed
    }
    for (continuation, entry) in resumed { continuation.resume(returning: entry) }
  }

  private func schedule(_ moment: Duration?, _ now: Duration, _ state: inout State) {
    if let timer = state.timer, timer.at == moment { return }
    state.timer?.task.cancel()
    state.timer = nil
    guard let moment else { return }
    let task = Task { [weak self, clock] in
      do {
        try await clock.sleep(for: moment - now)
      } catch {
        return
      }
      self?.wake(moment)
    }
    state.timer = (moment, task)
  }

  private func wake(_ moment: Duration) {
    change { state, _ in
      if state.timer?.at == moment { state.timer = nil }
      return []
    }
  }
}

/// The turnstiles of all providers in this process: what makes a limit of an application one limit.
package final class SharedLimits: Sendable {
  private let turnstiles = Mutex<[String: Turnstile]>([:])

  package init() {}

  func turnstile(of provider: String, clock: any RunClock) -> Turnstile {
    turnstiles.withLock { turnstiles in
      if let known = turnstiles[provider] { return known }
      let new = Turnstile(clock: clock)
      turnstiles[provider] = new
      return new
    }
  }
}
