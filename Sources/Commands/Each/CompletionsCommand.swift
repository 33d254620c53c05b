/// `connector completions SHELL`: the completion script for a shell.
struct CompletionsCommand: Command {
  enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
  }

  let name = "completions"
  let summary = "Print the completion script for bash, zsh or fish"
  let details = """
    The script knows every command, option and word; names of connectors, streams, rules and constructs it asks \
    from the program, so that they are those of the project at hand.
    """
  let examples = [
    CommandExample("source <(connector completions bash)", "for this bash; in ~/.bashrc for every one"),
    CommandExample("connector completions zsh > ~/.zfunc/_connector", "zsh, with ~/.zfunc in fpath"),
    CommandExample("connector completions fish | source", "for this fish"),
  ]
  let argument: Argument? = Argument(
    "SHELL", .one, "bash, zsh or fish.", completion: .words(Shell.allCases.map(\.rawValue)))

  func run(_ invocation: Invocation) async -> ExitCode {
    let shell: Shell
    do {
      shell = try word(invocation.arguments.first ?? "")
    } catch {
      return invocation.fail(
        .usage, "there are no completions for `\(Visible.word(invocation.arguments.first ?? ""))`",
        help: UsageError.guess(error.suggestions, else: error.reason))
    }
    switch shell {
    case .bash: invocation.write(BashCompletion.script(CommandList.shown))
    case .zsh: invocation.write(ZshCompletion.script(CommandList.shown))
    case .fish: invocation.write(FishCompletion.script(CommandList.shown))
    }
    return .success
  }
}
