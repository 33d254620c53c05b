internal import Reports

/// Options that every command understands, before its name or after it.
enum GlobalOptions {
  static let project = Option<String?>.text(
    "project", "DIR", "The project; without it the nearest folder upwards that holds `connectors/`",
    environment: "CONNECTOR_PROJECT", completion: .folders)
  static let colour = Option<ColourChoice>.choice(
    "color", "WHEN", default: .auto, "Whether to colour the output"
  ) { choice in
    switch choice {
    case .auto: "on a terminal, unless NO_COLOR is set"
    case .always: "also into files and pipes"
    case .never: "plain text"
    }
  }
  static let quiet = Option<Bool>.flag("quiet", short: "q", "Say nothing on standard error but errors")
  static let help = Option<Bool>.flag("help", short: "h", "Show this help")
  static let version = Option<Bool>.flag("version", short: "V", "Show the version")

  static let all: [any AnyOption] = [project, colour, quiet, help, version]
}
