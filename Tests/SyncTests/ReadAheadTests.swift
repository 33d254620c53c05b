import Language
import Programs
import Synchronization
import Testing

@testable import Sync

@Suite("Reading ahead", .timeLimit(.minutes(10)))
struct ReadAheadTests {
  /// Gives numbers up to a last one and counts how many were asked for.
  private final class Numbers: Sendable {
    let given = Atomic(0)
    private let last: Int
    private let failure: RunFailure?

    init(to last: Int, failure: RunFailure? = nil) {
      self.last = last
      self.failure = failure
    }

    func next() throws(RunFailure) -> Int? {
      let number = given.add(1, ordering: .relaxed).newValue
      if number <= last { return number }
      if let failure { throw failure }
      return nil
    }
  }

  private final class Marks: Sendable {
    let begun = Atomic(0)
    let isGivenUp = Atomic(false)
  }

  private func ahead(
    _ numbers: Numbers, atMost most: Int = 2, weight: @escaping @Sendable (Int) -> Int = { _ in 0 }
  ) -> ReadAhead<Int> {
    ReadAhead(atMost: most, weight: weight) { () async throws(RunFailure) in try numbers.next() }
  }

  /// Waits until no more is read; fails the test when that takes too long.
  private func settled(_ numbers: Numbers, at count: Int) async -> Bool {
    for _ in 0..<20_000 {
      if numbers.given.load(ordering: .relaxed) == count { break }
      try? await Task.sleep(for: .milliseconds(1))
    }
    for _ in 0..<20 { await Task.yield() }
    return numbers.given.load(ordering: .relaxed) == count
  }

  @Test func `elements come in order and end once`() async throws {
    let ahead = ahead(Numbers(to: 500))
    var seen: [Int] = []
    while let number = try await ahead.next() { seen.append(number) }
    #expect(seen == Array(1...500))
    #expect(try await ahead.next() == nil)
  }

  @Test func `no more is read than may wait`() async throws {
    let numbers = Numbers(to: 100)
    let ahead = ahead(numbers, atMost: 3)
    #expect(await settled(numbers, at: 3))
    #expect(try await ahead.next() == 1)
    #expect(await settled(numbers, at: 4))
  }

  @Test func `behind a heavy element nothing is read`() async throws {
    let numbers = Numbers(to: 100)
    let ahead = ahead(numbers, atMost: 3) { $0 == 1 ? 64 << 20 : 1 }
    #expect(await settled(numbers, at: 1))
    #expect(try await ahead.next() == 1)
    #expect(await settled(numbers, at: 4))
  }

  @Test func `what came before a failure comes before it`() async throws {
    let ahead = ahead(Numbers(to: 3, failure: RunFailure(.provider, "it is gone")), atMost: 10)
    for number in 1...3 { #expect(try await ahead.next() == number) }
    await #expect(throws: RunFailure.self) { try await ahead.next() }
  }

  @Test func `reading is given up when nobody takes any more`() async throws {
    let marks = Marks()
    do {
      let ahead = ReadAhead<Int>(atMost: 2, weight: { _ in 0 }) { () async throws(RunFailure) in
        if marks.begun.add(1, ordering: .relaxed).newValue == 1 { return 1 }
        if (try? await Task.sleep(for: .seconds(500))) == nil {
          marks.isGivenUp.store(true, ordering: .relaxed)
        }
        return nil
      }
      #expect(try await ahead.next() == 1)
    }
    for _ in 0..<20_000 where !marks.isGivenUp.load(ordering: .relaxed) {
      try? await Task.sleep(for: .milliseconds(1))
    }
    let isGivenUp = marks.isGivenUp.load(ordering: .relaxed)
    #expect(isGivenUp)
  }
}
