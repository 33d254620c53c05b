internal import Diagnostics
internal import Reports

/// `connector help`: the commands, or one of them.
struct HelpCommand: Command {
  let name = "help"
  let summary = "Show the commands, or all about one"
  let examples = [
    CommandExample("connector help", "the commands"),
    CommandExample("connector help lint", "the same as connector lint --help"),
  ]
  let argument: Argument? = Argument(
    "COMMAND", .optional, "The command to show.", completion: .listed(.commands))

  func run(_ invocation: Invocation) async -> ExitCode {
    guard let name = invocation.arguments.first else { return Self.show(StartCommand(), invocation) }
    if let command = CommandList.all.first(where: { $0.name == name }) {
      return Self.show(command, invocation)
    }
    let near = Suggestions.nearest(to: name, among: CommandList.shown.map(\.name), limit: 2)
    return invocation.fail(
      .usage, "there is no command `\(Visible.word(name))`",
      help: UsageError.guess(
        near, else: "`connector help` lists the commands; `connector explain` knows the language"))
  }

  static func show(_ command: any Command, _ invocation: Invocation) -> ExitCode {
    let help = HelpText(invocation.outputStyle)
    invocation.write(command is StartCommand ? help.overview() : help.page(of: command))
    return .success
  }
}
