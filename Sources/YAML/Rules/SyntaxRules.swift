internal import Diagnostics

/// What breaks the structure of a file, told apart by what the writer has to do about it.
enum SyntaxRules {
  static let all: [Rule] = [syntax, unclosed, indentation, tab, needsQuotes, missingSpace, badEscape]

  static let syntax = Rule(
    "yaml/syntax", .error, .proven, "the text is not YAML",
    page: """
      The structure of the file cannot be understood at this place. The smallest part around it, one key or one list item with what \
      belongs to it, is left out of all further checks; everything else is still checked. The message names what was found; compare the \
      line with the lines around it.
      """,
    failing: """
      http:
        base_url https://api.example.com
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ yaml/syntax
        headers: {Accept: application/json}
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        headers: {Accept: application/json}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static let unclosed = Rule(
    "yaml/unclosed", .error, .proven, "a quote or bracket is opened and never closed",
    page: """
      A text that starts with a quote goes on to the next quote of the same kind, over as many lines as it takes, and a list or mapping \
      in brackets to its closing bracket. The finding points to where it was opened. Close it; a quote inside a text in single quotes is \
      written twice (`'it''s'`), one inside double quotes with a backslash (`"a \\"b\\""`).
      """,
    failing: """
      http:
        base_url: "https://api.example.com
      #           ^ yaml/unclosed
      """,
    passing: """
      http:
        base_url: "https://api.example.com/v1"
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static let indentation = Rule(
    "yaml/indentation", .error, .proven, "a line is indented in a way that fits no line above it",
    page: """
      Indentation says what belongs to what: lines that belong together start in the same column, and what belongs to a key starts \
      deeper than the key. A key that already has a value on its line can have nothing deeper below it. Move the line to the column of \
      the lines it belongs with.
      """,
    failing: """
      http:
        base_url: https://api.example.com
          headers: {}
      #   ^^^^^^^ yaml/indentation
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        headers: {}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static let tab = Rule(
    "yaml/tab", .error, .proven, "a tab stands where YAML wants spaces",
    page: """
      YAML forbids tabs in indentation, because editors show them in different widths. Replace each tab by spaces, and let your editor \
      insert spaces in YAML files (`.editorconfig`: `indent_style = space`).
      """,
    failing: Example("http:\n  \tbase_url: https://api.example.com\n# ^ yaml/tab\n"),
    passing: """
      http:
        base_url: https://api.example.com/v1
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static let needsQuotes = Rule(
    "yaml/needs-quotes", .error, .proven, "a text holds characters that YAML takes for its own",
    page: """
      Without quotes a text must not hold `: ` or ` #`, and must not begin with one of `{ [ ] } , & * ! | > % @` or a backtick; inside \
      brackets it must hold no bracket and no comma either, which includes the braces of `${...}`. Put the text in quotes: double quotes \
      normally, single quotes if it holds backslashes or double quotes itself.
      """,
    failing: """
      http:
        headers: {Account: ${settings.api_key}}
      #                    ^^^^^^^^^^^^^^^^^^^ yaml/needs-quotes
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        headers: {Account: "${settings.api_key}"}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static let missingSpace = Rule(
    "yaml/missing-space", .error, .proven, "a space is missing after a colon or dash",
    page: """
      A colon separates key and value only with a blank behind it, because colons occur in texts such as addresses and times; and a dash \
      makes a list item only with a blank behind it. Put a space there.
      """,
    failing: """
      http:
        base_url:https://api.example.com
      #         ^ yaml/missing-space
        headers: {Accept: application/json}
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        headers: {Accept: application/json}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static let badEscape = Rule(
    "yaml/bad-escape", .error, .proven, "a text in double quotes holds a backslash that means nothing",
    page: """
      In double quotes a backslash starts an escape, such as `\\n` or `\\u00E9`, and most other letters behind it are errors. A backslash \
      that should stay in the text, as in a regular expression, is written twice, or the text is put in single quotes, where a \
      backslash is just a backslash.
      """,
    failing: """
      http:
        base_url: "https://\\d.example.com"
      #                    ^^ yaml/bad-escape
      """,
    passing: """
      http:
        base_url: 'https://\\d.example.com'
        throttled: {status: [429], wait: {header: Retry-After}}
      """)
}
