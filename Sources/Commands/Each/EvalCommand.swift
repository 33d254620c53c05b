internal import Expressions
internal import Language
internal import Reports
internal import Values

/// `connector eval`: what an expression gives, for every record of a file.
struct EvalCommand: Command {
  static let file = Option<String?>.text(
    "file", "FILE", "Records: a JSON list, a JSON object, JSON lines, or `-` for standard input",
    completion: .files)
  static let scope = Option<Scope>.choice(
    "scope", "SCOPE", default: .mapping, "Which variables there are", meaning: \.summary)
  static let types = Option<Bool>.flag("types", short: "t", "Write the type after each value")
  static let cases = Option<Bool>.flag("cases", "The arguments are files of conformance cases: run them all")

  let name = "eval"
  let summary = "Evaluate an expression, once or for every record of a file"
  let details = """
    In a mapping, the usual place, a record's own keys are variables, and the whole is `record`. In the scope of a \
    reply or a delivery the file is its `body`, or an object of variables by name: {"body": {}, "status": 404}. Every \
    other scope takes such an object.

    A key that only some records have is no failure where it is missing: in a mapping the field would be absent, and \
    that is what is shown.
    """
  let examples = [
    CommandExample("connector eval '\"Ada\".lowerAscii()'", "without a record"),
    CommandExample(
      "connector eval 'date(hireDate)' --file people.json --types", "for each record, with types"),
    CommandExample(
      "curl -s URL | connector eval body.data --file - --scope response", "over what a pipe brings"),
    CommandExample("connector eval --cases conformance/cel/*.json", "run conformance cases"),
  ]
  let argument: Argument? = Argument(
    "EXPRESSION", .any, "One expression; with --cases, files instead.", completion: .files)
  let options: [any AnyOption] = [Self.file, Self.scope, Self.types, AnswerForm.option, Self.cases]
  let exitCodes: [ExitCode] = [.negative, .nothing]

  func run(_ invocation: Invocation) async -> ExitCode {
    if invocation[Self.cases] { return CaseRun(invocation).run() }
    guard invocation.arguments.count == 1, let source = invocation.arguments.first else {
      let message =
        invocation.arguments.isEmpty
        ? "`connector eval` needs an EXPRESSION"
        : "`connector eval` takes one EXPRESSION, not \(invocation.arguments.count)"
      // The last one, as a star that was to multiply stands for all files here.
      let file = invocation.arguments.dropFirst().last.flatMap {
        Files.kind(of: Paths.joined(invocation.console.workingDirectory, $0)) == .file ? $0 : nil
      }
      return invocation.fail(
        .usage, message,
        help: file.map { "records are given with --file: connector eval EXPRESSION --file \($0)" }
          ?? "put it in quotes: connector eval 'size(\"abc\") > 2'")
    }
    let bindings: Bindings
    do {
      bindings = try Bindings(invocation)
    } catch {
      return invocation.fail(.usage, error.message, help: error.help)
    }
    let checked = CheckedExpression.check(source, in: bindings.environment)
    guard checked.isValid else {
      for problem in checked.problems {
        ExpressionComplaint(problem.message, problem.range, source, problem.suggestions).write(invocation)
      }
      if let meant = ForeignExpression.translated(source, root: "") {
        invocation.remark("in this language: \(meant)")
      }
      return .negative
    }
    return EvaluationRun(Program(checked), bindings, invocation).run()
  }
}
