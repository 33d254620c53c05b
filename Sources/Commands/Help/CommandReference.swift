/// The reference page of the command line, `docs/cli.md`.
package enum CommandReference {
  package static func markdown(_ commands: [any Command]) -> String {
    var text = """
      # Command line

      This page is made by `connector generate` from the descriptions of the commands.

      | command | purpose |
      |---|---|

      """
    for command in commands {
      text += "| [`\(command.name)`](#connector-\(command.name)) | \(cell(command.summary)) |\n"
    }
    text += "\n## Options of every command\n\n" + table(GlobalOptions.all)
    text += "\n## Exit codes\n\n| code | meaning |\n|---|---|\n"
    for code in ExitCode.allCases { text += "| \(code.rawValue) | \(code.meaning) |\n" }
    text += """

      The output format never changes the exit code. Results go to standard output; remarks and complaints go to
      standard error. Where a command cannot begin (2 and 3) there is no result, and standard output stays empty in every format.

      """
    for command in commands { text += section(command) }
    return text
  }

  private static func section(_ command: any Command) -> String {
    var text = "\n## connector \(command.name)\n\n\(command.summary).\n"
    text += "\n```\n\(HelpText.usage(of: command))\n```\n"
    if !command.details.isEmpty {
      text += "\n" + Paragraphs.wrapped(command.details, width: 110)
    }
    if !command.examples.isEmpty {
      text += "\n```sh\n"
      let width = command.examples.map(\.line.count).max() ?? 0
      for example in command.examples {
        text +=
          example.line + String(repeating: " ", count: width - example.line.count)
          + "  # \(example.purpose)\n"
      }
      text += "```\n"
    }
    if let argument = command.argument { text += "\n`\(argument.usage)`: \(argument.summary)\n" }
    if !command.options.isEmpty { text += "\n" + table(command.options) }
    let codes = HelpText.exitCodes(of: command).map { "\($0.rawValue) \($0.meaning)" }
    return text + "\nExit codes: \(codes.joined(separator: "; ")).\n"
  }

  private static func table(_ options: [any AnyOption]) -> String {
    var text = "| option | meaning |\n|---|---|\n"
    for option in options.map(\.info) {
      let short = option.short.map { "`-\($0)`, " } ?? ""
      var meaning = cell(HelpText.remark(on: option))
      for choice in option.choices where !choice.summary.isEmpty {
        meaning += "<br>`\(choice.name)`: \(cell(choice.summary))"
      }
      text += "| \(short)`\(option.usage)` | \(meaning) |\n"
    }
    return text
  }

  private static func cell(_ text: String) -> String {
    text.map { $0 == "|" ? "\\|" : "\($0)" }.joined()
  }
}
