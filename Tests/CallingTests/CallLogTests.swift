import HTTP
import Programs
import Synchronization
import TestSupport
import Testing

@testable import Calling

/// What is logged tells everything but credentials.
@Suite struct CallLogTests {
  static func request() -> HTTPRequest {
    var request = HTTPRequest(
      "POST",
      WebAddress(
        scheme: .https, host: "api.example.com", path: "/people",
        query: "page=2&access_token=made-up-token&next_page_token=p3"),
      body: Array("{\"name\":\"O'Brien\"}".utf8))
    request.headers.append("Authorization", "Bearer made-up-bearer")
    request.headers.append("X-Own", "made-up-key")
    request.headers.append("X-Client-Secret", "made-up-secret")
    request.headers.append("Cookie", "made-up-cookie")
    request.headers.append("Accept", "application/json")
    request.secretHeaders = ["x-own"]
    request.digest = DigestCredentials(username: "ada", password: "made-up-password")
    return request
  }

  @Test func `a command line shows all but credentials`() {
    let command = Self.request().curlCommand()
    #expect(!command.contains("made-up"))
    #expect(
      command == """
        curl --request POST --header 'Authorization: REDACTED' --header 'X-Own: REDACTED' \
        --header 'X-Client-Secret: REDACTED' --header 'Cookie: REDACTED' --header 'Accept: application/json' \
        --digest --user 'ada:REDACTED' --data-raw '{"name":"O'\\''Brien"}' \
        'https://api.example.com/people?page=2&access_token=REDACTED&next_page_token=p3'
        """)
  }

  @Test func `a body of several lines is one line of a shell`() {
    let body = Array("<a b='1'>\n\t\\ é\u{1}</a>\n".utf8)
    let address = WebAddress(scheme: .https, host: "api.example.com", path: "/")
    let command = HTTPRequest("REPORT", address, body: body).curlCommand()
    #expect(
      command
        == #"curl --request REPORT --data-raw $'<a b=\'1\'>\n\t\\ é\001</a>\n' 'https://api.example.com/'"#)
  }

  @Test func `asked for, it shows them`() {
    let command = Self.request().curlCommand(redacted: false)
    for secret in ["made-up-bearer", "made-up-key", "made-up-cookie", "made-up-password", "made-up-token"] {
      #expect(command.contains(secret))
    }
  }

  @Test func `a body or query that holds a credential is hidden whole`() {
    var request = Self.request()
    request.holdsSecretElsewhere = true
    let command = request.curlCommand()
    #expect(!command.contains("Brien"))
    #expect(!command.contains("p3"))
    #expect(
      request.redactedAddress
        == "https://api.example.com/people?page=REDACTED&access_token=REDACTED&next_page_token=REDACTED")
  }

  @Test func `every attempt is told with its wait`() async throws {
    final class Log: CallLog {
      let lines = Mutex<[String]>([])
      func record(_ call: CallRecord) {
        lines.withLock {
          $0.append("\(call.method) \(call.address) \(call.outcome), \(call.attempt), waited \(call.waited)")
        }
      }
    }
    let clock = ManualClock()
    let log = Log()
    let client = ScriptedClient(
      [.status(429, [("Retry-After", "2")]), .failure(.connection, received: false), .status(200)],
      clock: clock)
    let caller = Caller(
      client: client, policy: CallPolicy(), provider: "acme", account: "one", clock: clock,
      shared: SharedLimits(),
      memory: ScriptedMemory(), log: log)
    _ = try await caller.call(ScriptedPlan(clock: clock))
    #expect(
      log.lines.withLock { $0 } == [
        "GET https://api.example.com/people status(429), 1, waited 0.0 seconds",
        "GET https://api.example.com/people failed(\"connection\"), 2, waited 2.0 seconds",
        "GET https://api.example.com/people status(200), 3, waited 0.0 seconds",
      ])
  }
}
