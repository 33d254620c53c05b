import Diagnostics
import HTTP
import Language
import Programs
import Synchronization
import TestSupport
import Testing
import Values

@testable import Calling

/// Limits hold: over time, at a time, by path, by cost, for one account and for all.
@Suite(.timeLimit(.minutes(10))) struct LimitTests {
  let clock = ManualClock()

  private final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
  }

  func policy(_ limits: RateLimit...) -> CallPolicy {
    var policy = CallPolicy()
    policy.limits = limits
    return policy
  }

  /// One after the other, so that each goes out at the moment that it was let go.
  func run(_ caller: Caller, _ count: Int, path: String = "/people") async throws {
    for _ in 0..<count { _ = try await caller.call(ScriptedPlan(path: path, clock: clock)) }
  }

  func runTogether(_ caller: Caller, _ count: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<count { group.addTask { _ = try await caller.call(ScriptedPlan(clock: self.clock)) } }
      try await group.waitForAll()
    }
  }

  /// The most calls that went out within any span of that length.
  static func most(_ times: [Duration], within span: Duration) -> Int {
    times.map { start in times.filter { $0 >= start && $0 < start + span }.count }.max() ?? 0
  }

  @Test func `a bucket refills little by little`() async throws {
    let client = ScriptedClient([.status(200)], clock: clock)
    let caller = Caller(client, policy(RateLimit(.init(requests: 60, per: .seconds(60), burst: 5))), clock)
    try await run(caller, 20)
    #expect(client.times.prefix(5).allSatisfy { $0 == .zero })
    #expect(Self.most(client.times, within: .seconds(60)) <= 20)
    #expect(clock.elapsed >= .seconds(15))
    #expect(clock.elapsed < .seconds(16))
  }

  @Test func `a window never holds more than it may, wherever it begins`() async throws {
    let client = ScriptedClient([.status(200)], clock: clock)
    let caller = Caller(
      client, policy(RateLimit(.init(requests: 10, per: .seconds(60), style: .window))), clock)
    try await run(caller, 5)
    clock.advance(by: .seconds(50))
    try await run(caller, 25)
    #expect(client.times.count == 30)
    #expect(Self.most(client.times, within: .seconds(60)) == 10)
  }

  @Test func `several limits hold together`() async throws {
    let client = ScriptedClient([.status(200)], clock: clock)
    let caller = Caller(
      client,
      policy(
        RateLimit(.init(requests: 2, per: .seconds(1), style: .window)),
        RateLimit(.init(requests: 5, per: .seconds(60), style: .window))), clock)
    try await run(caller, 12)
    #expect(Self.most(client.times, within: .seconds(1)) == 2)
    #expect(Self.most(client.times, within: .seconds(60)) == 5)
  }

  @Test func `no more are under way than may be`() async throws {
    let client = ScriptedClient([.status(200)], clock: clock, takes: .seconds(1))
    try await runTogether(Caller(client, policy(RateLimit(concurrency: 3)), clock), 12)
    #expect(client.mostAtOnce == 3)
  }

  @Test func `a limit by path leaves other paths alone`() async throws {
    let client = ScriptedClient([.status(200)], clock: clock)
    let limit = RateLimit(
      .init(requests: 1, per: .seconds(60), style: .window), paths: [PathPattern("/batch/*")])
    let caller = Caller(client, policy(limit), clock)
    try await run(caller, 50, path: "/people")
    #expect(clock.elapsed == .zero)
    try await run(caller, 3, path: "/batch/1?x=y")
    #expect(clock.elapsed == .seconds(120))
  }

  @Test func `being throttled on a limited path stops that path alone`() async throws {
    let clock = ManualClock(goesByItself: false)
    let client = ScriptedClient([.status(429, [("Retry-After", "600")]), .status(200)], clock: clock)
    let limit = RateLimit(concurrency: 9, paths: [PathPattern("/batch")])
    let caller = Caller(client, policy(limit), clock)
    let slow = Task { try await caller.call(ScriptedPlan(path: "/batch", clock: clock)) }
    while clock.sleepers == 0 { await Task.yield() }
    _ = try await caller.call(ScriptedPlan(path: "/people", clock: clock))
    #expect(client.times == [.zero, .zero])
    clock.advance(by: .seconds(600))
    _ = try await slow.value
    #expect(client.times.last == .seconds(600))
  }

  /// A limit that each channel has for itself; `keys` are those of the block besides.
  private func perChannel(_ keys: String) throws -> CallPolicy {
    let project = ExampleProject.project(
      ExampleProject.overlaid(
        with: """
          http:
            base_url: https://api.example.com/v1
            rate_limit: {\(keys), each: request.body.channel}
          """))
    try #require(project.findings.all.filter { $0.severity == .error }.isEmpty)
    return CallPolicy(project.connector("acme")?.file?[ConnectorFile.http], Surroundings())
  }

  @Test func `each channel has a limit for itself`() async throws {
    let client = ScriptedClient([.status(200)], clock: clock)
    let caller = Caller(client, try perChannel("requests: 1, per: 1s, style: window"), clock)
    for channel in ["a", "b", "c"] {
      _ = try await caller.call(ScriptedPlan(share: channel, clock: clock))
    }
    #expect(clock.elapsed == .zero)
    for channel in ["a", "b", "a"] {
      _ = try await caller.call(ScriptedPlan(share: channel, clock: clock))
    }
    #expect(client.times.suffix(3) == [.seconds(1), .seconds(1), .seconds(2)])
  }

  @Test func `calls that name no channel share one limit`() async throws {
    let client = ScriptedClient([.status(200)], clock: clock)
    let caller = Caller(client, try perChannel("requests: 1, per: 1s, style: window"), clock)
    try await run(caller, 3)
    #expect(clock.elapsed == .seconds(2))
  }

  @Test func `a channel that is refused leaves the others alone`() async throws {
    let clock = ManualClock(goesByItself: false)
    let client = ScriptedClient([.status(429, [("Retry-After", "600")]), .status(200)], clock: clock)
    let caller = Caller(client, try perChannel("concurrency: 9"), clock)
    let slow = Task { try await caller.call(ScriptedPlan(share: "a", clock: clock)) }
    while clock.sleepers == 0 { await Task.yield() }
    _ = try await caller.call(ScriptedPlan(share: "b", clock: clock))
    #expect(client.times == [.zero, .zero])
    clock.advance(by: .seconds(600))
    _ = try await slow.value
    #expect(client.times.last == .seconds(600))
  }

  @Test func `channels that nobody uses any more are forgotten`() async throws {
    let client = ScriptedClient([.status(200)], clock: clock)
    let caller = Caller(client, try perChannel("requests: 5, per: 1s"), clock)
    for number in 0..<5_000 {
      _ = try await caller.call(ScriptedPlan(share: "\(number)", clock: clock))
      if number % 100 == 0 { clock.advance(by: .seconds(1)) }
    }
    #expect(caller.turnstile.read { $0.limits.count } < 1_200)
  }

  @Test(arguments: [
    ("/a", "/a", true), ("/a", "/a?x=1", true), ("/a", "/ab", false), ("/a/*", "/a/b/c", true),
    ("/a/*", "/a", false),
    ("*", "/a", true), ("/a/*/c", "/a/b/c", true), ("/a/*/c", "/a/c", false), ("/a*b*c", "/a1b2b3c", true),
    ("/a*b*c", "/a1c", false),
    ("/*/x", "/x", false),
  ])
  func `paths fit patterns`(_ pattern: String, _ path: String, _ fits: Bool) {
    #expect(PathPattern(pattern).matches(path) == fits)
  }

  @Test func `a call that costs more than all goes when all is there, and leaves a debt`() {
    var allowance = Allowance(.init(requests: 10, per: .seconds(10)), now: .zero)
    #expect(allowance.delay(cost: 25, now: .zero) == .zero)
    allowance.take(cost: 25, now: .zero)
    #expect(allowance.delay(cost: 1, now: .zero) == .seconds(16))
    #expect(allowance.delay(cost: 1, now: .seconds(16)) == .zero)
  }

  @Test func `a large call is not overtaken for ever by small ones`() async throws {
    // Whoever is first keeps the place although smaller calls would fit.
    var queue = CallQueue()
    let id = CallQueue.LimitID(account: nil, number: 0)
    var allowance = Allowance(.init(requests: 10, per: .seconds(10)), now: .zero)
    allowance.take(cost: 5, now: .zero)
    queue.limits[id] = CallQueue.Limit(allowance: allowance)
    queue.enter(.init(id: 1, account: "large", shares: [.init(limit: id, cost: 10)]))
    for number in 2...9 {
      queue.enter(.init(id: UInt64(number), account: "small", shares: [.init(limit: id, cost: 1)]))
    }
    let first = queue.turn(now: .zero)
    #expect(first.granted.isEmpty)
    #expect(first.wakeAt == .seconds(5))
    #expect(queue.turn(now: .seconds(5)).granted.map(\.id) == [1])
  }

  @Test func `accounts that share a limit take turns`() async throws {
    let clock = ManualClock(goesByItself: false)
    let client = ScriptedClient([.status(200)], clock: clock)
    let shared = SharedLimits()
    let limits = policy(
      RateLimit(.init(requests: 1, per: .seconds(1), style: .window), scope: .application))
    let memory = ScriptedMemory()
    let noisy = Caller(client, limits, clock, account: "noisy", shared: shared, memory: memory)
    let quiet = Caller(client, limits, clock, account: "quiet", shared: shared, memory: memory)
    func waiting(_ account: String) -> Int {
      noisy.turnstile.read { $0.accounts[account]?.waiters.count ?? 0 }
    }
    // Time stands still until each call is over with all that it does, so that there is one call in each second.
    let over = Counter()
    func begin(_ caller: Caller) -> Task<Void, any Error> {
      Task {
        _ = try await caller.call(ScriptedPlan(clock: clock))
        over.add()
      }
    }
    func second() async {
      let before = over.count
      while !clock.isAwaited(at: clock.elapsed + .seconds(1)) { await Task.yield() }
      clock.advance(by: .seconds(1))
      while over.count == before { await Task.yield() }
    }
    let flood = (0..<200).map { _ in begin(noisy) }
    while waiting("noisy") < 199 || over.count == 0 { await Task.yield() }
    // Each call of the quiet one comes when the one before is over, and needs two turns, not two hundred.
    for _ in 0..<5 {
      let call = begin(quiet)
      while waiting("quiet") == 0 { await Task.yield() }
      for _ in 0..<2 where waiting("quiet") > 0 { await second() }
      #expect(waiting("quiet") == 0)
      try await call.value
    }
    while over.count < 205 { await second() }
    for task in flood { try await task.value }
    #expect(client.times.count == 205)
    #expect(clock.elapsed == .seconds(204))
  }

  @Test func `turns go round`() {
    var queue = CallQueue()
    let id = CallQueue.LimitID(account: nil, number: 0)
    queue.limits[id] = CallQueue.Limit(
      allowance: Allowance(.init(requests: 1, per: .seconds(1), style: .window), now: .zero))
    for number in 1...6 {
      queue.enter(.init(id: UInt64(number), account: "noisy", shares: [.init(limit: id, cost: 1)]))
    }
    for number in 7...8 {
      queue.enter(.init(id: UInt64(number), account: "quiet", shares: [.init(limit: id, cost: 1)]))
    }
    let order = (0..<8).flatMap { queue.turn(now: .seconds($0)).granted.map(\.id) }
    #expect(order == [1, 7, 2, 8, 3, 4, 5, 6])
  }

  @Test func `accounts do not share what is theirs`() async throws {
    let client = ScriptedClient([.status(200)], clock: clock)
    let shared = SharedLimits()
    let limits = policy(RateLimit(.init(requests: 5, per: .seconds(60), style: .window)))
    for account in ["a", "b", "c"] {
      try await run(Caller(client, limits, clock, account: account, shared: shared), 5)
    }
    #expect(clock.elapsed == .zero)
  }

  @Test func `calls that are stopped leave the queue`() async throws {
    let clock = ManualClock(goesByItself: false)
    let client = ScriptedClient([.status(200)], clock: clock)
    let caller = Caller(
      client, policy(RateLimit(.init(requests: 1, per: .seconds(60), style: .window))), clock)
    _ = try await caller.call(ScriptedPlan(clock: clock))
    let waiting = (0..<20).map { _ in Task { try await caller.call(ScriptedPlan(clock: clock)) } }
    while clock.sleepers == 0 { await Task.yield() }
    #expect(caller.waitingUntil == Instant(seconds: clock.now.seconds + 60))
    for task in waiting { task.cancel() }
    for task in waiting { await #expect(throws: RunFailure.self) { try await task.value } }
    #expect(client.times.count == 1)
    clock.advance(by: .seconds(60))
    _ = try await caller.call(ScriptedPlan(clock: clock))
    #expect(client.times.count == 2)
  }
}
