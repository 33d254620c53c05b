/// The completion script for zsh.
enum ZshCompletion {
  static func script(_ commands: [any Command]) -> String {
    let described = commands.map { "    \(quoted("\(escaped($0.name)):\($0.summary)"))" }
    let branches = commands.map { command in
      let parts =
        command.options.map { specification($0.info) } + GlobalOptions.all.map { specification($0.info) }
      let lines = parts + (command.argument.map { [argument($0)] } ?? [])
      return """
            \(command.name))
              _arguments -s \\
                \(lines.joined(separator: " \\\n        "))
              ;;
        """
    }
    return """
      #compdef connector
      # Completion of connector for zsh: write it to a file `_connector` in a folder of fpath.

      # Names that only the program knows; a tab separates each from its meaning.
      _connector_listed() {
        local -a names
        local line
        while IFS= read -r line; do
          names+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
        done < <(connector complete "$1" 2>/dev/null)
        _describe "$1" names
      }

      _connector_commands() {
        local -a commands=(
      \(described.joined(separator: "\n"))
        )
        _describe command commands
      }

      _connector() {
        local context state state_descr line
        typeset -A opt_args
        _arguments -C \\
          \(GlobalOptions.all.map { specification($0.info) }.joined(separator: " \\\n    ")) \\
          '1:command:_connector_commands' \\
          '*::argument:->argument'
        [[ $state == argument ]] || return
        case $words[1] in
      \(branches.joined(separator: "\n"))
        esac
      }

      if [[ "$funcstack[1]" == _connector ]]; then
        _connector "$@"
      else
        compdef _connector connector
      fi

      """
  }

  /// `'(-f --format)'{-f,--format}'[summary]:FORMAT:(text json)'`.
  private static func specification(_ option: OptionInfo) -> String {
    let long = "--\(option.name)"
    let repeated = option.isRepeatable ? "*" : ""
    let value =
      switch option.takes {
      case .nothing: ""
      case .value(let placeholder): ":\(placeholder):\(action(option))"
      case .optionalValue(let placeholder): "::\(placeholder):\(action(option))"
      }
    let summary = "[\(option.summary.map { "[]:\\".contains($0) ? "\\\($0)" : "\($0)" }.joined())]"
    let suffix =
      switch option.takes {
      case .nothing: ""
      case .value: "="
      case .optionalValue: "=-"
      }
    guard let short = option.short else { return quoted("\(repeated)\(long)\(suffix)\(summary)\(value)") }
    let others = option.isRepeatable ? "*" : "(-\(short) \(long))"
    return
      "\(quoted(others)){-\(short)\(suffix.isEmpty ? "" : "+"),\(long)\(suffix)}\(quoted(summary + value))"
  }

  private static func argument(_ argument: Argument) -> String {
    let place =
      switch argument.count {
      case .one: "1"
      case .optional: "1"
      case .any: "*"
      }
    return quoted("\(place):\(argument.placeholder):\(action(argument.completion))")
  }

  private static func action(_ option: OptionInfo) -> String {
    guard option.choices.contains(where: { !$0.summary.isEmpty }) else { return action(option.completion) }
    let words = option.choices.map {
      "\($0.name)\\:\"\($0.summary.filter { $0 != "\"" }.map { $0 == ":" ? "\\:" : "\($0)" }.joined())\""
    }
    return "((\(words.joined(separator: " "))))"
  }

  private static func action(_ completion: Completion) -> String {
    switch completion {
    case .none: " "
    case .files: "_files"
    case .folders: "_files -/"
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .listed(let listing): "{_connector_listed \(listing.rawValue)}"
    }
  }

  private static func escaped(_ text: String) -> String { text.map { $0 == ":" ? "\\:" : "\($0)" }.joined() }

  private static func quoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" ? "'\\''" : "\($0)" }.joined() + "'"
  }
}
