internal import Reports
internal import Threads

/// The whole program as a function of its words and its console.
package enum Tool {
  package static func run(_ words: [String], _ console: Console) async -> ExitCode {
    let code = await perform(words, console)
    console.output.flush()
    guard let failure = console.output.failure else {
      console.errors.flush()
      return code
    }
    Complaint("cannot write the output: \(failure)").write(
      to: console.errors, console.style(of: console.errors, .auto))
    console.errors.flush()
    return .outputFailed
  }

  /// Says so where the system gives no threads, with which nothing would ever be done; nil where it does.
  package static func refusalWithoutThreads(_ console: Console) -> ExitCode? {
    if SystemThread.areGiven(3) { return nil }
    Complaint("the system gives no threads; a limit of processes or of memory may be reached (`ulimit -a`)")
      .write(to: console.errors, console.style(of: console.errors, .auto))
    console.errors.flush()
    return .usage
  }

  private static func perform(_ words: [String], _ console: Console) async -> ExitCode {
    let parser = CommandLineParser(
      commands: CommandList.all, root: StartCommand(), environment: console.environment)
    let outcome: CommandLineParser.Outcome
    do {
      outcome = try parser.parse(words)
    } catch {
      Complaint(error).write(to: console.errors, console.style(of: console.errors, .auto))
      return .usage
    }
    let invocation = Invocation(outcome, console)
    if invocation[GlobalOptions.version] { return StartCommand.showVersion(invocation) }
    if invocation[GlobalOptions.help] { return HelpCommand.show(outcome.command, invocation) }
    return await outcome.command.run(invocation)
  }
}
