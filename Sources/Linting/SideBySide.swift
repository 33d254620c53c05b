internal import Synchronization
internal import Threads

/// Does the same with many things, some of them at the same time.
enum SideBySide {
  /// What was made of each thing, in their order.
  ///
  /// Each thread has a worker of its own, which takes one thing after the other and may remember what it learns. The thread that asks is
  /// one of them; where the system refuses others, fewer do it all.
  static func map<Thing: Sendable, Outcome: Sendable>(
    _ things: [Thing], threads: Int, _ makeWorker: @escaping @Sendable () -> (Thing) -> Outcome
  ) -> [Outcome] {
    let pile = Pile<Outcome>()
    let work: @Sendable () -> Void = {
      let worker = makeWorker()
      while let index = pile.next(below: things.count) { pile.put(worker(things[index]), at: index) }
    }
    let others = (1..<max(threads, 1)).compactMap { _ in SystemThread(work) }
    work()
    others.forEach { $0.join() }
    return pile.outcomes
  }

  /// What is still to be taken, and what was made of what was.
  private final class Pile<Outcome: Sendable>: Sendable {
    private let taken = Atomic(0)
    private let made = Mutex<[(index: Int, outcome: Outcome)]>([])

    func next(below count: Int) -> Int? {
      let index = taken.add(1, ordering: .relaxed).oldValue
      return index < count ? index : nil
    }

    func put(_ outcome: Outcome, at index: Int) { made.withLock { $0.append((index, outcome)) } }

    var outcomes: [Outcome] { made.withLock { $0.sorted { $0.index < $1.index }.map(\.outcome) } }
  }
}
