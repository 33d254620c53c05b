/// `connector completions SHELL`: the completion script for a shell.
struct CompletionsCommand: Command {
  enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
  }

  let name = "completions"
  let summary = "Print the completion script for bash, zsh or fish"
  let details = """
    The script asks the program what fits: commands, options and their words, files, and the names of connectors, streams, \
    models, rules and constructs of the project at hand.
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
    case .bash: invocation.write(CompletionScript.bash)
    case .zsh: invocation.write(CompletionScript.zsh)
    case .fish: invocation.write(CompletionScript.fish)
    }
    return .success
  }
}
