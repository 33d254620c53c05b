import HTTP
import Language
import Programs
import Testing
import Values

@testable import Calling

/// What a reply says about how long to wait, however it is written.
@Suite struct WaitFormatTests {
  @Test(arguments: [
    ("auto", "30"), ("seconds", "30"), ("milliseconds", "30000"), ("unix", "1795176030"),
    ("http_date", "Fri, 20 Nov 2026 12:00:30 GMT"), ("iso8601", "2026-11-20T12:00:30Z"),
    ("rfc3339", "2026-11-20T13:00:30+01:00"), ("microsoft", "/Date(1795176030000)/"),
    ("yyyy-MM-dd HH:mm:ss xx", "2026-11-20 12:00:30 +0000"),
    ("MM/dd/yyyy hh:mm:ss a", "11/20/2026 12:00:30 PM"),
  ])
  func `a wait of half a minute`(_ format: String, _ text: String) throws {
    let noon = try #require(Instant("2026-11-20T12:00:00Z"))
    let wait = try program("{header: X-Reset, format: '\(format)'}")
    let response = try Self.refusal(text)
    #expect(try wait.reading(response, nil, now: noon) == .wait(.seconds(30)))
  }

  @Test func `a moment that is written otherwise says nothing`() throws {
    let noon = try #require(Instant("2026-11-20T12:00:00Z"))
    let wait = try program("{header: X-Reset, format: yyyy-MM-dd HH:mm}")
    let response = try Self.refusal("30")
    #expect(try wait.reading(response, nil, now: noon) == .unknown)
  }

  private static func refusal(_ reset: String) throws -> HTTPResponse {
    HTTPResponse(
      status: 429, headers: HeaderFields([HeaderFields.Field("X-Reset", reset)]), body: [],
      address: try WebAddress("https://api.example.com/people"))
  }

  private func program(_ wait: String) throws -> WaitProgram {
    let yaml = """
      spec: 1
      name: acme
      http:
        base_url: https://api.example.com
        throttled: {status: [429], wait: \(wait)}
      """
    let project = ProjectLoader.load(MemoryTree(["connectors/acme/connector.yaml": yaml]))
    let http = try #require(project.connectors.first?.file?[ConnectorFile.http])
    let block = try #require(http[HTTPBlock.throttled]?[ThrottledBlock.wait])
    return try #require(WaitProgram(block, Surroundings()))
  }
}
