import HTTP
import Language
import Programs
import TestSupport
import Testing
import Values

@testable import Calling

/// What the server says is left is respected before it refuses.
@Suite(.timeLimit(.minutes(10))) struct QuotaTests {
  let clock = ManualClock()

  func policy(keep: Int = 0) -> CallPolicy {
    var policy = CallPolicy()
    policy.quota = QuotaProgram(
      remaining: "X-Remaining", reset: WaitProgram(header: "X-Reset", format: .seconds), keep: keep)
    return policy
  }

  @Test func `calls stop when nothing is left and go on when it is full again`() async throws {
    let client = ScriptedClient(
      [
        .status(200, [("X-Remaining", "1"), ("X-Reset", "30")]),
        .status(200, [("X-Remaining", "0"), ("X-Reset", "30")]), .status(200),
      ],
      clock: clock)
    let caller = Caller(client, policy(), clock)
    for _ in 0..<3 { _ = try await caller.call(ScriptedPlan(clock: clock)) }
    #expect(client.times == [.zero, .zero, .seconds(30)])
  }

  @Test(arguments: ["0", "-5"]) func `a reset that has come already is not waited for`(_ reset: String)
    async throws
  {
    let client = ScriptedClient(
      [.status(200, [("X-Remaining", "0"), ("X-Reset", reset)]), .status(200)], clock: clock)
    let caller = Caller(client, policy(), clock)
    for _ in 0..<2 { _ = try await caller.call(ScriptedPlan(clock: clock)) }
    #expect(client.times == [.zero, .zero])
  }

  @Test func `some are left for others`() async throws {
    let client = ScriptedClient(
      [.status(200, [("X-Remaining", "10"), ("X-Reset", "30")]), .status(200)], clock: clock)
    let caller = Caller(client, policy(keep: 10), clock)
    for _ in 0..<2 { _ = try await caller.call(ScriptedPlan(clock: clock)) }
    #expect(client.times == [.zero, .seconds(30)])
  }

  @Test func `of a small allowance no more than half is left for others`() async throws {
    var policy = CallPolicy()
    policy.quota = QuotaProgram(
      remaining: "X-Remaining", limit: "X-Limit", reset: WaitProgram(header: "X-Reset", format: .seconds),
      keep: 100)
    func reply(_ remaining: Int) -> ScriptedClient.Reply {
      .status(200, [("X-Remaining", "\(remaining)"), ("X-Limit", "60;w=60"), ("X-Reset", "30")])
    }
    let client = ScriptedClient([reply(31), reply(30), .status(200)], clock: clock)
    let caller = Caller(client, policy, clock)
    for _ in 0..<3 { _ = try await caller.call(ScriptedPlan(clock: clock)) }
    #expect(client.times == [.zero, .zero, .seconds(30)])
  }

  @Test func `calls under way count as gone`() async throws {
    let client = ScriptedClient(
      [.status(200, [("X-Remaining", "4"), ("X-Reset", "30")]), .status(200)], clock: clock,
      takes: .seconds(1))
    let caller = Caller(client, policy(), clock)
    _ = try await caller.call(ScriptedPlan(clock: clock))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { _ = try await caller.call(ScriptedPlan(clock: self.clock)) } }
      try await group.waitForAll()
    }
    #expect(client.times.filter { $0 < .seconds(31) }.count == 5)
  }

  @Test func `a reset that is too far away is told and not waited for`() async throws {
    let client = ScriptedClient([.status(200, [("X-Remaining", "0"), ("X-Reset", "86400")])], clock: clock)
    let caller = Caller(client, policy(), clock)
    _ = try await caller.call(ScriptedPlan(clock: clock))
    let failure = await #expect(throws: RunFailure.self) { try await caller.call(ScriptedPlan(clock: clock)) }
    #expect(failure?.kind == .quota)
    #expect(failure?.isPassing == true)
    #expect(client.times.count == 1)
    #expect(clock.elapsed == .zero)
  }

  @Test(arguments: ["", "many", "NaN", "1e400", "inf"]) func `nonsense says nothing`(_ text: String)
    async throws
  {
    let client = ScriptedClient([.status(200, [("X-Remaining", text), ("X-Reset", "30")])], clock: clock)
    let caller = Caller(client, policy(), clock)
    for _ in 0..<3 { _ = try await caller.call(ScriptedPlan(clock: clock)) }
    #expect(clock.elapsed == .zero)
  }
}
