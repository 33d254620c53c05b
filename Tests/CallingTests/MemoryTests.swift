import HTTP
import Language
import Programs
import TestSupport
import Testing
import Values

@testable import Calling

/// What the provider allows is not forgotten by a restart.
@Suite(.timeLimit(.minutes(10))) struct MemoryTests {
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

  @Test(arguments: [
    RateLimit.Allowed(requests: 20, per: .seconds(60), style: .window),
    RateLimit.Allowed(requests: 20, per: .seconds(60)),
  ])
  func `who begins later in this process makes nobody forget what is not told yet`(
    _ allowed: RateLimit.Allowed
  ) async throws {
    var policy = CallPolicy()
    policy.limits = [RateLimit(allowed, scope: .application)]
    let client = ScriptedClient([.status(200)], clock: clock)
    let shared = SharedLimits()
    let first = Caller(client, policy, clock, account: "first", shared: shared, memory: memory)
    // Each second call is told, so that one is not.
    for _ in 0..<3 { _ = try await first.call(ScriptedPlan(clock: clock)) }
    let second = Caller(client, policy, clock, account: "second", shared: shared, memory: memory)
    for _ in 0..<3 { _ = try await second.call(ScriptedPlan(clock: clock)) }
    try await calls(14, client, policy)
    #expect(clock.elapsed == .zero)
    try await calls(1, client, policy)
    #expect(clock.elapsed >= .seconds(3) - .milliseconds(1))
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

  @Test func `a pause that nobody waits for is kept by runs to come, for a day at most`() async throws {
    for (told, kept) in [(7_200, 7_200), (9_999_999, 86_400)] {
      let client = ScriptedClient(
        [.status(429, [("Retry-After", String(told))]), .status(200)], clock: clock)
      let start = clock.elapsed
      for _ in 0..<3 { await #expect(throws: RunFailure.self) { try await calls(1, client, CallPolicy()) } }
      #expect(client.requests.count == 1 && clock.elapsed == start)
      try await clock.sleep(for: .seconds(kept + 1))
      try await calls(1, client, CallPolicy())
    }
  }

  @Test func `an empty quota that nobody waits for is not waited for by the next run`() async throws {
    var policy = CallPolicy()
    policy.quota = QuotaProgram(remaining: "X-Remaining", reset: WaitProgram(header: "X-Reset"))
    let client = ScriptedClient(
      [.status(200, [("X-Remaining", "0"), ("X-Reset", "7200")]), .status(200)], clock: clock)
    try await calls(1, client, policy)
    await #expect(throws: RunFailure.self) { try await calls(1, client, policy) }
    #expect(client.requests.count == 1 && clock.elapsed == .zero)
  }

  @Test func `what a clock that was ahead has written lasts no longer than it should`() async throws {
    let ahead = clock.now.nanosecondsSinceEpoch / 1_000_000 + 86_400_000
    memory.keep("written=\(ahead);paused=\(ahead + 30_000);breaker=1@\(ahead + 20_000)")
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
    #expect(memory.kept[.account]?.contains("breaker=1@") == true)
    try await calls(1, client, policy)
    #expect(clock.elapsed >= .seconds(60) - .milliseconds(1))
    #expect(memory.kept[.account]?.contains("breaker") == false)
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
    memory.keep(text)
    var policy = CallPolicy()
    policy.limits = [
      RateLimit(.init(requests: 5, per: .seconds(60), style: .window)),
      RateLimit(.init(requests: 5, per: .seconds(60))),
    ]
    policy.breaker = BreakerPolicy()
    try await calls(5, ScriptedClient([.status(200)], clock: clock), policy)
    #expect(clock.elapsed <= .seconds(60))
  }

  // MARK: Several processes

  /// Callers that share nothing but what is kept, as in processes of their own.
  private func together(
    _ allowed: RateLimit.Allowed, processes: Int, calls: Int, scope: RateScope = .account
  ) async throws -> [Duration] {
    var policy = CallPolicy()
    policy.limits = [RateLimit(allowed, scope: scope)]
    let client = ScriptedClient([.status(200)], clock: clock)
    let callers = (0..<processes).map { number in
      Caller(
        client, policy, clock, account: scope == .account ? "one" : "account \(number)", memory: memory)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in callers {
        group.addTask { [clock] in
          for _ in 0..<calls { _ = try await caller.call(ScriptedPlan(clock: clock)) }
        }
      }
      try await group.waitForAll()
    }
    return client.times.sorted()
  }

  @Test(arguments: [RateStyle.window, .bucket], [RateScope.account, .application])
  func `processes share a limit`(_ style: RateStyle, _ scope: RateScope) async throws {
    let times = try await together(
      .init(requests: 20, per: .seconds(10), style: style, burst: 20), processes: 3, calls: 40, scope: scope)
    #expect(times.count == 120)
    // A tenth of the limit in each of the other processes may not be known yet.
    let allowed = style == .window ? 20 : 40
    #expect(LimitTests.most(times, within: .seconds(10)) <= allowed + 2 * 2 + 2)
    // All of them together are as fast as the limit, and no faster.
    let last = try #require(times.last)
    #expect(last >= .seconds(45) && last <= .seconds(75))
  }

  @Test func `a process that dies holds nothing back`() async throws {
    let allowed = RateLimit.Allowed(requests: 10, per: .seconds(10))
    var policy = CallPolicy()
    policy.limits = [RateLimit(allowed)]
    let client = ScriptedClient([.status(200)], clock: clock)
    for _ in 0..<10 {
      _ = try await Caller(client, policy, clock, memory: memory).call(ScriptedPlan(clock: clock))
    }
    clock.advance(by: .seconds(10))
    let caller = Caller(client, policy, clock, memory: memory)
    for _ in 0..<10 { _ = try await caller.call(ScriptedPlan(clock: clock)) }
    #expect(clock.elapsed < .seconds(11))
  }

  @Test func `a pause that one process was told of holds for all`() async throws {
    let clock = ManualClock(goesByItself: false)
    let client = ScriptedClient(
      [.status(200), .status(429, [("Retry-After", "90")]), .status(200)], clock: clock)
    var policy = CallPolicy()
    policy.limits = [RateLimit(.init(requests: 5, per: .seconds(1)))]
    let (first, second) = (
      Caller(client, policy, clock, memory: memory), Caller(client, policy, clock, memory: memory)
    )
    _ = try await second.call(ScriptedPlan(clock: clock))
    let told = Task { try await first.call(ScriptedPlan(clock: clock)) }
    while memory.kept[.account]?.contains("paused") != true { await Task.yield() }
    // One call may be on its way before it hears of it; the next one waits.
    let later = Task { for _ in 0..<2 { _ = try await second.call(ScriptedPlan(clock: clock)) } }
    while clock.sleepers < 2 { await Task.yield() }
    #expect(client.times.count <= 3)
    clock.advance(by: .seconds(91))
    try await later.value
    _ = try await told.value
    #expect(client.times.count == 5)
  }
}
