/// `connector complete -- WORD...`: what the completion scripts offer for the last word, each with its meaning after a tab.
struct CompleteCommand: Command {
  let name = "complete"
  let summary = "Print what a shell may offer for the last word of a line"
  let isHidden = true
  let argument: Argument? = Argument("WORD", .any, "The line after `connector`, up to the cursor.")

  func run(_ invocation: Invocation) async -> ExitCode {
    let line = HalfWrittenLine(invocation.arguments, commands: CommandList.shown)
    for (name, meaning) in Offers(line, in: folder(line, invocation)).lines {
      invocation.print("\(name)\t\(meaning)")
    }
    return .success
  }

  private func folder(_ line: HalfWrittenLine, _ invocation: Invocation) -> ProjectFolder? {
    guard let named = line.project else { return ProjectFolder.open(invocation) }
    return ProjectFolder(
      root: Paths.normalized(Paths.joined(invocation.console.workingDirectory, named)))
  }
}
