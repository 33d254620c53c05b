import HTTP
import Language
import Programs
import TestSupport
import Testing
import Values

@testable import Calling

/// What the provider allows is not forgotten by a restart.
@Suite(.timeLimit(.minutes(1))) struct MemoryTests {
  let clock = ManualClock()
  let memory = ScriptedMemory()

  func calls(_ count: Int, _ client: ScriptedClient, _ policy: CallPolicy) async throws {
    // Everything but the memory is new, as after a restart.
    let caller = Caller(client, policy, clock, memory: memory)
    for _ in 0..<count { _ = try await caller.call(ScriptedPlan(clock: clock)) }
  }

  @Test(arguments: [
    RateLimit.Allowed(requests: 5, per: .seconds(60), style: .window),
    RateLimit.Allowed(requests: 5, per: .seconds(60)),
  ])
  func `a small limit holds across restarts`(_ allowed: RateLimit.Allowed) async throws {
    var policy = CallPolicy()
    policy.limits = [RateLimit(allowed)]
    let client = ScriptedClient([.status(200)], clock: clock)
    for _ in 0..<5 { try await calls(1, client, policy) }
    #expect(clock.elapsed == .zero)
    try await calls(1, client, policy)
    #expect(clock.elapsed >= .seconds(12) - .milliseconds(1))
  }

  @Test func `a pause holds across restarts`() async throws {
    let client = ScriptedClient([.status(429, [("Retry-After", "90")]), .status(200)], clock: clock)
    let hasty = ManualClock(goesByItself: false)
    let first = Caller(client, CallPolicy(), hasty, memory: memory)
    let task = Task { try await first.call(ScriptedPlan(clock: hasty)) }
    while memory.kept.isEmpty { await Task.yield() }
    task.cancel()
    _ = try? await task.value
    try await calls(1, client, CallPolicy())
    #expect(clock.elapsed >= .seconds(90) - .milliseconds(1))
  }

  @Test func `what a clock that was ahead has written lasts no longer than it should`() async throws {
    let ahead = clock.now.nanosecondsSinceEpoch / 1_000_000 + 86_400_000
    await memory.save("limits", "written=\(ahead);paused=\(ahead + 30_000);breaker=1@\(ahead + 20_000)")
    let client = ScriptedClient([.status(200)], clock: clock)
    try await calls(1, client, CallPolicy())
    #expect(clock.elapsed >= .seconds(30) && clock.elapsed < .seconds(31))
  }

  @Test func `an empty quota holds across restarts`() async throws {
    var policy = CallPolicy()
    policy.quota = QuotaProgram(remaining: "X-Remaining", reset: WaitProgram(header: "X-Reset"))
    let client = ScriptedClient(
      [.status(200, [("X-Remaining", "0"), ("X-Reset", "40")]), .status(200)], clock: clock)
    try await calls(1, client, policy)
    try await calls(1, client, policy)
    #expect(clock.elapsed >= .seconds(40) - .milliseconds(1))
  }

  @Test func `an open breaker holds across restarts, and a closed one too`() async throws {
    var policy = CallPolicy()
    policy.attempts = 1
    policy.breaker = BreakerPolicy(failures: 1, openFor: .seconds(60))
    let client = ScriptedClient([.status(500), .status(200)], clock: clock)
    await #expect(throws: RunFailure.self) { try await calls(1, client, policy) }
    #expect(memory.kept["limits"]?.contains("breaker=1@") == true)
    try await calls(1, client, policy)
    #expect(clock.elapsed >= .seconds(60) - .milliseconds(1))
    #expect(memory.kept["limits"]?.contains("breaker") == false)
  }

  @Test func `a large limit is written seldom`() async throws {
    var policy = CallPolicy()
    policy.limits = [RateLimit(.init(requests: 1000, per: .seconds(60)))]
    let client = ScriptedClient([.status(200)], clock: clock)
    try await calls(99, client, policy)
    #expect(memory.kept.isEmpty)
    try await calls(100, client, policy)
    #expect(!memory.kept.isEmpty)
  }

  @Test(arguments: [
    "", ";;;", "paused=x", "paused=99999999999999999999", "quota=@", "quota=1@-1", "0=", "0=@",
    "0=nan@1795204399000", "0=1@2-1",
    "0=-5@1-2,x", "9=1@1", "breaker=99999999999999999999@1", "0=1e308@1795204399000", "0=3@5-1795204399000",
  ])
  func `what cannot be read does no harm`(_ text: String) async throws {
    await memory.save("limits", text)
    var policy = CallPolicy()
    policy.limits = [
      RateLimit(.init(requests: 5, per: .seconds(60), style: .window)),
      RateLimit(.init(requests: 5, per: .seconds(60))),
    ]
    policy.breaker = BreakerPolicy()
    try await calls(5, ScriptedClient([.status(200)], clock: clock), policy)
    #expect(clock.elapsed <= .seconds(60))
  }
}
