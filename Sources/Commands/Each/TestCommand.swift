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
    ways in which listings go on and end, rules for errors and throttling (also those that only a mishap came by), streams, events and \
    actions. What nobody has seen is named with its line and with what a recording would have to hold.
    """
  let examples = [
    CommandExample("connector test", "all connectors"),
    CommandExample("connector test bamboohr", "one connector, case by case"),
    CommandExample("connector test bamboohr --coverage", "what the recordings do not show yet"),
    CommandExample("connector test --min-coverage 90", "fail where less than that is shown"),
    CommandExample("connector test bamboohr --filter \"two pages\"", "cases by name"),
  ]
  let argument: Argument? = Argument(
    "NAME", .any, "Connectors, or paths of their folders and files.", completion: .listed(.connectors))
  let options: [any AnyOption] = [
    Self.format, Self.filter, Self.coverage, Self.leastCoverage, Self.noScenarios, Self.verbose,
  ]
  let exitCodes: [ExitCode] = [.negative, .nothing]

  func run(_ invocation: Invocation) async -> ExitCode {
    let targets: LintTargets
    do {
      targets = try LintTargets(invocation)
    } catch {
      return invocation.fail(error.code, error.message, help: error.help)
    }
    return await TestRun(targets, invocation).run()
  }
}
