internal import Diagnostics

/// Turns the words of a command line into a command and typed values.
struct CommandLineParser {
  let commands: [any Command]
  /// What runs when no command is named.
  let root: any Command
  let environment: [String: String]

  struct Outcome: Sendable {
    var command: any Command
    var values = OptionValues()
    var arguments: [String] = []
  }

  func parse(_ words: [String]) throws(UsageError) -> Outcome {
    var outcome = Outcome(command: root)
    var isNamed = false
    var given: [Given] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--", isNamed {
        outcome.arguments += rest
        break
      }
      if isOption(word) {
        given.append(try option(word, &rest, of: outcome.command))
      } else if isNamed {
        outcome.arguments.append(word)
      } else {
        outcome.command = try command(named: word)
        isNamed = true
      }
    }
    outcome.values = try values(given, of: outcome.command)
    try check(outcome)
    return outcome
  }

  /// An option as it was written.
  private struct Given {
    let option: any AnyOption
    /// `--format`, `-f` or the variable it came from.
    let written: String
    let text: String?
  }

  /// A lone dash is a file, and `-1` the beginning of an expression.
  private func isOption(_ word: String) -> Bool {
    let characters = word.prefix(3)
    guard characters.first == "-", let second = characters.dropFirst().first else { return false }
    return second == "-" || second.isLetter
  }

  private func command(named name: String) throws(UsageError) -> any Command {
    if let command = commands.first(where: { $0.name == name }) { return command }
    let names = commands.filter { !$0.isHidden }.map(\.name)
    let meant = Self.otherNames[name].map { [$0] }
    let near = meant ?? Suggestions.nearest(to: name, among: names, limit: 2)
    throw UsageError(
      "there is no command `\(Visible.word(name))`",
      help: UsageError.guess(near, else: "`connector help` lists the commands"))
  }

  /// What other tools call our commands.
  private static let otherNames = [
    "init": "new", "create": "new", "scaffold": "new", "validate": "lint", "format": "fmt",
    "evaluate": "eval",
    "run": "sync", "read": "sync", "ls": "list", "describe": "explain", "login": "auth",
  ]

  // MARK: Options

  private func option(
    _ word: String, _ rest: inout ArraySlice<String>, of command: any Command
  ) throws(UsageError) -> Given {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let written = parts.first.map(String.init) ?? word
    let attached = parts.count > 1 ? String(parts[1]) : nil
    guard let option = find(written, in: command) else { throw unknown(written, in: command) }
    switch option.info.takes {
    case .nothing:
      guard attached == nil else { throw UsageError("option `\(written)` takes no value") }
      return Given(option: option, written: written, text: nil)
    case .optionalValue:
      return Given(option: option, written: written, text: attached)
    case .value(let placeholder):
      if let attached { return Given(option: option, written: written, text: attached) }
      guard let next = rest.first, !isOption(next) else {
        let example = written.hasPrefix("--") ? "\(written)=\(placeholder)" : "\(written) \(placeholder)"
        throw UsageError("option `\(written)` needs a value", help: "write `\(example)`")
      }
      rest.removeFirst()
      return Given(option: option, written: written, text: next)
    }
  }

  private func find(_ written: String, in command: any Command) -> (any AnyOption)? {
    (command.options + GlobalOptions.all).first { option in
      written == "--\(option.info.name)" || option.info.short.map { written == "-\($0)" } == true
    }
  }

  private func unknown(_ written: String, in command: any Command) -> UsageError {
    let name = command.name.isEmpty ? "connector" : "connector \(command.name)"
    let place = command.name.isEmpty ? "" : " for `\(name)`"
    return UsageError(
      "there is no option `\(Visible.word(written))`\(place)", help: advice(written, command, name))
  }

  private func advice(_ written: String, _ command: any Command, _ name: String) -> String {
    let options = (command.options + GlobalOptions.all).map(\.info)
    if !written.hasPrefix("--"), let option = options.first(where: { $0.short == written.dropFirst().first })
    {
      let words = ["-\(option.short ?? "-")", option.placeholder].compactMap { $0 }.joined(separator: " ")
      return "write `\(words)` by itself, with a blank before what follows"
    }
    let owners = commands.filter { other in
      !other.isHidden && other.options.contains { "--\($0.info.name)" == written }
    }
    // What half of the commands have says nothing about this one.
    if !owners.isEmpty, owners.count <= 4 {
      return "it belongs to \(Sentence.enumeration(owners.map { "`connector \($0.name)`" }))"
    }
    return UsageError.guess(
      Suggestions.nearest(to: written, among: options.map { "--\($0.name)" }, limit: 2),
      else: "`\(name) --help` lists the options; `--` before a word that starts with `-` makes it an argument"
    )
  }

  // MARK: Values

  private func values(_ given: [Given], of command: any Command) throws(UsageError) -> OptionValues {
    var values = OptionValues()
    let options = command.options + GlobalOptions.all
    for item in given {
      // Written before the command's name, an option was looked up among those of the program.
      guard let option = options.first(where: { $0.info.name == item.option.info.name }) else {
        throw unknown(item.written, in: command)
      }
      try values.take(option, item.text, written: item.written)
    }
    for option in options where !values.holds(option) {
      guard let variable = option.info.environment, let text = environment[variable], !text.isEmpty else {
        continue
      }
      try values.take(option, text, written: variable)
    }
    return values
  }

  private func check(_ outcome: Outcome) throws(UsageError) {
    if outcome.values[GlobalOptions.help] || outcome.values[GlobalOptions.version] { return }
    let command = outcome.command
    let usage = "usage: \(HelpText.usage(of: command))"
    guard let argument = command.argument else {
      guard let extra = outcome.arguments.first else { return }
      throw UsageError(
        "`connector \(command.name)` takes no argument, not `\(Visible.word(extra))`", help: usage)
    }
    switch argument.count {
    case .any: return
    case .one where outcome.arguments.isEmpty:
      throw UsageError(
        "`connector \(command.name)` needs \(Sentence.article(argument.placeholder))", help: usage)
    case .one, .optional:
      guard outcome.arguments.count > 1 else { return }
      throw UsageError(
        "`connector \(command.name)` takes one \(argument.placeholder), not \(outcome.arguments.count)",
        help: "put quotes around text with spaces; \(usage)")
    }
  }
}
