internal import Rehearsal
internal import Reports

/// `connector test`: plays the cases of connectors from their recordings.
struct TestCommand: Command {
  enum Form: String, CaseIterable, Sendable {
    case text, json, junit, github
  }

  static let format = Option<Form>.choice(
    "format", short: "f", "FORMAT", default: .text, "How the outcome is written"
  ) { form in
    switch form {
    case .text: "for reading: cases, findings with their lines, a summary"
    case .json: "one document with everything known, for programs"
    case .junit: "a test case for each case, for continuous integration"
    case .github: "workflow commands that GitHub shows beside the changed lines"
    }
  }
  static let filter = Option<String?>.text(
    "filter", "TEXT", "Only cases whose name, stream or action holds this text")
  static let noScenarios = Option<Bool>.flag(
    "no-scenarios", "Leave out the mishaps that good stream cases are played with again")
  static let coverage = Option<Bool>.flag(
    "coverage", "Tell what of each connector the cases show, and name what nobody has seen")
  static let leastCoverage = Option<Int?>.single(
    "min-coverage", "PERCENT", "Fail when the cases of a connector show less than this share of it"
  ) { text throws(ValueProblem) in
    guard let percent = Int(text), (1...100).contains(percent) else {
      throw ValueProblem("expected a whole number from 1 to 100")
    }
    return percent
  }
  static let review = Option<ReviewMode?>.flag(
    "review", "MODE", meaning: .ask,
    "Show what differs from what cases expect, and write what is accepted into them"
  ) { mode in
    switch mode {
    case .ask: "each case is asked about; so does plain --review"
    case .accept: "everything is accepted that can be"
    }
  }
  static let watch = Option<Bool>.flag(
    "watch", short: "w", "Play the cases of a connector again whenever one of its files changes, until Ctrl-C"
  )
  static let verbose = Option<Bool>.flag(
    "verbose", short: "v", "A line for each case, also when there are several connectors")

  let name = "test"
  let summary = "Play the cases of connectors from their recordings, through the real interpreter"
  let details = """
    Nothing is sent anywhere: a request that no recorded exchange answers is a finding, and so is an exchange nobody asks for. Waits \
    cost nothing. What comes is compared with `expect`, field by field, and each difference names the rule of the mapping that made it.

    Good stream cases are played again with mishaps: a request that is answered 429, 500 or 401 first, half a reply, a page that comes \
    twice. The records must be the same, or the failure must say what is wrong.

    `--coverage` counts what the cases show: canonical fields that came out with a value, each case of each enum and its `otherwise`, the \
    ways in which listings go on and end, rules for errors and throttling (also those that only a mishap came by), streams, events, \
    actions and ways of signing in. What nobody has seen is named with its line and with what a recording would have to hold.

    `--review` shows, path by path, what came and what the case expects, with the line of the mapping that made it, and writes what is \
    accepted into `tests.yaml`; comments stay. A case without an expectation gets one. What is wrong in itself - a failure, a record in \
    quarantine, a request without an answer - cannot be accepted.
    """
  let examples = [
    CommandExample("connector test", "all connectors"),
    CommandExample("connector test bamboohr", "one connector, case by case"),
    CommandExample("connector test bamboohr --coverage", "what the recordings do not show yet"),
    CommandExample("connector test --min-coverage 90", "fail where less than that is shown"),
    CommandExample("connector test bamboohr --review", "look at differences and accept them one by one"),
    CommandExample("connector test bamboohr --watch", "again at every change"),
    CommandExample("connector test bamboohr --filter \"two pages\"", "cases by name"),
  ]
  let argument: Argument? = Argument(
    "NAME", .any, "Connectors, or paths of their folders and files.",
    completion: .any([.listed(.connectors), .files]))
  let options: [any AnyOption] = [
    Self.format, Self.filter, Self.review, Self.coverage, Self.leastCoverage, Self.watch, Self.noScenarios,
    Self.verbose,
  ]
  let exitCodes: [ExitCode] = [.negative, .nothing, .interrupted]

  func run(_ invocation: Invocation) async -> ExitCode {
    if let conflict = Self.conflict(in: invocation) {
      return invocation.fail(.usage, conflict, help: "`connector test --help` shows examples")
    }
    let targets: LintTargets
    do {
      targets = try LintTargets(invocation)
    } catch {
      return invocation.fail(error.code, error.message, help: error.help)
    }
    let run = TestRun(targets, invocation)
    guard invocation[Self.watch] else { return await run.run() }
    let isForReading = invocation[Self.format] == .text
    return await ProjectWatch(targets.folder, invocation, isForReading: isForReading).run { changed in
      await run.run(touchedBy: changed)
    }
  }

  /// Options that make no sense together.
  private static func conflict(in invocation: Invocation) -> String? {
    guard let mode = invocation[review] else { return nil }
    if invocation[format] != .text {
      return "`--review` is for reading and cannot be written as `--format \(invocation[format].rawValue)`"
    }
    if invocation[watch] { return "`--review` and `--watch` exclude each other" }
    if mode == .ask, invocation.console.person == nil {
      return "there is nobody to ask about each case; `--review=accept` accepts everything that can be"
    }
    return nil
  }
}

/// How cases that differ are reviewed.
enum ReviewMode: String, CaseIterable, Sendable {
  case ask, accept
}
