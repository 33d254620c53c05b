/// The completion script for bash.
enum BashCompletion {
  static func script(_ commands: [any Command]) -> String {
    let leading = GlobalOptions.all.map(\.info).filter(\.takesSeparateValue).flatMap(spellings)
    var values: [String] = []
    for option in GlobalOptions.all.map(\.info) { values += branch("*", option) }
    for command in commands {
      for option in command.options.map(\.info) { values += branch(command.name, option) }
    }
    var words = ["    '') _connector_words \"\(commands.map(\.name).joined(separator: " "))\" ;;"]
    words += commands.compactMap { command in
      command.argument.map { "    \(command.name)) \(action($0.completion)) ;;" }
    }
    var options = commands.map { "    \($0.name)) options=\"\(names($0.options))\" ;;" }
    options.append("    '') options=\"\(names(StartCommand().options))\" ;;")
    return """
      # Completion of connector for bash: source <(connector completions bash)

      _connector_words() {
        COMPREPLY=($(compgen -W "$1" -- "$current"))
      }

      _connector_files() {
        compopt -o filenames 2>/dev/null
        COMPREPLY=($(compgen "$1" -- "$current"))
      }

      # Names that only the program knows; a tab separates each from its meaning.
      _connector_listed() {
        local names="" name rest
        while IFS=$'\\t' read -r name rest; do names+="$name "; done \\
          < <("${COMP_WORDS[0]}" complete "$1" 2>/dev/null)
        _connector_words "$names"
      }

      _connector() {
        local current="${COMP_WORDS[COMP_CWORD]}" option="${COMP_WORDS[COMP_CWORD-1]}" command="" options="" index
        COMPREPLY=()
        for ((index = 1; index < COMP_CWORD; index++)); do
          case "${COMP_WORDS[index]}" in
          \(leading.joined(separator: "|"))) ((index++)) ;;
          -* | =) ;;
          *)
            command="${COMP_WORDS[index]}"
            break
            ;;
          esac
        done
        # bash takes `--format=json` for three words.
        if [[ "$current" == = ]]; then
          current=""
        elif [[ "$option" == = ]]; then
          option="${COMP_WORDS[COMP_CWORD-2]}"
        fi
        case "$command $option" in
      \(values.joined(separator: "\n"))
        esac
        if [[ "$current" == -* ]]; then
          case "$command" in
      \(options.joined(separator: "\n"))
          esac
          _connector_words "$options \(names(GlobalOptions.all))"
          return
        fi
        case "$command" in
      \(words.joined(separator: "\n"))
        esac
      }

      complete -F _connector connector

      """
  }

  private static func branch(_ command: String, _ option: OptionInfo) -> [String] {
    let pattern = spellings(option).map { command == "*" ? "*\" \($0)\"" : "\"\(command) \($0)\"" }
    switch option.takes {
    case .nothing: return []
    case .value, .optionalValue:
      // A value that may be left out is offered after `=` only.
      let condition =
        option.takesSeparateValue ? "" : "[[ \"${COMP_WORDS[*]}\" == *\"--\(option.name) =\"* ]] && "
      return [
        "    \(pattern.joined(separator: " | "))) \(condition){ \(action(option.completion)); return; } ;;"
      ]
    }
  }

  private static func action(_ completion: Completion) -> String {
    switch completion {
    case .none: ":"
    case .files: "_connector_files -f"
    case .folders: "_connector_files -d"
    case .words(let words): "_connector_words \"\(words.joined(separator: " "))\""
    case .listed(let listing): "_connector_listed \(listing.rawValue)"
    }
  }

  private static func spellings(_ option: OptionInfo) -> [String] {
    ["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])
  }

  private static func names(_ options: [any AnyOption]) -> String {
    options.map { "--\($0.info.name)" }.joined(separator: " ")
  }
}
