internal import Diagnostics

enum Syntax {
  static let rule = Rule(
    "yaml/syntax", .error, .proven, "the text is not YAML",
    page: """
      The structure of the file cannot be understood at this place. The part around it, from one key of the outermost level to the next, \
      is left out of all further checks; everything else is still checked. The message says what was found; most often a text needs \
      quotes because it holds `: ` or ` #` or begins with one of the characters that YAML uses itself, or a line has an indentation \
      that fits no line above it.
      """,
    failing: """
      title: "Acme
      #      ^ yaml/syntax
      """,
    passing: """
      title: "Acme"
      """)

  static func finding(for error: SyntaxError, in file: SourceFile) -> Finding {
    Finding(rule, error.problem, at: SourceRange(file, error.at, error.at + 1))
  }
}
