internal import Interpreter
internal import Language
internal import Programs

/// `connector preview`: what a stream's replies become, side by side.
struct PreviewCommand: Command {
  static let recording = Option<String?>.text(
    "recording", "NAME", "Play this recording instead of the stream's first one")
  static let live = Option<Bool>.flag("live", "Make real requests with the integration's credentials")
  static let limit = Option<Int>.number(
    "limit", "N", default: 100, in: 1...1_000_000, "Read so many records at most")
  static let records = Option<Int>.number(
    "records", short: "n", "N", default: 1, in: 1...1_000_000, "Show so many records; all that are read count"
  )

  let name = "preview"
  let summary = "Show what a stream's replies become: request, record, canonical rows"
  let details = """
    Each canonical field is shown with its value, the expression that made it, the line of the mapping, and the paths that were \
    read. Then comes what is left over: keys that nothing reads and `not_mapped` does not name, fields that no record had, words \
    that no enum foresees, and records that gave no row.

    A recording is played and nothing is sent anywhere, unless `--live` is given. Nothing is kept.
    """
  let examples = [
    CommandExample("connector preview bamboohr employees", "the first record of the stream's recording"),
    CommandExample("connector preview bamboohr employees --records 3 --format json", "three, for programs"),
    CommandExample("connector preview bamboohr employees --live --limit 20", "what the provider says today"),
  ]
  let argument: Argument? = Argument(
    "NAME STREAM", .any, "A connector and one of its streams.", completion: .listed(.connectors),
    .listed(.streams))
  let options: [any AnyOption] =
    [Self.recording, Self.live, Self.limit, Self.records, AnswerForm.option] + RuntimeOptions.requestLog
    + RuntimeOptions.all
  let exitCodes: [ExitCode] = [.negative, .nothing, .providerFailed, .refused]

  func run(_ invocation: Invocation) async -> ExitCode {
    guard invocation.arguments.count == 2, let stream = invocation.arguments.last else {
      return invocation.fail(
        .usage, "expected a connector and a stream", help: "connector preview NAME STREAM")
    }
    switch NamedConnector.load(invocation) {
    case .failure(let refusal): return invocation.fail(refusal)
    case .success(let named):
      do throws(NamedConnector.Refusal) {
        let preview = try await PreviewRun(named, stream, invocation).preview()
        switch invocation[AnswerForm.option] {
        case .text: invocation.write(PreviewText(preview, invocation.outputStyle).text)
        case .json: invocation.print(PreviewJSON.text(of: preview))
        }
        guard let failure = preview.failure else { return .success }
        return invocation.fail(NamedConnector.Refusal(failure, of: named, invocation))
      } catch {
        return invocation.fail(error)
      }
    }
  }
}
