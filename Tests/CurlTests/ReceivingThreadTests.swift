import Glibc
import HTTP
import TestSupport
import Testing

@testable import Curl

/// Tasks on the thread that receives replies.
@Suite(.timeLimit(.minutes(10))) struct ReceivingThreadTests {
  /// Waits without leaving the thread; false when it takes too long.
  private static func holds(_ condition: () -> Bool) -> Bool {
    for _ in 0..<20_000 {
      if condition() { return true }
      usleep(1000)
    }
    return false
  }

  private static func threadID() -> pthread_t { pthread_self() }

  @Test func `a reply is worked on where it was received`() async throws {
    let server = LoopbackServer { _ in [.reply(200, "x")] }
    defer { server.stop() }
    let client = try CurlClientTests.client()
    let request = try CurlClientTests.request(server)
    let threads = try await Task(executorPreference: client.receiver) {
      var threads: Set<pthread_t> = []
      for _ in 0..<20 {
        _ = try await client.send(request)
        threads.insert(Self.threadID())
      }
      return threads
    }.value
    #expect(threads.count == 1)
    #expect(server.requests.count == 20)
  }

  @Test func `what is asked for there goes out while whoever asks goes on`() async throws {
    let server = LoopbackServer { _ in [.reply(200, "x")] }
    defer { server.stop() }
    let client = try CurlClientTests.client()
    let request = try CurlClientTests.request(server)
    let wasAsked = try await Task(executorPreference: client.receiver) {
      _ = try await client.send(request)
      let next = Task.immediate(executorPreference: client.receiver) { try await client.send(request) }
      let wasAsked = Self.holds { server.requests.count == 2 }
      #expect(try await next.value.status == 200)
      return wasAsked
    }.value
    #expect(wasAsked)
  }

  @Test func `a call from elsewhere is made between what is worked on there`() async throws {
    let server = LoopbackServer { _ in [.reply(200, "x")] }
    defer { server.stop() }
    let client = try CurlClientTests.client()
    let request = try CurlClientTests.request(server)
    async let other = client.send(request)
    let status = try await Task(executorPreference: client.receiver) {
      for _ in 0..<100 { await Task.yield() }
      return try await client.send(request).status
    }.value
    #expect(status == 200)
    #expect(try await other.status == 200)
  }

  @Test func `cancelling there ends a call at once`() async throws {
    let server = LoopbackServer { _ in [.wait(milliseconds: 300_000), .reply(200)] }
    defer { server.stop() }
    let client = try CurlClientTests.client()
    let request = try CurlClientTests.request(server)
    let failure = await Task(executorPreference: client.receiver) { () -> HTTPFailure.Kind? in
      let call = Task.immediate(executorPreference: client.receiver) { () -> HTTPFailure.Kind? in
        do throws(HTTPFailure) {
          _ = try await client.send(request)
          return nil
        } catch {
          return error.kind
        }
      }
      _ = Self.holds { server.requests.count == 1 }
      call.cancel()
      return await call.value
    }.value
    #expect(failure == .cancelled)
  }

  @Test func `the thread stays for as long as a task needs it`() async throws {
    func task() throws -> Task<Int, Never> {
      let client = try CurlClientTests.client()
      return Task(executorPreference: client.receiver) {
        var count = 0
        for _ in 0..<20 {
          try? await Task.sleep(for: .milliseconds(5))
          count += 1
        }
        return count
      }
    }
    #expect(try await task().value == 20)
  }
}
