internal import Diagnostics
internal import Reports

/// `connector lint`: everything that is wrong, with its place and its fix.
struct LintCommand: Command {
  static let format = Option<ReportFormat?>.choice(
    "format", short: "f", "FORMAT", "How findings are written", standardText: "text", meaning: \.summary)
  static let output = Option<[ReportFile]>.repeated(
    "output", short: "o", "FORMAT=FILE", "Write a report into a file as well", completion: .files,
    read: ReportFile.init(reading:))
  static let fix = Option<FixApplier.Scope?>.flag(
    "fix", "SCOPE", meaning: .safe, "Apply fixes, and report what is left"
  ) { scope in
    switch scope {
    case .safe: "those that cannot change what a correct file means; so does plain --fix"
    case .all: "also those that a person should look at afterwards"
    }
  }
  static let diff = Option<Bool>.flag("diff", "Show what --fix would change, and change nothing")
  static let watch = Option<Bool>.flag(
    "watch", short: "w", "Check again whenever a file changes, until Ctrl-C")
  static let failOn = Option<FailingSeverity>.choice(
    "fail-on", "SEVERITY", default: .error, "The least severity that makes the exit code 1")
  static let exitZero = Option<Bool>.flag(
    "exit-zero", "End with 0 whatever is found, the same as --fail-on never")
  static let inputName = Option<String?>.text(
    "stdin-filename", "PATH", "Check standard input as if it were this file of the project; for editors",
    completion: .files)
  static let statistics = Option<Bool>.flag(
    "statistics", "Count the findings of each rule instead of showing them")
  static let noCache = Option<Bool>.flag(
    "no-cache", "Check also what was found clean before and has not changed since")
  static let allowEmpty = Option<Bool>.flag("allow-empty", "End with 0 when there is nothing to check")

  let name = "lint"
  let summary = "Check connectors, mappings, tests and models, and say how to fix what is wrong"
  let details = """
    Without a path the whole project is checked. Nothing is sent anywhere: what recordings show is the proof.

    A finding is silenced where it stands by the comment `# connector: ignore[area/rule] reason`, on its line or \
    alone on the line above; inside a text on several lines, at the line of its key. A finding that is only a guess never makes the command fail.

    A connector in which nothing was found is not checked again until one of its files, a family that it extends, a \
    model or this program changes; this is kept below $XDG_CACHE_HOME/connector.
    """
  let examples = [
    CommandExample("connector lint", "the whole project"),
    CommandExample("connector lint connectors/bamboohr", "one folder or file, or just bamboohr"),
    CommandExample("connector lint --fix --diff", "show what --fix would change"),
    CommandExample("connector lint --watch", "again at every change"),
    CommandExample("connector lint --output sarif=lint.sarif", "text to read and a report for code scanning"),
  ]
  let argument: Argument? = Argument(
    "PATH", .any, "Files and folders, or names of connectors.",
    completion: .any([.listed(.connectors), .files]))
  let options: [any AnyOption] = [
    Self.format, Self.output, Self.fix, Self.diff, Self.watch, Self.failOn, Self.exitZero, Self.inputName,
    Self.statistics, Self.noCache, Self.allowEmpty,
  ]
  let exitCodes: [ExitCode] = [.negative, .nothing, .interrupted]

  func run(_ invocation: Invocation) async -> ExitCode {
    if let conflict = Self.conflict(in: invocation) {
      return invocation.fail(.usage, conflict, help: "`connector lint --help` shows examples")
    }
    let targets: LintTargets
    do {
      targets = try LintTargets(invocation)
    } catch {
      if error.code == .nothing, invocation[Self.allowEmpty] {
        invocation.remark(error.message)
        return .success
      }
      return invocation.fail(error.code, error.message, help: error.help)
    }
    if invocation[Self.watch] {
      let isForReading = (invocation[Self.format] ?? .text) == .text
      return await ProjectWatch(targets.folder, invocation, isForReading: isForReading).run { _ in
        LintRun(targets, invocation).run()
      }
    }
    return LintRun(targets, invocation).run()
  }

  /// Options that make no sense together.
  private static func conflict(in invocation: Invocation) -> String? {
    let format = invocation[format] ?? .text
    if invocation[statistics], ![.text, .concise].contains(format) {
      return "`--statistics` is a form of its own and cannot be written as `--format \(format.rawValue)`"
    }
    if invocation[diff], format != .text {
      return "`--diff` shows changes and cannot be written as `--format \(format.rawValue)`"
    }
    if invocation[watch], invocation[inputName] != nil {
      return "`--watch` needs files; standard input comes once"
    }
    if invocation[watch], invocation[diff] { return "`--watch` and `--diff` exclude each other" }
    var written: Set<String> = []
    if let report = invocation[output].first(where: { !written.insert($0.path).inserted }) {
      return "two reports cannot be written into the one file `\(Visible.word(report.path))`"
    }
    if invocation[inputName] != nil, let path = invocation.arguments.first {
      return "with `--stdin-filename` only standard input is checked; leave out `\(Visible.word(path))`"
    }
    return nil
  }
}

/// The value of `--fail-on`.
enum FailingSeverity: String, CaseIterable, Sendable {
  case error, warning, info, never

  var severity: Severity? { Severity(rawValue: rawValue) }
}

/// A report that is written into a file.
struct ReportFile: Sendable {
  let format: ReportFormat
  let path: String

  init(reading text: String) throws(ValueProblem) {
    guard let sign = text.firstIndex(of: "="), text.index(after: sign) < text.endIndex else {
      throw ValueProblem("expected FORMAT=FILE, such as `sarif=lint.sarif`")
    }
    format = try word(String(text[..<sign]))
    path = String(text[text.index(after: sign)...])
    // `./-` is a file of that name.
    if path == "-" {
      throw ValueProblem("standard output is written with `--format \(format.rawValue)`")
    }
  }
}
