internal import Reports

/// The help of a command, laid out for a terminal.
struct HelpText {
  private let ink: Emphasis
  private let width: Int

  /// Longer lines of prose are hard to read however wide the terminal is.
  private static let widest = 100

  init(_ style: OutputStyle) {
    ink = Emphasis(style)
    width = min(style.width, Self.widest)
  }

  /// `connector lint [OPTIONS] [PATH...]`.
  static func usage(of command: any Command) -> String {
    ["connector", command.name, command.options.isEmpty ? "" : "[OPTIONS]", command.argument?.usage ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// What the program is and which commands it has.
  func overview() -> String {
    var text = "\(StartCommand().summary).\n"
    text += heading("Examples")
    text += Columns(StartCommand.steps.map { ($0.1, $0.2) }).text(width)
    text += "\n\(ink.strong("Usage")): connector COMMAND [OPTIONS]\n"
    text += heading("Commands")
    text += Columns(CommandList.shown.map { ($0.name, $0.summary) }).text(width)
    text += heading("Options of every command")
    text += options(GlobalOptions.all)
    return text + "\n`connector help COMMAND` shows examples and options of one.\n"
  }

  func page(of command: any Command) -> String {
    var text = "\(command.summary).\n"
    if !command.examples.isEmpty {
      text += heading("Examples")
      text += Columns(command.examples.map { ($0.line, $0.purpose) }, widestLeft: 56).text(width)
    }
    text += "\n\(ink.strong("Usage")): \(Self.usage(of: command))\n"
    if !command.details.isEmpty { text += "\n" + Paragraphs.wrapped(command.details, width: width) }
    if let argument = command.argument {
      text += heading("Argument")
      text += Columns([(argument.usage, argument.summary)]).text(width)
    }
    if !command.options.isEmpty {
      text += heading("Options")
      text += options(command.options)
    }
    let everywhere = GlobalOptions.all.map(\.info.usage).joined(separator: ", ")
    text += heading("Options of every command")
    text += Columns([(everywhere, "")]).text(width)
    text += heading("Exit codes")
    return text + Columns(Self.exitCodes(of: command).map { (String($0.rawValue), $0.meaning) }).text(width)
  }

  /// The codes a command may end with, those of every command among them.
  static func exitCodes(of command: any Command) -> [ExitCode] {
    ExitCode.allCases.filter { $0 == .success || $0 == .usage || command.exitCodes.contains($0) }
  }

  private func heading(_ words: String) -> String { "\n\(ink.strong(words)):\n" }

  private func options(_ options: [any AnyOption]) -> String {
    var rows: [(String, String)] = []
    for option in options.map(\.info) {
      let short = option.short.map { "-\($0), " } ?? "    "
      rows.append((short + option.usage, Self.remark(on: option)))
      for choice in option.choices where !choice.summary.isEmpty {
        rows.append(("        " + choice.name, choice.summary))
      }
    }
    return Columns(rows).text(width)
  }

  /// The summary with everything else there is to say of an option.
  static func remark(on option: OptionInfo) -> String {
    var notes: [String] = []
    if option.choices.contains(where: { $0.summary.isEmpty }) {
      notes.append(option.choices.map(\.name).joined(separator: "|"))
    }
    if let standard = option.standardText { notes.append("default: \(standard)") }
    if option.isRepeatable { notes.append("may be repeated") }
    if let variable = option.environment { notes.append("variable: \(variable)") }
    return option.summary + (notes.isEmpty ? "" : " [\(notes.joined(separator: "; "))]")
  }
}
