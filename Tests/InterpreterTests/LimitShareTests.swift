import Calling
import HTTP
import Interpreter
import Language
import Programs
import Synchronization
import TestSupport
import Testing

/// What a call is counted under by a limit that several have for themselves.
struct LimitShareTests {
  /// Asks each call for its share before it is made.
  private final class AskingCalls: Calls {
    private let calls: PlainCalls
    private let expression: ExpressionProgram
    private let found = Mutex<[String?]>([])

    init(_ calls: PlainCalls, _ expression: ExpressionProgram) {
      self.calls = calls
      self.expression = expression
    }

    var shares: [String?] { found.withLock { $0 } }

    func call(_ plan: some CallPlan) async throws(RunFailure) -> HTTPResponse {
      let share = try plan.share(by: expression)
      found.withLock { $0.append(share) }
      return try await calls.call(plan)
    }
  }

  @Test(arguments: [
    ("request.path.split('/')[2]", ["things", nil]), ("request.query.page", [nil, "2"]),
    ("request.method + request.path", ["GET/rooms/things", "GET/more"]),
    ("request.body.channel", [nil, nil]),
    ("request.query.?page.orValue('first')", ["first", "2"]),
  ])
  func `pages are counted by their own addresses`(_ source: String, _ shares: [String?]) async throws {
    let tryOut = try await TryOut(
      "read: {get: /rooms/things}\npages: {type: next_url, url: body.next}",
      bodies: [#"{"data": [{"id": 1}], "next": "https://api.example.com/v1/more?page=2"}"#, #"{"data": []}"#])
    #expect(try await Self.shares(tryOut, source) == shares)
  }

  private static func shares(_ tryOut: TryOut, _ source: String) async throws -> [String?] {
    let project = ExampleProject.project(
      ExampleProject.overlaid(
        with: """
          http:
            base_url: https://api.example.com/v1
            rate_limit: {requests: 1, per: 1s, each: "\(source)"}
          """))
    let limits = project.connector("acme")?.file?[ConnectorFile.http]?[HTTPBlock.rateLimit]
    let text = try #require(limits?.first?[RateLimitBlock.each])
    let calls = AskingCalls(
      PlainCalls(client: tryOut.client), ExpressionProgram(text, Surroundings()))
    let session = try await Session.open(
      tryOut.program, settings: tryOut.program.settings.values(["api_key": "made-up-key"]), account: [:],
      authenticator: KnownCredentials(), calls: calls, clock: StillClock())
    var reader = try StreamReader(session, stream: "things")
    while try await reader.next() != nil {}
    return calls.shares
  }
}
