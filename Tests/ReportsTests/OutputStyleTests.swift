internal import Reports
internal import Testing

struct OutputStyleTests {
  struct Colour: Sendable {
    let choice: ColourChoice
    let environment: [String: String]
    let isTerminal: Bool
    let expected: Bool

    init(
      _ choice: ColourChoice = .auto, _ environment: [String: String] = [:], terminal: Bool = true,
      is expected: Bool
    ) {
      self.choice = choice
      self.environment = environment
      self.isTerminal = terminal
      self.expected = expected
    }
  }

  static let colours: [Colour] = [
    Colour(is: true),
    Colour(.auto, terminal: false, is: false),
    Colour(.always, ["NO_COLOR": "1", "TERM": "dumb"], terminal: false, is: true),
    Colour(.never, ["FORCE_COLOR": "1"], is: false),
    Colour(.auto, ["NO_COLOR": "1", "FORCE_COLOR": "1"], is: false),
    Colour(.auto, ["NO_COLOR": ""], is: true),
    Colour(.auto, ["FORCE_COLOR": "1", "TERM": "dumb"], terminal: false, is: true),
    Colour(.auto, ["FORCE_COLOR": "0"], is: false),
    Colour(.auto, ["CLICOLOR_FORCE": "1"], terminal: false, is: true),
    Colour(.auto, ["CLICOLOR_FORCE": "0"], terminal: false, is: false),
    Colour(.auto, ["TERM": "dumb"], is: false),
    Colour(.auto, ["CI": "true"], terminal: false, is: false),
    Colour(.auto, ["CI": "true", "GITHUB_ACTIONS": "true"], terminal: false, is: true),
    Colour(.auto, ["GITLAB_CI": "true", "TERM": "dumb"], terminal: false, is: false),
  ]

  @Test(arguments: colours) func `the flag, then the environment, then the terminal decide on colour`(
    _ test: Colour
  ) {
    let style = OutputStyle.detect(test.choice, environment: test.environment, isTerminal: test.isTerminal)
    #expect(style.colour == test.expected)
  }

  static let locales: [([String: String], Bool)] = [
    ([:], false), (["LANG": "C"], false), (["LANG": "C.UTF-8"], true), (["LANG": "de_DE.utf8"], true),
    (["LANG": "ca_ES.UTF-8@valencia"], true), (["LANG": "de_DE.ISO-8859-1"], false),
    (["LC_ALL": "C", "LANG": "en_US.UTF-8"], false), (["LC_ALL": "", "LANG": "en_US.UTF-8"], true),
    (["LC_CTYPE": "en_US.UTF-8", "LANG": "C"], true), (["GITHUB_ACTIONS": "true"], true),
  ]

  @Test(arguments: locales) func `the locale decides on Unicode`(
    _ environment: [String: String], _ expected: Bool
  ) {
    #expect(OutputStyle.detect(environment: environment, isTerminal: true).unicode == expected)
  }

  static let widths: [(String?, Int?, Int)] = [
    (nil, nil, 110), (nil, 200, 200), ("80", 200, 80), ("", 90, 90), ("wide", 90, 90), ("0", 90, 110),
    ("-5", nil, 110),
    ("10", nil, 40),
  ]

  @Test(arguments: widths) func `COLUMNS beats the terminal's own width`(
    _ columns: String?, _ terminal: Int?, _ expected: Int
  ) {
    let environment = columns.map { ["COLUMNS": $0] } ?? [:]
    let style = OutputStyle.detect(environment: environment, isTerminal: true, terminalWidth: terminal)
    #expect(style.width == expected)
  }
}
