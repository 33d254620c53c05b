internal import Calling
internal import HTTP
internal import Programs
internal import Values

/// Tells of each request as `--curl` and `--log` ask for it.
struct RequestLog: CallLog {
  private let console: Console
  private let showsCurl: Bool
  private let target: Target?
  private let clock = SystemClock()

  private enum Target: Sendable {
    case errors
    case file(AppendedFile)
  }

  /// Nil when nobody asks.
  init?(_ invocation: Invocation) throws(NamedConnector.Refusal) {
    console = invocation.console
    showsCurl = invocation[RuntimeOptions.curl]
    switch invocation[RuntimeOptions.log] {
    case nil: target = nil
    case "-": target = .errors
    case let path?:
      do {
        target = .file(try AppendedFile(Paths.joined(invocation.console.workingDirectory, path)))
      } catch {
        throw NamedConnector.Refusal(code: .usage, message: error.sentence, help: nil)
      }
    }
    if !showsCurl, target == nil { return nil }
  }

  func record(_ call: CallRecord) {
    if showsCurl { console.errors.write(Visible.word(call.curlCommand, limit: 64 << 10) + "\n") }
    switch target {
    case nil: break
    case .errors: console.errors.write(Self.json(call, at: clock.now) + "\n")
    case .file(let file): file.append(Self.json(call, at: clock.now) + "\n")
    }
  }

  /// `{"time":...,"method":"GET","url":...,"status":200,"ms":{"dns":1,...},"bytes":12,"attempt":1,"wait":0}`; `time` is the end of the call.
  static func json(_ call: CallRecord, at moment: Instant) -> String {
    var status = Value.null
    var failure = Value.null
    switch call.outcome {
    case .status(let number): status = .int(Int64(number))
    case .failed(let reason): failure = .string(reason)
    }
    let phases = Value.map(
      MapValue([
        ("dns", milliseconds(call.timing.resolve)), ("connect", milliseconds(call.timing.connect)),
        ("tls", milliseconds(call.timing.secure)), ("first_byte", milliseconds(call.timing.firstByte)),
        ("total", milliseconds(call.timing.total)),
      ]))
    let value = Value.map(
      MapValue([
        ("time", .timestamp(moment)), ("provider", .string(call.provider)), ("method", .string(call.method)),
        ("url", .string(call.address)), ("status", status), ("failure", failure), ("ms", phases),
        ("bytes", .int(Int64(call.timing.received))), ("attempt", .int(Int64(call.attempt))),
        ("wait", milliseconds(call.waited)),
      ]))
    return JSONText.of(value)
  }

  /// With three digits after the point: phases on a near network take less than one.
  private static func milliseconds(_ duration: Duration) -> Value {
    let (seconds, attoseconds) = duration.components
    let microseconds = seconds &* 1_000_000 &+ attoseconds / 1_000_000_000_000
    return .double(Double(microseconds) / 1000)
  }
}

/// Tells a log of the calls that get tokens, which no `Caller` makes.
struct LoggedClient: HTTPClient {
  private let client: any HTTPClient
  private let log: any CallLog
  private let provider: String
  private let secrets: [String]

  init(_ client: any HTTPClient, to log: any CallLog, provider: String, secrets: [String]) {
    self.client = client
    self.log = log
    self.provider = provider
    self.secrets = secrets
  }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    do {
      let response = try await client.send(request)
      tell(request, .status(response.status), response.timing)
      return response
    } catch {
      tell(request, .failed(error.message), CallTiming())
      throw error
    }
  }

  private func tell(_ request: HTTPRequest, _ outcome: CallRecord.Outcome, _ timing: CallTiming) {
    var request = request
    // What gets a token is made of credentials: nothing of its body is shown.
    request.holdsSecretElsewhere = true
    log.record(CallRecord(request, outcome, timing, provider: provider, secrets: secrets))
  }
}
