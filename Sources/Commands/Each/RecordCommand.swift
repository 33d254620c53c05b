/// `connector record`: recordings of what a provider really says, without anybody in them.
struct RecordCommand: Command {
  static let limit = Option<Int>.number(
    "limit", "N", default: 500, in: 1...100_000,
    "Read so many records of each stream at most, to choose from")
  static let force = Option<Bool>.flag("force", "Replace recordings that are there; what changes is shown")
  static let keep = Option<[String]>.repeated(
    "keep", "PATH", "Nothing below this path of a reply is personal, such as `data.teamName`; may be repeated"
  ) { text throws(ValueProblem) in
    guard !text.isEmpty else { throw ValueProblem("expected a path such as data.teamName") }
    return text
  }
  static let test = Option<Bool>.flag("test", "Add a case for each recording to the connector's tests")
  static let sensitive = Option<Bool>.flag(
    "sensitive", "Record streams with health, criminal or pay data as well")

  let name = "record"
  let summary = "Record a provider's replies, with secrets and personal data replaced"
  let details = """
    Makes real requests with the integration's credentials and writes `connectors/NAME/recordings/STREAM.http`. Only the records \
    that show every shape and every word are kept, on two or three pages. Credentials are never written, secrets and personal data \
    are replaced, the same original by the same pseudonym in all streams.

    What is written is what the connector asks when it is played with made-up settings, so `connector test` can play it at once. \
    Nothing is written while a secret, or any value that was replaced, still stands anywhere in it, escaped or in base64. \
    Calls that get tokens are left out: write those by hand, for a case of `sign_in`.
    """
  let examples = [
    CommandExample("connector record bamboohr employees", "one stream"),
    CommandExample("connector record bamboohr --force --test", "all streams anew, with cases for them"),
  ]
  let argument: Argument? = Argument(
    "NAME [STREAM...]", .any, "A connector, and the streams that are wanted; all of them by default.",
    completion: .listed(.connectors), .listed(.streams))
  let options: [any AnyOption] =
    [Self.limit, Self.force, Self.keep, Self.test, Self.sensitive, AnswerForm.option]
    + RuntimeOptions.requestLog
    + RuntimeOptions.all
  let exitCodes: [ExitCode] = [.negative, .nothing, .providerFailed, .refused]

  func run(_ invocation: Invocation) async -> ExitCode {
    switch NamedConnector.load(invocation) {
    case .failure(let refusal): return invocation.fail(refusal)
    case .success(let named):
      do throws(NamedConnector.Refusal) {
        return try await RecordRun(named, invocation).run()
      } catch {
        return invocation.fail(error)
      }
    }
  }
}
