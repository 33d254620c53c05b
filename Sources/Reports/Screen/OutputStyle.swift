/// How text is laid out and coloured for the place it goes to.
package struct OutputStyle: Sendable, Hashable {
  package var colour: Bool
  /// Whether box drawing and typographic characters may be used; the user's own text is never replaced.
  package var unicode: Bool
  /// Columns that lines should not exceed.
  package var width: Int

  package init(colour: Bool = false, unicode: Bool = true, width: Int = OutputStyle.defaultWidth) {
    self.colour = colour
    self.unicode = unicode
    self.width = width
  }

  /// Wide enough for a line of code and a label; narrow enough for half a screen.
  package static let defaultWidth = 110
  /// Narrower terminals wrap: an excerpt of fewer columns shows nothing.
  package static let leastWidth = 40

  /// What a file or another program gets.
  package static let plain = OutputStyle()

  /// The style for one output stream, from everything that has a say in it.
  ///
  /// Standard output and standard error are judged apart, since either may be redirected.
  package static func detect(
    _ choice: ColourChoice = .auto, environment: [String: String], isTerminal: Bool,
    terminalWidth: Int? = nil
  ) -> OutputStyle {
    let variables = Variables(environment)
    let columns = variables["COLUMNS"].flatMap { Int($0) } ?? terminalWidth ?? defaultWidth
    return OutputStyle(
      colour: isColoured(choice, variables, isTerminal: isTerminal),
      unicode: isUnicode(variables),
      width: columns > 0 ? max(columns, leastWidth) : defaultWidth)
  }

  /// The flag beats `NO_COLOR`, which beats `FORCE_COLOR` and `CLICOLOR_FORCE`, which beat `TERM=dumb`, which
  /// beats being a terminal.
  private static func isColoured(
    _ choice: ColourChoice, _ variables: Variables, isTerminal: Bool
  ) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if variables["NO_COLOR"] != nil { return false }
    if let forced = variables["FORCE_COLOR"] { return !["0", "false"].contains(forced.lowercased()) }
    if let forced = variables["CLICOLOR_FORCE"], forced != "0" { return true }
    if variables["TERM"] == "dumb" { return false }
    return isTerminal || variables.isKnownPipeline
  }

  private static func isUnicode(_ variables: Variables) -> Bool {
    let locale = variables["LC_ALL"] ?? variables["LC_CTYPE"] ?? variables["LANG"]
    guard let locale = locale?.lowercased() else { return variables.isKnownPipeline }
    return locale.hasSuffix("utf-8") || locale.hasSuffix("utf8") || locale.contains("utf-8@")
      || locale.contains("utf8@")
  }

  /// Environment variables; an empty one counts as absent.
  private struct Variables {
    private let values: [String: String]

    init(_ values: [String: String]) { self.values = values }

    subscript(name: String) -> String? {
      values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A pipeline whose log viewer is known to show colours and UTF-8 although it is no terminal.
    var isKnownPipeline: Bool { self["GITHUB_ACTIONS"] == "true" || self["GITLAB_CI"] == "true" }
  }
}

/// The value of `--color`.
package enum ColourChoice: String, Sendable, CaseIterable {
  case auto, always, never
}
