/// The completion script for fish.
enum FishCompletion {
  static func script(_ commands: [any Command]) -> String {
    var lines = [
      "# Completion of connector for fish: connector completions fish | source",
      "complete -c connector -f",
    ]
    for command in commands {
      lines.append(
        "complete -c connector -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary))")
    }
    for option in GlobalOptions.all { lines.append(line(option.info, condition: nil)) }
    for command in commands {
      let condition = "'__fish_seen_subcommand_from \(command.name)'"
      if let argument = command.argument, let offer = offer(argument.completion) {
        lines.append("complete -c connector -n \(condition) \(offer)")
      }
      for option in command.options { lines.append(line(option.info, condition: condition)) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ option: OptionInfo, condition: String?) -> String {
    var words = ["complete -c connector"]
    if let condition { words.append("-n \(condition)") }
    words.append("-l \(option.name)")
    if let short = option.short { words.append("-s \(short)") }
    if option.takesSeparateValue { words.append(option.completion.isFiles ? "-r" : "-x") }
    if option.choices.contains(where: { !$0.summary.isEmpty }) {
      let choices = option.choices.map { "\($0.name)\\t\(escaped($0.summary))" }.joined(separator: "\\n")
      words.append("-a \"(printf '\(choices)\\n')\"")
    } else if let offer = offer(option.completion) {
      words.append(offer)
    }
    words.append("-d \(quoted(option.summary))")
    return words.joined(separator: " ")
  }

  private static func offer(_ completion: Completion) -> String? {
    switch completion {
    case .none: nil
    case .files: "-F"
    case .folders: "-a '(__fish_complete_directories)'"
    case .words(let words): "-a '\(words.joined(separator: " "))'"
    case .listed(let listing): "-a '(connector complete \(listing.rawValue) 2>/dev/null)'"
    }
  }

  /// In single quotes, where fish gives a meaning to the quote and the backslash only.
  private static func quoted(_ text: String) -> String { "'\(escaped(text))'" }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if character == "'" || character == "\\" { result.append("\\") }
      result.append(character)
    }
  }
}

extension Completion {
  fileprivate var isFiles: Bool {
    if case .files = self { true } else { false }
  }
}
