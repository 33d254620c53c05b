import HTTP
import Language
import Programs
import TestSupport
import Testing

@testable import Calling

/// A provider that is down is left alone.
@Suite(.timeLimit(.minutes(10))) struct BreakerTests {
  let clock = ManualClock()

  func policy(attempts: Int = 1, failures: Int = 3) -> CallPolicy {
    var policy = CallPolicy()
    policy.attempts = attempts
    policy.breaker = BreakerPolicy(failures: failures, within: .seconds(60), openFor: .seconds(60))
    return policy
  }

  @Test func `it opens, lets one probe through, and closes`() async throws {
    let client = ScriptedClient([.status(500), .status(500), .status(500), .status(200)], clock: clock)
    let caller = Caller(client, policy(), clock)
    for _ in 0..<3 {
      await #expect(throws: RunFailure.self) { try await caller.call(ScriptedPlan(clock: clock)) }
    }
    #expect(client.times == [.zero, .zero, .zero])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<10 { group.addTask { _ = try await caller.call(ScriptedPlan(clock: self.clock)) } }
      try await group.waitForAll()
    }
    #expect(client.times.count == 13)
    #expect(client.times.dropFirst(3).allSatisfy { $0 >= .seconds(60) })
  }

  @Test func `while it is open no attempt is used up`() async throws {
    // Three failures open it in the first call; its own waits run on, and it still has all attempts that it did not make.
    let client = ScriptedClient(Array(repeating: .status(500), count: 4) + [.status(200)], clock: clock)
    let response = try await Caller(client, policy(attempts: 5), clock).call(ScriptedPlan(clock: clock))
    #expect(response.status == 200)
    #expect(client.times.count == 5)
    #expect(clock.elapsed >= .seconds(120))
  }

  @Test func `one probe at a time`() async throws {
    var breaker = Breaker(BreakerPolicy(failures: 1, openFor: .seconds(60)))
    breaker.end(.down, now: .zero)
    #expect(breaker.gate(now: .seconds(59)) == .closedUntil(.seconds(60)))
    #expect(breaker.gate(now: .seconds(60)) == .open)
    breaker.start()
    #expect(breaker.gate(now: .seconds(60)) == .awaitsProbe)
    breaker.end(.unknown, now: .seconds(61))
    #expect(breaker.gate(now: .seconds(61)) == .open)
    breaker.start()
    breaker.end(.healthy, now: .seconds(62))
    #expect(breaker == Breaker(BreakerPolicy(failures: 1, openFor: .seconds(60))))
  }

  @Test func `failures that lie far apart or have a success between them do not open it`() {
    var breaker = Breaker(BreakerPolicy(failures: 3, within: .seconds(60)))
    for second in [0, 50, 100, 150] { breaker.end(.down, now: .seconds(second)) }
    #expect(breaker.gate(now: .seconds(150)) == .open)
    for second in 200...201 { breaker.end(.down, now: .seconds(second)) }
    breaker.end(.healthy, now: .seconds(202))
    for second in 203...204 { breaker.end(.down, now: .seconds(second)) }
    #expect(breaker.gate(now: .seconds(204)) == .open)
    breaker.end(.down, now: .seconds(205))
    #expect(breaker.gate(now: .seconds(205)) == .closedUntil(.seconds(265)))
  }

  @Test(arguments: [401, 403, 404, 429]) func `a refusal never opens it`(_ status: Int) async throws {
    let client = ScriptedClient([.status(status, [("Retry-After", "1")])], clock: clock)
    let caller = Caller(client, policy(failures: 2), clock)
    for _ in 0..<5 {
      await #expect(throws: RunFailure.self) { try await caller.call(ScriptedPlan(clock: clock)) }
    }
    let isOpen = caller.turnstile.read { $0.accounts["one"]?.breaker?.openUntil != nil }
    #expect(!isOpen)
  }

  @Test func `accounts have their own`() async throws {
    let shared = SharedLimits()
    let broken = Caller(
      ScriptedClient([.status(500)], clock: clock), policy(failures: 1), clock, account: "a", shared: shared)
    let sound = Caller(
      ScriptedClient([.status(200)], clock: clock), policy(failures: 1), clock, account: "b", shared: shared)
    await #expect(throws: RunFailure.self) { try await broken.call(ScriptedPlan(clock: clock)) }
    _ = try await sound.call(ScriptedPlan(clock: clock))
    #expect(clock.elapsed == .zero)
  }

  @Test func `a provider that stays down is told, not waited for`() async throws {
    let client = ScriptedClient([.status(500)], clock: clock)
    let caller = Caller(client, policy(failures: 1), clock)
    for _ in 0..<3 {
      await #expect(throws: RunFailure.self) { try await caller.call(ScriptedPlan(clock: clock)) }
    }
    let calls = client.times.count
    let before = clock.elapsed
    let failure = await #expect(throws: RunFailure.self) { try await caller.call(ScriptedPlan(clock: clock)) }
    #expect(client.times.count == calls)
    #expect(clock.elapsed == before)
    #expect(failure?.kind == .provider)
    #expect(failure?.isPassing == true)
  }
}
