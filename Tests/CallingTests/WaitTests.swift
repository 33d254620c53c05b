import HTTP
import Language
import Programs
import TestSupport
import Testing
import Values

@testable import Calling

/// How long a reply says to wait, in all the ways that replies say it; and how patience grows.
@Suite struct WaitTests {
  /// 2026-11-20T19:53:19Z.
  static let now = Instant(seconds: 1_795_204_399) ?? .epoch

  struct Case: Sendable {
    let text: String
    var format = WaitWord.auto
    let expected: WaitProgram.Reading
  }

  static let cases: [Case] = [
    Case(text: "30", expected: .wait(.seconds(30))),
    Case(text: "1.5", expected: .wait(.milliseconds(1500))),
    Case(text: "0", expected: .unknown),
    Case(text: "-5", expected: .unknown),
    Case(text: "3600", expected: .wait(.seconds(3600))),
    Case(text: "3601", expected: .tooLong(.seconds(3601))),
    Case(text: "99999999999999999999", expected: .unknown),
    Case(text: "999999999", expected: .tooLong(.seconds(999_999_999))),
    Case(text: "soon", expected: .unknown),
    Case(text: "", expected: .unknown),
    Case(text: "1e3", expected: .unknown),
    Case(text: "0x10", expected: .unknown),
    Case(text: "nan", expected: .unknown),
    Case(text: "Fri, 20 Nov 2026 19:54:19 GMT", expected: .wait(.seconds(60))),
    Case(text: "Fri, 20 Nov 2026 19:52:19 GMT", expected: .unknown),
    Case(text: "Fri, 20 Nov 2027 19:52:19 GMT", expected: .tooLong(.seconds(365 * 86_400 - 60))),
    Case(text: "2026-11-20T19:54:19Z", expected: .wait(.seconds(60))),
    Case(text: "1795204459", expected: .wait(.seconds(60))),
    Case(text: "1795204459000", expected: .wait(.seconds(60))),
    Case(text: "1795204459", format: .unix, expected: .wait(.seconds(60))),
    Case(text: "1795204459000", format: .unix_ms, expected: .wait(.seconds(60))),
    Case(text: "1500", format: .milliseconds, expected: .wait(.milliseconds(1500))),
    Case(text: "60", format: .seconds, expected: .wait(.seconds(60))),
    Case(text: "60", format: .unix, expected: .unknown),
    Case(text: "60", format: .http_date, expected: .unknown),
    Case(text: "2026-11-20T19:54:19+00:00", format: .iso8601, expected: .wait(.seconds(60))),
  ]

  static func response(_ headers: (String, String)...) -> HTTPResponse {
    HTTPResponse(
      status: 429, headers: HeaderFields(headers.map { HeaderFields.Field($0.0, $0.1) }), body: [],
      address: WebAddress(scheme: .https, host: "api.example.com"))
  }

  @Test(arguments: cases) func `a header is read`(_ example: Case) throws {
    let program = WaitProgram(header: "Retry-After", format: example.format)
    let reading = try program.reading(Self.response(("retry-after", example.text)), nil, now: Self.now)
    #expect(Self.rounded(reading) == Self.rounded(example.expected), "\(example.text)")
  }

  /// Moments pass through floating point, which may cost a nanosecond.
  static func rounded(_ reading: WaitProgram.Reading) -> String {
    switch reading {
    case .wait(let duration): "wait \(Int((duration / .milliseconds(1)).rounded()))"
    case .tooLong(let duration): "too long \(Int((duration / .milliseconds(1)).rounded()))"
    case .unknown: "unknown"
    }
  }

  @Test func `a moment is compared with the provider's own clock`() throws {
    let reply = Self.response(
      ("Retry-After", "Fri, 20 Nov 2026 20:01:00 GMT"), ("Date", "Fri, 20 Nov 2026 20:00:00 GMT"))
    #expect(try WaitProgram.retryAfter.reading(reply, nil, now: Self.now) == .wait(.seconds(60)))
  }

  @Test func `no header says nothing`() throws {
    #expect(try WaitProgram.retryAfter.reading(Self.response(), nil, now: Self.now) == .unknown)
  }

  @Test func `patience grows as it was asked to`() {
    func lengths(_ style: BackoffStyle) -> [Duration] {
      let backoff = Backoff(style: style, first: .seconds(2), atMost: .seconds(10))
      return (1...5).map { backoff.length(afterFailure: $0) }
    }
    #expect(lengths(.exponential) == [2, 4, 8, 10, 10].map { .seconds($0) })
    #expect(lengths(.linear) == [2, 4, 6, 8, 10].map { .seconds($0) })
    #expect(lengths(.constant) == [2, 2, 2, 2, 2].map { .seconds($0) })
    #expect(Backoff().length(afterFailure: .max) == .seconds(60))
    #expect(Backoff(first: .zero).length(afterFailure: 1000) == .zero)
  }

  @Test func `jitter stays between nothing and the whole`() {
    let backoff = Backoff(first: .seconds(8))
    #expect(backoff.wait(afterFailure: 1, jitter: 0) == .zero)
    #expect(backoff.wait(afterFailure: 1, jitter: 0.5) == .seconds(4))
    #expect(backoff.wait(afterFailure: 1, jitter: 7) == .seconds(8))
    #expect(backoff.restrainedWait(afterFailure: 1, jitter: 0) == .seconds(4))
  }
}
