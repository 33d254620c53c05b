import Diagnostics
import HTTP
import Language
import Programs
import Synchronization
import TestSupport
import Values

@testable import Calling

/// A client that answers from a list, one reply after the other; the last one repeats.
final class ScriptedClient: HTTPClient {
  enum Reply: Sendable {
    case status(Int, [(String, String)] = [])
    case failure(HTTPFailure.Kind, received: Bool)
  }

  private let state:
    Mutex<(replies: [Reply], times: [Duration], requests: [HTTPRequest], underWay: Int, most: Int)>
  private let clock: ManualClock
  /// How long each call takes.
  private let takes: Duration

  init(_ replies: [Reply], clock: ManualClock, takes: Duration = .zero) {
    state = Mutex((replies, [], [], 0, 0))
    self.clock = clock
    self.takes = takes
  }

  /// When each call went out.
  var times: [Duration] { state.withLock { $0.times } }
  var requests: [HTTPRequest] { state.withLock { $0.requests } }
  var mostAtOnce: Int { state.withLock { $0.most } }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    let now = clock.elapsed
    let reply = state.withLock { state in
      state.times.append(now)
      state.requests.append(request)
      state.underWay += 1
      state.most = max(state.most, state.underWay)
      return state.replies.count > 1 ? state.replies.removeFirst() : state.replies[0]
    }
    if takes > .zero { do { try await clock.sleep(for: takes) } catch {} }
    state.withLock { $0.underWay -= 1 }
    switch reply {
    case .status(let status, let headers):
      return HTTPResponse(
        status: status, headers: HeaderFields(headers.map { HeaderFields.Field($0.0, $0.1) }), body: [],
        address: request.address)
    case .failure(let kind, let received): throw HTTPFailure(kind, "\(kind)", mayHaveBeenReceived: received)
    }
  }
}

/// A plan that reads statuses the usual way.
struct ScriptedPlan: CallPlan {
  var method = "GET"
  var path = "/people"
  var cost = 1
  var isRepeatable = true
  var canRenew = true
  /// What it is counted under by a limit that several have for themselves.
  var share: String?
  let place = SourceRange(SourceFile(path: "connector.yaml", text: "http:"), 0..<4)
  let clock: ManualClock

  func request() async throws(RunFailure) -> HTTPRequest {
    HTTPRequest(method, WebAddress(scheme: .https, host: "api.example.com", path: path))
  }

  func share(by expression: ExpressionProgram) throws(RunFailure) -> String? { share }

  func verdict(_ response: HTTPResponse) throws(RunFailure) -> Verdict {
    switch response.status {
    case 200..<300: return .accept
    case 401: return .renewCredentials(RunFailure(.credentials, "not logged in"))
    case 429:
      switch try WaitProgram.retryAfter.reading(response, nil, now: clock.now) {
      case .wait(let wait): return .throttled(wait: wait)
      case .unknown: return .throttled(wait: nil)
      case .tooLong(let wait):
        var failure = RunFailure(.quota, "too long", isPassing: true)
        failure.pause = wait
        return .fail(failure)
      }
    case 500...: return .retry(RunFailure(.provider, "the provider failed"))
    default: return .fail(RunFailure(.request, "refused"))
    }
  }

  func renew(after response: HTTPResponse) async throws(RunFailure) -> Bool { canRenew }
}

/// Keeps what is to survive a restart.
final class ScriptedMemory: CallMemory {
  private let texts = Mutex<[CallMemoryPlace: String]>([:])
  var kept: [CallMemoryPlace: String] { texts.withLock { $0 } }
  func keep(_ text: String) { texts.withLock { $0[.account] = text } }
  func load(_ place: CallMemoryPlace) async -> String? { kept[place] }
  func amend(_ place: CallMemoryPlace, _ body: @Sendable (String?) -> String?) async {
    texts.withLock { $0[place] = body($0[place]) }
  }
}

/// Chance that always says the same.
struct FixedChance: RandomNumberGenerator {
  var value: UInt64 = .max
  mutating func next() -> UInt64 { value }
}

extension Caller {
  convenience init(
    _ client: ScriptedClient, _ policy: CallPolicy, _ clock: ManualClock, account: String = "one",
    shared: SharedLimits = SharedLimits(), memory: ScriptedMemory = ScriptedMemory()
  ) {
    self.init(
      client: client, policy: policy, provider: "acme", account: account, clock: clock, shared: shared,
      memory: memory, random: FixedChance())
  }
}
