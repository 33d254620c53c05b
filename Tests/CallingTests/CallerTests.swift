import HTTP
import Language
import Programs
import TestSupport
import Testing
import Values

@testable import Calling

/// Retries, waits and giving up, on a clock that the test turns.
@Suite(.timeLimit(.minutes(10))) struct CallerTests {
  let clock = ManualClock()

  @Test func `a failure that passes is tried again with growing patience`() async throws {
    let client = ScriptedClient(
      [.status(500), .failure(.connection, received: false), .status(502), .status(200)], clock: clock)
    let response = try await Caller(client, CallPolicy(), clock).call(ScriptedPlan(clock: clock))
    #expect(response.status == 200)
    #expect(clock.slept == [.seconds(1), .seconds(2), .seconds(4)])
  }

  @Test func `attempts are counted in all`() async throws {
    let client = ScriptedClient([.status(503)], clock: clock)
    let failure = await #expect(throws: RunFailure.self) {
      try await Caller(client, CallPolicy(), clock).call(ScriptedPlan(clock: clock))
    }
    #expect(client.times.count == 5)
    #expect(failure?.isPassing == true)
    #expect(failure?.status == 503)
    #expect(failure?.place != nil)
    #expect(failure?.notes == ["tried 5 times: status 503, status 503, status 503, status 503, status 503"])
    #expect(
      failure?.description.contains(" after 5 attempts in 15 s at ") == true, "\(String(describing: failure))"
    )
  }

  @Test(arguments: [
    (400, "2 attempts in 400 ms"), (9_960, "2 attempts in 9.9 s"), (42_700, "2 attempts in 42 s"),
    (754_000, "2 attempts in 754 s"),
  ]) func `an effort is told as people do`(_ milliseconds: Int, _ text: String) {
    #expect(RunFailure.Effort(attempts: 2, elapsed: .milliseconds(milliseconds)).description == text)
  }

  @Test(arguments: [400, 403, 404, 422]) func `a refusal is not tried again`(_ status: Int) async throws {
    let client = ScriptedClient([.status(status)], clock: clock)
    await #expect(throws: RunFailure.self) {
      try await Caller(client, CallPolicy(), clock).call(ScriptedPlan(clock: clock))
    }
    #expect(client.times.count == 1)
  }

  @Test(arguments: [
    HTTPFailure.Kind.refusedAddress, .tls, .certificate, .tooLarge, .malformed, .tooManyRedirects,
  ])
  func `what cannot get better is not tried again`(_ kind: HTTPFailure.Kind) async throws {
    let client = ScriptedClient([.failure(kind, received: true)], clock: clock)
    let failure = await #expect(throws: RunFailure.self) {
      try await Caller(client, CallPolicy(), clock).call(ScriptedPlan(clock: clock))
    }
    #expect(client.times.count == 1)
    #expect(failure?.isPassing == false)
  }

  @Test func `a reply that says slow down uses up no attempt`() async throws {
    let client = ScriptedClient(
      Array(repeating: .status(429, [("Retry-After", "30")]), count: 10) + [.status(200)], clock: clock)
    let requests = RequestCount()
    await requests.during {
      _ = try? await Caller(client, CallPolicy(), clock).call(ScriptedPlan(clock: clock))
    }
    #expect(clock.elapsed == .seconds(300))
    #expect(requests.value == 11)
    // Not one call inside the time that the provider asked for.
    #expect(zip(client.times, client.times.dropFirst()).allSatisfy { $1 - $0 >= .seconds(30) })
  }

  @Test func `a provider that never lets anything through is given up`() async throws {
    let client = ScriptedClient([.status(429)], clock: clock)
    let failure = await #expect(throws: RunFailure.self) {
      try await Caller(client, CallPolicy(), clock).call(ScriptedPlan(clock: clock))
    }
    #expect(client.times.count == CallPolicy.throttlesInARow + 1)
    #expect(failure?.kind == .quota)
    #expect(failure?.isPassing == true)
  }

  @Test func `credentials are renewed once`() async throws {
    let client = ScriptedClient([.status(401), .status(401), .status(200)], clock: clock)
    let failure = await #expect(throws: RunFailure.self) {
      try await Caller(client, CallPolicy(), clock).call(ScriptedPlan(clock: clock))
    }
    #expect(failure?.kind == .credentials)
    #expect(client.times.count == 2)
  }

  @Test func `a write that may have been received is not repeated`() async throws {
    for reply: ScriptedClient.Reply in [.failure(.truncated, received: true), .status(500)] {
      let client = ScriptedClient([reply, .status(200)], clock: clock)
      let failure = await #expect(throws: RunFailure.self) {
        try await Caller(client, CallPolicy(), clock).call(
          ScriptedPlan(method: "POST", isRepeatable: false, clock: clock))
      }
      #expect(client.times.count == 1)
      #expect(failure?.isOutcomeUnknown == true)
      #expect(client.requests.allSatisfy { $0.isNeverRepeated })
    }
  }

  @Test func `a write that was never received, or was refused, is repeated`() async throws {
    let client = ScriptedClient(
      [.failure(.connection, received: false), .status(429), .status(401), .status(201)], clock: clock)
    let response = try await Caller(client, CallPolicy(), clock).call(
      ScriptedPlan(method: "POST", isRepeatable: false, clock: clock))
    #expect(response.status == 201)
    #expect(client.times.count == 4)
  }

  @Test func `stopping ends every wait`() async throws {
    let clock = ManualClock(goesByItself: false)
    let client = ScriptedClient([.status(429, [("Retry-After", "600")])], clock: clock)
    let caller = Caller(client, CallPolicy(), clock)
    let task = Task {
      do throws(RunFailure) {
        _ = try await caller.call(ScriptedPlan(clock: clock))
        return false
      } catch {
        return error.isStop
      }
    }
    while clock.sleepers == 0 { await Task.yield() }
    #expect(caller.waitingUntil == Instant(seconds: clock.now.seconds + 600))
    task.cancel()
    #expect(await task.value)
    #expect(caller.waitingUntil == nil)
  }
}
