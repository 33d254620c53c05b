/// A command line whose last word is still being written: what of it is decided, and what is asked for.
struct HalfWrittenLine {
  /// Nil while the command itself is being written.
  private(set) var command: (any Command)?
  /// The words of the command, without options.
  private(set) var arguments: [String] = []
  /// The project, where the line names one.
  private(set) var project: String?
  /// The option whose value is being written.
  private(set) var option: OptionInfo?
  /// What of the last word is decided, as in `--format=`.
  private(set) var start = ""
  /// What was written of the value, the option or the argument so far.
  private(set) var rest: String
  private(set) var isOption = false
  /// No command has the name that stands where one is named, so nothing is known of what follows.
  private(set) var isLost = false

  init(_ words: [String], commands: [any Command]) {
    rest = words.last ?? ""
    var takesOptions = true
    for word in words.dropLast() {
      if let pending = option {
        if pending.name == GlobalOptions.project.info.name { project = word }
        option = nil
      } else if takesOptions, word.hasPrefix("-"), word.count > 1 {
        if word == "--" { takesOptions = false }
        note(word)
      } else if command == nil, !isLost {
        command = commands.first { $0.name == word }
        isLost = command == nil
      } else {
        arguments.append(word)
      }
    }
    guard option == nil, takesOptions, rest.hasPrefix("-") else { return }
    guard let sign = rest.firstIndex(of: "=") else {
      isOption = true
      return
    }
    option = options.first { "--\($0.name)" == rest[..<sign] }
    start = String(rest[...sign])
    rest = String(rest[rest.index(after: sign)...])
  }

  /// The options that may stand here.
  var options: [OptionInfo] {
    ((command ?? StartCommand()).options + GlobalOptions.all).map(\.info)
  }

  /// An option that takes its value from the next word waits for it.
  private mutating func note(_ word: String) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let found = options.first { $0.isWritten(String(parts[0])) }
    if parts.count == 1 {
      option = found.flatMap { $0.takesSeparateValue ? $0 : nil }
    } else if found?.name == GlobalOptions.project.info.name {
      project = String(parts[1])
    }
  }
}

extension OptionInfo {
  fileprivate func isWritten(_ word: String) -> Bool {
    word == "--\(name)" || short.map { word == "-\($0)" } == true
  }
}
