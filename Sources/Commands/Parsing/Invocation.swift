package import Reports

/// One call of a command: its values, its arguments, and the console to speak on.
package struct Invocation: Sendable {
  package let console: Console
  package let arguments: [String]
  private let values: OptionValues

  init(_ outcome: CommandLineParser.Outcome, _ console: Console) {
    self.console = console
    arguments = outcome.arguments
    values = outcome.values
  }

  package subscript<Value>(option: Option<Value>) -> Value { values[option] }

  /// How results are drawn.
  package var outputStyle: OutputStyle { console.style(of: console.output, self[GlobalOptions.colour]) }

  /// How remarks are drawn.
  var errorStyle: OutputStyle { console.style(of: console.errors, self[GlobalOptions.colour]) }

  var isQuiet: Bool { self[GlobalOptions.quiet] }

  // MARK: Speaking

  /// Writes to standard output as it is.
  func write(_ text: String) { console.output.write(text) }

  /// Writes lines to standard output.
  func print(_ lines: String...) {
    for line in lines { write(line + "\n") }
  }

  /// A remark on standard error, unless `--quiet` was asked for.
  func remark(_ text: String) {
    if !isQuiet { console.errors.write(text + "\n") }
  }

  /// Says what is wrong and what to do about it.
  func complain(_ message: String, help: String? = nil) {
    Complaint(message, help: help).write(to: console.errors, errorStyle)
  }

  /// Complains, and ends with a code: `return invocation.fail(.usage, ...)`.
  func fail(_ code: ExitCode, _ message: String, help: String? = nil) -> ExitCode {
    complain(message, help: help)
    return code
  }

  func fail(_ problem: FileProblem) -> ExitCode { fail(.usage, problem.sentence) }
}

/// `error: ...` and `help: ...`, as every command says it.
struct Complaint: Sendable {
  let message: String
  let help: String?

  init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }

  init(_ error: UsageError) { self.init(error.message, help: error.help) }

  func write(to sink: any Sink, _ style: OutputStyle) {
    let ink = Emphasis(style)
    sink.write("\(ink.error("error")): \(message)\n")
    if let help { sink.write("\(ink.strong("help")): \(help)\n") }
  }
}
