internal import Reports

/// What runs when no command is named: says what this is and where to begin.
struct StartCommand: Command {
  enum Form: String, CaseIterable, Sendable {
    case text, json
  }

  static let format = Option<Form>.choice(
    "format", "FORMAT", default: .text, "How `--version` says it")

  let name = ""
  let summary = "Describe a provider of business data in YAML, and read it everywhere"
  let options: [any AnyOption] = [Self.format]
  let isHidden = true

  /// What one does, in that order.
  static let steps = [
    ("Start", "connector new acme", "or --from openapi.json, a HAR capture, a curl command"),
    ("Check", "connector lint", "what is wrong, where, and how to fix it"),
    ("Try", "connector test", "every case played from recordings, with mishaps; no network"),
    ("Run", "connector sync acme", "what changed, as canonical rows in connector.db"),
    ("Look", "connector list", "connectors, their streams, models and settings"),
    ("Learn", "connector explain connector", "or any key, rule, model or file:line"),
    ("Help", "connector help", "all commands"),
  ]

  func run(_ invocation: Invocation) async -> ExitCode {
    let ink = Emphasis(invocation.outputStyle)
    invocation.print(
      "\(ink.strong("connector \(Version.number)")): describe a provider of business data in YAML and read it, without code.",
      "")
    let lines = Self.steps
    let width = lines.map(\.1.count).max() ?? 0
    for (word, line, remark) in lines {
      let gap = String(repeating: " ", count: width - line.count)
      invocation.print(
        "  \(ink.strong(word))\(String(repeating: " ", count: 8 - word.count))\(line)\(gap)  \(ink.faint(remark))"
      )
    }
    if let names = ProjectFolder.open(invocation)?.connectorNames, !names.isEmpty {
      let more = names.count > Self.namesShown ? " and \(names.count - Self.namesShown) more" : ""
      let shown = names.prefix(Self.namesShown).map { Visible.word($0) }.joined(separator: ", ")
      // Which of them are families stands in their files, which are not read for this.
      let count = Sentence.counted(names.count, "connector", plural: "connectors and families")
      invocation.print("", "This project has \(count): \(shown)\(more)")
    }
    return .success
  }

  private static let namesShown = 8

  static func showVersion(_ invocation: Invocation) -> ExitCode {
    switch invocation[format] {
    case .text: invocation.print("connector \(Version.number)")
    case .json:
      invocation.print(
        #"{"name": "connector", "version": "\#(Version.number)", "edition": \#(Version.edition)}"#)
    }
    return .success
  }
}
