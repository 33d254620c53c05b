internal import Calling
package import HTTP
package import Interpreter
internal import Language
package import Programs
package import Storage
package import Sync
internal import Authentication
package import Values

/// Makes canonical rows of what was received.
package protocol ReceivedReading: Sendable {
  /// Returns what is left to say of it; fails when nothing may be taken for read.
  func read(_ content: BodyFile) async throws(RunFailure) -> String?
}

/// Reads a file as a stream of the connector: its `decode`, `records` and mapping, with the file in place of a reply.
package struct StreamReading: ReceivedReading {
  package let program: ConnectorProgram
  package let plan: SyncPlan
  package let stream: String
  package let settings: [String: Value]
  package let store: any Store
  package let integration: IntegrationRecord
  package let clock: any RunClock
  /// Shows how far the reading of a long file is; runs until it is cancelled.
  package let watch: @Sendable (SyncProgress) async -> Void

  package init(
    program: ConnectorProgram, plan: SyncPlan, stream: String, settings: [String: Value], store: any Store,
    integration: IntegrationRecord, clock: any RunClock,
    watch: @escaping @Sendable (SyncProgress) async -> Void
  ) {
    self.program = program
    self.plan = plan
    self.stream = stream
    self.settings = settings
    self.store = store
    self.integration = integration
    self.clock = clock
    self.watch = watch
  }

  package func read(_ content: BodyFile) async throws(RunFailure) -> String? {
    let session = try await Session.open(
      program, settings: settings, account: [:], authenticator: NoProof(), calls: FileCalls(content: content),
      clock: clock)
    var request = SyncRequest()
    request.streams = [stream]
    // A file has no cursor: what an earlier one left would skip the beginning of this one.
    request.isFull = true
    let progress = SyncProgress(streams: [stream])
    let run = SyncRun(
      session: session, plan: plan, store: store, integration: integration, request: request, sink: nil,
      progress: progress, stop: StopSignal())
    let view = Task { [watch] in await watch(progress) }
    let result: Result<SyncReport, SyncFailure>
    do throws(SyncFailure) {
      result = .success(try await run.run())
    } catch {
      result = .failure(error)
    }
    view.cancel()
    await view.value
    let report: SyncReport
    do {
      report = try result.get()
    } catch {
      if case .run(let failure) = error.cause { throw failure }
      throw RunFailure(.request, error.description, isPassing: true)
    }
    return try Self.judge(report)
  }

  /// Records that could not be mapped wait in quarantine; anything else that is missing means that the file was not read.
  private static func judge(_ report: SyncReport) throws(RunFailure) -> String? {
    if case .run(let failure)? = report.failure?.cause { throw failure }
    let totals = report.totals
    switch report.outcome {
    case .succeeded: break
    case .partial where totals.quarantined > 0: break
    default:
      let problem = report.streams.flatMap(\.problems).first ?? "it was not read to its end"
      throw RunFailure(.request, problem)
    }
    var parts = ["\(totals.read) read", "\(totals.created) created", "\(totals.updated) updated"]
    if totals.quarantined > 0 { parts.append("\(totals.quarantined) in quarantine") }
    return parts.joined(separator: ", ")
  }
}

/// Answers every call with the file.
private struct FileCalls: Calls {
  let content: BodyFile

  func call(_ plan: some CallPlan) async throws(RunFailure) -> HTTPResponse {
    let request = try await plan.request()
    var response = HTTPResponse(status: 200, headers: HeaderFields(), body: [], address: request.address)
    if let most = request.mostInMemory, content.count > most {
      response.file = content
    } else {
      response.body = try content.bytes(limit: request.limits.decompressed)
    }
    switch try plan.verdict(response) {
    case .accept: return response
    case .throttled: throw RunFailure(.request, "the connector takes the file for a refusal", at: plan.place)
    case .retry(let failure), .renewCredentials(let failure), .fail(let failure): throw failure
    }
  }
}

/// A file proves itself.
private struct NoProof: Authenticator {
  var credentials: [Credential] { [] }
}
