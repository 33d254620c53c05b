/// `connector diff`: what a change of connectors and mappings changes in canonical records.
struct DiffCommand: Command {
  enum Form: String, CaseIterable, Sendable {
    case text, json
  }

  static let base = Option<String?>.text(
    "base", "REV", "The revision of the git repository to compare with; HEAD by default")
  static let failOnChange = Option<Bool>.flag("fail-on-change", "End with 1 when something changes")
  static let format = Option<Form>.choice(
    "format", short: "f", "FORMAT", default: .text, "How the changes are written"
  ) { form in
    switch form {
    case .text: "for reading"
    case .json: "one document, for programs"
    }
  }

  let name = "diff"
  let summary = "Tell which canonical records and fields a change of connectors and mappings changes"
  let details = """
    The files as they are now and those of a revision of the git repository are both played over all recordings, through the real \
    interpreter. Records that appear and vanish, fields that come out differently, and cases that end in another way are told, each \
    with the line of the mapping. Nothing is sent anywhere, and the working tree is left alone.

    Where the older connector asks for what the new recordings do not hold, it is played over its own.
    """
  let examples = [
    CommandExample("connector diff", "what the changes since the last commit do"),
    CommandExample("connector diff --base main bamboohr", "what a branch does to one connector"),
    CommandExample(
      "connector diff --base main --fail-on-change", "refuse a change that should change nothing"),
  ]
  let argument: Argument? = Argument(
    "NAME", .any, "Connectors, or paths of their folders and files.",
    completion: .any([.listed(.connectors), .files]))
  let options: [any AnyOption] = [Self.base, Self.failOnChange, Self.format]
  let exitCodes: [ExitCode] = [.negative, .nothing]

  func run(_ invocation: Invocation) async -> ExitCode {
    let targets: LintTargets
    do {
      targets = try LintTargets(invocation)
    } catch {
      return invocation.fail(error.code, error.message, help: error.help)
    }
    return await DiffRun(targets, invocation).run()
  }
}
